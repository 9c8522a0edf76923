"""Laws of three-valued conditions and of tables, and dates counted by hand on the civil calendar."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shouwen.engine.calendar import WorkCalendar
from shouwen.engine.calendars import Calendars
from shouwen.engine.conditions import Answer, Ground, forecast, judge
from shouwen.engine.facts import Value
from shouwen.engine.tables import ask_table
from shouwen.rulebook.model import Condition, TableRule

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = WorkCalendar("office", "Asia/Shanghai", (((540, 720), (780, 1080)),) * 5 + ((),) * 2)
CALENDARS = Calendars(OFFICE)
START = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
SCALES = {"grade": ("general", "serious", "major")}

SPANS = st.builds(lambda n, unit: f"{n}{unit}", st.integers(0, 40), st.sampled_from(["min", "h", "d", "w", "mo", "wd"]))
DAYS = st.dates(datetime(2025, 10, 1).date(), datetime(2026, 8, 1).date()).map(str)  # noqa: DTZ001 - a day
DATED = st.builds(
    lambda path, op, span: {path: {op: span}}, st.sampled_from(["a", "b"]), st.sampled_from(["past", "ahead"]), SPANS
)
PLAIN = st.one_of(
    st.builds(lambda path, value: {path: value}, st.sampled_from(["x", "y", "z"]), st.sampled_from(["1", "2", "3"])),
    st.builds(
        lambda path, op, n: {path: {op: n}},
        st.sampled_from(["x", "y", "z"]),
        st.sampled_from(["at_least", "less_than"]),
        st.sampled_from(["1", "2", "3"]),
    ),
    st.builds(lambda values: {"x": values}, st.lists(st.sampled_from(["1", "2", "3"]), min_size=1, max_size=3)),
)


def trees(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Condition]:
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda part: {"not": part}, inner),
        ),
        max_leaves=6,
    ).map(Condition.model_validate)


def ground(facts: dict[str, Value], at: datetime = START) -> Ground:
    return Ground(facts.get, at, CALENDARS, SCALES)


@given(trees(st.one_of(DATED, PLAIN)), st.tuples(DAYS, DAYS), st.floats(0, 1))
def test_law_1_no_answer_changes_before_it_is_announced(
    condition: Condition, days: tuple[str, str], part: float
) -> None:
    facts: dict[str, Value] = {"a": days[0], "b": days[1], "x": 2}
    now = judge(condition, ground(facts))
    horizon = now.next_change or START + timedelta(days=500)
    between = START + (horizon - START) * part
    assume(between < horizon)
    assert judge(condition, ground(facts, between)).value is now.value


@given(trees(DATED), st.tuples(DAYS, DAYS), st.integers(1, 1000))
def test_law_1_the_forecast_is_the_first_true_instant(condition: Condition, days: tuple[str, str], before: int) -> None:
    facts: dict[str, Value] = {"a": days[0], "b": days[1]}
    first = forecast(condition, ground(facts))
    if first is None:
        assert not any(judge(condition, ground(facts, START + timedelta(days=n))).value for n in range(0, 4000, 97))
        return
    assert judge(condition, ground(facts, first)).value is True
    earlier = first - timedelta(minutes=before)
    if earlier >= START:
        assert judge(condition, ground(facts, earlier)).value is not True


@given(
    trees(PLAIN),
    st.dictionaries(st.sampled_from(["x", "y", "z"]), st.integers(1, 3)),
    st.tuples(*[st.integers(1, 3)] * 3),
)
def test_law_3_knowing_more_never_turns_an_answer(
    condition: Condition, known: dict[str, int], rest: tuple[int, ...]
) -> None:
    now = judge(condition, ground(dict(known)))
    later = judge(condition, ground({**dict(zip("xyz", rest, strict=True)), **known}))
    assert later.value is not None
    assert now.value in {None, later.value}
    assert bool(now.unknown) == (now.value is None)


ROWS = st.lists(trees(PLAIN), min_size=1, max_size=4)


@given(ROWS, st.dictionaries(st.sampled_from(["x", "y", "z"]), st.integers(1, 3)))
def test_law_3_one_row_answers_only_if_every_completion_gives_it(rows: list[Condition], known: dict[str, int]) -> None:
    table = TableRule.model_validate(
        {"name": "t", "in": ["x", "y", "z"], "hit": "one", "rows": [{"when": row} for row in rows]}
    )
    answer = ask_table(table, ground(dict(known)))
    every = [{"x": x, "y": y, "z": z, **known} for x in (1, 2, 3) for y in (1, 2, 3) for z in (1, 2, 3)]
    full = {tuple(n for n, _ in ask_table(table, ground(dict(facts))).rows) for facts in every}
    if answer.rows:
        assert full == {tuple(n for n, _ in answer.rows)}
        assert len(answer.rows) == 1


@pytest.mark.parametrize(
    ("condition", "facts", "value"),
    [
        ({"x": "2"}, {"x": 2}, True),
        ({"x": "2.0"}, {"x": 2}, True),
        ({"x": "true"}, {"x": True}, True),
        ({"x": "false"}, {"x": True}, False),
        ({"x": "否"}, {"x": False}, True),
        ({"x": ["a", "b"]}, {"x": "b"}, True),
        ({"x": ["a", "b"]}, {"x": "c"}, False),
        ({"x": {"at_least": "10000.00"}}, {"x": "9999.99"}, False),
        ({"x": {"at_least": "10000"}}, {"x": "10000.00"}, True),
        ({"x": {"more_than": "3"}}, {"x": 3}, False),
        ({"x": {"at_most": "3"}}, {"x": 3}, True),
        ({"x": {"less_than": "many"}}, {"x": 3}, None),
        ({"grade": {"at_least": "serious"}}, {"grade": "major"}, True),
        ({"grade": {"at_least": "serious"}}, {"grade": "general"}, False),
        ({"x": {"known": "true"}}, {}, False),
        ({"x": {"known": "false"}}, {}, True),
        ({"x": {"has": "a"}}, {"x": ("a", "b")}, True),
        ({"x": {"lacks": "a"}}, {"x": ("a", "b")}, False),
        ({"x": {"lacks": "a"}}, {}, None),
        ({"x": {"fact": "y"}}, {"x": "a", "y": "a"}, True),
        ({"x": {"fact": "y"}}, {"x": "a"}, None),
        ({"any": [{"x": "1"}, {"y": "1"}]}, {"y": "1"}, True),
        ({"x": "1", "y": "1"}, {"y": "2"}, False),
        ({"not": {"x": "1"}}, {}, None),
    ],
)
def test_matchers(condition: dict[str, object], facts: dict[str, Value], value: bool | None) -> None:  # noqa: FBT001 - the expected answer
    assert judge(Condition.model_validate(condition), ground(facts)).value is value


@pytest.mark.parametrize(
    ("matcher", "day", "change"),
    [
        # Civil Code arts. 201 to 203: the first day is left out, the last one counts to its end.
        ({"past": "3mo"}, "2026-01-15", "2026-04-16T00:00"),
        ({"past": "1mo"}, "2026-02-28", "2026-03-29T00:00"),
        ({"past": "10d"}, "2026-03-02", "2026-03-13T00:00"),
        ({"past": "2h"}, "2026-03-02T08:30:00+08:00", "2026-03-02T10:30"),
        ({"past": "3wd"}, "2026-03-05", "2026-03-10T18:00"),
    ],
)
def test_past_opens_at_the_instant_counted_by_hand(matcher: dict[str, str], day: str, change: str) -> None:
    condition = Condition.model_validate({"a": matcher})
    at = datetime.fromisoformat(change).replace(tzinfo=ZONE)
    before = judge(condition, ground({"a": day}, START))
    assert before == Answer(value=False, unknown=(), next_change=at)
    assert judge(condition, ground({"a": day}, at)).value is True


@pytest.mark.parametrize(
    ("matcher", "day", "change"),
    [
        ({"ahead": "0d"}, "2026-03-10", "2026-03-11T00:00"),
        ({"ahead": "2d"}, "2026-03-10", "2026-03-09T00:00"),
        ({"ahead": "1mo"}, "2026-04-30", "2026-04-01T00:00"),
        ({"ahead": "2h"}, "2026-03-02T12:00:00+08:00", "2026-03-02T10:00:00.000001"),
    ],
)
def test_ahead_shuts_at_the_instant_counted_by_hand(matcher: dict[str, str], day: str, change: str) -> None:
    condition = Condition.model_validate({"a": matcher})
    at = datetime.fromisoformat(change).replace(tzinfo=ZONE)
    before = judge(condition, ground({"a": day}, START))
    assert before == Answer(value=True, unknown=(), next_change=at)
    assert judge(condition, ground({"a": day}, at)).value is False
