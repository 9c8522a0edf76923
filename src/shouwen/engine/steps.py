"""Entering and leaving steps: visits and their bound, tasks and their people, groups and their join."""

from collections.abc import Mapping

from shouwen.engine.approvals import asks_for_it, begin
from shouwen.engine.dues import end_of_task
from shouwen.engine.effects import EndFlow, EnterStep, LeaveStep, OpenTask, RequestFact, SetState, WithdrawTask
from shouwen.engine.facts import Value
from shouwen.engine.plan import StepPlan
from shouwen.engine.state import Active, Visit
from shouwen.engine.verbs import run
from shouwen.engine.who import Resolved
from shouwen.engine.work import Work
from shouwen.rulebook.model import StepRule

END = "end"


def enter(work: Work, path: str, *, hops: int = 0) -> None:
    """Open the step, or the one that takes over when its rounds are used up."""
    if path == END or hops > len(work.flow.steps):
        end_flow(work, "ended")
        return
    plan = work.flow.steps[path]
    visit = visits(work, path) + 1
    rounds = plan.rule.rounds
    if rounds is not None and rounds.bound is not None and visit > rounds.bound:
        work.apply_rule(f"{work.flow.name}.{path}", plan.cites)
        enter(work, rounds.then or END, hops=hops + 1)
        return
    if plan.is_group:
        _open_group(work, plan, visit)
    else:
        open_task(work, plan, visit)
        run(work, plan.rule.do, rule=f"{path}#{visit}", cites=plan.cites)


def visits(work: Work, path: str) -> int:
    """How often the step has been entered; members of a list do not count by themselves."""
    done = [visit for visit in work.draft.visits if visit.step == path and visit.member is None]
    under_way = [each.visit for each in work.draft.active if each.step == path and each.member is None]
    return max(len(done), *under_way) if under_way else len(done)


def open_task(work: Work, plan: StepPlan, visit: int, member: str | None = None) -> None:
    """The step's task, for those whom the rule means at this moment."""
    key = f"{plan.path}#{visit}" + (f"[{member}]" if member is not None else "")
    barred = (
        frozenset(person for person in (asks_for_it(work), work.draft.opener) if person)
        if plan.rule.approve
        else frozenset()
    )
    resolved = _people(work, plan, member, barred)
    state = "to_take" if plan.rule.take else state_of(plan.rule, visit)
    work.emit(
        OpenTask(
            task=key,
            step=plan.path,
            visit=visit,
            member=member,
            title=plan.title,
            assignees=resolved.seats,
            join=resolved.join,
            state=state,
            take=plan.rule.take,
            fill=plan.rule.fill,
            approve=plan.rule.approve,
            cites=plan.cites,
        )
    )
    work.raise_alarms(resolved, key)
    if plan.rule.approve:
        begin(work, plan, key, resolved)
    show_state(work, state)


def state_of(rule: StepRule, visit: int) -> str:
    """The house state while somebody works on the step; what was taken waits for that no longer."""
    state = "working" if rule.take and rule.state == "to_take" else rule.state
    return "redoing" if state == "working" and visit > 1 else state


def _people(work: Work, plan: StepPlan, member: str | None, barred: frozenset[str]) -> Resolved:
    if plan.rule.by is None:
        return Resolved(work.owner())
    found = work.find(plan.rule.by, barred=barred, member=member)
    return found if found.seats or found.anyone else Resolved(work.owner(), alarms=found.alarms)


def show_state(work: Work, state: str) -> None:
    if work.draft.state != state and work.draft.suspended_until is None:
        work.emit(SetState(state=state))


def _open_group(work: Work, plan: StepPlan, visit: int) -> None:
    key = f"{plan.path}#{visit}"
    work.emit(EnterStep(task=key, step=plan.path, visit=visit, cites=plan.cites))
    run(work, plan.rule.do, rule=key, cites=plan.cites)
    if plan.rule.for_each is not None:
        reconcile(work, plan.path)
        return
    for member in plan.members:
        enter(work, member)


def members_of(value: Value) -> tuple[str, ...]:
    """The keys of a list's members: plain values as they are, rows of a table by their unit, id or name."""
    if value is None:
        return ()
    items = value if isinstance(value, (tuple, list)) else (value,)
    return tuple(dict.fromkeys(_member(item, i) for i, item in enumerate(items)))


def _member(item: Value, i: int) -> str:
    if isinstance(item, Mapping):
        return str(
            next((item[name] for name in ("unit", "id", "name", "department", "person") if item.get(name)), i + 1)
        )
    return str(item)


def reconcile(work: Work, path: str) -> None:
    """One task for each member of the list: those who joined get one, those who left lose it."""
    plan = work.flow.steps[path]
    group = next((each for each in work.draft.active if each.step == path and each.group), None)
    if group is None:
        return
    value = work.lookup(plan.rule.for_each or "")
    if value is None:
        work.emit(RequestFact(fact=plan.rule.for_each or "", why=f"step:{path}", to=work.owner(), cites=plan.cites))
        return
    wanted = members_of(value)
    known = {each.member for each in _inside(work, group) if each.member} | _done_members(work, group)
    for each in _inside(work, group):
        if each.member not in wanted:
            withdraw(work, each, "left")
    for member in wanted:
        if member not in known:
            open_task(work, plan, group.visit, member)
    join_if_complete(work, group)


def _inside(work: Work, group: Active) -> list[Active]:
    """Open tasks directly inside the group."""
    members = work.flow.steps[group.step].members
    return [
        each
        for each in work.draft.active
        if each.step in members or (each.step == group.step and each.visit == group.visit and not each.group)
    ]


def _done_in(work: Work, group: Active) -> dict[str, Visit]:
    """The last finished visit of each member since the group opened."""
    plan = work.flow.steps[group.step]
    since = [visit for visit in work.draft.visits if visit.opened_at >= group.opened_at]
    if plan.rule.for_each is not None:
        return {v.member: v for v in since if v.step == group.step and v.visit == group.visit and v.member is not None}
    open_now = {each.step for each in work.draft.active}
    return {v.step: v for v in since if v.step in plan.members and v.step not in open_now}


def _done_members(work: Work, group: Active) -> set[str | None]:
    return set(_done_in(work, group))


def join_if_complete(work: Work, group: Active) -> None:
    """The group ends once, when as many members are done as its join asks for."""
    plan = work.flow.steps[group.step]
    done, still = _done_in(work, group), _inside(work, group)
    if plan.rule.for_each is not None:
        wanted = members_of(work.lookup(plan.rule.for_each))
        done = {member: visit for member, visit in done.items() if member in wanted}
    needed = {"all": len(done) + len(still), "any": 1}.get(str(plan.rule.join))
    needed = int(plan.rule.join) if needed is None else needed
    if len(done) < min(needed, len(done) + len(still)):
        return
    for each in still:
        withdraw(work, each, "joined")
    outcome = _joint_outcome(plan, [visit.outcome for visit in done.values()])
    work.emit(LeaveStep(task=group.task, outcome=outcome, cites=plan.cites))
    end_of_task(work, group.task, done=True)
    follow(work, plan, outcome)


def _joint_outcome(plan: StepPlan, outcomes: list[str]) -> str:
    """`joined`, unless the exits are named after what the members decided: then the first listed that any chose."""
    if "joined" in plan.exits or not plan.exits:
        return "joined"
    return next((name for name in plan.exits if name in outcomes), next(iter(plan.exits)))


def follow(work: Work, plan: StepPlan, outcome: str) -> None:
    """What stands behind an outcome: its effects, then the next step, the group's join, or the end."""
    chosen = plan.exits.get(outcome)
    if chosen is not None:
        cites = chosen.cites or plan.cites
        run(work, chosen.do, rule=f"{plan.path}.{outcome}@{work.draft.seq}", cites=cites)
    then = chosen.then if chosen is not None else END
    if plan.parent is not None:
        _inside_group(work, plan, then)
    elif then == END:
        end_flow(work, outcome)
    else:
        enter(work, then)


def _inside_group(work: Work, plan: StepPlan, then: str) -> None:
    """A member may have another lap; otherwise it is done and the group may join."""
    sibling = f"{plan.parent}.{then}"
    if sibling in work.flow.steps:
        enter(work, sibling)
        return
    group = next((each for each in work.draft.active if each.step == plan.parent and each.group), None)
    if group is not None:
        join_if_complete(work, group)


def member_done(work: Work, plan: StepPlan, visit: int) -> None:
    """One member of a list is done; where its outcome leads to is for the join to say."""
    group = next(
        (each for each in work.draft.active if each.step == plan.path and each.group and each.visit == visit), None
    )
    if group is not None:
        join_if_complete(work, group)


def end_flow(work: Work, outcome: str) -> None:
    if not any(active.step for active in work.draft.active) and work.draft.flow_ended is None:
        work.emit(EndFlow(outcome=outcome))


def withdraw(work: Work, active: Active, why: str) -> None:
    """A task falls away, with what is inside it and its limits."""
    for inner in [each for each in work.draft.active if each.step.startswith(f"{active.step}.") and active.step]:
        work.emit(WithdrawTask(task=inner.task, why=why))
        end_of_task(work, inner.task, done=False)
    work.emit(WithdrawTask(task=active.task, why=why))
    end_of_task(work, active.task, done=False)


def leave_region(work: Work, why: str) -> None:
    """Every open step of the flow falls away; tasks beside the flow stay."""
    for active in [each for each in work.draft.active if each.step]:
        if work.draft.task(active.task) is not None:
            withdraw(work, active, why)
