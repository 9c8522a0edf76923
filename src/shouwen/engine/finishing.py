"""A person finishes a step: may he, is everything there, what did he judge, and where does it lead."""

from shouwen.engine.conditions import forecast
from shouwen.engine.dues import end_of_task
from shouwen.engine.effects import FinishTask, KeepJudgement, RecordFinding, Refuse, TakeTask
from shouwen.engine.events import PaperFilled, StepFinished
from shouwen.engine.gates import judge_mode, pass_gates
from shouwen.engine.lacking import lacks_of, papers_lacking, unfilled
from shouwen.engine.outcomes import outcomes_of
from shouwen.engine.parts import do_parts, parts_of, several
from shouwen.engine.plan import StepPlan
from shouwen.engine.state import Active
from shouwen.engine.steps import follow, member_done
from shouwen.engine.tables import carry_out, consult
from shouwen.engine.work import RefusedError, Work


def refuse(rule: str, act: str, *lacks: str) -> RefusedError:
    return RefusedError(Refuse(rule=rule, act=act, lacks=lacks))


def finish(work: Work, event: StepFinished) -> None:
    """One open step ends with one outcome, or the event is refused and says why."""
    active = open_step(work, event)
    plan = work.flow.steps[active.step]
    rule = f"{work.flow.name}.{plan.path}"
    outcomes = outcomes_of(plan, work.compiled.scales)
    if event.outcome not in outcomes:
        raise refuse(rule, "finish", f"outcome:{event.outcome}")
    chosen = plan.exits.get(event.outcome)
    if chosen is not None and chosen.reason and not work.reason:
        raise refuse(rule, "finish", "reason:")
    parts = parts_of(work, active, event.by)
    if not parts:
        raise refuse(rule, "finish", "person:")
    work.give_declared(event.facts)
    if plan.rule.act is not None:
        pass_gates(work, plan.rule.act)
    check_ready(work, plan, active, rule)
    if active.take and active.taken_by is None:
        work.emit(TakeTask(task=active.task, person=event.by))
    if _complete(work, plan, active, parts, event.outcome):
        conclude(work, plan, active, event.outcome)


def file_forms(work: Work, event: PaperFilled) -> None:
    """Forms of an open step become papers; the step stays open until somebody finishes it with an outcome."""
    active = work.draft.task(event.task)
    plan = work.flow.steps.get(active.step) if active is not None else None
    if active is None or plan is None or active.group:
        raise refuse(work.flow.name, "file", "task:")
    rule = f"{work.flow.name}.{plan.path}"
    if not parts_of(work, active, event.by):
        raise refuse(rule, "file", "person:")
    asked = {*plan.rule.fill, *(need.paper for need in plan.rule.papers)}
    strange = [paper for paper in event.papers if paper not in asked]
    if strange or not event.papers:
        raise refuse(rule, "file", *(f"form:{paper}" for paper in strange or ("",)))
    work.give_declared(event.facts)


def open_step(work: Work, event: StepFinished) -> Active:
    """The open visit that is meant; one that is over or never was is refused, and a task beside the flow is no step."""
    for active in work.draft.active if event.step in work.flow.steps else ():
        same = active.step == event.step and active.visit == event.visit and active.member == event.member
        if same and not active.group:
            return active
    raise refuse(f"{work.flow.name}.{event.step}".rstrip("."), "finish", "task:")


def check_ready(work: Work, plan: StepPlan, active: Active, rule: str) -> None:
    """Forms, papers and conditions of the step; what lacks is named, and the mode says what that means."""
    needed = lacks_of(plan.rule.needs, work.ground)
    lacks = (*unfilled(work, plan.rule.fill, active), *papers_lacking(work, plan.rule.papers), *needed)
    if not lacks:
        return
    only_time = bool(needed) and len(lacks) == len(needed) and all(lack.startswith("rule:") for lack in needed)
    override = work.find(plan.rule.override).seats if plan.rule.override else ()
    refusal = Refuse(
        rule=rule,
        act="finish",
        lacks=lacks,
        opens_at=forecast(plan.rule.needs, work.ground) if only_time else None,
        may_override=override,
        cites=plan.cites,
    )
    left = judge_mode(
        work,
        rule=rule,
        key=f"{plan.path}@{work.draft.seq}",
        lacks=lacks,
        mode=plan.rule.mode or "block",
        own=False,
        refusal=refusal,
        cites=plan.cites,
    )
    if left is not None:
        raise RefusedError(left)


def _complete(work: Work, plan: StepPlan, active: Active, parts: tuple[int, ...], outcome: str) -> bool:
    """A task of several is done when all did their part, or one chose another outcome than the first listed."""
    if not several(active):
        return True
    all_done = do_parts(work, active, parts, outcome, plan.cites)
    return all_done or outcome != next(iter(plan.exits), outcome)


def conclude(work: Work, plan: StepPlan, active: Active, outcome: str) -> None:
    """The judgement is kept, the table asked, the task ended; then whatever stands behind the outcome."""
    if plan.rule.judge is not None:
        work.emit(
            KeepJudgement(fact=plan.rule.judge, value=outcome, step=plan.path, visit=active.visit, cites=plan.cites)
        )
    answer = consult(work, plan.rule.table, rule=plan.path) if plan.rule.table else None
    chosen = plan.exits.get(outcome)
    cites = chosen.cites or plan.cites if chosen is not None else plan.cites
    work.emit(FinishTask(task=active.task, outcome=outcome, cites=cites))
    end_of_task(work, active.task, done=True)
    if cites:
        key = f"{active.task}.{outcome}"
        work.finding(
            RecordFinding(rule=f"{work.flow.name}.{plan.path}", key=key, result="kept", mode="block", cites=cites)
        )
    if answer is not None and plan.rule.table is not None:
        carry_out(work, plan.rule.table, answer)
    if active.member is not None:
        member_done(work, plan, active.visit)
    else:
        follow(work, plan, outcome)
