"""The little world of a story: its cases, the clock that is moved for it, and everything that was decided."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shouwen.engine.calendars import Calendars
from shouwen.engine.decide import decide, open_state
from shouwen.engine.decision import Decision
from shouwen.engine.effects import CloseCase, IssuePaper, OpenCase, ReopenCase
from shouwen.engine.events import AnyEvent, CaseOpened, ChildClosed, ChildReopened, PaperIssued, TimeReached
from shouwen.engine.facts import Around, Roster, Value
from shouwen.engine.family import told_to_parent
from shouwen.engine.plan import Compiled
from shouwen.engine.state import State, Subject


@dataclass(frozen=True, slots=True)
class Told:
    """One decision of the story, with the case as it stood after."""

    at: datetime
    case: str
    event: AnyEvent
    decision: Decision


class World:
    """Cases by id; what one case opens, issues or closes comes about at once, as the shell would do it."""

    def __init__(self, compiled: Compiled, calendars: Calendars, roster: Roster, facts: Mapping[str, Value]) -> None:
        self.compiled = compiled
        self.calendars = calendars
        self.roster = roster
        self.facts = dict(facts)
        self.cases: dict[str, State] = {}
        self.wakes: dict[str, datetime] = {}
        self.told: list[Told] = []
        self.waiting: deque[tuple[str, AnyEvent]] = deque()

    def open(self, event: CaseOpened, case_id: str | None = None) -> str:
        """A new case, numbered in the order of opening."""
        known = (
            case_id or f"{event.case_type}-{1 + sum(1 for s in self.cases.values() if s.case_type == event.case_type)}"
        )
        self.cases[known] = open_state(known, self.compiled, event.case_type, event.unit)
        self.happen(known, event)
        return known

    def happen(self, case: str, event: AnyEvent) -> None:
        """One event and all that follows from it at once."""
        self.waiting.append((case, event))
        while self.waiting:
            self._decide(*self.waiting.popleft())

    def run_to(self, at: datetime) -> None:
        """Wake the cases in order at each instant they announced, up to and including this one."""
        while self.wakes:
            wake, case = min((wake, case) for case, wake in self.wakes.items())
            if wake > at:
                return
            self.happen(case, TimeReached(at=wake))
            if self.wakes.get(case) == wake:
                raise RuntimeError(f"{case} asks again for {wake.isoformat()}")

    def subject(self, case: str) -> Subject:
        state = self.cases[case]
        return Subject(state, self._around(case), self.cases.get(state.parent) if state.parent else None)

    def _around(self, case: str) -> Around:
        facts: dict[str, Value] = {"case.number": case, "case.branch": self.roster.unit, **self.facts}
        return Around(self.roster, facts)

    def _decide(self, case: str, event: AnyEvent) -> None:
        decision = decide(self.subject(case), event, self.compiled, self.calendars)
        self.cases[case] = decision.after
        self.wakes.pop(case, None)
        if decision.next_wake is not None:
            self.wakes[case] = decision.next_wake
        self.told.append(Told(event.at, case, event, decision))
        for effect in decision.effects:
            self._carry_out(case, event, effect)

    def _carry_out(self, case: str, event: AnyEvent, effect: Any) -> None:
        state = self.cases[case]
        if isinstance(effect, OpenCase) and effect.key not in self.cases:
            self.cases[effect.key] = open_state(effect.key, self.compiled, effect.procedure, state.unit)
            opened = CaseOpened(
                at=effect.at or event.at,
                by=event.by,
                case_type=effect.procedure,
                unit=state.unit,
                facts=effect.facts,
                parent=case,
                roles=effect.roles,
            )
            self.waiting.append((effect.key, opened))
        elif isinstance(effect, IssuePaper):
            self.waiting.append((case, PaperIssued(at=event.at, by=event.by, paper=effect.paper, paper_id=effect.key)))
        elif isinstance(effect, CloseCase) and state.parent in self.cases:
            closed = ChildClosed(
                at=event.at, by=event.by, child=case, procedure=state.case_type, outcome=effect.outcome
            )
            self.waiting.append((str(state.parent), replace(closed, facts=told_to_parent(state))))
        elif isinstance(effect, ReopenCase) and state.parent in self.cases:
            again = ChildReopened(at=event.at, by=event.by, child=case, procedure=state.case_type)
            self.waiting.append((str(state.parent), again))
