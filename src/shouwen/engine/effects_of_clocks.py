"""Effects about limits: started, moved, rested, warned, missed, ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shouwen.engine.effect_base import Effect
from shouwen.engine.quick import quick


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class StartClock(Effect):
    """A limit runs; the instants are an index of a pure computation and can be worked out again at any time.

    Sent again with the same key it moves the limit (correction, pause, calendar).
    """

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


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class PauseClock(Effect):
    """The limit stands still from now on."""

    clock: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeClock(Effect):
    """The limit runs again."""

    clock: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class PauseCase(Effect):
    """The case rests until a planned instant; limits stand still, promises to the customer do not."""

    until: datetime
    why: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeCase(Effect):
    """The case is worked on again, from the planned instant at the latest."""

    at: datetime


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class StopClock(Effect):
    """A limit ended: met, late by some time, or excused (its reason to exist fell away)."""

    clock: str
    at: datetime
    result: Literal["met", "late", "excused"]
    late_seconds: int = 0


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class MarkClock(Effect):
    """A limit warned, or was missed while still open."""

    clock: str
    mark: Literal["warned", "missed"]
    at: datetime
    """The instant of the limit itself, not of the look at it."""
