"""Pages are readable for everybody: names for every control, order, and contrast in light and dark."""

from typing import Any

import pytest
from playwright.sync_api import Page
from tests.config.processes import ROOT
from tests.journeys.desk.conftest import PHONE, Desk, Visit

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGES = (
    "/",
    "/cases/",
    "/cases/new/?fresh=1",
    "/customers/",
    "/board/",
    "/board/?by=person",
    "/supervisions/?all=1",
    "/overrides/",
    "/approvals/",
    "/notices/settings/",
    "/compliance/",
    "/rulebooks/",
    "/rulebooks/DESK/1/edition/",
    "/proposals/",
    "/calendar/?month=2026-10&day=2026-10-10",
    "/calendar/notice/",
    "/search/?q=漏水",
    "/notices/",
    "/board/?by=unit",
    "/board/?by=post",
    "/customers/new/",
    "/customers/import/",
    "/customers/export/",
    "/cases/export/",
    "/exports/",
    "/history/",
    "/guesses/",
    "/replies/",
    "/replies/new/",
    "/drafts/",
    "/rulebooks/DESK/1/read/",
    "/rulebooks/DESK/1/confirm/",
    "/accounts/password/change/",
    "/accounts/logout/",
)


def problems(page: Page) -> list[str]:
    """What axe finds, each with the place and the reason."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        f"{each['id']}: {node['target']} {node.get('any', [{}])[0].get('message', '') if node.get('any') else ''}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_can_be_read_in_both_themes(desk: Desk, visit: Visit, theme: str) -> None:
    page = visit("dora", "/", theme=theme)
    found = {}
    for path in (*PAGES, desk.case("late"), desk.case("signing"), f"{desk.case('handling')}flow/", "/nothing/"):
        page.goto(path)
        found[path] = problems(page)
    assert {path: told for path, told in found.items() if told} == {}


def test_the_form_of_a_step_and_its_dialogs_can_be_read_on_a_phone(desk: Desk, visit: Visit) -> None:
    page = visit("alice", desk.case("fresh"), size=PHONE)
    assert problems(page) == []
    page.get_by_role("button", name="催办").click()
    assert problems(page) == []


def test_the_keyboard_reaches_the_content_first(desk: Desk, visit: Visit) -> None:
    page = visit("alice", "/cases/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#page")
