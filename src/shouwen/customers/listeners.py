"""What higher parts want to be told about customers, and registered to hear when they were loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from shouwen.people.access import Viewer


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


@dataclass(frozen=True, slots=True)
class CustomersLeaving:
    """Customers of these units are to leave as a file."""

    units: tuple[int, ...]
    count: int
    reason: str
    by: Viewer
    at: datetime


_before_leaving: list[Callable[[CustomersLeaving], tuple[str, ...]]] = []
_on_leaving: list[Callable[[CustomersLeaving], None]] = []
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


def when_customers_leave(
    may: Callable[[CustomersLeaving], tuple[str, ...]], hear: Callable[[CustomersLeaving], None]
) -> None:
    """`may` is asked first and says why they stay, each reason a sentence; `hear` is called as they go."""
    if may not in _before_leaving:
        _before_leaving.append(may)
    if hear not in _on_leaving:
        _on_leaving.append(hear)


def tell_merge(merged: CustomersMerged) -> None:
    for hear in tuple(_on_merge):
        hear(merged)


def tell_milestone(milestone: MilestoneSet) -> None:
    for hear in tuple(_on_milestone):
        hear(milestone)


def why_they_stay(leaving: CustomersLeaving) -> tuple[str, ...]:
    """Nothing where they may go."""
    return tuple(why for may in tuple(_before_leaving) for why in may(leaving))


def tell_leaving(leaving: CustomersLeaving) -> None:
    for hear in tuple(_on_leaving):
        hear(leaving)
