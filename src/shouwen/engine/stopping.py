"""How a limit ends: the verdict comes from instants only, whoever looked and whenever."""

from datetime import datetime
from typing import Literal

from shouwen.engine.effects import RecordFinding, StopClock
from shouwen.engine.state import Running
from shouwen.engine.work import Work


def stop_clock(work: Work, clock: Running, asked: Literal["met", "excused"], *, at: datetime | None = None) -> None:
    """Met or excused if the limit was not over, late otherwise; a stop at the very instant of the limit keeps it."""
    at = at or work.at
    late = clock.due_at is not None and at > clock.due_at
    seconds = int((at - clock.due_at).total_seconds()) if late and clock.due_at is not None else 0
    result: Literal["met", "late", "excused"] = "late" if late else asked
    work.emit(StopClock(clock=clock.clock, at=at, result=result, late_seconds=seconds, cites=clock.cites))
    if result != "excused":
        record(work, clock, late=late, seconds=seconds)


def record(work: Work, clock: Running, *, late: bool, seconds: int = 0, note: str = "") -> None:
    """How the limit fared; one that somebody entitled let pass stays overridden, and never counts as kept."""
    key = clock.clock.partition("#")[2]
    passed = clock.rule in work.draft.overrides or work.draft.findings.get(f"{clock.rule}|{key}", "").startswith("over")
    result: Literal["kept", "broken", "overridden"] = "overridden" if passed and late else "broken" if late else "kept"
    work.finding(
        RecordFinding(
            rule=clock.rule,
            key=key,
            result=result,
            mode=clock.mode,
            late_seconds=seconds,
            note=note or (work.reason if late else ""),
            cites=clock.cites,
        )
    )
