"""Measures an installation against controls of the same run."""
