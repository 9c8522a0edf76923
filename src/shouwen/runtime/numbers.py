"""Numbers of cases and papers: counted without gaps for each prefix, inside the transaction that gives them."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from shouwen.runtime import database

# For a procedure that names no pattern of its own.
PLAIN = "SX{yyyymmdd}-{n:4}"
COUNT = """
INSERT INTO runtime_numbercounter AS c (prefix, last) SELECT * FROM unnest(%s::text[], %s::int[])
ON CONFLICT (prefix) DO UPDATE SET last = c.last + excluded.last RETURNING prefix, last
"""
_NUMBER = re.compile(r"\{n(?::(\d))?\}")


def give_numbers(asked: Sequence[tuple[str | None, datetime, str]]) -> list[str]:
    """For each pattern, instant and zone the next number, in order."""
    prefixes = [_dated(pattern or PLAIN, at.astimezone(ZoneInfo(zone))) for pattern, at, zone in asked]
    # In order of the prefixes, so that two transactions never wait for each other.
    wanted = sorted(Counter(prefixes).items())
    last = dict(database.rows(COUNT, database.columns(wanted, 2)))
    ahead = Counter(prefixes)
    numbers = []
    for prefix in prefixes:
        numbers.append(_filled(prefix, last[prefix] - ahead[prefix] + 1))
        ahead[prefix] -= 1
    return numbers


def _dated(pattern: str, local: datetime) -> str:
    dated = {"yyyymmdd": "%Y%m%d", "yyyymm": "%Y%m", "yyyy": "%Y", "yymmdd": "%y%m%d"}
    for word, form in dated.items():
        pattern = pattern.replace(f"{{{word}}}", local.strftime(form))
    return pattern


def _filled(prefix: str, number: int) -> str:
    if _NUMBER.search(prefix) is None:
        return f"{prefix}{number}"
    return _NUMBER.sub(lambda found: str(number).zfill(int(found.group(1) or 1)), prefix, count=1)
