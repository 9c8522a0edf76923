"""How each way out of the house fares: what left within a day, what waits, what was given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shouwen.runtime import database
from shouwen.runtime.anchors import FILE_CHANNEL

EMAIL = "email"
SEAL_FILE = FILE_CHANNEL
BY_CHANNEL = """
SELECT channel, count(*) FILTER (WHERE state = 'sent' AND sent_at > %(day)s), count(*) FILTER (WHERE state = 'waiting'),
  count(*) FILTER (WHERE state = 'parked'), max(sent_at)
FROM runtime_outbox GROUP BY channel
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """Counts of one channel."""

    today: int
    waiting: int
    parked: int
    last_at: datetime | None


def sent_by_channel(at: datetime) -> dict[str, Sent]:
    found = database.rows(BY_CHANNEL, {"day": at - timedelta(days=1)})
    return {channel: Sent(*rest) for channel, *rest in found}
