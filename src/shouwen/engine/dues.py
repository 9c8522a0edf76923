"""Limits in motion: they start with their anchor, move when what they rest on changes, and end."""

from collections.abc import Iterable
from datetime import datetime

from shouwen.engine.anchors import anchor_of, base_of, clock_key, instants_of, number_of
from shouwen.engine.effects import PauseClock, ResumeClock, StartClock
from shouwen.engine.limits import Instants
from shouwen.engine.lookup import when_happened
from shouwen.engine.plan import DuePlan
from shouwen.engine.state import Active, Running
from shouwen.engine.stopping import stop_clock
from shouwen.engine.work import Work


def on_happening(work: Work, name: str) -> None:
    """Limits that this meets end, and limits that this starts begin."""
    for rule in work.flow.ends.get(name, ()):
        for clock in _open_clocks(work, rule):
            _meet(work, clock)
    take_up(work, name)


def take_up(work: Work, name: str) -> None:
    """Limits that count from this happening begin; one that runs otherwise, only where no other does."""
    for plan in work.flow.starts.get(name, ()):
        if plan.otherwise and _taken_up(work, name):
            continue
        _arm(work, plan, again=plan.start == name)


def _taken_up(work: Work, name: str) -> bool:
    """Whether a limit of the rulebook runs from this very happening."""
    rules = {plan.rule for plan in work.flow.starts[name] if not plan.otherwise}
    running = (clock for clock in work.draft.clocks.values() if clock.rule in rules and clock.result is None)
    return any(clock.from_at == when_happened(name, work.draft) for clock in running)


def _open_clocks(work: Work, rule: str) -> list[Running]:
    return [clock for clock in work.draft.clocks.values() if clock.rule == rule and clock.result is None]


def _arm(work: Work, plan: DuePlan, *, again: bool = False) -> None:
    """Start the limit for each open visit of its step, or for the case."""
    anchor = None if work.draft.closed_at is not None else anchor_of(work, plan)
    if anchor is None:
        return
    if plan.step is None:
        _start(work, plan, None, anchor, again=again)
        return
    for active in _visits_open(work, plan):
        at = active.opened_at if plan.start == f"{plan.step}.opened" else anchor
        _start(work, plan, active, at, again=again)


def begin(work: Work, plans: Iterable[DuePlan]) -> None:
    """Limits that count from what is open already."""
    for plan in plans:
        _arm(work, plan)


def _visits_open(work: Work, plan: DuePlan) -> list[Active]:
    """Open tasks of the limit's step; of a list step only its members have limits."""
    step = work.flow.steps[plan.step or ""]
    listed = step.rule.for_each is not None
    return [each for each in work.draft.active if each.step == step.path and not (listed and each.group)]


def _start(work: Work, plan: DuePlan, active: Active | None, anchor: datetime, *, again: bool) -> None:
    if plan.once and any(clock.rule == plan.rule for clock in work.draft.clocks.values()):
        return
    base = clock_key(plan, active)
    first = work.draft.clocks.get(base)
    if first is not None and first.result is None and not plan.many:
        return
    known = [clock for key, clock in work.draft.clocks.items() if base_of(key) == base] if first is not None else []
    last = first if plan.every is not None or not known else known[-1]
    anew = last is not None and ((plan.many and again) or _entered_again(plan, last, active))
    if last is not None and not anew and not _back_again(plan, last):
        return
    if active is not None and active.member is None and _judged_before(work, plan, anchor, base):
        return
    if plan.due.while_ is not None and work.judge(plan.due.while_).value is not True:
        return
    for clock in known:
        if clock.result is None and not clock.missed:
            stop_clock(work, clock, "excused")  # a new promise takes the place of one not yet broken
    key = f"{base}.{len(known) + 1}" if anew else last.clock if last is not None else base
    _run_clock(work, plan, key, active, anchor)


def _judged_before(work: Work, plan: DuePlan, anchor: datetime, base: str) -> bool:
    """Whether this very anchor has been judged on an earlier visit of the step."""
    if plan.start == f"{plan.step}.opened":
        return False
    same = [c for c in work.draft.clocks.values() if c.rule == plan.rule and c.from_at == anchor]
    return any(base_of(clock.clock) != base for clock in same) if same else False


def _back_again(plan: DuePlan, last: Running) -> bool:
    """A limit that fell away because its `while` failed runs again when it holds again."""
    return plan.due.while_ is not None and last.result == "excused" and not plan.many


def _entered_again(plan: DuePlan, last: Running, active: Active | None) -> bool:
    """A visit that was left before its end and opened once more, as after a reopening, has its limit anew."""
    if active is None or plan.every is not None or plan.start != f"{plan.step}.opened":
        return False
    return last.result is not None and last.from_at != active.opened_at


def _run_clock(work: Work, plan: DuePlan, key: str, active: Active | None, anchor: datetime) -> None:
    known = work.draft.clocks.get(key)
    found = instants_of(work, plan, anchor, known, key)
    if found is None:
        return
    task = active.task if active is not None else (known.task if known else None)
    if known is not None and known.result is None and _unchanged(known, found, anchor):
        return
    work.emit(
        StartClock(
            clock=key,
            rule=plan.rule,
            title=plan.title,
            from_at=anchor,
            due_at=found.due,
            warn_at=found.warn,
            target_at=found.target,
            opens_at=found.opens,
            provisional=found.provisional,
            promise=plan.promise,
            task=task,
            mode=plan.mode,
            cites=plan.cites,
        )
    )


def _unchanged(known: Running, found: Instants, anchor: datetime) -> bool:
    now = (known.from_at, known.due_at, known.warn_at, known.provisional)
    return now == (anchor, found.due, found.warn, found.provisional)


def _meet(work: Work, clock: Running) -> None:
    stop_clock(work, clock, "met")
    next_of_row(work, clock)


def next_of_row(work: Work, clock: Running) -> None:
    """A repeated limit goes on with its next number, counted from the anchor."""
    plan = work.flow.dues.get(clock.rule)
    if plan is None or plan.every is None:
        return
    number = number_of(clock.clock, plan) + 1
    most = (plan.times or 0) + (1 if plan.at is not None else 0)
    if (plan.times is not None and number > most) or _task_gone(work, clock):
        return
    if plan.due.while_ is not None and work.judge(plan.due.while_).value is not True:
        return
    key = f"{base_of(clock.clock)}.{number}"
    if key not in work.draft.clocks:
        active = work.draft.task(clock.task) if clock.task else None
        _run_clock(work, plan, key, active, clock.from_at)


def _task_gone(work: Work, clock: Running) -> bool:
    return clock.task is not None and work.draft.task(clock.task) is None


def end_of_task(work: Work, task: str, *, done: bool) -> None:
    """Limits of a task end with it, unless another happening meets them; of a row of limits nothing more is owed."""
    for clock in list(work.draft.clocks.values()):
        if clock.task != task or clock.result is not None:
            continue
        plan = work.flow.dues.get(clock.rule)
        row = plan is not None and plan.every is not None
        if plan is not None and plan.until is not None and not row:
            continue
        stop_clock(work, clock, "met" if done and not row else "excused")


def end_all(work: Work) -> None:
    """After the case closed nothing runs: what had no other end is met by closing, the rest falls away."""
    for clock in list(work.draft.clocks.values()):
        if clock.result is None:
            plan = work.flow.dues.get(clock.rule)
            met = plan is not None and plan.step is None and plan.until is None
            stop_clock(work, clock, "met" if met else "excused")


def review(work: Work) -> None:
    """Limits that follow facts: begin, rest, move or fall away as their conditions now say."""
    for plan in work.flow.watched:
        running = _open_clocks(work, plan.rule)
        if not running and plan.step is not None and not _visits_open(work, plan):
            continue
        holds = work.judge(plan.due.while_).value
        for clock in running if holds is False else ():
            stop_clock(work, clock, "excused")
        for clock in running if plan.due.pause is not None else ():
            _rest(work, plan, clock)
        if plan.by_fact is not None and not plan.many:
            recompute(work, running)
        if holds:
            _arm_late(work, plan, running)


def _arm_late(work: Work, plan: DuePlan, running: list[Running]) -> None:
    """One happening is counted once: what ran in place of this limit gives way to it, and what it judged is judged."""
    stands_in = _counted_instead(work, plan)
    if any(clock.missed or clock.result in {"met", "late"} for clock in stands_in):
        return
    _arm(work, plan)
    if not running:
        _meet_done(work, plan)
    if _open_clocks(work, plan.rule):
        for clock in stands_in:
            if clock.result is None:
                stop_clock(work, clock, "excused")


def _counted_instead(work: Work, plan: DuePlan) -> list[Running]:
    """Limits that counted the newest promise because this one did not run, or was not yet in the text."""
    if not plan.many or plan.otherwise:
        return []
    rules = {rule for rule, each in work.flow.dues.items() if not each.otherwise}
    anchor = anchor_of(work, plan)
    return [
        each
        for each in work.draft.clocks.values()
        if each.promise and each.from_at == anchor and each.rule not in rules
    ]


def _meet_done(work: Work, plan: DuePlan) -> None:
    """A condition may hold only when what the limit asks for is done already; that is judged by its own instant."""
    done = when_happened(plan.until, work.draft) if plan.until is not None and plan.every is None else None
    for clock in _open_clocks(work, plan.rule) if done is not None else ():
        if done is not None and done >= clock.from_at:
            stop_clock(work, clock, "met", at=done)


def _rest(work: Work, plan: DuePlan, clock: Running) -> None:
    resting = bool(clock.pauses) and clock.pauses[-1][1] is None
    wanted = work.judge(plan.due.pause).value is True
    if wanted == resting or work.draft.clocks[clock.clock].result is not None:
        return
    work.emit(PauseClock(clock=clock.clock) if wanted else ResumeClock(clock=clock.clock))
    recompute(work, [work.draft.clocks[clock.clock]])


def recompute(work: Work, clocks: Iterable[Running] | None = None) -> None:
    """Open limits follow from the facts as they are now; those that ended stay as they were judged."""
    for clock in list(work.draft.clocks.values()) if clocks is None else clocks:
        plan = work.flow.dues.get(clock.rule)
        if work.draft.clocks[clock.clock].result is not None or plan is None:
            continue
        anchor = anchor_of(work, plan)
        opened = plan.step is not None and plan.start == f"{plan.step}.opened"
        fixed = opened or plan.many or anchor is None
        _run_clock(work, plan, clock.clock, None, clock.from_at if fixed or anchor is None else anchor)
