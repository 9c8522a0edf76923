"""The case: its timeline, tasks, approvals, chase rounds and links."""
