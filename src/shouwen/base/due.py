"""One record whose time of keeping is over, as whoever decides about it sees it: never what stands in it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Due:
    """By its number, and since when its time runs."""

    id: int
    label: str
    since: datetime
