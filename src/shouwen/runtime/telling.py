"""Telling people of the house something that no case is about."""

import json
from collections.abc import Iterable
from datetime import datetime

from shouwen.runtime import outbox, registry
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
    ways = registry.ways_of([registry.Mailing(person, kind, urgent, at) for person in told])
    payload = {"subject": subject, "subject_kind": "case", "kind": kind, "text": text, "clauses": list(clauses)}
    for person, channels in zip(told, ways, strict=True):
        for channel in channels:
            key = f"tell:{kind}:{person}:{subject or ''}:{at.isoformat()}:{channel}"[:200]
            outbox.add(channel=channel, to=person, payload=payload, dedupe_key=key, at=at)
    topics = json.dumps([f"person:{person}" for person in told])
    run("SELECT pg_notify(%s, %s)", [LIVE_CHANNEL, topics])
