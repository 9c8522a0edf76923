"""What was asked with the key of an act, so that the same key is not taken for something else."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from shouwen.runtime import database
from shouwen.runtime.subjects import Refused

# Two requests with one key come in turn, however many processes they reach.
IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('act key ' || %s, 0))"
ASKED = "SELECT answer ->> 'asked' FROM runtime_actkey WHERE key = %s"
KEEP = "UPDATE runtime_actkey SET answer = answer || jsonb_build_object('asked', %s::text) WHERE key = %s AND NOT answer ? 'asked'"


class KeyTakenError(ValueError):
    """The key stands for something else already."""


@contextmanager
def asking(key: str, asked: str) -> Iterator[None]:
    """The act and the mark of what was asked are one transaction; an act that left nothing behind keeps no mark either."""
    refused = None
    with transaction.atomic():
        database.run(IN_TURN, [key])
        if _asked_with(key) not in ("", asked):
            raise KeyTakenError(key)
        try:
            yield
        except Refused as error:
            refused = error
        database.run(KEEP, [asked, key])
    # Only now: the refusal is on record, and the mark with it.
    if refused is not None:
        raise refused


def _asked_with(key: str) -> str:
    """The mark of the first request with this key; empty where there was none."""
    found = database.rows(ASKED, [key])
    return str(found[0][0] or "") if found else ""
