"""One case with everything that is opened from it, and the people who act in it as its course says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from shouwen.cases import actions
from shouwen.cases.forms import Invalid
from shouwen.cases.queries.intake import edition_for
from shouwen.config.demo import written
from shouwen.config.demo.customers import Client
from shouwen.config.demo.organisation import Company
from shouwen.config.demo.papers import Pen, Slots
from shouwen.config.demo.stage import Stage, awake
from shouwen.config.demo.written import Course
from shouwen.engine.approval import asked
from shouwen.engine.facts import Assignee
from shouwen.engine.outcomes import outcomes_of
from shouwen.engine.plan import Compiled
from shouwen.engine.seats import persons_of
from shouwen.engine.state import Active, State
from shouwen.people.posts import posts_of
from shouwen.people.queries import roster_for
from shouwen.runtime import rulebooks
from shouwen.runtime.queries import family_of, state_of

REASON = "情况已核实，按规定办理"
MINUTES = 45
# What kind of record a call is, by the case it is made in; any other is a callback.
RECORDS = {"complaint": "complaint", "chase": "chase"}


@dataclass
class Thread:
    """A case from its opening on; `planned` are the tasks for which somebody already has it in mind to act."""

    stage: Stage
    company: Company
    course: Course
    topic: Mapping[str, str]
    client: Client
    unit: str
    serial: int
    rng: Random
    slots: dict[str, str]
    root: int = 0
    planned: set[tuple[int, str, int]] = field(default_factory=set)

    def open(self, at: datetime) -> None:
        """The customer calls."""
        channel = self.rng.choice(self.course.channels)
        named = self.company.persons.get(self.course.opener)
        opener = named or self.rng.choice(self.company.holders(self.course.by))
        self.slots["channel"] = channel
        edition = edition_for(self.course.opens, self.unit, at)
        paper = edition.rulebook.procedures[self.course.opens].intake
        fields = self._pen(edition, at, self.course.opens).fill([paper])[paper] if paper else {}
        content = self.topic.get("problem") or self.topic.get("matter") or self.topic.get("question") or ""
        intake = actions.Intake(
            case_type=self.course.opens,
            unit=self.unit,
            title=self.topic["title"],
            content=content or self.topic.get("event", ""),
            demand=self.topic.get("demand", ""),
            channel=channel,
            customer=self.client.id,
            object=self.client.object,
            urgent=self.course.urgent,
            fields=fields,
        )
        self.root = actions.open_case(intake=intake, by=opener, at=at).subject
        self.stage.opened += 1
        if self.course.answer:
            self._plan(self.course.answer, at, lambda when: self._reply(opener, when))
        for extra in self.course.extras:
            by = self.company.holders(extra.by)[0] if extra.by else opener
            self.stage.plan(at + timedelta(hours=extra.hours), partial(self._extra, extra, by))
        self.look(at)

    def look(self, at: datetime) -> None:
        """Whoever has a new task in this case or one opened from it decides when to act."""
        family = family_of(self.root, open_only=True)
        for case_id, state in family.items():
            parent = family.get(int(state.parent)) if state.parent else None
            for active in state.active:
                key = (case_id, active.task, parts_done(state, active))
                name = f"{state.case_type}/{active.step or active.task}"
                if active.group or key in self.planned or name in self.course.stays or _must_wait(name, parent):
                    continue
                self.planned.add(key)
                self._plan(
                    self._hours(name), at, lambda when, where=case_id, task=active.task: self.do(where, task, when)
                )

    def do(self, case_id: int, task: str, at: datetime) -> None:
        """One person does one task; what is refused is kept and tried once more a day later."""
        state = state_of(case_id)
        active = next((each for each in state.active if each.task == task), None)
        if active is None or state.closed_at is not None:
            return
        if state.suspended_until is not None:
            self._plan((24, 30), at, lambda when: self.do(case_id, task, when))
            return
        person = self._person(state, active, at)
        try:
            self._act(case_id, state, active, person, at)
        except (actions.Refused, Invalid) as refused:
            self.stage.refused.append(f"{self.course.name}: {state.case_type}/{task}: {refused}")
        self.look(at)

    def _act(self, case_id: int, state: State, active: Active, person: str, at: datetime) -> None:
        if active.task.startswith("close#"):
            actions.close(case_id=case_id, reason="资料齐全，同意办结", by=person, at=at)
        elif not active.step:
            actions.done(case_id=case_id, task=active.task, reason=REASON, by=person, at=at)
        elif active.take and active.taken_by is None:
            actions.take(case_id=case_id, task=active.task, by=person, at=at)
            self._plan(
                self._hours(f"{state.case_type}/{active.step}"), at, lambda when: self.do(case_id, active.task, when)
            )
        else:
            self._finish(case_id, state, active, person, at)

    def _finish(self, case_id: int, state: State, active: Active, person: str, at: datetime) -> None:
        compiled = rulebooks.get(state.edition)
        rule = compiled.flows[state.case_type].steps[active.step].rule
        outcome, reason = self._outcome(compiled, state, active)
        self.slots["me"] = self._name(person)
        pen = self._pen(rulebooks.edition(state.edition), at, state.case_type)
        fields = pen.fill(rule.fill)
        fields |= pen.fill(pen.needed(rule.papers, fields, state.facts))
        actions.finish_step(
            case_id=case_id, task=active.task, outcome=outcome, fields=fields, reason=reason, by=person, at=at
        )

    def _outcome(self, compiled: Compiled, state: State, active: Active) -> tuple[str, str]:
        plan = compiled.flows[state.case_type].steps[active.step]
        usual = outcomes_of(plan, compiled.scales)[0]
        own = self.course.outcomes.get(f"{state.case_type}/{active.step}", ())
        said = own[min(active.visit, len(own)) - 1].format_map(Slots(self.slots)) if own else usual
        if said == "connected" and self.slots["channel"] != "phone":
            said = "no_call"
        chosen = plan.exits.get(said)
        return said, REASON if chosen is not None and chosen.reason else ""

    def _person(self, state: State, active: Active, at: datetime) -> str:
        """The next in turn, or one of those whose task it is."""
        posts = posts_of(rulebooks.rulebook(state.edition))
        roster = roster_for(state.unit, at=at, posts=posts, procedure=state.case_type)
        people = [persons_of(seat, roster) for seat in _asked(state, active)]
        able = next((each for each in people if each), ())
        if active.taken_by:
            return active.taken_by
        return able[self.serial % len(able)] if able else ""

    def _reply(self, person: str, at: datetime) -> None:
        try:
            words = f"您反映的“{self.topic['title']}”已转责任分公司核实，处理进展由我负责答复您。"
            actions.reply(case_id=self.root, text=words, by=person, at=at)
        except actions.Refused as refused:
            self.stage.refused.append(f"{self.course.name}: reply: {refused}")

    def _extra(self, extra: written.WrittenExtra, person: str, at: datetime) -> None:
        try:
            self._do_extra(extra, person, at)
        except actions.Refused as refused:
            self.stage.refused.append(f"{self.course.name}: {extra.act}: {refused}")

    def _do_extra(self, extra: written.WrittenExtra, person: str, at: datetime) -> None:
        if state_of(self.root).closed_at is not None:
            return
        if extra.act == "urge":
            actions.urge(case_id=self.root, reason=extra.text, customer=True, by=person, at=at)
        elif extra.act == "note":
            actions.note(case_id=self.root, text=extra.text, by=person, at=at)
        elif extra.act == "inbound":
            actions.inbound(case_id=self.root, text=extra.text, channel="sms", source_key=f"demo-{self.serial}", at=at)
        elif extra.act == "supervise":
            limit = at + timedelta(days=3)
            actions.supervise(case_id=self.root, reason=extra.text, limit=limit, by=person, at=at)
        elif extra.act == "suspend":
            until = at + timedelta(days=3)
            actions.suspend(case_id=self.root, reason=extra.text, until=until, by=person, at=at)
        self.look(at)

    def _plan(self, hours: Sequence[float], at: datetime, act: Any) -> None:
        lasts = timedelta(hours=self.rng.uniform(*hours))
        self.stage.plan(awake(at + lasts, self.rng.randint(0, MINUTES)), act)

    def _hours(self, name: str) -> tuple[float, float]:
        usual = written.courses().hours
        return self.course.hours.get(name) or usual.get(name) or usual["usual"]

    def _pen(self, edition: rulebooks.Edition, at: datetime, case_type: str) -> Pen:
        slots = {**self.slots, "record_kind": RECORDS.get(case_type, "callback")}
        return Pen(edition.rulebook, slots, self.course.fields, at)

    def _name(self, person: str) -> str:
        return next((name for name, known in self.company.persons.items() if known == person), "")


def _asked(state: State, active: Active) -> list[Assignee]:
    """The seats whose turn it is."""
    approval = state.approvals.get(active.task)
    if approval is not None:
        return [approval.signers[place].seat for place in asked(approval)]
    return [seat for place, seat in enumerate(active.assignees) if place not in active.done_seats]


def parts_done(state: State, active: Active) -> int:
    approval = state.approvals.get(active.task)
    signed = [signer for signer in approval.signers if signer.status != "waiting"] if approval else []
    return len(signed) + len(active.done_seats)


def _must_wait(name: str, parent: State | None) -> bool:
    """Some steps make no sense before another one of the case above is done."""
    step = written.courses().waits.get(name)
    return step is not None and parent is not None and all(visit.step != step for visit in parent.visits)
