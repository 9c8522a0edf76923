"""The workspace in the browser's eyes: numbers lead to their lists, many are acted on like one, tabs and views stay."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from tests.cases.house import RECORD, House
from tests.web.signed_in import recent, signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases import actions, queries
from shouwen.customers import actions as customers

pytestmark = pytest.mark.django_db

TILE = re.compile(r'<a class="tile[^"]*" href="([^"]+)"><b>(\d+)\+?</b>')
FIGURE = re.compile(r'<td class="number"><a [^>]*?href="([^"]+)"[^>]*>(\d+)</a>')
QUEUE = re.compile(r'<a href="([^"]+)" data-queue[^>]*>.*?<b>(\d+)\+?</b>', re.DOTALL)
ROW = re.compile(r'(?:<tr|<a class="card")[^>]* data-row="([^"]+)"')


def rows_behind(client: Client, url: str) -> set[str]:
    return set(ROW.findall(text_of(client.get(unescape(url)))))


def at_work(house: House) -> None:
    """Cases in several states, some late, one urgent, one in a pool, one of another branch."""
    at = now()
    for hours in (5, 1):
        house.open(at - timedelta(hours=hours), title=f"漏水{hours}")
    urgent = house.open(at - timedelta(minutes=5), urgent=True)
    house.finish(urgent, "record#1", "recorded", by="alice", at=at - timedelta(minutes=4), fields=RECORD)
    house.finish(urgent, "review#1", "serious", by="lee", at=at - timedelta(minutes=3))
    pool = house.open(at - timedelta(minutes=5))
    house.to_handling(pool, at - timedelta(minutes=4))
    flooded = house.open(at - timedelta(minutes=5))
    actions.set_facts(case_id=flooded, facts={"flood": True}, by=house["lee"], at=at)
    house.open(at - timedelta(minutes=5), by="olga", unit=str(house.other))


@pytest.mark.parametrize("who", ["alice", "lee", "dora", "frank", "olga"])
@pytest.mark.parametrize(("url", "pattern"), [("/home/", TILE), ("/home/", FIGURE), ("/cases/queues/", QUEUE)])
def test_every_number_is_a_link_to_exactly_those_cases(
    house: House, who: str, url: str, pattern: re.Pattern[str]
) -> None:
    at_work(house)
    client = signed_in(who)
    found = pattern.findall(text_of(client.get(url)))
    assert found or pattern is FIGURE
    for address, count in found:
        assert len(rows_behind(client, address)) == int(count), address


def test_what_stands_on_the_first_page_follows_from_what_a_post_may_do(house: House) -> None:
    at_work(house)
    pages = {who: text_of(signed_in(who).get("/home/")) for who in ("alice", "lee", "dora")}
    assert "督办" not in pages["alice"]
    assert "单位对比" not in pages["alice"]
    assert "未签收" in pages["lee"]
    assert "单位对比" not in pages["lee"]
    assert "要情" in pages["dora"]
    assert "单位对比" in pages["dora"]
    # The gravest level and the mark come from the rulebook's own words.
    assert "严重" in pages["dora"]
    assert "flood" in pages["dora"]


def test_the_address_of_the_workspace_brings_back_list_and_case(house: House) -> None:
    case_id = recent(house)
    page = text_of(signed_in("alice").get(f"/cases/?own=work&sort=due&case={case_id}"))
    assert f'data-case="{case_id}"' in page
    assert f'<tr data-row="{case_id}"' in page
    other = text_of(signed_in("olga").get(f"/cases/?case={case_id}"))
    assert f'data-case="{case_id}"' not in other


def test_a_part_of_the_screen_is_answered_with_that_part(house: House) -> None:
    case_id = recent(house)
    alice = signed_in("alice")
    rows = text_of(alice.get("/cases/", headers={"HX-Request": "true", "HX-Target": "list"}))
    assert rows.lstrip().startswith("<section")
    assert "<html" not in rows
    part = alice.get(f"/cases/{case_id}/", headers={"HX-Request": "true"})
    assert "<html" not in text_of(part)
    assert 'id="case-now"' in text_of(part)
    assert 'id="toasts"' in text_of(part)
    assert "HX-Request" in part["Vary"]


def test_conditions_are_told_and_each_can_be_dropped(house: House) -> None:
    house.record(recent(house), now())
    lee = signed_in("lee")
    url = "/cases/?late=1&field=record.kind&is=noise&urgent=1"
    page = text_of(lee.get(url))
    assert "类别：噪音" in page
    dropped = re.findall(r'<span class="tag [^"]*">[^<]+ <a data-list href="([^"]*)"', page)
    assert len(dropped) == 3
    assert all("case=" not in address and len(address) < len(url) for address in dropped)
    assert "未知" not in page
    form = text_of(lee.get("/cases/conditions/?field=record.kind&is=noise"))
    assert "登记表" in form
    assert '<option value="noise" selected>噪音' in form
    assert "来电人" not in form
    assert "水量" in text_of(lee.get("/cases/conditions/value/?field=record.litres"))


def told(page: str) -> dict[str, bool]:
    found = re.findall(r'<li class="(good|bad)"><a [^>]*>([^<]+)</a>', page)
    return {number: look == "good" for look, number in found}


def test_many_are_acted_on_as_each_would_be_alone(house: House) -> None:
    mine, taken, strange = recent(house), recent(house), recent(house, by="olga", unit=str(house.other))
    house.to_handling(taken, now())
    lee = signed_in("lee")
    sent = {"case": [mine, taken, strange], "act": "urge", "reason": "客户来电催促", "key": "k1"}
    answer = text_of(lee.post("/cases/bulk/", sent))
    numbers = {row.id: row.number for row in queries.listing(house.viewer("dora", now()), queries.Filters()).rows}
    assert told(answer) == {numbers[mine]: True, numbers[taken]: True}
    assert numbers[strange] not in answer
    assert {queries.get_for(house.viewer("alice", now()), each).urged_count for each in (mine, taken)} == {1}
    lee.post("/cases/bulk/", sent)
    assert queries.get_for(house.viewer("alice", now()), mine).urged_count == 1


def test_what_cannot_be_taken_back_is_offered_last_in_bulk(house: House) -> None:
    cases = [recent(house), recent(house)]
    page = text_of(signed_in("dora").get("/cases/bulk/", {"case": cases}))
    offered = re.findall(r'value="(void|urge|supervise|note)"', page)
    assert list(dict.fromkeys(offered))[-2:] == ["void", "note"]


@pytest.mark.parametrize(("part", "page"), [("/home/", "/"), ("/cases/bulk/", "/cases/")])
def test_a_part_typed_as_an_address_leads_to_its_page(house: House, part: str, page: str) -> None:
    lee = signed_in("lee")
    assert lee.get(part, headers={"Sec-Fetch-Dest": "document"})["Location"] == page
    assert lee.get(part, headers={"Sec-Fetch-Dest": "empty"}).status_code == 200


def test_a_rule_that_stops_one_stops_it_among_many_and_says_why(house: House) -> None:
    first, second = recent(house), recent(house)
    house.to_handling(first, now())
    frank = signed_in("frank")
    house.to_handling(second, now())
    actions.act(case_id=second, act="take", task="handle#1", facts={}, reason="", by=house["fay"], at=now())
    answer = text_of(frank.post("/cases/bulk/", {"case": [first, second], "act": "take", "key": "k"}))
    assert sorted(told(answer).values()) == [False, True]
    assert "现在不能这样办" in answer
    lee = signed_in("lee")
    without = text_of(lee.post("/cases/bulk/", {"case": [first], "act": "urge", "reason": "", "key": "n"}))
    assert list(told(without).values()) == [False]
    assert "请写明" in without, without


def test_what_is_offered_for_many_is_what_any_of_them_offers(house: House) -> None:
    case_id = recent(house)
    page = text_of(signed_in("lee").get("/cases/bulk/", {"case": [str(case_id), "999999", "x"]}))
    offered = set(re.findall(r'name="act" value="([^"]+)"', page))
    assert {"urge", "supervise", "suspend", "note"} <= offered
    assert offered.isdisjoint({"merge", "link", "reply", "take"})


def test_a_note_can_be_left_on_many(house: House) -> None:
    made = [recent(house), recent(house)]
    signed_in("alice").post("/cases/bulk/", {"case": made, "act": "note", "reason": "停水通知已发", "key": "n"})
    for case_id in made:
        assert "停水通知已发" in text_of(signed_in("alice").get(f"/cases/{case_id}/"))


def test_tabs_stay_after_a_reload_and_go_when_shut(house: House) -> None:
    one, two = recent(house, title="一号楼漏水"), recent(house, title="二号楼漏水")
    alice = signed_in("alice")
    for case_id in (one, two):
        alice.post(f"/cases/{case_id}/tab/", {"do": "open"})
    strip = text_of(signed_in("alice").get("/cases/tabs/"))
    assert strip.index("一号楼漏水") < strip.index("二号楼漏水")
    assert "二号楼漏水" not in text_of(alice.post(f"/cases/{two}/tab/", {"do": "close"}))


def test_a_view_is_kept_shared_and_dropped(house: House) -> None:
    alice = signed_in("alice")
    sent = {"name": "漏水的", "address": "text=漏水&after=9&sort=due", "unit": str(house.branch)}
    assert alice.post("/cases/views/", sent)["Location"].startswith("/cases/?text=")
    assert "漏水的" in text_of(signed_in("amy").get("/cases/queues/"))
    assert "漏水的" not in text_of(signed_in("olga").get("/cases/queues/"))
    (view,) = queries.saved_views(house["alice"])
    assert str(view.filters["query"]) == "text=%E6%BC%8F%E6%B0%B4&sort=due"
    signed_in("amy").post("/cases/views/", {"drop": view.id})
    assert queries.saved_views(house["alice"])
    alice.post("/cases/views/", {"drop": view.id})
    assert not queries.saved_views(house["alice"])
    alice.post("/cases/views/", {"name": "别处", "address": "", "unit": str(house.other)})
    assert "别处" not in text_of(signed_in("olga").get("/cases/queues/"))


def test_beside_a_case_stand_its_object_and_what_the_customer_had_before(house: House) -> None:
    made = customers.register_customer(name="王女士", unit=house.branch, by=None, at=now()).pk
    before = recent(house, title="门锁松动", customer=made)
    case_id = recent(house, title="地漏反味", customer=made)
    context = text_of(signed_in("alice").get(f"/cases/{case_id}/context/"))
    assert "门锁松动" in context
    assert f"/cases/{before}/" in context
    assert "地漏反味" not in context


@pytest.mark.parametrize(
    ("asked", "group", "words"),
    [
        ("漏水", "事项", "厨房漏水"),
        ("wns", "客户", "王女士"),
        ("wns", "事项", "厨房漏水"),
        ("1234", "客户", "王女士"),
        ("王", "客户", "王女士"),
        ("0001", "事项", "厨房漏水"),
        ("受理", "条款", "DESK-1 受理"),
        ("ali", "同事", "Alice"),
        ("总阀", "知识", "漏水先关总阀"),
        ("lsx", "知识", "漏水先关总阀"),
        ("拆吊顶", "知识", "漏水先关总阀"),
        ("sl", "条款", "DESK-1 受理"),
    ],
)
def test_one_box_finds_everything_by_what_people_type(house: House, asked: str, group: str, words: str) -> None:
    contacts = [customers.NewContact(kind="phone", value="13812345678")]
    made = customers.register_customer(name="王女士", unit=house.branch, contacts=contacts, by=None, at=now()).pk
    recent(house, customer=made)
    for url in ("/search/quick/", "/search/"):
        shown = text_of(signed_in("dora").get(url, {"q": asked}))
        assert group in shown
        assert words in shown
        assert "13812345678" not in shown


def test_nobody_finds_what_they_may_not_see(house: House) -> None:
    recent(house, title="厨房漏水")
    assert "厨房漏水" not in text_of(signed_in("olga").get("/search/quick/?q=厨房"))
    assert "没有找到" in text_of(signed_in("olga").get("/search/quick/?q=厨房"))


def test_the_lists_of_the_workspace_are_small_enough_for_a_slow_line(house: House) -> None:
    import gzip  # noqa: PLC0415  # only here

    for _ in range(30):
        recent(house)
    case_id = recent(house)
    dora = signed_in("dora")
    for url in ("/", "/cases/", f"/cases/?case={case_id}", f"/cases/{case_id}/", "/home/", "/board/"):
        assert len(gzip.compress(dora.get(url).content)) < 60_000, url
