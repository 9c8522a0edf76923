"""Laws of counting time, against a counter that walks the wall clock minute by minute and knows nothing of ours."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from shouwen.engine.calendar import WorkCalendar, always_open
from shouwen.engine.worktime import add, add_open, elapsed_working, used, warn_at, working_days_between
from shouwen.rulebook.span import Span, Unit

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
Windows = tuple[tuple[int, int], ...]
Pauses = tuple[tuple[datetime, datetime | None], ...]

ZONES = ("Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Berlin")
# Around the clock changes of those zones, the turn of a year, the end of February and an ordinary week.
ANCHORS = [
    date(2026, 3, 6), date(2026, 10, 30), date(2026, 10, 23), date(2026, 4, 3), date(2026, 10, 2), date(2026, 3, 27),
    date(2025, 12, 29), date(2028, 2, 27), date(2026, 1, 29), date(2026, 6, 10),
]  # fmt: skip
BY_DAY: list[Windows] = [
    (), ((540, 1080),), ((540, 720), (810, 1080)), ((0, 1440),), ((1200, 1440),), ((0, 60), (480, 485)),
]  # fmt: skip
BY_NIGHT: list[Windows] = [
    (), ((540, 1080),), ((1320, 360),), ((840, 1320), (1320, 360)), ((360, 840), (1200, 0)), ((1439, 45),),
]  # fmt: skip


@dataclass(frozen=True)
class Reference:
    """The slow counter: an instant is open when the wall clock reads inside a window of that day or the night before."""

    calendar: WorkCalendar
    pauses: Pauses = ()

    def windows(self, day: date) -> Windows:
        return self.calendar.days[day] if day in self.calendar.days else self.calendar.week[day.weekday()]

    def wall(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.calendar.timezone)).replace(tzinfo=None)

    def is_open(self, at: datetime) -> bool:
        wall = self.wall(at)
        minute = wall.hour * 60 + wall.minute
        today = any(a <= minute < (b if b > a else 1440) for a, b in self.windows(wall.date()))
        return today or any(b <= a and minute < b for a, b in self.windows(wall.date() - DAY))

    def runs(self, at: datetime) -> bool:
        return not any(s <= at and (e is None or at < e) for s, e in self.pauses)

    def counts(self, at: datetime, unit: Unit) -> bool:
        return self.runs(at) and (unit not in {"wd", "wh", "wmin"} or self.is_open(at))

    def count(self, start: datetime, end: datetime, unit: Unit) -> timedelta:
        return sum(self.counts(minute, unit) for minute in minutes(start, end)) * MINUTE

    def due(self, start: datetime, amount: int, unit: Unit, *, patience: int = 30 * 1440) -> datetime | None:
        """The end of the last of so many counted minutes; none when there are not so many within the patience."""
        counted = (minute for minute in islice(minutes(start, None), patience) if self.counts(minute, unit))
        last = next(islice(counted, amount - 1, None), None)
        return None if last is None else last + MINUTE

    def closes(self, start: datetime, *, working: bool) -> Iterator[tuple[date, datetime]]:
        """Each counted day after the day of the start with its close, where the clock runs in the minute before it."""
        day = self.wall(start).date()
        for _ in range(400):
            day += DAY
            if working and not self.windows(day):
                continue
            end = self.windows(day)[-1] if working else (0, 1440)
            midnight = datetime.combine(day, time.min) + (DAY if end[1] <= end[0] else timedelta())
            wall = midnight + end[1] * MINUTE
            close = wall.replace(tzinfo=ZoneInfo(self.calendar.timezone)).astimezone(UTC)
            if self.runs(close - MINUTE):
                yield day, close

    def due_day(self, start: datetime, days: int, *, working: bool) -> datetime | None:
        return next((close for _, close in islice(self.closes(start, working=working), days - 1, None)), None)


def minutes(start: datetime, end: datetime | None) -> Iterator[datetime]:
    at = start
    while end is None or at < end:
        yield at
        at += MINUTE


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    shapes = st.sampled_from(draw(st.sampled_from((BY_DAY, BY_NIGHT))))
    week = tuple(draw(st.tuples(*[shapes] * 7)))
    assume(any(week))
    anchor = draw(st.sampled_from(ANCHORS))
    days = draw(st.dictionaries(st.integers(-2, 12).map(lambda n: anchor + n * DAY), shapes, max_size=5))
    return WorkCalendar(anchor.isoformat(), draw(st.sampled_from(ZONES)), week, days)


@st.composite
def starts(draw: st.DrawFn, calendar: WorkCalendar) -> datetime:
    anchor = datetime.combine(date.fromisoformat(calendar.name), time.min, UTC)
    return anchor + draw(st.integers(0, 5 * 1440)) * MINUTE


@st.composite
def pauses(draw: st.DrawFn, start: datetime, *, ended: bool = True) -> Pauses:
    """Up to three pauses, overlapping or not, some begun before the start."""
    result: list[tuple[datetime, datetime | None]] = []
    for _ in range(draw(st.integers(0, 3))):
        begun = start + draw(st.integers(-600, 6 * 1440)) * MINUTE
        end = begun + draw(st.integers(0, 3000)) * MINUTE
        result.append((begun, end if ended or draw(st.booleans()) else None))
    return tuple(result)


def case(data: st.DataObject, *, ended: bool = True) -> tuple[WorkCalendar, datetime, Pauses, Reference]:
    calendar = data.draw(calendars())
    start = data.draw(starts(calendar))
    breaks = data.draw(pauses(start, ended=ended))
    return calendar, start, breaks, Reference(calendar, breaks)


@given(st.data(), st.sampled_from(("wmin", "min")), st.integers(1, 2000))
def test_an_amount_of_time_is_due_when_the_walk_has_counted_it(data: st.DataObject, unit: Unit, amount: int) -> None:
    calendar, start, breaks, reference = case(data, ended=False)
    expected = reference.due(start, amount, unit)
    found = add(start, Span(amount, unit), calendar, breaks).at
    if expected is None:
        assert found is None or found > start + 30 * DAY
    else:
        assert found == expected


@given(st.data(), st.integers(1, 40))
def test_hours_are_sixty_minutes(data: st.DataObject, hours: int) -> None:
    calendar, start, breaks, _ = case(data, ended=False)
    pairs: tuple[tuple[Unit, Unit], ...] = (("h", "min"), ("wh", "wmin"))
    for hour, minute in pairs:
        by_hours = add(start, Span(hours, hour), calendar, breaks)
        assert by_hours == add(start, Span(hours * 60, minute), calendar, breaks)


@given(st.data(), st.integers(1, 12), st.booleans())
def test_days_are_due_at_the_close_the_walk_comes_to(data: st.DataObject, n: int, working: bool) -> None:  # noqa: FBT001
    calendar, start, breaks, reference = case(data, ended=False)
    found = add(start, Span(n, "wd" if working else "d"), calendar, breaks).at
    assert found == reference.due_day(start, n, working=working)


@given(st.data(), st.integers(1, 14), st.sampled_from(("mo", "q", "y", "w")))
def test_months_end_on_the_same_day_or_the_last(data: st.DataObject, n: int, unit: Unit) -> None:
    calendar, start, breaks, reference = case(data)
    n = min(n, {"mo": 11, "q": 4, "y": 1, "w": 14}[unit])
    first = reference.wall(start).date()
    months = n * {"mo": 1, "q": 3, "y": 12, "w": 0}[unit]
    ahead = [first + k * DAY for k in range(400)]
    fits = [d for d in ahead if d.year * 12 + d.month == first.year * 12 + first.month + months and d.day <= first.day]
    days = n * 7 if unit == "w" else (max(fits) - first).days
    assert add(start, Span(n, unit), calendar, breaks).at == reference.due_day(start, days, working=False)


@given(st.data(), st.sampled_from(("d", "mo", "y")), st.integers(1, 4))
def test_rolling_ends_on_the_first_working_day_whose_close_runs(data: st.DataObject, unit: Unit, n: int) -> None:
    calendar, start, breaks, reference = case(data)
    due = add(start, Span(n, unit), calendar, breaks).at
    assert due is not None
    last = reference.wall(due - MINUTE).date()
    running = reference.closes(due - 2 * DAY, working=False)
    expected = next(close for day, close in running if day >= last and reference.windows(day))
    assert add(start, Span(n, unit), calendar, breaks, roll=True).at == expected


@given(st.data(), st.integers(0, 9000), st.sampled_from(("wd", "wh", "wmin", "min", "d", "mo")))
def test_used_is_what_the_walk_counts(data: st.DataObject, length: int, unit: Unit) -> None:
    calendar, start, breaks, reference = case(data, ended=False)
    end = start + length * MINUTE
    assert used(start, end, unit, calendar, breaks) == reference.count(start, end, unit)
    assert elapsed_working(start, end, calendar) == Reference(calendar).count(start, end, "wh")


@given(st.data(), st.integers(0, 500))
def test_working_days_are_counted_after_the_first_to_the_last(data: st.DataObject, length: int) -> None:
    calendar, start, _, reference = case(data)
    first = start.date()
    counted = sum(1 for n in range(1, length + 1) if reference.windows(first + n * DAY))
    assert working_days_between(first, first + length * DAY, calendar) == counted


@given(st.data(), st.integers(1, 2000), st.integers(1, 99))
def test_a_warning_comes_when_its_share_is_used(data: st.DataObject, amount: int, percent: int) -> None:
    calendar, start, breaks, _ = case(data)
    for unit in ("min", "wmin"):
        warned = warn_at(start, Span(amount, unit), percent, calendar, breaks).at
        assert warned is not None
        assert used(start, warned, unit, calendar, breaks) == amount * MINUTE * percent / 100


spans = st.builds(Span, st.integers(0, 20), st.sampled_from(("h", "d", "w", "mo", "wd", "wh")))


@given(st.data(), spans, st.integers(0, 5000), st.booleans())
def test_a_later_start_is_never_due_earlier(data: st.DataObject, span: Span, delay: int, roll: bool) -> None:  # noqa: FBT001
    calendar, start, breaks, _ = case(data)
    breaks = () if span.unit == "mo" else breaks  # see the test below
    one = add(start, span, calendar, breaks, roll=roll).at
    other = add(start + delay * MINUTE, span, calendar, breaks, roll=roll).at
    assert one is not None
    assert other is not None
    assert start <= one <= other


def test_a_paused_month_is_as_many_days_as_it_had_from_its_own_start() -> None:
    """30 October to 30 November are 31 days, from the 31st on they are 30: a pause over the 31st shows the difference."""
    office = always_open("always", "Asia/Shanghai")
    first = datetime(2026, 10, 30, 8, tzinfo=office.zone)
    breaks = ((first, datetime(2026, 11, 1, tzinfo=office.zone)),)
    ends = [add(first + n * DAY, Span(1, "mo"), office, breaks).at for n in range(3)]
    assert [office.local(end).date().isoformat() for end in ends if end] == ["2026-12-02", "2026-12-01", "2026-12-02"]


@given(st.data(), spans, st.integers(-2, 12))
def test_a_holiday_added_never_makes_a_limit_earlier(data: st.DataObject, span: Span, n: int) -> None:
    calendar, start, breaks, _ = case(data)
    holiday = date.fromisoformat(calendar.name) + n * DAY
    more = replace(calendar, days={**calendar.days, holiday: ()})
    for roll in (False, True):
        before = add(start, span, calendar, breaks, roll=roll).at
        after = add(start, span, more, breaks, roll=roll).at
        assert before is not None
        assert after is not None
        assert after == before if span.unit == "h" else after >= before


@given(st.data(), spans, st.booleans())
def test_a_pause_never_shortens(data: st.DataObject, span: Span, roll: bool) -> None:  # noqa: FBT001
    calendar, start, breaks, _ = case(data)
    more = data.draw(pauses(start))
    one = add(start, span, calendar, breaks, roll=roll).at
    other = add(start, span, calendar, (*breaks, *more), roll=roll).at
    assert one is not None
    assert other is not None
    assert one <= other


@given(st.data(), st.integers(0, 10**10))
def test_an_amount_to_the_microsecond_is_used_up_when_due(data: st.DataObject, amount: int) -> None:
    calendar, start, breaks, _ = case(data)
    length = timedelta(microseconds=amount)
    due = add_open(start, length, calendar, breaks).at
    assert due is not None
    assert used(start, due, "wh", calendar, breaks) == length
    earlier = due - timedelta(microseconds=1)
    assert amount == 0 or used(start, earlier, "wh", calendar, breaks) < length
