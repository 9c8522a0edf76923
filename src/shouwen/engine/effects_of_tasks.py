"""Effects about tasks and steps: opened, taken, done, withdrawn, with other people now."""

from dataclasses import dataclass
from typing import Literal

from shouwen.engine.approval import Approval
from shouwen.engine.effect_base import Effect
from shouwen.engine.facts import Assignee
from shouwen.engine.quick import quick


@quick
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


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class EnterStep(Effect):
    """A step that holds others began: its members have tasks of their own."""

    task: str
    step: str
    visit: int


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveStep(Effect):
    """The members of such a step joined."""

    task: str
    outcome: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class TakeTask(Effect):
    """One of those who could act took the task."""

    task: str
    person: str | None


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class PartDone(Effect):
    """One seat of a task that several do has done its part."""

    task: str
    seat: int
    person: str | None
    outcome: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class KeepApproval(Effect):
    """Where an approval stands after a verb."""

    task: str
    approval: Approval


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTask(Effect):
    """The task was done."""

    task: str
    outcome: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawTask(Effect):
    """The task fell away without being done."""

    task: str
    why: str = ""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class ReassignTask(Effect):
    """The task now belongs to other seats."""

    task: str
    assignees: tuple[Assignee, ...]
    done: tuple[int, ...] = ()
    """Which of these seats did their part before."""
    take: bool = False
