"""What higher parts want to be told about customers, and registered to hear when they were loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class CustomersMerged:
    """Two dossiers became one; whatever points at the dropped one may point at the kept one."""

    kept: int
    dropped: int
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class MilestoneSet:
    """A date became known or was corrected: what is due after it moves."""

    object: int
    name: str
    on: date
    before: date | None
    by: int | None
    at: datetime


_on_merge: list[Callable[[CustomersMerged], None]] = []
_on_milestone: list[Callable[[MilestoneSet], None]] = []


def when_customers_merge(hear: Callable[[CustomersMerged], None]) -> None:
    """Called in the transaction that merges; registering twice is registering once."""
    if hear not in _on_merge:
        _on_merge.append(hear)


def when_milestone_set(hear: Callable[[MilestoneSet], None]) -> None:
    """Called in the transaction that records the date."""
    if hear not in _on_milestone:
        _on_milestone.append(hear)


def tell_merge(merged: CustomersMerged) -> None:
    for hear in tuple(_on_merge):
        hear(merged)


def tell_milestone(milestone: MilestoneSet) -> None:
    for hear in tuple(_on_milestone):
        hear(milestone)
