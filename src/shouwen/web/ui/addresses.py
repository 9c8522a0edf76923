"""Names within addresses that pages of several areas share."""

ASKS = "f."
"""Before the names of facts that a table's page is asked with, so that none is taken for the unit."""
