"""Filters in the address: combined, shared, and wrong ones said in words; articles read."""

import re
from urllib.parse import parse_qs

import pytest
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import queries
from shouwen.documents import actions as documents
from shouwen.web.cases.queues import narrowed

pytestmark = pytest.mark.django_db

TWO = "field=intake.happened_on&how=between&is=2026-03-01&to=2026-03-05&field=intake.flood&how=is&is=true&to="


def three(house: House) -> None:
    for title, day, flood in (("甲", "2026-03-02", "yes"), ("乙", "2026-03-02", "no"), ("丙", "2026-03-09", "yes")):
        fields = {"caller": "王女士", "happened_on": day, "flood": flood}
        house.open(now(), title=f"漏水{title}", fields=fields)


def test_several_fields_add_up_and_each_can_be_dropped(house: House) -> None:
    three(house)
    lee = signed_in("lee")
    shown = text_of(lee.get(f"/cases/?{TWO}"))
    assert ("漏水甲" in shown, "漏水乙" in shown, "漏水丙" in shown) == (True, False, False)
    assert "发生日期：2026-03-01 – 2026-03-05" in shown
    dropped = re.search(r'href="\?([^"]*)" aria-label="去掉条件 发生日期', lee.get(f"/cases/?{TWO}").content.decode())
    assert dropped is not None
    left = text_of(lee.get(f"/cases/?{dropped[1].replace('&amp;', '&')}"))
    assert ("漏水甲" in left, "漏水乙" in left, "漏水丙" in left) == (True, False, True)


def test_the_sheet_keeps_every_condition_and_offers_one_more(house: House) -> None:
    house.open(now())
    sheet = signed_in("lee").get(f"/cases/conditions/?{TWO}").content.decode()
    assert sheet.count('name="field"') == sheet.count('name="how"') == sheet.count('name="is"') == 3
    assert sheet.count('name="to"') == 3
    assert 'value="2026-03-05"' in sheet
    value = signed_in("lee").get("/cases/conditions/value/?row=1&field=intake.happened_on").content.decode()
    assert ('id="f-is-1"' in value, 'type="date"' in value, "介于" in value) == (True, True, True)


def test_an_address_in_one_order_keeps_what_belongs_together() -> None:
    address = narrowed(f"state=working&sort=due&{TWO}&field=&how=&is=&to=")
    assert parse_qs(address, keep_blank_values=True) == {
        "state": ["working"],
        "field": ["intake.happened_on", "intake.flood"],
        "how": ["between", "is"],
        "is": ["2026-03-01", "true"],
        "to": ["2026-03-05", ""],
    }
    assert narrowed(address) == address
    assert narrowed("field=b&is=1&field=a&is=2") == "field=b&is=1&field=a&is=2"


def test_a_view_shared_by_a_unit_finds_the_same_for_a_colleague(house: House) -> None:
    three(house)
    signed_in("lee").post("/cases/views/", {"name": "三月进水", "address": TWO, "unit": str(house.branch)})
    (view,) = queries.views_for(house.viewer("amy", now()))
    assert view.name == "三月进水"
    shown = text_of(signed_in("dora").get(f"/cases/?{view.filters['query']}"))
    assert ("漏水甲" in shown, "漏水乙" in shown) == (True, False)
    assert not queries.views_for(house.viewer("olga", now()))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("state=nix", "“状态”没有“nix”这一项"),
        ("case_type=nix", "“类型”没有“nix”这一项"),
        ("unit=999999", "“单位”没有“999999”这一项"),
        ("unit=²", "“单位”没有“²”这一项"),
        ("customer=abc", "“客户”没有“abc”这一项"),
        ("since=gestern", "“受理自”要填日期"),
        ("since=2026-03-02&until=2026-03-01", "受理自晚于受理至"),
        ("field=intake.flood&is=vielleicht", "“flood”没有“vielleicht”这一项"),
        ("field=intake.happened_on&is=2026-99-99", "“发生日期”要填日期"),
        ("field=intake.caller&is=王", "没有“intake.caller”这个字段"),
        ("field=' OR 1=1 --&is=1", "不能按它查找"),
        ("channel=x&severity=y&own=z", "“渠道”没有“x”这一项"),
    ],
)
def test_a_wrong_value_is_said_and_finds_nothing(house: House, address: str, words: str) -> None:
    house.open(now(), title="厨房漏水")
    lee = signed_in("lee")
    answer = lee.get(f"/cases/?{address}")
    assert answer.status_code == 200
    assert words in text_of(answer)
    assert "共 0 条" in text_of(answer)
    assert "清单是空的" in text_of(lee.post(f"/cases/export/?{address}", {"reason": "例会"}, follow=True))


def test_a_wrong_order_is_said_and_the_newest_stands_first(house: House) -> None:
    house.open(now(), title="厨房漏水")
    shown = text_of(signed_in("lee").get("/cases/?sort=zz"))
    assert ("“排序”没有“zz”这一项" in shown, "厨房漏水" in shown) == (True, True)


def test_an_article_is_read_with_its_clauses(house: House) -> None:
    house.open(now())
    shown = signed_in("alice").get("/articles/DESK/1/shut_off/").content.decode()
    for words in ("漏水先关总阀", "知识", "请客户先关水表旁的总阀", "小服务台制度", "/clause/DESK-3/"):
        assert words in shown
    assert signed_in("alice").get("/articles/DESK/1/nothing/").status_code == 404


def test_papers_are_found_by_whoever_sees_their_case(house: House) -> None:
    case_id = house.open(now())
    draft = documents.Draft(
        subject=case_id, key="letter", edition="DESK/1", paper="record", sort="form", template="form", title="整改通知单",
        number="ZG-2026-0007", printed=(), signers=(), clauses=(), unit=str(house.branch),
    )  # fmt: skip
    documents.issue(draft=draft, receivers=[], by=None, at=now())
    for asked in ("整改", "ZG-2026", "0007"):
        assert "整改通知单" in text_of(signed_in("lee").get("/search/quick/", {"q": asked}))
        assert "整改通知单" not in text_of(signed_in("olga").get("/search/quick/", {"q": asked}))


def test_words_that_are_too_long_are_cut_and_that_is_told(house: House) -> None:
    for address in ("/search/", "/search/quick/"):
        shown = text_of(signed_in("alice").get(address, {"q": "漏" * 300}))
        assert "只按前 80 个字查找" in shown
        assert "漏" * 81 not in shown
        assert "只按前" not in text_of(signed_in("alice").get(address, {"q": "漏水"}))
