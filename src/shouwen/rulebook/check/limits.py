"""Analysis E: a limit that the limits inside it cannot keep, swept over every start day of a calendar."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from shouwen.rulebook.check.graph import END, edges_of
from shouwen.rulebook.check.sight import Sight, StepAt
from shouwen.rulebook.model import Due, Figure, ProcedureRule
from shouwen.rulebook.naming.names import name_of
from shouwen.rulebook.span import Span, Unit, parse_span, show_span

Reach = Callable[[datetime, Span, str | None], datetime]
"""When a span that starts at an instant ends, counted on a named calendar of the header; the caller brings the days."""
Timed = tuple[Span, str | None]

_DAYS: dict[Unit, float] = {"d": 1, "w": 7, "mo": 31, "q": 92, "y": 366, "wd": 1.5}
_HOURS: dict[Unit, float] = {"min": 1 / 60, "h": 1, "wh": 4, "wmin": 1 / 15}
_OPEN, _CLOSE, _WEEKEND = 9, 17, 5
_FIRST, _STARTS = datetime(2024, 1, 1, _OPEN), 1096  # noqa: DTZ001  # three years; the zone is the rulebook's


@dataclass(frozen=True)
class Chain:
    """The limits of the steps between a limit's start and its end, on the longest way without repeats."""

    where: str
    outer: Timed
    inner: tuple[Timed, ...]
    steps: tuple[str, ...]
    located: bool
    """Whether the end is a step; otherwise the way to the very end is taken."""
    slack: bool
    """Whether steps without a limit of their own need some of the time too."""


def check_limits(sight: Sight, reach: Reach | None = None) -> None:
    """Tell limits that are shorter than what happens inside them may take."""
    starts = start_days(sight.rulebook.header.zone)
    for where, due in sight.of_type(Due):
        _before(sight, where, due, reach or weekday_reach, starts)
    for chain in chains(sight):
        _sweep(sight, chain, reach or weekday_reach, starts)


def _before(sight: Sight, where: str, due: Due, reach: Reach, starts: Sequence[datetime]) -> None:
    """A warning or an earliest time that comes only after the limit itself."""
    whole = _span(sight, due)
    for key, figure in (("warn", due.warn), ("after", due.after)):
        part = _timed(sight, figure, due) if whole is not None else None
        if whole is None or part is None or all(reach(start, *part) < reach(start, *whole) for start in starts):
            continue
        zh, en = show_span(part[0]), show_span(part[0], "en")
        sight.tell(
            "limit_longer_than_served",
            f"{where}.{key}",
            f"“{name_of('Due', key)[0]}”的 {zh} 不短于它所属的时限 {show_span(whole[0])}；请缩短。",
            f"The {en} of `{key}` are not shorter than the limit of {show_span(whole[0], 'en')} they belong to; shorten them.",
            level="warning",
        )


def start_days(zone: str) -> tuple[datetime, ...]:
    """Nine in the morning of every day of three years, on the rulebook's own clock."""
    try:
        clock: tzinfo = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        clock = UTC  # loading has told the unknown zone already
    return tuple((_FIRST + timedelta(days=n)).replace(tzinfo=clock) for n in range(_STARTS))


def weekday_reach(start: datetime, span: Span, calendar: str | None = None) -> datetime:
    """A calendar without holidays: Monday to Friday from nine to five, on the clock of `start`."""
    del calendar
    if span.unit in ("min", "h"):
        return start + timedelta(hours=span.n * _HOURS[span.unit])
    if span.unit in ("wh", "wmin"):
        return _office_hours(start, timedelta(minutes=span.n * (60 if span.unit == "wh" else 1)))
    if span.unit != "wd":
        last = start + timedelta(days=round(span.n * _DAYS[span.unit]) + 1)
        return last.replace(hour=0, minute=0, second=0, microsecond=0)
    day, left = start, span.n
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < _WEEKEND
    return day.replace(hour=_CLOSE, minute=0, second=0, microsecond=0)


def _office_hours(start: datetime, left: timedelta) -> datetime:
    at = start
    while True:
        opens, closes = at.replace(hour=_OPEN, minute=0), at.replace(hour=_CLOSE, minute=0)
        begin = max(at, opens)
        if at.weekday() < _WEEKEND and begin < closes:
            if begin + left <= closes:
                return begin + left
            left -= closes - begin
        at = (at + timedelta(days=1)).replace(hour=0, minute=0)


def chains(sight: Sight) -> Iterator[Chain]:
    """Every limit that outlives a step, with the limits it contains."""
    for procedure in sight.rulebook.procedures.values():
        for name, due in procedure.due.items():
            yield from _chain(sight, procedure, f"{procedure.name}.due.{name}", due, None)
        for step_name, step in procedure.steps.items():
            for name, due in step.due.items():
                if due.until is not None:
                    where = f"{procedure.name}.steps.{step_name}.due.{name}"
                    yield from _chain(sight, procedure, where, due, step_name)


def _chain(sight: Sight, procedure: ProcedureRule, where: str, due: Due, home: str | None) -> Iterator[Chain]:
    outer = _span(sight, due)
    if outer is None:
        return
    head = (due.until or "").rpartition(".")[0].rpartition(".")[2]
    until = _makes(procedure, due.until or "")
    located = until is not None or due.until is None or head in ("case", procedure.name)
    start = _start(procedure, due, home)
    if start is None or (not located and not due.promise and head != "customer"):
        return  # a call or a message in between; no step says how far the flow has come by then
    way = _longest(sight, procedure, start, until or END)
    spans = tuple(span for name in way if (span := _own(sight, procedure, name)) is not None)
    if spans:
        yield Chain(where, outer, spans, way, located, slack=len(spans) < len(way))


def _makes(procedure: ProcedureRule, event: str) -> str | None:
    """The first step that makes an event happen: by an outcome, by filling or by issuing a paper."""
    head, _, tail = event.rpartition(".")
    step = head.rpartition(".")[2]
    if step in procedure.steps:
        return step
    for name, rule in procedure.steps.items():
        effects = (*rule.do, *(do for exit_ in rule.out.values() for do in exit_.do))
        issues = tail == "issued" and any(do.issue == head for do in effects)
        if issues or (tail == "filled" and head in rule.fill):
            return name
    return None


def _start(procedure: ProcedureRule, due: Due, home: str | None) -> str | None:
    """The step that begins where the limit begins: an outcome's follower, or the first step for the case's opening."""
    head, _, tail = (due.start or "").rpartition(".")
    step = procedure.steps.get(head.rpartition(".")[2])
    if step is not None and tail in step.out:
        return step.out[tail].then
    if head in ("case", procedure.name) and tail == "opened":
        return next(iter(procedure.steps))
    return home


def _span(sight: Sight, due: Due) -> Timed | None:
    return _timed(sight, due.within, due)


def _timed(sight: Sight, given: Figure[str] | None, due: Due) -> Timed | None:
    text = given.value if given is not None else None
    figure = sight.rulebook.header.words.get(text or "")
    try:
        return parse_span((figure.value if figure is not None else text) or ""), due.calendar
    except ValueError:
        return None


def _own(sight: Sight, procedure: ProcedureRule, name: str) -> Timed | None:
    """The longest limit that a step itself has to be finished in."""
    around: list[StepAt] = [at for at in sight.steps_of(procedure.name).values() if name in (at.name, at.around)]
    spans = [span for at in around for due in at.step.due.values() if due.until is None and (span := _span(sight, due))]
    return max(spans, key=lambda timed: _hours(timed[0]), default=None)


def _hours(span: Span) -> float:
    return span.n * (_HOURS[span.unit] if span.unit in _HOURS else _DAYS[span.unit] * 24)


def _longest(sight: Sight, procedure: ProcedureRule, start: str, target: str) -> tuple[str, ...]:
    """The way from start to target whose limits add up to most, each step once; repeats only make it longer."""
    edges = edges_of(procedure)
    cost = {name: _hours(timed[0]) if (timed := _own(sight, procedure, name)) else 0.0 for name in procedure.steps}
    best: tuple[float, tuple[str, ...]] = (-1.0, ())
    budget = 20_000
    ahead: list[tuple[str, tuple[str, ...], float]] = [(start, (), 0.0)]
    while ahead and budget:
        budget -= 1
        name, way, hours = ahead.pop()
        if name in (target, END):
            done = (*way, name) if name in procedure.steps else way
            total = hours + cost.get(name, 0.0)
            best = max(best, (total, done)) if name == target else best
        elif name in procedure.steps and name not in way:
            ahead += [(then, (*way, name), hours + cost[name]) for then in edges[name]]
    return best[1]


def _sweep(sight: Sight, chain: Chain, reach: Reach, starts: Sequence[datetime]) -> None:
    late = [start for start in starts if _late(_end(reach, start, chain.inner), reach(start, *chain.outer), chain)]
    if not late:
        return
    zh = "、".join(show_span(span) for span, _ in chain.inner)
    en = ", ".join(show_span(span, "en") for span, _ in chain.inner)
    way = " → ".join(chain.steps)
    told = "→".join(map(sight.called.within(chain.where.partition(".")[0]).step, chain.steps))
    hint_zh = "" if chain.located else "（没有环节发出它的结束事件，按走到办结计算）"
    hint_en = "" if chain.located else " (no step emits the event that ends it, so the way to the end was taken)"
    sight.tell(
        "limit_longer_than_served",
        chain.where,
        f"时限 {show_span(chain.outer[0])} 短于其中各环节的时限（{zh}；{told}）{hint_zh}：{len(starts)} 个起算日中有 {len(late)} 个"
        f"来不及，例如 {late[0]:%Y-%m-%d}。请放宽它，或缩短里面的时限。",
        f"The limit of {show_span(chain.outer[0], 'en')} is shorter than the limits inside it ({en}; {way}){hint_en}: it cannot be "
        f"kept from {len(late)} of {len(starts)} start days, for instance {late[0]:%Y-%m-%d}. Widen it, or shorten those inside.",
        level="warning",  # the source itself may promise more than its own chain allows; an author can only see it
    )


def _late(end: datetime, due: datetime, chain: Chain) -> bool:
    """Using up the whole limit is too much already if other steps have to fit in."""
    return end > due or (chain.slack and end == due)


def _end(reach: Reach, start: datetime, inner: Sequence[Timed]) -> datetime:
    at = start
    for span, calendar in inner:
        at = reach(at, span, calendar)
    return at
