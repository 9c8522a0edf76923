"""The page 条款执行: every figure leads to exactly the cases it counts."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from tests.cases.house import HOUR, House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.people import actions as people
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Finding
from shouwen.runtime.sweep import sweep

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a (?:data-open |class="stat[^"]*" )?href="(/cases/\?[^"]*)">(.*?)</a>', re.DOTALL)
TAGS = re.compile(r"<[^>]+>")
FIGURE = re.compile(r"(\D*?)\s*(\d+)(?: 次 / (\d+) 件)?\s*$")
SHARE = re.compile(r'<a class="share[^"]*" href="(/cases/\?[^"]*)">')
ROW = re.compile(r'data-row="(\d+)"')
COUNTED = ("kept", "late", "broken")
WEEK = re.compile(r"week=(\d{4}-\d\d-\d\d)")
LISTED = re.compile(r"共 (\d+) 条")


@pytest.fixture
def at_work(house: House) -> House:
    """Cases of three ages in two branches: kept, missed, running, overridden, one of them twice."""
    at = now()
    for ago in (timedelta(hours=2), timedelta(days=60), timedelta(days=200)):
        for quick in (HOUR / 2, HOUR * 1.5):
            begun(house, at - ago, quick)
        house.opened(at - ago, by="olga", unit=str(house.other))
    sweep(now=at)
    house.open(at - timedelta(minutes=1))
    first, second = Finding.objects.filter(clause="DESK-1.1", is_limit=True, result="kept").order_by("at")[:2]
    Finding.objects.filter(pk=first.pk).update(result="overridden")
    copy = {each.attname: getattr(second, each.attname) for each in second._meta.concrete_fields}
    Finding.objects.create(**{**copy, "id": None, "key": "again"})
    people.grant_scope(post="leader", reach="subtree", acts=("see", "see_compliance"), by=None, at=at)
    people.grant_scope(post="agent", reach="own", acts=("see", "see_compliance"), by=None, at=at)
    return house


def begun(house: House, at: datetime, after: timedelta) -> None:
    house.record(house.open(at), at + after)


def links(client: Client, page: str) -> dict[str, tuple[str, int, int]]:
    """By address: the word of each figure, how often, and in how many cases."""
    found = {}
    for address, inner in LINK.findall(text_of(client.get(page))):
        told = FIGURE.search(TAGS.sub("", inner).strip())
        assert told, inner
        times = int(told[2])
        found[unescape(address)] = (told[1], times, int(told[3]) if told[3] else times)
    return found


def listed(client: Client, address: str) -> int:
    found = LISTED.search(text_of(client.get(address)))
    return int(found[1]) if found else 0


@pytest.mark.parametrize("name", ["dora", "lee", "olga"])
@pytest.mark.parametrize("period", ["month", "quarter", "year", "all"])
def test_every_link_lists_as_many_cases_as_its_figure_counts(at_work: House, name: str, period: str) -> None:
    client = signed_in(name)
    for unit in ("", at_work.group, at_work.branch, at_work.other):
        found = links(client, f"/compliance/?edition=DESK/1&period={period}&unit={unit}&quiet=1")
        assert found
        assert {address: listed(client, address) for address in found} == {
            address: cases for address, (_, _, cases) in found.items()
        }


def test_a_longer_period_counts_more_and_every_kind_is_a_link(at_work: House) -> None:
    dora = signed_in("dora")
    year, quarter = (links(dora, f"/compliance/?edition=DESK/1&period={period}") for period in ("year", "quarter"))
    assert {word for word, _, _ in year.values()} >= {"按时", "超时", "在计", "豁免"}
    assert sum(cases for *_, cases in year.values()) > sum(cases for *_, cases in quarter.values())
    assert any(times > cases for _, times, cases in year.values())


def test_every_share_is_a_link_to_the_cases_over_which_it_is_counted(at_work: House) -> None:
    lee = signed_in("lee")
    figures = links(lee, "/compliance/?period=all")
    page = text_of(lee.get("/compliance/?period=all")) + text_of(lee.get("/compliance/brief/"))
    shares = [unescape(address) for address in SHARE.findall(page)]
    assert len(shares) > 3
    asked = [(address, [address.replace("result=decided", f"result={each}") for each in COUNTED]) for address in shares]
    for address, parts in asked:
        wanted = set().union(*(ids_of(lee, each) for each in parts))
        assert wanted, address
        assert ids_of(lee, address) == wanted, address
    assert any(part in figures for _address, parts in asked for part in parts)


def ids_of(client: Client, address: str) -> set[str]:
    return set(ROW.findall(text_of(client.get(f"{address}&view=table"))))


def test_the_list_says_what_it_is_narrowed_to_and_keeps_it_when_searched(at_work: House) -> None:
    dora = signed_in("dora")
    address = next(
        each
        for each in links(dora, "/compliance/?edition=DESK/1&period=quarter")
        if "clause" in each and "kept" in each
    )
    shown = text_of(dora.get(address))
    for name in ("clause", "result", "edition", "since", "until"):
        assert f'<input type="hidden" name="{name}"' in shown
    assert re.search(r"条款 DESK-\S+ 按时", shown)


def test_a_week_of_the_trend_shows_that_week_and_adds_up(at_work: House) -> None:
    dora = signed_in("dora")
    page = "/compliance/?edition=DESK/1&period=year"
    shown = text_of(dora.get(page))
    assert "dist/charts" in shown
    weeks = WEEK.findall(shown)
    assert len(weeks) >= 3
    whole, by_week = sums(dora, page), [sums(dora, f"{page}&week={week}") for week in weeks]
    assert whole["late"] == sum(each["late"] for each in by_week) > 0
    assert whole["overridden"] == sum(each["overridden"] for each in by_week) > 0
    for week in weeks:
        found = links(dora, f"{page}&week={week}&quiet=1")
        assert {address: listed(dora, address) for address in found} == {at: n for at, (_, _, n) in found.items()}


def sums(client: Client, page: str) -> dict[str, int]:
    """The figures at the head of the page, by what their links ask for."""
    found = links(client, page)
    totals = {at: told for at, told in found.items() if "clause" not in at and "kept" not in at and "broken" not in at}
    head = list(totals.items())[:2]
    return {("late" if "result=late" in address else "overridden"): times for address, (_, times, _) in head}


OTHERS = """\
rulebook: AAA
title: 另一家的制度
edition: {id: '1', in_force: 2000-01-01}
clauses:
- {id: AAA-1, title: 说明}
rules:
- {post: agent, title: 客服专员, count: 1, cites: [AAA-1]}
"""


@pytest.mark.parametrize(
    ("name", "chosen", "choices"),
    [("dora", "DESK/1", ["AAA/1", "DESK/1"]), ("lee", "DESK/1", ["DESK/1"]), ("olga", "AAA/1", ["AAA/1", "DESK/1"])],
)
def test_everybody_begins_with_their_own_rulebook_and_is_offered_those_of_units_they_see(
    at_work: House, name: str, chosen: str, choices: list[str]
) -> None:
    rulebooks.install_texts(files={"a.yaml": OTHERS}, units=(str(at_work.other),), by=None, at=now())
    assert rulebooks.installed()[0] == "AAA/1"
    shown = text_of(signed_in(name).get("/compliance/"))
    options = re.search(r'<select id="edition".*?</select>', shown)
    assert options
    assert re.findall(r" ([A-Z]+/1)</option>", options[0]) == choices
    assert re.findall(r"selected>[^<]* ([A-Z]+/1)<", options[0]) == [chosen]
    elsewhere = text_of(signed_in(name).get("/compliance/?edition=NOWHERE/1"))
    assert re.search(rf"selected>[^<]* {chosen}<", elsewhere)


def test_who_answers_messages_besides_begins_with_the_rulebook_of_their_trade(at_work: House) -> None:
    besides = OTHERS.replace("AAA", "AAB")
    rulebooks.install_texts(files={"a.yaml": besides}, units=(str(at_work.branch),), by=None, at=now())
    assert rulebooks.installed()[0] == "AAB/1"
    shown = text_of(signed_in("dora").get("/compliance/"))
    assert re.search("selected>[^<]* DESK/1<", shown)


def test_one_week_alone_needs_no_chart_and_a_day_that_is_none_no_week(house: House) -> None:
    begun(house, now() - timedelta(hours=2), HOUR / 2)
    dora = signed_in("dora")
    for week in ("", "2026-13-45", "0001-01-01", "soon"):
        shown = text_of(dora.get(f"/compliance/?edition=DESK/1&period=all&week={week}"))
        assert "dist/charts" not in shown
        assert "只看一周" not in shown


@pytest.mark.parametrize("typed", ["yesterday", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "%2B"])
def test_an_instant_that_is_none_finds_nothing_and_is_said(at_work: House, typed: str) -> None:
    shown = text_of(signed_in("dora").get("/cases/", {"since": typed, "until": typed}))
    told = LISTED.search(shown)
    assert told
    assert told[1] == "0"
    assert "要填日期" in shown
