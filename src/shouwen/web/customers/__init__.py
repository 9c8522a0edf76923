"""Customers: who they are, what they own, what was said and done; masked until somebody says why."""
