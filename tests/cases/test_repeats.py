"""A complaint that says what an earlier one said is found in the background and marked by the rulebook's rule."""

from datetime import timedelta
from typing import Any

from tests.cases.house import AT, HOUR, House

from shouwen.cases.jobs import Repeats
from shouwen.runtime.models import Ledger, Notice
from shouwen.runtime.queries import states_of
from shouwen.runtime.verify import verify

LEAK: dict[str, Any] = {"title": "厨房天花板漏水", "content": "楼上卫生间渗水，滴到灶台上，已经三天没人来修"}
AGAIN: dict[str, Any] = {"title": "天花板又漏水了", "content": "厨房天花板漏水，楼上卫生间渗水滴到灶台上，三天没人来"}


def marked(*cases: int) -> list[bool]:
    states = states_of(cases)
    return [states[case][1].facts.get("repeat_complaint") is True for case in cases]


def test_a_near_duplicate_of_another_customer_is_marked_told_and_shown_once(house: House) -> None:
    first = house.open(**LEAK)
    noise = house.open(AT + HOUR, title="楼上装修噪音", content="周末早上七点就开始电钻")
    again = house.open(AT + 2 * HOUR, by="amy", **AGAIN)
    jobs = Repeats()
    jobs.look(AT + 3 * HOUR)
    assert marked(first, noise, again) == [False, False, True]
    assert Notice.objects.filter(subject=again, person=house["dora"]).count() == 1
    shown = house.page(again, "amy")
    assert dict(shown.facts)["重复投诉"] == "是"
    assert shown.marks == ("重复投诉",)
    assert house.page(noise, "alice").marks == ()
    entries = Ledger.objects.count()
    jobs.look(AT + 4 * HOUR)
    Repeats().look(AT + 4 * HOUR)  # another worker, which remembers nothing
    assert Ledger.objects.count() == entries
    assert list(verify()) == []


def test_what_was_said_longer_ago_than_the_rule_counts_is_no_repetition(house: House) -> None:
    house.open(**LEAK)
    late = house.open(AT + timedelta(days=91), **AGAIN)
    Repeats().look(AT + timedelta(days=91))
    assert marked(late) == [False]


def test_a_burst_counts_itself_up(house: House) -> None:
    cases = [house.open(AT + n * HOUR, **LEAK) for n in range(4)]
    Repeats().look(AT + 5 * HOUR)
    assert [states_of([case])[case][1].facts.get("alike") for case in cases] == [None, 2, 3, 4]
    assert marked(*cases) == [False, True, True, True]
