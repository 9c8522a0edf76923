"""The duty roster: who is on duty gets the work first, who is on leave is stood in for, who leaves is on it no more."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.cases.house import AT, HOUR, House
from tests.dispatch.giving import GIVEN, come, giving_house, last, reasons, taken_by, waits_for_a_fixer

from shouwen.dispatch import actions, queries
from shouwen.dispatch.actions import DutyRefused, Shift
from shouwen.dispatch.duty_text import Told, Unread, told_in
from shouwen.dispatch.models import DutyShift
from shouwen.people import actions as people

ZONE = "Asia/Shanghai"


def on_duty(house: House, name: str, start: datetime = AT, hours: int = 8) -> None:
    shift = Shift(int(house[name]), start, start + hours * HOUR)
    actions.set_duty(unit=house.branch, post="fixer", shifts=[shift], by=house["lee"], at=AT)


@pytest.mark.parametrize("name", ["frank", "fay"])
def test_who_is_on_duty_gets_it_first_whatever_the_order_of_the_rule_says(house: House, name: str) -> None:
    come(house, "frank", "fay")
    on_duty(house, name)
    waiting = [waits_for_a_fixer(house, title=f"第{n}件") for n in range(2)]
    assert actions.give_out(at=AT) == 2
    assert [last(case_id).person for case_id in waiting] == [house[name]] * 2
    behind = next(each for each in last(waiting[0]).looked if each["person"] != house[name])
    assert (behind["why"], behind["by"]) == ("behind", "on_duty")
    third = waits_for_a_fixer(house, title="第三件")
    actions.give_out(at=AT)
    assert last(third).person not in {house[name], ""}, "who is on duty is full, so the other one helps out"


def test_before_and_after_the_shift_the_order_of_the_rule_decides_alone(house: House) -> None:
    come(house, "frank", "fay")
    on_duty(house, "fay", AT + HOUR, hours=1)
    for at, expected in ((AT, "frank"), (AT + HOUR, "fay"), (AT + 2 * HOUR, "frank")):
        named = queries.on_duty(house.viewer("lee", at).organisation, at).get("fixer", frozenset())
        assert (house["fay"] in named) == (expected == "fay"), at


def test_who_stands_in_for_somebody_on_leave_is_on_duty_instead(db: None) -> None:
    house = giving_house(GIVEN)
    on_duty(house, "frank")
    people.set_absence(
        person=int(house["frank"]), substitute=int(house["amy"]), starts_at=AT, ends_at=AT + 24 * HOUR, by=None, at=AT
    )
    come(house, "frank", "fay", "amy")
    case_id = waits_for_a_fixer(house)
    actions.give_out(at=AT)
    assert taken_by(case_id) == house["amy"]
    assert reasons(house, case_id) == {"amy": "chosen", "fay": "behind", "frank": "absent"}


def test_on_duty_and_not_there_the_work_goes_to_who_is_there(db: None) -> None:
    house = giving_house(GIVEN)
    on_duty(house, "frank")
    come(house, "fay")
    case_id = waits_for_a_fixer(house)
    actions.give_out(at=AT)
    assert taken_by(case_id) == house["fay"]
    assert reasons(house, case_id)["frank"] == "away"


def test_who_leaves_is_on_duty_no_more(house: House) -> None:
    for day in range(3):
        on_duty(house, "frank", AT + day * 24 * HOUR)
    leaves = AT + 25 * HOUR
    people.leave(person=int(house["frank"]), last_day=AT.date(), by=None, at=leaves)
    kept = DutyShift.objects.order_by("starts_at").values_list("starts_at", "ends_at")
    assert list(kept) == [(AT, AT + 8 * HOUR), (AT + 24 * HOUR, leaves)]


def test_all_of_it_or_nothing_with_every_reason_at_once(house: House) -> None:
    good = Shift(int(house["frank"]), AT, AT + 8 * HOUR, 1)
    shifts = [
        good,
        Shift(int(house["alice"]), AT, AT + 8 * HOUR, 2),
        Shift(int(house["fay"]), AT, AT + 49 * HOUR, 3),
        Shift(int(house["frank"]), AT + HOUR, AT + 9 * HOUR, 4),
    ]
    with pytest.raises(DutyRefused) as refused:
        actions.set_duty(unit=house.branch, post="fixer", shifts=shifts, by=house["lee"], at=AT)
    assert [(one.line, one.name, one.why) for one in refused.value.lacks] == [
        (2, "Alice", "post"),
        (3, "Fay", "long"),
        (4, "Frank", "twice"),
    ]
    assert not DutyShift.objects.exists()
    for new in (1, 0):
        assert actions.set_duty(unit=house.branch, post="fixer", shifts=[good], by=house["lee"], at=AT) == new
    assert DutyShift.objects.count() == 1


def test_a_pasted_month_is_read_as_people_write_it() -> None:
    text = (
        "2026-12-01 08:00-20:00 张三 李四\n\n12月2日\t20:00~次日8:00\t王五\n2026/12/3，8：00—24:00，张三、张三\n"
        "32月1日 8:00-9:00 张三\n12-4 早班 张三\n12-5 08:00-20:00\n12-6 08:00-25:00 张三"
    )
    told = list(told_in(text, year=2026, zone=ZONE))
    read = [(one.line, one.starts_at, one.ends_at, one.names) for one in told if isinstance(one, Told)]
    assert read == [
        (1, datetime(2026, 12, 1, 0, tzinfo=UTC), datetime(2026, 12, 1, 12, tzinfo=UTC), ("张三", "李四")),
        (3, datetime(2026, 12, 2, 12, tzinfo=UTC), datetime(2026, 12, 3, 0, tzinfo=UTC), ("王五",)),
        (4, datetime(2026, 12, 3, 0, tzinfo=UTC), datetime(2026, 12, 3, 16, tzinfo=UTC), ("张三",)),
    ]
    assert [(one.line, one.why) for one in told if isinstance(one, Unread)] == [
        (5, "day"),
        (6, "hours"),
        (7, "names"),
        (8, "hours"),
    ]
    assert [one.why for one in told_in("x\n" * 2001, year=2026, zone=ZONE) if isinstance(one, Unread)][-1] == "lines"


def test_the_plan_says_from_when_on_a_post_has_too_few(db: None) -> None:
    house = giving_house(GIVEN + "- {roster: shop, title: 维修值守, posts: fixer, calendar: office, cites: [DESK-3]}\n")
    monday = AT.date()  # the office is open from nine to twelve and from one to six
    plan = queries.duty_plan(house.viewer("lee"), house.branch, monday)
    assert [(row.day.day, row.gaps) for row in plan.rows][:2] == [(2, (AT,)), (3, (AT + 24 * HOUR,))]
    assert len(plan.rows) == 5, "on the weekend nobody is wanted"
    on_duty(house, "frank", AT - HOUR, hours=4)  # until noon
    on_duty(house, "fay", AT + 5 * HOUR, hours=5)  # from two on
    first = queries.duty_plan(house.viewer("lee"), house.branch, monday).rows[0]
    assert first.gaps == (AT + 4 * HOUR,), "from one to two nobody is there; at noon it is closed"
    on_duty(house, "frank", AT + 3 * HOUR, hours=2)
    assert queries.duty_plan(house.viewer("lee"), house.branch, monday).rows[0].gaps == ()


def test_the_board_names_who_is_on_duty_and_not_there(db: None) -> None:
    house = giving_house(GIVEN + "- {roster: shop, title: 维修值守, posts: fixer, cites: [DESK-3]}\n")
    on_duty(house, "frank")
    come(house, "fay")
    (row,) = queries.cover(house.viewer("lee"))
    assert (row.here, row.lacks, row.missing) == (1, False, ("Frank",))
    come(house, "frank")
    assert queries.cover(house.viewer("lee"))[0].missing == ()
    assert queries.own_presence(house.viewer("frank")).duty_until == AT + timedelta(hours=8)
