"""Subjects as a transaction holds them, what may be sent to them, and what comes back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shouwen.engine.decision import Decision
from shouwen.engine.effects import Refuse
from shouwen.engine.events import Event
from shouwen.engine.facts import Around
from shouwen.engine.keeping import Kept
from shouwen.engine.state import State


@dataclass(frozen=True, slots=True)
class NewSubject:
    """A subject that begins with this event."""

    kind: str
    edition: str
    procedure: str
    unit: str
    parent: int | None = None
    parent_key: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One event for one subject; `extra` is what its owner wants to write beside the decision, never seen by the rules."""

    subject: int | NewSubject
    event: Event
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Held:
    """A subject locked by this transaction, as it stands after what was decided so far."""

    id: int
    kind: str
    edition: str
    procedure: str
    unit: str
    root_id: int
    parent_id: int | None
    parent_key: str
    seq: int
    head_hash: bytes
    state: State
    opened_at: datetime
    closed_at: datetime | None
    next_wake: datetime | None
    is_new: bool = False
    is_changed: bool = False
    kept: Kept | None = None
    """What its state was read from."""
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision about to be written: its subject, its place in the log, and what was known."""

    held: Held
    seq: int
    event: Event
    before: State
    around: Around
    decision: Decision
    actor: int | None
    recorded_at: datetime
    extra: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to an act: on which subject, at which place of its log, and whether it was given before."""

    subject: int
    seq: int
    repeated: bool = False
    decision: Decision | None = None
    """Absent from a repeated answer."""


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody else did meanwhile."""

    seq: int
    kind: str
    event: Mapping[str, Any]
    at: datetime
    by: str | None


def refusals_of(decision: Decision) -> tuple[Refuse, ...]:
    """Why the act did not pass; what only one consequence of it was refused stays out."""
    return tuple(refuse for refuse in decision.refusals if refuse.whole)


class Refused(Exception):
    """The rules do not let the act pass; the refusal itself is on record."""

    def __init__(self, refusals: Sequence[Refuse], receipt: Receipt) -> None:
        super().__init__("; ".join(refuse.say or f"{refuse.act}: {', '.join(refuse.lacks)}" for refuse in refusals))
        self.refusals = tuple(refusals)
        self.receipt = receipt

    @property
    def lacks(self) -> tuple[str, ...]:
        """Everything that has to be there first."""
        return tuple(dict.fromkeys(lack for refuse in self.refusals for lack in refuse.lacks))

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses behind the refusal."""
        return tuple(dict.fromkeys(clause for refuse in self.refusals for clause in refuse.cites))

    @property
    def opens_at(self) -> datetime | None:
        """From when the act may be tried again, if only time is lacking."""
        instants = [refuse.opens_at for refuse in self.refusals]
        return None if None in instants or not instants else max(at for at in instants if at)


class Stale(Exception):
    """The subject changed after the page was made; `changes` says how, oldest first."""

    def __init__(self, subject: int, changes: Sequence[Change]) -> None:
        super().__init__(f"subject {subject} changed meanwhile: {', '.join(change.kind for change in changes)}")
        self.subject = subject
        self.changes = tuple(changes)


class NoSuchSubject(LookupError):
    """There is no subject with this number."""


class SubjectErased(NoSuchSubject):
    """What was written on it was erased when its time of keeping was over."""
