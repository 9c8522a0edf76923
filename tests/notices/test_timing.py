"""When a notice goes out, to the minute: windows, office hours, weekends, and laws about both."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shouwen.engine.calendar import WorkCalendar
from shouwen.notices.timing import due_at, next_open

MINUTE = timedelta(minutes=1)
TEN = 10 * MINUTE
DAY = ((9 * 60, 12 * 60), (13 * 60, 18 * 60))
OFFICE = WorkCalendar("office", "Asia/Shanghai", (DAY,) * 5 + ((), ()))
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
FRIDAY_EVENING = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)  # 18:00


def test_the_first_goes_out_as_it_comes_and_the_next_waits_for_the_end_of_the_window() -> None:
    assert due_at(MONDAY, None, TEN, OFFICE) == MONDAY
    assert due_at(MONDAY + MINUTE, MONDAY, TEN, OFFICE) == MONDAY + TEN
    assert due_at(MONDAY + 2 * TEN, MONDAY, TEN, OFFICE) == MONDAY + 2 * TEN


def test_outside_hours_it_waits_until_work_begins() -> None:
    eight = MONDAY - 60 * MINUTE
    assert due_at(eight, None, TEN, OFFICE) == MONDAY
    noon = MONDAY + 180 * MINUTE
    assert due_at(noon, None, TEN, OFFICE) == noon + 60 * MINUTE
    assert due_at(FRIDAY_EVENING, None, TEN, OFFICE) == MONDAY + timedelta(days=7)
    assert due_at(FRIDAY_EVENING, None, TEN, None) == FRIDAY_EVENING


def test_a_window_that_ends_after_work_runs_into_the_next_morning() -> None:
    late = FRIDAY_EVENING - 5 * MINUTE
    assert due_at(late + MINUTE, late, TEN, OFFICE) == MONDAY + timedelta(days=7)


instants = st.integers(0, 20 * 24 * 60).map(lambda minutes: MONDAY + minutes * MINUTE)


@given(instants, st.none() | instants, st.integers(0, 600))
def test_never_before_it_happened_and_never_within_the_window(at: datetime, last: datetime | None, window: int) -> None:
    due = due_at(at, last, window * MINUTE, OFFICE)
    assert due >= at
    assert last is None or due >= last + window * MINUTE
    local = OFFICE.local(due)
    minute = local.hour * 60 + local.minute
    assert any(begin <= minute < end for begin, end in DAY)
    assert local.weekday() < 5


@given(instants, instants)
def test_who_waits_longer_is_not_told_earlier(one: datetime, other: datetime) -> None:
    early, late = sorted((one, other))
    assert next_open(early, OFFICE) <= next_open(late, OFFICE)
