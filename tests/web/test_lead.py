"""What a supervisor does in the browser: the board three ways, supervisions, overrides; and why a task is whose."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.house import RECORD, House
from tests.dispatch.giving import GIVEN, giving_house
from tests.web.signed_in import listed, signed_in, text_of

from shouwen.base.clock import now
from shouwen.base.models import User
from shouwen.cases import actions as cases
from shouwen.customers import actions as customers
from shouwen.dispatch import actions, queries
from shouwen.dispatch.models import Ability, Presence
from shouwen.people import actions as people
from shouwen.people.models import AuditEntry
from shouwen.runtime.models import TaskSeat
from shouwen.web.traditional import traditional

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
CELL = re.compile(r'<a class="[^"]*" href="(/cases/\?[^"]+)">(\d+)</a>')

WALL = re.compile(r'href="/cases/\?([^"]+)">(\d+)</a>')


def some_work(house: House) -> None:
    """Cases of every sort that the board counts."""
    at = now() - timedelta(hours=30)
    woman = customers.register_customer(name="王女士", unit=house.branch, contacts=[], by=None, at=at).pk
    house.open(at, title="早就超时")
    waiting = house.open(at, title="等人接单", customer=woman)
    house.to_handling(waiting, at)
    again = house.open(now() - MINUTE, title="办结又重开", customer=woman)
    house.finish(again, "record#1", "nothing", by="alice", at=now() - MINUTE, reason="重复", fields=RECORD)
    cases.reopen(case_id=again, reason="没有解决", by=house["lee"], at=now())


@pytest.mark.parametrize("way", ["unit", "post", "person"])
def test_every_number_of_the_board_is_the_length_of_the_list_behind_it(house: House, way: str) -> None:
    some_work(house)
    lee = signed_in("lee")
    cells = CELL.findall(text_of(lee.get(f"/board/?by={way}")))
    assert len(cells) >= 4
    for address, count in cells:
        url = address.replace("&amp;", "&")
        assert listed(lee, url) == int(count), url
    assert way == "post" or any("reopened=1" in address for address, _ in cells)
    assert any("repeated=1" in address for address, _ in cells)


def test_every_number_of_the_wall_is_the_length_of_the_list_behind_it(house: House) -> None:
    some_work(house)
    at = now() - timedelta(hours=100)
    resting = house.open(at, title="挂起很久")
    cases.suspend(case_id=resting, reason="等配件", until=now() + timedelta(days=9), by=house["lee"], at=at)
    lee = signed_in("lee")
    cells = WALL.findall(text_of(lee.get("/board/")))
    assert {"late=1", "nearly_late=1", "unassigned=1", "not_taken=1", "rests_long=1"} <= {query for query, _ in cells}
    assert any("carried_late=1" in query for query, _ in cells)
    for query, count in cells:
        assert listed(lee, f"/cases/?{query.replace('&amp;', '&')}") == int(count), query
    assert dict(cells)["rests_long=1"] == "1"


def test_a_card_can_be_picked_and_given_to_somebody_with_the_others(house: House) -> None:
    some_work(house)
    lee = signed_in("lee")
    board = text_of(lee.get("/board/"))
    picked = re.findall(r'type="checkbox" name="case" value="(\d+)"', board)
    assert len(set(picked)) >= 2
    chosen = text_of(lee.get(reverse("bulk"), {"case": picked}))
    assert "转派" in chosen
    told = text_of(
        lee.post(reverse("bulk"), {"case": sorted(set(picked)), "act": "urge", "reason": "抓紧", "key": "b1"})
    )
    assert f"办成 {len(set(picked))} 件" in told


def test_work_is_given_to_somebody_else_in_bulk_as_singly_and_told_case_by_case(house: House) -> None:
    at = now() - timedelta(hours=9)
    waiting = [house.open(at, title=f"第{n}件") for n in range(2)]
    for case_id in waiting:
        house.to_handling(case_id, at)
    closed = house.open(at, title="已经办结")
    house.finish(closed, "record#1", "nothing", by="alice", at=at, reason="重复", fields=RECORD)
    sent = {"case": [*waiting, closed], "act": "transfer", "person": house["fay"], "reason": "分担", "key": "b2"}
    told = text_of(signed_in("lee").post(reverse("bulk"), sent))
    assert "办成 2 件" in told
    assert "没有办成 1 件" in told
    assert "现在不能这样办：这件事项没有“转派”" in told
    seats = TaskSeat.objects.filter(task__subject__in=waiting, is_open=True).values_list("person", flat=True)
    assert set(seats) == {house["fay"]}
    agent = text_of(signed_in("amy").post(reverse("bulk"), {**sent, "person": house["frank"], "key": "b3"}))
    assert "办成 0 件" in agent


def test_presence_is_said_in_the_bar_and_seen_on_the_board(house: House) -> None:
    frank = signed_in("frank")
    answer = text_of(frank.post(reverse("presence"), {"state": "break"}, headers={"HX-Request": "true"}))
    assert 'data-state="break"' in answer
    assert "小休" in text_of(frank.get("/"))
    assert frank.post(reverse("presence"), {"state": "asleep"}).status_code == 400
    house.to_handling(house.open(now() - MINUTE), now() - MINUTE)
    by_person = text_of(signed_in("lee").get("/board/?by=person"))
    assert re.search(r"Frank</a></th>.*?小休", by_person, re.DOTALL)


def test_a_sign_of_life_answers_with_how_one_stands(house: House) -> None:
    frank = signed_in("frank")
    assert text_of(frank.post(reverse("presence-seen"))) == "away"
    frank.post(reverse("presence"), {"state": "here"})
    assert text_of(frank.post(reverse("presence-seen"))) == "here"


def test_who_signs_in_is_there_but_what_they_said_stays(house: House) -> None:
    user = User.objects.get(username="frank")
    user.set_password("梧桐更兼细雨-2026")
    user.save()

    def sign_in() -> str:
        client = Client()
        client.post(reverse("account_login"), {"login": "frank", "password": "梧桐更兼细雨-2026"})
        return text_of(client.get("/"))

    assert 'data-state="here"' in sign_in()
    signed_in("frank").post(reverse("presence"), {"state": "busy"})
    assert 'data-state="busy"' in sign_in()
    signed_in("frank").post(reverse("presence"), {"state": "away"})
    assert 'data-state="here"' in sign_in()


def test_a_supervisor_sets_how_much_somebody_below_may_carry(house: House) -> None:
    lee = signed_in("lee")
    url = reverse("capacity", args=[house["frank"]])
    assert lee.post(url, {"capacity": "7"}).status_code == 302
    assert Presence.objects.get(person=int(house["frank"])).capacity == 7
    lee.post(url, {"capacity": ""})
    assert Presence.objects.get(person=int(house["frank"])).capacity is None
    assert lee.post(url, {"capacity": "-3"}).status_code == 400
    assert lee.post(reverse("capacity", args=[house["olga"]]), {"capacity": "7"}).status_code == 404


def test_beside_the_case_it_says_why_him_and_why_nobody() -> None:
    house = giving_house()
    at = now()
    case_id = house.open(at)
    house.to_handling(case_id, at)
    people.set_absence(person=int(house["frank"]), starts_at=at, ends_at=at + timedelta(days=3), by=None, at=at)
    actions.give_out(at=at)
    alice = signed_in("alice")
    url = reverse("case-why", args=[case_id])
    nobody = text_of(alice.get(url))
    assert "为什么没有人" in nobody
    assert re.search(r"Frank</span><span>休假至", nobody)
    assert re.search(r"Fay</span><span>离开", nobody)
    title = re.findall(r"<summary class=\"small\"><b>([^<]+)</b>", nobody)[0]
    alice.cookies["shouwen_language"] = "zh-hant"
    assert f"<b>{traditional(title)}</b>" in text_of(alice.get(url))
    assert traditional(title) != title
    alice.cookies["shouwen_language"] = "zh-hans"
    actions.set_presence(person=house["fay"], state="here", at=at)
    actions.give_out(at=at)
    him = text_of(alice.get(url))
    assert "为什么是他" in him
    assert re.search(r"Fay</span><span>派给他，在办 0/2", him)
    assert "待接单" in him
    assert f'hx-get="{url}"' in text_of(alice.get(reverse("case", args=[case_id])))


def test_a_supervision_with_its_limit_and_its_answer(house: House) -> None:
    at = now()
    case_id = house.open(at)
    cases.supervise(
        case_id=case_id,
        reason="客户投诉到集团",
        limit=at + timedelta(hours=5),
        person=house["fay"],
        by=house["lee"],
        at=at,
    )
    lee = signed_in("lee")
    waiting = text_of(lee.get("/supervisions/"))
    assert "客户投诉到集团" in waiting
    assert "Fay" in waiting
    assert "待答复" in waiting
    (task,) = house.open_tasks(case_id) - {"record#1"}
    house.finish(case_id, task, "done", by="fay", at=at + MINUTE, reason="今晚八点修好")
    assert "客户投诉到集团" not in text_of(lee.get("/supervisions/"))
    answered = text_of(lee.get("/supervisions/?all=1"))
    assert "今晚八点修好" in answered
    assert "按时答复" in answered
    assert "今晚八点修好" in text_of(lee.get("/notices/"))


def test_what_was_let_pass_is_listed_with_rule_person_reason_and_clause() -> None:
    gates = (
        "- {gate: careful, title: 作废须先联系客户, act: void, needs: {grade: serious}, override: director, cites: [DESK-5]}\n"
        "- {gate: asked, title: 催办前先看进度, act: urge, mode: warn, needs: {grade: serious}, cites: [DESK-4]}\n"
    )
    house = giving_house(gates)
    at = now()
    case_id = house.open(at)
    house.to_handling(case_id, at)
    dora = house["dora"]
    cases.override(case_id=case_id, rule="careful", reason="客户已书面同意", by=dora, at=at)
    cases.urge(case_id=case_id, reason="客户连打三次", by=house["lee"], at=at)
    cases.void(case_id=case_id, reason="重复登记", by=dora, at=at)
    client = signed_in("dora")
    page = text_of(client.get("/overrides/"))
    for words in ("作废须先联系客户", "客户已书面同意", "Dora", "催办前先看进度", "客户连打三次", "Lee"):
        assert words in page
    warned = text_of(client.get("/overrides/?mode=warn"))
    assert "客户连打三次" in warned
    assert "客户已书面同意" not in warned
    assert "客户连打三次" not in text_of(client.get("/overrides/?clause=DESK-5"))
    assert "客户已书面同意" not in text_of(client.get(f"/overrides/?person={house['lee']}"))
    assert "没有豁免或放行" in text_of(client.get("/overrides/?until=2020-01-01"))


def test_how_often_one_may_urge_is_the_rulebooks_to_say() -> None:
    gate = (
        "- {gate: not_too_often, title: 催办次数, act: urge, needs: {case.urged_count: {less_than: 2}},"
        " say: 已催办两次，请改用督办, cites: [DESK-4]}\n"
    )
    house = giving_house(gate)
    at = now()
    case_id = house.open(at)
    lee = signed_in("lee")
    answers = [
        lee.post(reverse("case-act", args=[case_id]), {"act": "urge", "reason": f"第{n}次", "key": f"u{n}"})
        for n in range(3)
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert "已催办两次，请改用督办" in text_of(answers[2])


def test_a_post_that_a_roster_wants_manned_shows_on_the_board_until_somebody_is_there() -> None:
    roster = "- {roster: workshop, title: 维修值守, posts: fixer, at_least: 1, substitute: leader, cites: [DESK-3]}\n"
    house = giving_house(roster)
    lee = signed_in("lee")
    empty = text_of(lee.get("/board/"))
    assert "华东一分 维修员 0/1 · 缺岗，由此顶上：客服主管" in empty
    actions.set_presence(person=house["fay"], state="here", at=now())
    assert "华东一分 维修员 1/1" in text_of(lee.get("/board/"))
    assert "缺岗" not in text_of(lee.get("/board/"))


def test_outside_its_hours_a_roster_asks_for_nobody() -> None:
    roster = "- {roster: workshop, title: 维修值守, posts: fixer, calendar: office, cites: [DESK-3]}\n"
    house = giving_house(roster)
    sunday = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
    assert queries.cover(house.viewer("lee", sunday)) == ()
    monday = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    (row,) = queries.cover(house.viewer("lee", monday))
    assert (row.post, row.here, row.least) == ("维修员", 0, 1)


def test_a_supervisor_notes_what_somebody_is_able_to_do() -> None:
    exam = (
        "- {exam: safety, title: 安全考试, for: fixer, pass: 60, certificate: {title: 电工上岗证}, cites: [DESK-3]}\n"
    )
    house = giving_house(exam + GIVEN.replace("otherwise", "exam: safety, otherwise"))
    lee, url = signed_in("lee"), reverse("board-person", args=[house["frank"]])
    assert "电工上岗证" in text_of(lee.get(url))
    noted = reverse("board-ability", args=[house["frank"]])
    assert lee.post(noted, {"ability": "certificate:safety", "until": "2099-12-31"}).status_code == 302
    row = Ability.objects.get()
    assert (row.kind, row.name, row.by) == ("certificate", "safety", house["lee"])
    assert row.until == datetime(2099, 12, 31, 16, tzinfo=UTC)
    assert "证书 <b>电工上岗证</b>" in text_of(lee.get(url))
    assert lee.post(noted, {"ability": "certificate:other"}).status_code == 400
    assert lee.post(noted, {"ability": "certificate:safety", "until": "soon"}).status_code == 400
    lee.post(noted, {"drop": str(row.pk)})
    assert not Ability.objects.exists()
    actions.set_presence(person=house["frank"], state="busy", at=now())
    assert "忙碌" in text_of(lee.get(url))


def test_who_listens_in_without_a_part_in_the_case_is_on_record(house: House) -> None:
    case_id = house.open(now())
    lee, url = signed_in("lee"), reverse("case-follow", args=[case_id])
    for do in ("on", "on", "off"):
        assert lee.post(url, {"do": do}).status_code == 200
    entries = AuditEntry.objects.filter(subject=f"case:{case_id}").order_by("id")
    assert [(one.act, one.person_id) for one in entries] == [
        ("followed", int(house["lee"])),
        ("unfollowed", int(house["lee"])),
    ]
    assert signed_in("olga").post(url, {"do": "on"}).status_code == 404
