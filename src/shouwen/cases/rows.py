"""What pages and the interface get to see of cases: frozen rows, worded, free of tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from shouwen.cases.related import LinkView as LinkView
from shouwen.cases.related import Relation as Relation
from shouwen.cases.related import WaitView as WaitView
from shouwen.cases.spoken import Lock as Lock
from shouwen.cases.spoken import ScriptView as ScriptView
from shouwen.cases.spoken import TimelineEntry as TimelineEntry
from shouwen.engine.facts import Value
from shouwen.rulebook.model import Condition

ClockState = Literal["running", "warned", "missed", "paused", "met", "late", "excused"]
Group = Literal["late", "today", "promised", "tomorrow", "later", "waiting"]


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause as it stands beside what it asks for."""

    id: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ClockView:
    """One limit: what it is called, how it stands, and the clauses behind it."""

    key: str
    title: str
    clauses: tuple[str, ...]
    state: ClockState
    from_at: datetime
    due_at: datetime | None
    warn_at: datetime | None = None
    stopped_at: datetime | None = None
    late_seconds: int = 0
    promise: bool = False
    provisional: bool = False
    task: str = ""


@dataclass(frozen=True, slots=True)
class PartyView:
    """A person, post or unit as it is named on a page."""

    title: str
    person: str | None = None
    post: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list."""

    id: int
    number: str
    case_type: str
    type_title: str
    title: str
    state: str
    state_title: str
    unit: str
    unit_title: str
    customer_id: int | None
    customer_name: str
    handler: str
    first_contact: str
    severity: str
    urgent: bool
    opened_at: datetime
    closed_at: datetime | None
    next_due_at: datetime | None
    urged_count: int
    edition: str = ""
    promised_at: datetime | None = None
    """What the customer was told, in lists of promises only."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A stretch of the list, the key of the next one, and a count that stops at a hundred."""

    rows: tuple[CaseRow, ...]
    after: str | None
    count: int
    more: bool
    """Whether there are more than `count`."""


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One line of 我的待办: how long, what, whom, which step, which clause, and the one button that discharges it."""

    task_id: int
    case_id: int
    number: str
    type_title: str
    title: str
    customer_name: str
    task: str
    step_title: str
    button: str
    clauses: tuple[str, ...]
    clock: ClockView | None
    group: Group
    due_at: datetime | None
    take: bool
    approve: bool
    urgent: bool
    urged: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a form with the value it holds now."""

    name: str
    type: str
    title: str
    required: bool
    shown: bool
    choices: tuple[tuple[str, str], ...] = ()
    value: Value = None
    masked: bool = False
    """Whether the value leaves something out; sent back as it is, it stays what it was."""
    hint: str = ""
    sealed: bool = False
    most: int | None = None
    columns: tuple["FieldView", ...] = ()
    shown_when: Condition | None = None
    """For the page, in names of the form's own fields; None when it always shows or depends on more than the form."""
    must_when: Condition | None = None
    """The same for being required."""
    many: bool = False
    kind: str = ""
    """Of a unit: the kind that may be chosen."""


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A paper to be filled."""

    paper: str
    title: str
    fields: tuple[FieldView, ...]
    clauses: tuple[str, ...] = ()
    shown_when: Condition | None = None
    """For a form that the step waits for only then, in names of the fields of the forms beside it."""
    signs: bool = False
    """Whether the step passes only when people have signed it, so that it is filed before."""
    brought: bool = False
    """Whether nothing is written on it: somebody brings it, and it is noted as received."""


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """One way to finish a step: its word, and whether it asks for a reason."""

    key: str
    title: str
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class StepView:
    """An open step: who does it, on which forms, with which outcomes, within which limits."""

    task: str
    step: str
    visit: int
    member: str | None
    title: str
    assignees: tuple[PartyView, ...]
    is_mine: bool
    take: bool
    taken_by: str
    approve: bool
    papers: tuple[PaperForm, ...]
    outcomes: tuple[OutcomeView, ...]
    clauses: tuple[str, ...]
    clocks: tuple[ClockView, ...]
    help: str = ""
    script: ScriptView | None = None
    to_sign: tuple[str, ...] = ()
    """Filed papers whose signatures the step waits for."""
    takes_back: bool = False
    """Whether the viewer may recall the approval that they asked for, or the one that they gave."""
    removable: tuple[PartyView, ...] = ()
    """Signers whom the viewer brought in and who have not signed yet."""
    first: tuple[PartyView, ...] = ()
    """Those whom an approval waits for before it is the viewer's turn."""
    unmanned: bool = False
    """Whether nobody who works here can do it."""
    hands_on: bool = False
    """Whether the viewer, whose it is not, may give it to somebody else."""


@dataclass(frozen=True, slots=True)
class FlowNode:
    """A top-level step on the ribbon of the case: done, now, or not yet."""

    step: str
    title: str
    stands: Literal["done", "now", "ahead"]
    visits: int = 0


@dataclass(frozen=True, slots=True)
class ActView:
    """A verb that the viewer may use on the case now; with why not when a gate is shut."""

    act: str
    title: str
    needs_reason: bool = False
    task: str | None = None


@dataclass(frozen=True, slots=True)
class HiddenFact:
    """A fact that the viewer may open with a reason, and what stands in its place until then."""

    path: str
    title: str
    shown: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the page of one case shows."""

    case: CaseRow
    seq: int
    edition: str
    content: str
    demand: str
    channel: str
    opener: str
    object_id: int | None
    clocks: tuple[ClockView, ...]
    steps: tuple[StepView, ...]
    flow: tuple[FlowNode, ...]
    timeline: tuple[TimelineEntry, ...]
    acts: tuple[ActView, ...]
    clauses: Mapping[str, ClauseView]
    links: tuple[LinkView, ...]
    similar: tuple[LinkView, ...]
    marks: tuple[str, ...]
    """Titles of the yes/no facts of the rulebook that are so, such as 重复投诉."""
    facts: tuple[tuple[str, str], ...]
    hidden: tuple[HiddenFact, ...]
    """Facts that stand beside these, to be opened by this viewer."""
    asks: tuple[str, ...]
    """Facts that a rule waits for, worded."""
    waits: tuple[WaitView, ...] = ()
    """Where no step is open: the linked cases that the case waits for."""
    helpers: tuple[str, ...] = ()
    """Where nobody can go on with it: those who place people in posts."""
    earlier: int | None = None
    """Where the page before this one ends, in a long thread."""
    lock: Lock | None = None
    """Why the customer may not be answered now."""
    is_merged: bool = False
    merged_into: LinkView | None = None
    """The case in which this one goes on, where the viewer may see it."""
    erased_at: datetime | None = None
    """When what people wrote on it was erased, its time being over."""
    drafts: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    """What the viewer typed and did not send: by form key (`review#1`, `reply`, `note`)."""


class Load(NamedTuple):
    """How many open cases wait for a person, and in how many of them a limit is over."""

    person: str
    name: str
    open: int
    late: int
    away: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """The supervisor's wall: five columns and the load of each person."""

    late: Listing
    nearly_late: Listing
    unassigned: Listing
    not_taken: Listing
    long_suspended: Listing
    load: tuple[Load, ...]
