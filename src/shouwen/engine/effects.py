"""What a decision makes happen: imperative, frozen, carried out by the shell that owns it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from shouwen.engine.approval import Approval
from shouwen.engine.facts import Assignee, Facts, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The common part: the clauses that ask for it."""

    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask(Effect):
    """Somebody has something to do; the key names it for good: `review#1`, `joint.view#1[design]`, `urge!3`."""

    task: str
    step: str | None
    visit: int = 1
    member: str | None = None
    title: str = ""
    assignees: tuple[Assignee, ...] = ()
    join: Literal["one", "all", "turn"] = "one"
    state: str = "working"
    take: bool = False
    fill: tuple[str, ...] = ()
    approve: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterStep(Effect):
    """A step that holds others began: its members have tasks of their own."""

    task: str
    step: str
    visit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveStep(Effect):
    """The members of such a step joined."""

    task: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndFlow(Effect):
    """The flow reached its end; the case closes when closing's conditions hold."""

    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenCase(Effect):
    """A closed case is worked on again."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeTask(Effect):
    """One of those who could act took the task."""

    task: str
    person: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDone(Effect):
    """One seat of a task that several do has done its part."""

    task: str
    seat: int
    person: str | None
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepApproval(Effect):
    """Where an approval stands after a verb."""

    task: str
    approval: Approval


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTask(Effect):
    """The task was done."""

    task: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawTask(Effect):
    """The task fell away without being done."""

    task: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignTask(Effect):
    """The task now belongs to other seats."""

    task: str
    assignees: tuple[Assignee, ...]
    take: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StartClock(Effect):
    """A limit runs; the instants are an index of a pure computation and can be worked out again at any time.

    Sent again with the same key it moves the limit (correction, pause, calendar)."""

    clock: str
    """Key: rule path, visit, member, number, as `complaint.measures.report#1`."""
    rule: str
    title: str
    from_at: datetime
    due_at: datetime | None
    """None while an open-ended pause stops it."""
    warn_at: datetime | None = None
    target_at: datetime | None = None
    provisional: bool = False
    promise: bool = False
    opens_at: datetime | None = None
    """Before this instant it is too early to do what the limit asks for."""
    task: str | None = None
    mode: str = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseClock(Effect):
    """The limit stands still from now on."""

    clock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeClock(Effect):
    """The limit runs again."""

    clock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseCase(Effect):
    """The case rests until a planned instant; limits stand still, promises to the customer do not."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeCase(Effect):
    """The case is worked on again, from the planned instant at the latest."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StopClock(Effect):
    """A limit ended: met, late by some time, or excused (its reason to exist fell away)."""

    clock: str
    at: datetime
    result: Literal["met", "late", "excused"]
    late_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkClock(Effect):
    """A limit warned, or was missed while still open."""

    clock: str
    mark: Literal["warned", "missed"]
    at: datetime
    """The instant of the limit itself, not of the look at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePaper(Effect):
    """A paper is to be drafted or issued, with its receivers."""

    paper: str
    key: str
    to: tuple[Assignee, ...]
    by: tuple[Assignee, ...] = ()
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify(Effect):
    """Somebody is told; `kind` is a stable key, words come from the page or from `say`."""

    to: tuple[Assignee, ...]
    kind: str
    say: str = ""
    urgent: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase(Effect):
    """A linked case begins; `key` makes it one however often the effect is carried out."""

    procedure: str
    key: str
    facts: Facts = field(default_factory=dict)
    roles: Mapping[str, Assignee] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCase(Effect):
    """The flow ended and everything that closing asks for is there."""

    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveCase(Effect):
    """The file is complete and becomes read-only."""

    folder: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetState(Effect):
    """The house state that lists show."""

    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignRole(Effect):
    """A role of the case is taken."""

    role: str
    to: Assignee


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFact(Effect):
    """A fact is fixed by a rule."""

    fact: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepJudgement(Effect):
    """A scale was judged: which, what, on which step and visit; earlier ones stay."""

    fact: str
    value: str
    step: str
    visit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFact(Effect):
    """A table or gate cannot answer until somebody fills this fact."""

    fact: str
    why: str
    """What waits for it: `reaction:…`, `table:…`, `gate:…`, `step:…`."""
    to: tuple[Assignee, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DropPending(Effect):
    """What waited for a fact waits no longer."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate(Effect):
    """The next level answers for speed from now on."""

    to: tuple[Assignee, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Effect):
    """The whole file goes to somebody outside the flow, as to the legal centre."""

    to: tuple[Assignee, ...]
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseAlarm(Effect):
    """Nobody holds the post that must act; the next post up is told."""

    post: str
    to: tuple[Assignee, ...]
    task: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse(Effect):
    """The act does not pass; says what lacks and, if only time is lacking, from when it may be tried again."""

    rule: str
    act: str
    lacks: tuple[str, ...]
    say: str = ""
    opens_at: datetime | None = None
    may_override: tuple[Assignee, ...] = ()
    whole: bool = True
    """The event as a whole is refused; otherwise only one effect of the engine's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFinding(Effect):
    """How a rule fared: kept, broken, overridden or not judgeable; once per (rule, key)."""

    rule: str
    key: str
    result: Literal["kept", "broken", "overridden", "unknown"]
    mode: str
    note: str = ""
    late_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeAt(Effect):
    """The subject asks to be looked at again at this instant."""

    at: datetime


AnyEffect = (
    OpenTask
    | EnterStep
    | LeaveStep
    | EndFlow
    | ReopenCase
    | TakeTask
    | PartDone
    | KeepApproval
    | FinishTask
    | WithdrawTask
    | ReassignTask
    | StartClock
    | PauseClock
    | ResumeClock
    | PauseCase
    | ResumeCase
    | StopClock
    | MarkClock
    | IssuePaper
    | Notify
    | OpenCase
    | CloseCase
    | ArchiveCase
    | SetState
    | AssignRole
    | SetFact
    | KeepJudgement
    | RequestFact
    | DropPending
    | Escalate
    | HandOver
    | RaiseAlarm
    | Refuse
    | RecordFinding
    | WakeAt
)
"""Every effect, so that a `match` over it can be proved complete."""
