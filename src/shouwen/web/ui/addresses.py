"""Names within addresses that pages of several areas share."""

ASKS = "f."
"""Before the names of facts that a table's page is asked with, so that none is taken for the unit."""
# No row of ours has a longer number, and the database takes none.
LONGEST_ID = 18


def id_in(text: str) -> int | None:
    """The number that an address or a form names; None for what cannot be one of ours."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_ID else None
