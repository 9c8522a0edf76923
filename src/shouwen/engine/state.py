"""The folded log of one subject: what is open, who plays which part, what runs. Nothing here is typed in by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from shouwen.engine.approval import Approval
from shouwen.engine.facts import Around, Assignee, Value
from shouwen.engine.quick import quick


@quick
@dataclass(frozen=True, slots=True)
class Active:
    """One open step instance; the tree is in the dotted path: `joint.view`."""

    task: str
    step: str
    visit: int
    opened_at: datetime
    member: str | None = None
    assignees: tuple[Assignee, ...] = ()
    taken_by: str | None = None
    done_by: tuple[str, ...] = ()
    """Persons who did their part of an `all` or `turn` step."""
    done_seats: tuple[int, ...] = ()
    """Which of the assignees' seats did their part."""
    join: Literal["one", "all", "turn"] = "one"
    title: str = ""
    group: bool = False
    """A step that holds others: open, but with no task of its own."""
    state: str = "working"
    take: bool = False

    @property
    def open_seats(self) -> tuple[Assignee, ...]:
        """Those whose part is not done yet."""
        return tuple(seat for i, seat in enumerate(self.assignees) if i not in self.done_seats)


@quick
@dataclass(frozen=True, slots=True)
class Visit:
    """One finished step instance."""

    step: str
    """Empty for a task beside the flow."""
    visit: int
    outcome: str
    opened_at: datetime
    at: datetime
    by: str | None = None
    member: str | None = None
    reason: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Judgement:
    """One value of a scale with its circumstances; a later one does not erase it."""

    fact: str
    value: str
    step: str
    visit: int
    at: datetime
    by: str | None


@quick
@dataclass(frozen=True, slots=True)
class Running:
    """A limit that was started: its rule, anchor, and how it stands; instants follow from these and the calendar."""

    clock: str
    rule: str
    from_at: datetime
    due_at: datetime | None
    warn_at: datetime | None = None
    task: str | None = None
    warned: bool = False
    missed: bool = False
    result: Literal["met", "late", "excused"] | None = None
    stopped_at: datetime | None = None
    provisional: bool = False
    title: str = ""
    promise: bool = False
    mode: str = "warn"
    opens_at: datetime | None = None
    target_at: datetime | None = None
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    """Stretches in which this limit alone stood still."""
    cites: tuple[str, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class PaperMark:
    """What happened to one paper of the case."""

    paper: str
    paper_id: str
    filled_at: datetime | None = None
    issued_at: datetime | None = None
    received_at: datetime | None = None
    signed: tuple[tuple[str, str], ...] = ()
    """(party, version) pairs."""
    version: str = ""


@quick
@dataclass(frozen=True, slots=True)
class Child:
    """A linked case that was opened from here."""

    key: str
    procedure: str
    closed: bool = False
    outcome: str = ""


@dataclass(frozen=True)  # no slots: a draft copies it whole
class State:
    """Everything that `decide` needs of a subject's past; `fold` makes it, nothing else does."""

    id: str
    edition: str
    case_type: str
    unit: str
    opened_at: datetime | None = None
    opener: str | None = None
    at: datetime | None = None
    """Instant of the last event folded in."""
    seq: int = 0
    facts: Mapping[str, Value] = field(default_factory=dict)
    fact_at: Mapping[str, datetime] = field(default_factory=dict)
    """When a fact was set, for anchors such as `case.urgent.set`."""
    happened: Mapping[str, datetime] = field(default_factory=dict)
    """Last instant of each named happening."""
    active: tuple[Active, ...] = ()
    visits: tuple[Visit, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    roles: Mapping[str, Assignee] = field(default_factory=dict)
    clocks: Mapping[str, Running] = field(default_factory=dict)
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    papers: tuple[PaperMark, ...] = ()
    children: Mapping[str, Child] = field(default_factory=dict)
    pending: tuple[str, ...] = ()
    """Reactions and tables that wait for an unknown fact."""
    overrides: tuple[str, ...] = ()
    """Rules that may pass once."""
    counted: tuple[str, ...] = ()
    """Record ids delivered."""
    findings: Mapping[str, str] = field(default_factory=dict)
    """`rule|key` → how the rule fared, so that each is recorded once until it changes."""
    approvals: Mapping[str, Approval] = field(default_factory=dict)
    """By task."""
    suspended_until: datetime | None = None
    parent: str | None = None
    via: str = ""
    state: str = "draft"
    flow_ended: str | None = None
    """Outcome with which the flow reached `end`; the case closes when closing's conditions hold."""
    closed_at: datetime | None = None
    archived_at: datetime | None = None
    void: bool = False


@quick
@dataclass(frozen=True, slots=True)
class Subject:
    """A subject as one decision sees it: its folded log, and what was loaded from around it."""

    state: State
    around: Around
    parent: State | None = None
    """The case that opened this one, for `parent.*`."""
