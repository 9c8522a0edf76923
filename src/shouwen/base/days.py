"""Days and instants as people type them; one too far away for calendars in every zone is as wrong as one that is none."""

from datetime import date, datetime

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


def day_of(text: str) -> date:
    """As 2026-01-31; ValueError for anything else and for days outside two centuries of use."""
    found = date.fromisoformat(text)
    if not FIRST <= found <= LAST:
        raise ValueError(f"{text} lies outside {FIRST} to {LAST}")
    return found


def instant_of(text: str) -> datetime:
    """As 2026-01-31T09:00, with or without a zone; ValueError as for days."""
    found = datetime.fromisoformat(text)
    day_of(found.date().isoformat())
    return found
