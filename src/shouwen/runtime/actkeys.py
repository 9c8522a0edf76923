"""What was asked with the key of an act, so that the same key is not taken for something else."""

from shouwen.runtime import database

ASKED = "SELECT answer ->> 'asked' FROM runtime_actkey WHERE key = %s"
KEEP = "UPDATE runtime_actkey SET answer = answer || jsonb_build_object('asked', %s::text) WHERE key = %s AND NOT answer ? 'asked'"


def asked_with(key: str) -> str:
    """The mark of the first request with this key; empty where there was none."""
    found = database.rows(ASKED, [key])
    return str(found[0][0] or "") if found else ""


def keep_asked(key: str, asked: str) -> None:
    """An act that left nothing behind has no key either, and keeps nothing."""
    database.run(KEEP, [asked, key])
