"""One case of a subsidiary, led by nothing but its rulebook: outcomes by chance, times by the limits that run."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shouwen.cases import actions
from shouwen.cases.forms import Invalid
from shouwen.cases.queries.intake import edition_for
from shouwen.config.demo.guess import Around, Guess
from shouwen.config.demo.thread import REASON, Thread, parts_done
from shouwen.engine.lacking import party
from shouwen.engine.outcomes import outcomes_of
from shouwen.engine.plan import Compiled, StepPlan
from shouwen.engine.state import Active, State
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.runtime.prefill import prefilled
from shouwen.runtime.queries import family_of, state_of

# The usual way out of a step, beside each other one.
USUAL, OTHER = 9, 1
IN_TIME = 0.9
TRIES = 3
MOST_VISITS = 2
LONGEST = timedelta(days=12)


@dataclass
class Generated(Thread):
    """As a case of the written courses, with its forms and outcomes guessed."""

    around: Around = field(default_factory=lambda: Around((), {}, ""))
    opener: str = ""
    tried: dict[tuple[int, str], int] = field(default_factory=dict)
    lacking: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)
    """What the rules asked for when they refused, by task."""

    def open(self, at: datetime) -> None:
        """Whoever may take in does; what the rules refuse is no case."""
        edition = edition_for(self.course.opens, self.unit, at)
        rule = edition.rulebook.procedures[self.course.opens]
        guess = self._guess(edition.rulebook, {}, at)
        fields = guess.fill([rule.intake])[rule.intake] if rule.intake else {}
        ways = rule.opens.via if rule.opens else ()
        intake = actions.Intake(
            case_type=self.course.opens, unit=self.unit, title=self.topic["title"], content=self.topic["content"],
            channel=self.rng.choice(ways) if ways else "", customer=self.client.id, object=self.client.object, fields=fields,
        )  # fmt: skip
        try:
            self.root = actions.open_case(intake=intake, by=self.opener, at=at).subject
        except (actions.Refused, Invalid) as refused:
            self.stage.declined.append(f"{self.course.name}: {refused}")
            return
        self.stage.opened += 1
        self.look(at)

    def look(self, at: datetime) -> None:
        """Most tasks are done within their limit, some a little after it."""
        for case_id, state in family_of(self.root, open_only=True).items():
            for active in state.active:
                key = (case_id, active.task, parts_done(state, active))
                if not active.group and key not in self.planned:
                    self.planned.add(key)
                    self._later(case_id, state, active, at)

    def _later(self, case_id: int, state: State, active: Active, at: datetime) -> None:
        dues = [
            clock.due_at for clock in state.clocks.values() if clock.due_at and clock.due_at > at and not clock.stopped_at
        ]  # fmt: skip
        hours = (0.2, 7.0)
        if dues:
            whole = min(min(dues) - at, LONGEST) / timedelta(hours=1)
            late = self.rng.random() > IN_TIME
            hours = (whole * 1.05, whole * 1.5) if late else (whole * 0.1, whole * 0.7)
        self._plan(hours, at, lambda when: self.do(case_id, active.task, when))

    def _act(self, case_id: int, state: State, active: Active, person: str, at: datetime) -> None:
        try:
            super()._act(case_id, state, active, person or self.opener, at)
        except (actions.Refused, Invalid) as refused:
            self.stage.declined.append(f"{state.case_type}/{active.task}: {refused}")
            self._again(case_id, active, refused, at)

    def _again(self, case_id: int, active: Active, refused: Exception, at: datetime) -> None:
        """When the rules say from when on it goes, then; else tomorrow, a few times."""
        count = self.tried[case_id, active.task] = self.tried.get((case_id, active.task), 0) + 1
        if isinstance(refused, actions.Refused):
            before = self.lacking.get((case_id, active.task), ())
            self.lacking[case_id, active.task] = tuple(dict.fromkeys((*before, *refused.lacks)))
        opens = refused.opens_at if isinstance(refused, actions.Refused) else None
        if count <= TRIES:
            wait = max(opens - at, timedelta()) / timedelta(hours=1) + 1 if opens else 22.0
            self._plan((wait, wait + 3), at, lambda when: self.do(case_id, active.task, when))

    def _finish(self, case_id: int, state: State, active: Active, person: str, at: datetime) -> None:
        compiled = rulebooks.get(state.edition)
        rule = compiled.flows[state.case_type].steps[active.step].rule
        named = (*rule.fill, *(need.paper for need in rule.papers))
        papers = [compiled.papers[name] for name in named if name in compiled.papers]
        guess = self._guess(compiled.rulebook, prefilled(papers, state, state.facts), at)
        guess.thorough = (case_id, active.task) in self.tried
        fields = guess.fill(rule.fill)
        there = [mark.paper for mark in state.papers if mark.filled_at or mark.issued_at]
        fields |= guess.fill(guess.needed(rule.papers, [*there, *fields]))
        self._bring(case_id, active, guess, fields, person)
        for need in rule.papers:
            if need.signed and need.paper in fields:
                typed = fields.pop(need.paper)
                actions.file_form(
                    case_id=case_id, task=active.task, paper=need.paper, fields=typed, by=person, at=at
                )  # fmt: skip
            self._sign(case_id, need.paper, [party(who) for who in need.signed], person, at)
        outcome, reason = self._outcome(compiled, state, active)
        actions.finish_step(
            case_id=case_id, task=active.task, outcome=outcome, fields=fields, reason=reason, by=person, at=at
        )  # fmt: skip

    def _bring(
        self, case_id: int, active: Active, guess: Guess, fields: dict[str, dict[str, Any]], person: str
    ) -> None:
        """The papers and signatures that were lacking before."""
        lacks = [lack.split(":") for lack in self.lacking.get((case_id, active.task), ())]
        signed = [(lack[1], lack[2]) for lack in lacks if lack[0] == "signed"]
        papers = [lack[1] for lack in lacks if lack[0] == "paper"]
        for paper in dict.fromkeys([*papers, *(paper for paper, _ in signed)]):
            if paper in fields:
                actions.file_form(
                    case_id=case_id, task=active.task, paper=paper, fields=fields.pop(paper), by=person, at=guess.at
                )  # fmt: skip
            elif all(mark.paper != paper for mark in state_of(case_id).papers):
                number = f"{paper}-{self.slots['serial']}"
                actions.paper_received(case_id=case_id, paper=paper, paper_id=number, by=person, at=guess.at)
        for paper, signer in signed:
            self._sign(case_id, paper, [signer], person, guess.at)

    def _sign(self, case_id: int, paper: str, parties: Iterable[str], person: str, at: datetime) -> None:
        marks = [mark for mark in state_of(case_id).papers if mark.paper == paper]
        for signer in parties if marks else ():
            actions.paper_signed(
                case_id=case_id, paper=paper, paper_id=marks[-1].paper_id, party=signer, version=marks[-1].version or "1",
                scan=self.around.evidence, by=person, at=at,
            )  # fmt: skip

    def _outcome(self, compiled: Compiled, state: State, active: Active) -> tuple[str, str]:
        plan = compiled.flows[state.case_type].steps[active.step]
        ways = outcomes_of(plan, compiled.scales)
        weights = [USUAL if place == 0 else OTHER for place in range(len(ways))]
        if active.visit >= MOST_VISITS:
            weights = [USUAL if _leads_on(plan, way, state) else 0 for way in ways]
        said = self.rng.choices(ways, weights if any(weights) else None)[0]
        if before := self.tried.get((int(state.id), active.task)):
            # First the usual way with every field filled, then the others.
            said = ways[(before - 1) % len(ways)]
        chosen = plan.exits.get(said)
        return said, REASON if chosen is not None and chosen.reason else ""

    def _guess(self, book: Rulebook, facts: Any, at: datetime) -> Guess:
        return Guess(book, facts, self.around, self.slots, at, self.rng)


def _leads_on(plan: StepPlan, way: str, state: State) -> bool:
    """Not back to what was done before."""
    then = plan.exits[way].then if way in plan.exits else "end"
    return all(visit.step != then for visit in state.visits) and then != plan.path
