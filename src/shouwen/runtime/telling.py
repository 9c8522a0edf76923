"""Telling people of the house something that no case is about."""

import json
from collections.abc import Iterable
from datetime import datetime

from shouwen.runtime import outbox, registry
from shouwen.runtime.database import run
from shouwen.runtime.writer.notices import insert_notices, is_soon_after, sort_of, take_back
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
    """A notice for each; their open pages learn of it when the transaction commits.

    Of some kinds a newer notice takes the place of the unread one, and nobody is rung up again a moment later.
    """
    told = list(dict.fromkeys(persons))
    if not told:
        return
    lately = take_back([(person, subject, kind) for person in told])
    insert_notices([(person, subject, kind, text, " ".join(clauses)[:200], urgent, at) for person in told])
    fresh = [person for person in told if not is_soon_after(lately, person, subject, sort_of(kind), at)]
    ways = registry.ways_of([registry.Mailing(person, kind, urgent, at) for person in fresh])
    payload = {"subject": subject, "subject_kind": "case", "kind": kind, "text": text, "clauses": list(clauses)}
    for person, channels in zip(fresh, ways, strict=True):
        for channel in channels:
            key = f"tell:{kind}:{person}:{subject or ''}:{at.isoformat()}:{channel}"[:200]
            outbox.add(channel=channel, to=person, payload=payload, dedupe_key=key, at=at)
    topics = json.dumps([f"person:{person}" for person in told])
    run("SELECT pg_notify(%s, %s)", [LIVE_CHANNEL, topics])
