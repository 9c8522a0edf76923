"""Telling people of the house something that no case is about."""

import json
from collections.abc import Iterable
from datetime import datetime

from shouwen.runtime.database import run
from shouwen.runtime.writer.notices import insert_notices
from shouwen.runtime.writer.signals import LIVE_CHANNEL


def tell(
    *,
    persons: Iterable[str],
    kind: str,
    text: str,
    clauses: Iterable[str] = (),
    subject: int | None = None,
    urgent: bool = False,
    at: datetime,
) -> None:
    """A notice for each; their open pages learn of it when the transaction commits."""
    told = list(dict.fromkeys(persons))
    if not told:
        return
    insert_notices([(person, subject, kind, text, " ".join(clauses)[:200], urgent, at) for person in told])
    topics = json.dumps([f"person:{person}" for person in told])
    run("SELECT pg_notify(%s, %s)", [LIVE_CHANNEL, topics])
