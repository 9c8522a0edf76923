"""Numbered notices, letters and forms, their delivery and their archive."""
