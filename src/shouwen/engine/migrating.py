"""A running case under another edition: whether it fits there, and what its limits become."""

from collections.abc import Iterable, Iterator

from shouwen.engine import dues
from shouwen.engine.decision import Decision, Explanation
from shouwen.engine.effects import Refuse
from shouwen.engine.events import CaseMigrated
from shouwen.engine.fold import fold
from shouwen.engine.fold_migration import renamed_step
from shouwen.engine.lookup import when_happened
from shouwen.engine.plan import Compiled, DuePlan, Flow
from shouwen.engine.state import Running, State
from shouwen.engine.stopping import stop_clock
from shouwen.engine.work import Work

MIGRATION = "migration"
MIGRATE = "migrate"
PROMISE = "promise.made"


def unfit(state: State, event: CaseMigrated, rulebook: Compiled) -> Decision | None:
    """The refusal of a case that cannot go on in the other edition; nothing of it changes."""
    lacks = tuple(dict.fromkeys(_lacking(state, event, rulebook)))
    if not lacks:
        return None
    refusal = Refuse(rule=MIGRATION, act=MIGRATE, lacks=lacks)
    return Decision((refusal,), Explanation((MIGRATION,), (), {}), fold(state, event, (refusal,)), None)


def _lacking(state: State, event: CaseMigrated, rulebook: Compiled) -> Iterator[str]:
    if state.closed_at is not None or state.opened_at is None:
        yield "state:closed"
    flow = rulebook.flows.get(state.case_type)
    if flow is None:
        yield f"procedure:{state.case_type}"
        return
    yield from _steps_lacking(state, event, flow)
    for active in state.active:
        for seat in active.assignees:
            if seat.post is not None and seat.post not in rulebook.rulebook.posts:
                yield f"post:{seat.post}"


def _steps_lacking(state: State, event: CaseMigrated, flow: Flow) -> Iterator[str]:
    seen = {visit.step for visit in state.visits} | {active.step for active in state.active}
    for active in state.active:
        if not active.step:
            continue  # a task beside the flow stands under any edition
        step = renamed_step(active.step, event.steps)
        plan = flow.steps.get(step)
        if plan is None or (active.group and not plan.is_group):
            yield f"step:{active.step}"
        elif step != active.step and step in seen and step not in event.steps:
            yield f"step_used:{step}"


def settle_in(work: Work) -> None:
    """Limits that the edition no longer has fall away, the others are worked out anew, and new ones of open work begin.

    One that was missed stays missed: it was judged under the edition of that day. What a customer was promised and may
    still be kept stays due at the time that was given.
    """
    gone = [clock for clock in work.draft.clocks.values() if clock.result is None and _is_gone(work, clock)]
    for clock in gone:
        stop_clock(work, clock, "excused")
    if any(_is_given_word(work, clock) for clock in gone):
        dues.take_up(work, PROMISE)
    dues.recompute(work, [clock for clock in work.draft.clocks.values() if not clock.missed])
    dues.begin(work, _new_limits(work, work.flow.dues.values()))


def _is_gone(work: Work, clock: Running) -> bool:
    """Whether the edition does not have the limit, or has it as one on promises that does not run here."""
    plan = work.flow.dues.get(clock.rule)
    if plan is None:
        return not _beside_the_flow(work, clock)
    return plan.many and plan.due.while_ is not None and work.judge(plan.due.while_).value is False


def _is_given_word(work: Work, clock: Running) -> bool:
    """Whether it counted down the newest promise, which nobody has broken yet and nothing else counts down."""
    made = when_happened(PROMISE, work.draft)
    running = [each for each in work.draft.clocks.values() if each.result is None and each.promise]
    return (
        clock.promise and not clock.missed and clock.from_at == made and all(each.from_at != made for each in running)
    )


def _beside_the_flow(work: Work, clock: Running) -> bool:
    """Whether the limit is that of a task which a rule gave beside the steps: it carries its own end."""
    active = work.draft.task(clock.task) if clock.task else None
    return active is not None and not active.step


def _new_limits(work: Work, plans: Iterable[DuePlan]) -> list[DuePlan]:
    """Those that count from where the case stands; what an earlier happening would have met is not asked for again."""
    known = {clock.rule for clock in work.draft.clocks.values()}
    found = []
    for plan in plans:
        counts = plan.start == f"{plan.step}.opened" if plan.step is not None else plan.start == "case.opened"
        met = plan.until is not None and plan.until in work.draft.happened
        if counts and not met and plan.rule not in known:
            found.append(plan)
    return found
