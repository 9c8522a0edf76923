"""Numbers of papers by the rulebook's pattern, as `催办-{yyyy}-{n:4}`, without gaps."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection

_COUNTER = re.compile(r"\{n(?::(\d+))?\}")
_TAKE = """
INSERT INTO documents_numbercounter (prefix, last) VALUES (%s, 1)
ON CONFLICT (prefix) DO UPDATE SET last = documents_numbercounter.last + 1 RETURNING last
"""


def next_number(pattern: str, at: datetime, zone: str) -> str:
    """The next number under the pattern on the civil day of `at`; the row lock keeps it until the transaction ends."""
    local = at.astimezone(ZoneInfo(zone))
    dated = (
        pattern.replace("{yyyymmdd}", local.strftime("%Y%m%d"))
        .replace("{yyyymm}", local.strftime("%Y%m"))
        .replace("{yyyy}", local.strftime("%Y"))
    )
    found = _COUNTER.search(dated)
    if found is None:
        return dated
    prefix = _COUNTER.sub("", dated)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [prefix])
        row = cursor.fetchone()
    assert row is not None  # INSERT … RETURNING gives a row
    return _COUNTER.sub(str(row[0]).zfill(int(found[1] or 1)), dated)
