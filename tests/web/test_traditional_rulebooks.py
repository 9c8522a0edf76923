"""繁體: what rulebooks say is converted where it is read; what people typed never is."""

import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from django.test import Client
from tests.cases.house import HOUR, RECORD, House
from tests.web.signed_in import signed_in, text_of
from tests.web.test_traditional import left_in

from shouwen.base.clock import now
from shouwen.cases import actions
from shouwen.people import actions as people
from shouwen.rulebook.load import shipped
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db
TYPED, ASKED = "客厅开裂", "工程"
QUIET = {"script", "style", "textarea"}
SHOWN = ("title", "aria-label", "placeholder", "alt")


class Texts(HTMLParser):
    """What a reader sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._quiet += tag in QUIET
        if tag != "option" or not dict(attrs).get("lang"):
            self.found += [value for name, value in attrs if name in SHOWN and value]

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in QUIET

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.found.append(data.strip())


def left_on(client: Client, url: str, *, typed: tuple[str, ...]) -> set[str]:
    answer = client.get(url)
    assert answer.status_code == 200, url
    page = Texts()
    page.feed(text_of(answer))
    for_all = re.compile("|".join(map(re.escape, sorted(typed, key=len, reverse=True))))
    return {text for text in page.found if left_in(for_all.sub("", text))}


def reading(name: str) -> Client:
    client = signed_in(name)
    client.cookies["shouwen_language"] = "zh-hant"
    return client


@pytest.fixture
def full(house: House) -> dict[str, str]:
    """Two rulebooks, a new case, one that is late and has a promise, and somebody who administers."""
    path = next(path for name, _edition, path in shipped() if name == "decor")
    rulebooks.install(path=path, units=(str(house.other),), by=None, at=now())
    people.appoint_administrator(person=int(house["fay"]), office="system", by=None, at=now())
    fresh = house.open(now() - HOUR / 2, title=TYPED)
    worked = house.open(now() - 30 * HOUR, title=TYPED)
    house.to_handling(worked, now() - 29 * HOUR)
    actions.promise(case_id=worked, reply_at=now() + HOUR, words="", by=house["alice"], at=now())
    return {"fresh": str(fresh), "worked": str(worked), "alice": house["alice"]}


def typed_by_people(house: House) -> tuple[str, ...]:
    """Names of people and units, what stands in the cases; a language says its own name in itself."""
    copy = house.viewer("dora", now()).organisation
    names = [one.name for one in copy.persons.values()] + [unit.name for unit in copy.units.values()]
    return (*names, TYPED, "王女士", "简体中文", "首问", *RECORD["record"].values())


PAGES = {
    "dora": (
        "/", "/home/", "/cases/", "/cases/new/", "/cases/conditions/", "/board/", "/board/?by=person", "/board/?by=post",
        "/cases/{fresh}/", "/cases/{worked}/", "/cases/{fresh}/why/", "/cases/{worked}/why/", "/compliance/", "/notices/", "/customers/", "/rulebooks/",
        "/rulebooks/DESK/1/read/", "/rulebooks/DESK/1/procedure/complaint/", "/calendar/", "/replies/", f"/search/?q={quote(ASKED)}",
    ),
    "alice": ("/", "/cases/{fresh}/", "/cases/{worked}/", "/cases/new/?case_type=complaint", "/home/"),
    "lee": ("/", "/cases/{fresh}/", "/cases/{worked}/", "/board/"),
    "fay": ("/admin/categories/", "/admin/posts/", "/admin/offices/", "/admin/people/", "/admin/channels/", "/admin/people/{alice}/"),
}  # fmt: skip


def test_no_word_of_a_rulebook_is_left_as_it_was_written(house: House, full: dict[str, str]) -> None:
    typed = typed_by_people(house)
    asked = [(name, url.format(**full)) for name, urls in PAGES.items() for url in urls]
    found = {(name, url): left_on(reading(name), url, typed=typed) for name, url in asked}
    assert {where: left for where, left in found.items() if left} == {}


def test_what_people_typed_stays_as_they_typed_it(full: dict[str, str]) -> None:
    shown = text_of(reading("dora").get(f"/cases/{full['worked']}/"))
    assert TYPED in shown
    assert "厨房天花板漏水" in shown
    assert "華東" not in shown
