"""To whom a task goes: among those who could do it, by facts that are given, with the reason told person by person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

By = Literal["last_agent", "skill", "region", "fewest_open", "longest_idle"]
Behind = Literal["on_duty"] | By
"""What put somebody behind: not being on duty while others are, or one of the ways of the rule's order."""
Why = Literal[
    "chosen",
    "behind",
    "absent",
    "away",
    "break",
    "busy",
    "silent",
    "full",
    "uncertified",
    "barred",
    "passed",
    "refused",
]
Here = Literal["here", "busy", "break", "away"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one person at the instant of choosing."""

    person: str
    presence: Here = "away"
    seen_at: datetime | None = None
    absent_until: datetime | None = None
    """On leave until then, as the organisation knows it."""
    open: int = 0
    capacity: int | None = None
    """How many at most; None is the rule's own."""
    certified_until: datetime | None = None
    skills: frozenset[str] = frozenset()
    near: int = 0
    """How many levels of the organisation the person's unit shares with the case's."""
    served_at: datetime | None = None
    """When the person last worked for this customer."""
    given_at: datetime | None = None
    """When the person was last given anything."""
    on_duty: bool = False
    """The duty roster names the person, or whom they stand in for, for this post at this instant."""
    barred: bool = False
    passed: Literal["", "passed", "refused"] = ""
    """Whether this very task was offered before, and let go by or refused."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the rule asks for."""

    at: datetime
    order: tuple[By, ...]
    capacity: int | None = None
    away_after: timedelta | None = None
    certificate: bool = False
    skill: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """How one candidate was looked at: the word, and the figures that go with it."""

    person: str
    why: Why
    open: int
    capacity: int | None
    until: datetime | None = None
    """Of a leave."""
    by: Behind | None = None
    """What put the person behind the chosen one; nothing where only the number of the person did."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One person or nobody, and everybody who was looked at, the fitting ones first and in their order."""

    person: str | None
    looked: tuple[Looked, ...]


def choose(wanted: Wanted, candidates: Sequence[Candidate]) -> Choice:
    """Who can at all, then the order of the rule; nobody who cannot is ever chosen for want of another."""
    hindered = {each.person: _hindrance(wanted, each) for each in candidates}
    fitting = sorted((one for one in candidates if hindered[one.person] is None), key=lambda one: _rank(wanted, one))
    best = fitting[0] if fitting else None
    told = [_told(wanted, one, best) for one in fitting]
    told += [_hindered(wanted, one, why) for one in candidates if (why := hindered[one.person]) is not None]
    return Choice(best.person if best else None, tuple(told))


def _hindrance(wanted: Wanted, one: Candidate) -> Why | None:
    if one.barred:
        return "barred"
    if one.passed:
        return one.passed
    if one.absent_until is not None and wanted.at < one.absent_until:
        return "absent"
    if one.presence != "here":
        return one.presence
    if wanted.away_after is not None and (one.seen_at is None or one.seen_at + wanted.away_after <= wanted.at):
        return "silent"
    if wanted.certificate and (one.certified_until is None or one.certified_until <= wanted.at):
        return "uncertified"
    most = most_of(wanted, one)
    if most is not None and one.open >= most:
        return "full"
    return None


def most_of(wanted: Wanted, one: Candidate) -> int | None:
    """The person's own figure goes before the rule's."""
    return wanted.capacity if one.capacity is None else one.capacity


Rank = tuple[float, ...]


def _rank(wanted: Wanted, one: Candidate) -> tuple[bool, Rank, int, str]:
    """Smaller is better: who is on duty before who is not; what the rule does not tell apart, the person's number does."""
    return not one.on_duty, tuple(_KEYS[by](wanted, one) for by in wanted.order), len(one.person), one.person


def _instant(at: datetime | None) -> float:
    return at.timestamp() if at is not None else float("-inf")


_KEYS: Mapping[By, Callable[[Wanted, Candidate], float]] = {
    "last_agent": lambda _, one: -_instant(one.served_at),
    "skill": lambda wanted, one: 0.0 if not wanted.skill or wanted.skill in one.skills else 1.0,
    "region": lambda _, one: -float(one.near),
    "fewest_open": lambda _, one: float(one.open),
    "longest_idle": lambda _, one: _instant(one.given_at),
}


def _told(wanted: Wanted, one: Candidate, best: Candidate | None) -> Looked:
    most = most_of(wanted, one)
    if best is None or one.person == best.person:
        return Looked(one.person, "chosen", one.open, most)
    if best.on_duty and not one.on_duty:
        return Looked(one.person, "behind", one.open, most, by="on_duty")
    by = next((each for each in wanted.order if _KEYS[each](wanted, one) != _KEYS[each](wanted, best)), None)
    return Looked(one.person, "behind", one.open, most, by=by)


def _hindered(wanted: Wanted, one: Candidate, why: Why) -> Looked:
    until = one.absent_until if why == "absent" else None
    return Looked(one.person, why, one.open, most_of(wanted, one), until)
