"""What stands against events that are no steps and no acts: an issue without approval, a fixed role, a missing reason."""

from shouwen.engine.act_terms import is_far
from shouwen.engine.effects import Refuse
from shouwen.engine.events import FactCorrected, JudgementMade, Overridden, PaperIssued, PartyChanged, PromiseMade
from shouwen.engine.gates import pass_gates
from shouwen.engine.stopping import record
from shouwen.engine.verbs import follow_role
from shouwen.engine.work import RefusedError, Work
from shouwen.rulebook.model import Who


def _refuse(rule: str, act: str, *lacks: str) -> RefusedError:
    return RefusedError(Refuse(rule=rule, act=act, lacks=lacks))


def not_archived(work: Work, act: str) -> None:
    """An archived file is read; whoever has to change it reopens the case first."""
    if work.draft.archived_at is not None:
        raise _refuse(work.flow.name, act, "archived:")


def may_correct(work: Work, event: FactCorrected) -> None:
    not_archived(work, "correct")
    if not event.reason.strip():
        raise _refuse(work.flow.name, "correct", "reason:")


def may_judge(work: Work, event: JudgementMade) -> None:
    """A scale is judged by one of its values, with a reason."""
    not_archived(work, "judge")
    scale = work.compiled.scales.get(event.fact)
    if scale is not None and event.value not in scale:
        raise _refuse(event.fact, "judge", f"outcome:{event.value}")
    if not event.reason.strip():
        raise _refuse(event.fact, "judge", "reason:")


def may_issue(work: Work, event: PaperIssued) -> None:
    """No paper that needs approval leaves without it, and no gate is passed by."""
    rule = work.compiled.papers.get(event.paper)
    if rule is not None and rule.approve is not None and work.lookup(f"{event.paper}.approved") is not True:
        may = work.find(rule.approve).seats
        lacks = (f"fact:{event.paper}.approved",)
        raise RefusedError(Refuse(rule=event.paper, act="issue", lacks=lacks, may_override=may, cites=rule.cites))
    pass_gates(work, "issue", f"issue_{event.paper}")


def may_promise(work: Work, event: PromiseMade) -> None:
    if work.draft.closed_at is not None:
        raise _refuse("promise", "promise", "open:")
    if event.reply_at <= work.at:
        raise _refuse("promise", "promise", "fact:promise.reply_at")
    if is_far(event.reply_at, work.at):
        raise _refuse("promise", "promise", "far:")
    pass_gates(work, "promise")


def may_change_party(work: Work, event: PartyChanged) -> None:
    """A fixed role keeps whom it first had, through any sequence of hand-overs."""
    not_archived(work, f"assign_{event.role}")
    role = work.flow.rule.roles.get(event.role)
    if role is not None and role.fixed and event.role in work.subject.state.roles:
        raise _refuse(event.role, "assign", f"fixed:{event.role}")
    pass_gates(work, f"assign_{event.role}")
    follow_role(work, event.role)


def may_override(work: Work, event: Overridden) -> None:
    """Only whom the rule names lets it be passed, once, with a reason; without a name nobody does."""
    if not event.reason.strip():
        raise _refuse(event.rule, "override", "reason:")
    who = override_of(work, event.rule)
    if who is None:
        raise _refuse(event.rule, "override", f"nobody:{event.rule}")
    if not work.searcher().covers(who, event.by):
        raise RefusedError(
            Refuse(rule=event.rule, act="override", lacks=("person:",), may_override=work.find(who).seats)
        )
    for clock in work.draft.clocks.values():
        if clock.rule == event.rule and clock.missed:
            late = clock.stopped_at or work.at
            seconds = int((late - clock.due_at).total_seconds()) if clock.due_at is not None and clock.result else 0
            record(work, clock, late=True, seconds=seconds, note=event.reason)


def override_of(work: Work, rule: str) -> Who | None:
    """Who may let this rule be passed: a gate's, a step's, a limit's or a table's own word."""
    rulebook = work.compiled.rulebook
    gate = rulebook.gates.get(rule) or rulebook.tables.get(rule)
    if gate is not None:
        return gate.override
    plan = work.flow.dues.get(rule)
    if plan is not None:
        return plan.due.override
    step = work.flow.steps.get(rule.removeprefix(f"{work.flow.name}."))
    return step.rule.override if step is not None else None
