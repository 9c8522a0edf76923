"""督办单: what was not answered is never shown as answered, and a merger takes along what is still owed."""

import re
from datetime import timedelta

import pytest
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import actions as cases
from shouwen.cases.forms import Invalid

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_a_supervision_that_nobody_answered_never_counts_as_answered(house: House) -> None:
    at = now()
    ends = {"作废": cases.void, "撤销": cases.withdraw}
    for words, end in ends.items():
        case_id = house.open(at)
        cases.supervise(
            case_id=case_id,
            reason=f"为何超时（{words}）",
            limit=at + 5 * HOUR,
            person=house["fay"],
            by=house["lee"],
            at=at,
        )
        end(case_id=case_id, reason="客户不要了", by=house["dora"], at=at + MINUTE)
    lee = signed_in("lee")
    shown = text_of(lee.get("/supervisions/?all=1"))
    assert "按时答复" not in shown
    assert shown.count(">未答复</span>") == 2
    assert "事项已作废" in shown
    assert "事项已撤销" in shown
    told = text_of(lee.get("/notices/"))
    # Two of a kind stand in one line.
    assert told.count("督办没有答复，事项已撤销或作废") == 1
    assert "客户不要了" in told


def test_a_merger_takes_the_supervision_along(house: House) -> None:
    at = now()
    first, main = house.open(at), house.open(at, title="一楼大厅漏水")
    limit = at + 5 * HOUR
    cases.supervise(case_id=first, reason="为何超时九天", limit=limit, person=house["fay"], by=house["lee"], at=at)
    cases.merge(case_id=first, into=main, reason="同一件事", by=house["alice"], at=at + MINUTE)
    lee = signed_in("lee")
    number = house.page(main, "lee").case.number
    waiting = text_of(lee.get("/supervisions/"))
    assert number in waiting
    assert "为何超时九天" in waiting
    assert "待答复" in waiting
    every = text_of(lee.get("/supervisions/?all=1"))
    assert re.search(rf"事项已并入 <a [^>]*>{number}</a>", every)
    assert "督办随并单转到这里" in text_of(lee.get("/notices/"))
    (task,) = house.open_tasks(main) - {"record#1"}
    house.finish(main, task, "done", by="fay", at=at + HOUR, reason="漏派了，今晚修好")
    assert "按时答复" in text_of(lee.get("/supervisions/?all=1"))


def test_both_cases_of_a_merger_name_each_other(house: House) -> None:
    at = now()
    first, main = house.open(at), house.open(at, title="一楼大厅漏水")
    lee = signed_in("lee")
    numbers = {each: house.page(each, "lee").case.number for each in (first, main)}
    cases.merge(case_id=first, into=main, reason="同一件事", by=house["alice"], at=at + MINUTE)
    merged, goes_on = (text_of(lee.get(f"/cases/{each}/")) for each in (first, main))
    assert re.search(rf'已并入</span><a [^>]*href="/cases/{main}/">{numbers[main]}</a>', merged)
    assert f"并入 {numbers[main]}：同一件事" in merged
    assert "并入此事项" in merged
    assert f"{numbers[first]} 并入本事项：同一件事" in goes_on
    assert "已并入本事项" in goes_on


def test_nothing_goes_on_in_a_case_that_is_over_or_out_of_sight(house: House) -> None:
    at = now()
    first, over = house.open(at), house.open(at)
    hidden = house.open(at, by="olga", unit=str(house.other))
    cases.void(case_id=over, reason="登记重复", by=house["lee"], at=at)
    for other, words in ((over, "已经办结"), (hidden, "看不到它"), (999_999, "没有这件事项")):
        with pytest.raises(Invalid, match=words):
            cases.act(case_id=first, act="merge", facts={"into": str(other)}, reason="x", by=house["alice"], at=at)
    cases.act(case_id=first, act="merge", facts={"into": str(house.open(at))}, reason="x", by=house["alice"], at=at)
    assert house.page(first, "lee").is_merged
