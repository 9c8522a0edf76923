"""Wakes whoever waits: pages that show these subjects, and workers when something falls due or leaves the house."""

import json
from collections.abc import Sequence

from shouwen.runtime.database import run
from shouwen.runtime.subjects import Entry
from shouwen.runtime.writer.notices import persons_behind, told_by

LIVE_CHANNEL = "shouwen_live"
WORK_CHANNEL = "shouwen_work"
# PostgreSQL carries 8000 bytes; a page that is told 'everything' simply looks again.
MOST_TOPICS = 200
EVERYTHING = "*"
# Whoever watches all of the work hears of every decision.
BOARD = "board"


def topics_of(entries: Sequence[Entry]) -> list[str]:
    """The subjects, and the persons whose tasks or notices may be others now."""
    found: dict[str, None] = {BOARD: None}
    for entry in entries:
        found[f"{entry.held.kind}:{entry.held.id}"] = None
        seats = [
            seat
            for state in (entry.before, entry.decision.after)
            for active in state.active
            for seat in active.assignees
        ]
        persons = [*persons_behind(seats, entry.around.roster), *(told.person for told in told_by(entry))]
        found.update((f"person:{person}", None) for person in persons)
        if len(found) > MOST_TOPICS:
            return [EVERYTHING]
    return list(found)


def send_signals(entries: Sequence[Entry]) -> None:
    """They arrive when the transaction commits, and never if it does not."""
    run(
        "SELECT pg_notify(%s, %s), pg_notify(%s, '')",
        [LIVE_CHANNEL, json.dumps(topics_of(entries), separators=(",", ":")), WORK_CHANNEL],
    )
