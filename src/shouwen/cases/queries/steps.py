"""The open steps of a case with their forms, and the whole procedure with how far it has come."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from shouwen.base.queries import installation
from shouwen.cases.queries.seeing import person_name
from shouwen.cases.queries.step_forms import forms_of, to_be_signed
from shouwen.cases.queries.unmanned import is_unmanned
from shouwen.cases.queries.worded import DONE, Worded
from shouwen.cases.rows import ClockView, FlowNode, OutcomeView, PartyView, ScriptView, StepView
from shouwen.engine.act_terms import may_hand_on
from shouwen.engine.approval import Refusal, Signer, asked
from shouwen.engine.approval_verbs import Verb, act
from shouwen.engine.facts import Assignee, Roster
from shouwen.engine.outcomes import outcomes_of
from shouwen.engine.plan import StepPlan
from shouwen.engine.seats import may_act
from shouwen.engine.state import Active, State
from shouwen.people.access import Viewer
from shouwen.people.posts import posts_of
from shouwen.people.queries import roster_for
from shouwen.rulebook.model import Script

GAP = "……"
_SLOT = re.compile(r"\{([a-z_.]+)\}")
APPROVAL_OUTCOMES = ("agreed", "refused", "returned")
NEED_REASON = frozenset({"refused", "returned"})


class Steps:
    """One case's steps for one viewer at one instant."""

    def __init__(
        self,
        viewer: Viewer,
        words: Worded,
        state: State,
        clocks: Iterable[ClockView],
        now: datetime,
        party: Callable[[Assignee], str],
    ) -> None:
        self.viewer = viewer
        self.words = words
        self.state = state
        self.clocks = tuple(clocks)
        self.now = now
        self.party = party
        self.plans: Mapping[str, StepPlan] = words.compiled.flows[state.case_type].steps
        self.roster = self._roster()

    def views(self) -> tuple[StepView, ...]:
        """Open steps and tasks beside the flow; the forms only of those the viewer may fill."""
        found = [self._view(active) for active in self.state.active if not active.group]
        return tuple(sorted(found, key=lambda step: not step.is_mine))

    def flow(self) -> tuple[FlowNode, ...]:
        """The top steps in the order written; what was not taken and no longer can be stays 'ahead' only while open."""
        done: dict[str, int] = {}
        for visit in self.state.visits:
            top = visit.step.partition(".")[0]
            done[top] = max(done.get(top, 0), visit.visit)
        open_now = {active.step.partition(".")[0] for active in self.state.active if active.step}
        nodes = []
        for path, plan in self.plans.items():
            if plan.parent is None and (path in done or path in open_now or self.state.closed_at is None):
                stands = "now" if path in open_now else "done" if path in done else "ahead"
                nodes.append(FlowNode(path, plan.title, stands, done.get(path, 0)))  # type: ignore[arg-type]  # one of the three
        return tuple(nodes)

    def _roster(self) -> Roster:
        return roster_for(
            self.state.unit,
            at=self.now,
            posts=posts_of(self.words.rulebook),
            procedure=self.state.case_type,
            version=self.viewer.version,
        )

    def _view(self, active: Active) -> StepView:
        plan = self.plans.get(active.step)
        mine = self._is_mine(active)
        return StepView(
            task=active.task,
            step=active.step,
            visit=active.visit,
            member=active.member,
            title=active.title or (plan.title if plan else active.step),
            assignees=tuple(self._assignee(seat) for seat in active.open_seats),
            is_mine=mine,
            take=active.take and active.taken_by is None,
            taken_by=person_name(self.viewer, active.taken_by),
            approve=bool(plan and plan.rule.approve),
            papers=forms_of(plan, self.state, self.words.rulebook, self.now) if plan and mine else (),
            outcomes=self._outcomes(plan),
            clauses=plan.cites if plan else (),
            clocks=tuple(clock for clock in self.clocks if clock.task == active.task and clock.stopped_at is None),
            help=plan.rule.help if plan else "",
            script=self._script(plan),
            to_sign=to_be_signed(plan, self.state, self.words.rulebook, self.now) if plan else (),
            takes_back=self._takes_back(active),
            removable=self._removable(active),
            first=() if mine else self._first(active),
            unmanned=not mine
            and not _is_anyones(plan)
            and is_unmanned(self.viewer, active, self._asked(active), self.roster),
            hands_on=not mine
            and may_hand_on(self.viewer.id, active, self.state, self.roster, self.words.rulebook.posts),
        )

    def _removable(self, active: Active) -> tuple[PartyView, ...]:
        approval = self.state.approvals.get(active.task)
        if approval is None or approval.outcome is not None:
            return ()
        return tuple(self._assignee(each.seat) for each in approval.signers if _is_removable(each, self.viewer.id))

    def _takes_back(self, active: Active) -> bool:
        approval = self.state.approvals.get(active.task)
        if approval is None or approval.outcome is not None:
            return False
        verb = Verb(name="withdraw", by=self.viewer.id, at=self.now, may=lambda _seat: False)
        return not isinstance(act(approval, verb), Refusal)

    def _is_mine(self, active: Active) -> bool:
        if active.taken_by is not None:
            return active.taken_by in {str(person) for person in self.viewer.persons}
        return any(map(self._acts_for, self._asked(active)))

    def _asked(self, active: Active) -> tuple[Assignee, ...]:
        """The seats whose turn it is: of an approval not those that sign after others."""
        approval = self.state.approvals.get(active.task)
        if approval is None or approval.outcome is not None:
            return active.open_seats
        return tuple(approval.signers[i].seat for i in asked(approval))

    def _first(self, active: Active) -> tuple[PartyView, ...]:
        """Whom the viewer has to wait for, if they sign later."""
        approval = self.state.approvals.get(active.task)
        waiting = (each.seat for each in approval.signers if each.status == "waiting") if approval else ()
        if not any(map(self._acts_for, waiting)):
            return ()
        return tuple(self._assignee(seat) for seat in self._asked(active))

    def _acts_for(self, seat: Assignee) -> bool:
        return may_act(seat, self.viewer.id, self.roster)

    def _assignee(self, seat: Assignee) -> PartyView:
        return PartyView(self.party(seat), seat.person, seat.post, seat.unit)

    def _outcomes(self, plan: StepPlan | None) -> tuple[OutcomeView, ...]:
        """What the engine accepts of whoever does it; a task beside the flow is simply done."""
        if plan is None:
            return (OutcomeView("done", "完成"),)
        keys = outcomes_of(plan, self.words.compiled.scales)
        if plan.rule.approve:
            keys = (*keys, *(key for key in APPROVAL_OUTCOMES if key not in keys))
        return tuple(self._outcome(plan, key) for key in keys)

    def _outcome(self, plan: StepPlan, key: str) -> OutcomeView:
        exit_ = plan.exits.get(key)
        title = exit_.title if exit_ and exit_.title else None
        if title is None and plan.rule.judge:
            title = self.words.value(plan.rule.judge, key)
        needs = bool(exit_ and exit_.reason) or (plan.rule.approve and key in NEED_REASON)
        words = title or key
        return OutcomeView(key, _(DONE[words]) if words in DONE else words, needs)

    def _script(self, plan: StepPlan | None) -> ScriptView | None:
        if plan is None or plan.rule.script is None:
            return None
        found = (block for block in self.words.rulebook.blocks if isinstance(block, Script))
        script = next((block for block in found if block.name == plan.rule.script), None)
        if script is None:
            return None
        branches = ((name, tuple(map(self._spoken, one.lines))) for name, one in script.branches.items())
        lines = tuple(map(self._spoken, script.lines))
        return ScriptView(script.title or plan.title, lines, tuple(branches), script.cites)

    def _spoken(self, text: str) -> str:
        """With the names that are known; what is not stays a gap that the speaker fills."""
        return _SLOT.sub(lambda slot: self._known.get(slot[1]) or GAP, text)

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """Asked once for all lines of a script."""
        return {"company.name": installation().company, "person.name": self.viewer.name}


def _is_anyones(plan: StepPlan | None) -> bool:
    """Whether the rulebook leaves it to whoever is there."""
    return plan is not None and plan.rule.by is not None and bool(plan.rule.by.anyone)


def _is_removable(signer: Signer, person: str) -> bool:
    return signer.origin == "added" and signer.status == "waiting" and signer.added_by == person
