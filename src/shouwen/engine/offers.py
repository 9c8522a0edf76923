"""What one person can do with a case now: tasks with their outcomes, acts, and why what cannot be done cannot."""

from dataclasses import dataclass
from datetime import datetime

from shouwen.engine.acts import ACTS, AFTER_CLOSING
from shouwen.engine.approval import asked
from shouwen.engine.approval_verbs import APPROVAL_VERBS
from shouwen.engine.calendars import Calendars
from shouwen.engine.closing import closing_lacks
from shouwen.engine.effects import Refuse
from shouwen.engine.events import ActRequested
from shouwen.engine.gates import refusals_of
from shouwen.engine.lacking import lacks_of, papers_lacking, unfilled
from shouwen.engine.outcomes import outcomes_of
from shouwen.engine.parts import parts_of
from shouwen.engine.plan import Compiled, StepPlan
from shouwen.engine.seats import may_act
from shouwen.engine.state import Active, Subject
from shouwen.engine.work import Work


@dataclass(frozen=True, slots=True)
class OutcomeOffer:
    """One way to finish: its word, where it leads, whether it asks for a reason."""

    name: str
    title: str
    then: str
    reason: bool


@dataclass(frozen=True, slots=True)
class TaskOffer:
    """One open task: whether this person may act on it, how it can end, and what it still lacks."""

    task: str
    step: str
    title: str
    mine: bool
    take: bool
    approve: tuple[str, ...]
    outcomes: tuple[OutcomeOffer, ...]
    fill: tuple[str, ...]
    lacks: tuple[str, ...]
    refusals: tuple[Refuse, ...]


@dataclass(frozen=True, slots=True)
class ActOffer:
    """One act on the case, with what stands against it."""

    act: str
    refusals: tuple[Refuse, ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """Everything offered; `closing` names what the case still lacks to be closed."""

    tasks: tuple[TaskOffer, ...]
    acts: tuple[ActOffer, ...]
    closing: tuple[str, ...]


def offers(subject: Subject, person: str, rulebook: Compiled, calendar: Calendars, at: datetime) -> Offers:
    """Looked up without deciding anything; the decision asks the same questions again."""
    work = Work(subject, ActRequested(at=at, by=person, act="see", reason="?"), rulebook, calendar)
    closed = subject.state.closed_at is not None
    tasks = tuple(_task(work, active, person) for active in subject.state.active if not active.group)
    names = sorted({*ACTS, *rulebook.gates} - {"see"}) if not closed else sorted(AFTER_CLOSING & set(ACTS))
    acts = tuple(ActOffer(name, refusals_of(work, name)) for name in names)
    return Offers(tasks, acts, () if closed else closing_lacks(work))


def _outcome(plan: StepPlan, name: str) -> OutcomeOffer:
    exit_ = plan.exits.get(name)
    if exit_ is None:
        return OutcomeOffer(name, title=name, then="", reason=False)
    return OutcomeOffer(name, exit_.title or name, exit_.then, exit_.reason)


def _task(work: Work, active: Active, person: str) -> TaskOffer:
    plan = work.flow.steps.get(active.step)
    approval = work.draft.approvals.get(active.task)
    mine = bool(parts_of(work, active, person))
    verbs: tuple[str, ...] = ()
    if approval is not None:
        roster = work.subject.around.roster
        mine = (
            any(may_act(approval.signers[i].seat, person, roster) for i in asked(approval))
            and person != approval.initiator
        )
        verbs = APPROVAL_VERBS if mine else ("withdraw",) if person == approval.initiator else ()
    if plan is None:
        return TaskOffer(active.task, "", active.title, mine, active.take, (), (), (), (), ())
    lacks = (*papers_lacking(work, plan.rule.papers), *lacks_of(plan.rule.needs, work.ground))
    return TaskOffer(
        task=active.task,
        step=active.step,
        title=active.title,
        mine=mine,
        take=active.take and active.taken_by is None,
        approve=verbs,
        outcomes=tuple(_outcome(plan, name) for name in outcomes_of(plan, work.compiled.scales)),
        fill=tuple(lack.removeprefix("paper:") for lack in unfilled(work, plan.rule.fill, active)),
        lacks=lacks,
        refusals=refusals_of(work, plan.rule.act) if plan.rule.act else (),
    )
