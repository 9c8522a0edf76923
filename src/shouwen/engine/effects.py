"""What a decision makes happen: imperative, frozen, carried out by the shell that owns it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from shouwen.engine.effect_base import Effect as Effect
from shouwen.engine.effects_of_clocks import (
    MarkClock as MarkClock,
)
from shouwen.engine.effects_of_clocks import (
    PauseCase as PauseCase,
)
from shouwen.engine.effects_of_clocks import (
    PauseClock as PauseClock,
)
from shouwen.engine.effects_of_clocks import (
    ResumeCase as ResumeCase,
)
from shouwen.engine.effects_of_clocks import (
    ResumeClock as ResumeClock,
)
from shouwen.engine.effects_of_clocks import (
    StartClock as StartClock,
)
from shouwen.engine.effects_of_clocks import (
    StopClock as StopClock,
)
from shouwen.engine.effects_of_tasks import (
    EnterStep as EnterStep,
)
from shouwen.engine.effects_of_tasks import (
    FinishTask as FinishTask,
)
from shouwen.engine.effects_of_tasks import (
    KeepApproval as KeepApproval,
)
from shouwen.engine.effects_of_tasks import (
    LeaveStep as LeaveStep,
)
from shouwen.engine.effects_of_tasks import (
    OpenTask as OpenTask,
)
from shouwen.engine.effects_of_tasks import (
    PartDone as PartDone,
)
from shouwen.engine.effects_of_tasks import (
    ReassignTask as ReassignTask,
)
from shouwen.engine.effects_of_tasks import (
    TakeTask as TakeTask,
)
from shouwen.engine.effects_of_tasks import (
    WithdrawTask as WithdrawTask,
)
from shouwen.engine.facts import Assignee, Facts, Value
from shouwen.engine.quick import quick


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class EndFlow(Effect):
    """The flow reached its end; the case closes when closing's conditions hold."""

    outcome: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenCase(Effect):
    """A closed case is worked on again."""

    why: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePaper(Effect):
    """A paper is to be drafted or issued, with its receivers."""

    paper: str
    key: str
    to: tuple[Assignee, ...]
    by: tuple[Assignee, ...] = ()
    facts: Facts = field(default_factory=dict)


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Notify(Effect):
    """Somebody is told; `kind` is a stable key, words come from the page or from `say`."""

    to: tuple[Assignee, ...]
    kind: str
    say: str = ""
    urgent: bool = False
    """At any hour and by itself, because a rule says so: never because a colleague or a clock speaks."""
    about: str = ""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase(Effect):
    """A linked case begins; `key` makes it one however often the effect is carried out."""

    procedure: str
    key: str
    facts: Facts = field(default_factory=dict)
    roles: Mapping[str, Assignee] = field(default_factory=dict)
    at: datetime | None = None
    """When it begins, where that was before the event: at the limit that was missed, not when that was noticed."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCase(Effect):
    """The flow ended and everything that closing asks for is there."""

    outcome: str
    at: datetime | None = None
    """When time alone had closed it, if that is noticed later."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveCase(Effect):
    """The file is complete and becomes read-only."""

    folder: tuple[str, ...] = ()


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class SetState(Effect):
    """The house state that lists show."""

    state: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class AssignRole(Effect):
    """A role of the case is taken."""

    role: str
    to: Assignee


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class SetFact(Effect):
    """A fact is fixed by a rule."""

    fact: str
    value: Value


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class KeepJudgement(Effect):
    """A scale was judged: which, what, on which step and visit; earlier ones stay."""

    fact: str
    value: str
    step: str
    visit: int


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFact(Effect):
    """A table or gate cannot answer until somebody fills this fact."""

    fact: str
    why: str
    """What waits for it: `reaction:…`, `table:…`, `gate:…`, `step:…`."""
    to: tuple[Assignee, ...] = ()


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class DropPending(Effect):
    """What waited for a fact waits no longer."""

    what: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Escalate(Effect):
    """The next level answers for speed from now on."""

    to: tuple[Assignee, ...]
    why: str
    urgent: bool = False
    """At any hour and by itself, as the rule asks."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Effect):
    """The whole file goes to somebody outside the flow, as to the legal centre."""

    to: tuple[Assignee, ...]
    what: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseAlarm(Effect):
    """Nobody holds the post that must act; the next post up is told."""

    post: str
    """The post, or the unit or person where the seat names no post."""
    to: tuple[Assignee, ...]
    task: str | None = None
    unit: str | None = None
    """Where the post is vacant."""


@quick
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


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFinding(Effect):
    """How a rule fared: kept, broken, overridden or not judgeable; once per (rule, key)."""

    rule: str
    key: str
    result: Literal["kept", "broken", "overridden", "unknown"]
    mode: str
    note: str = ""
    late_seconds: int = 0


@quick
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
