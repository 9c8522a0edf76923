"""What is done with an edition stands in the audit log too."""

from datetime import datetime

from shouwen.people.actions import record
from shouwen.people.queries import person_of_user


def note_edition(act: str, key: str, *, by: int | None, at: datetime, detail: str = "", reason: str = "") -> None:
    """`published` or `retired`, by a sign-in, or by a command where it is None."""
    person = person_of_user(by) if by is not None else None
    record(
        act=act,
        by=int(person) if person else None,
        at=at,
        subject=f"edition:{key}",
        name=key,
        detail=detail,
        reason=reason,
    )
