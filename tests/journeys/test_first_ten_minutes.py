"""The first ten minutes, as the README tells them; with SHOUWEN_PICTURES set, its pictures are taken on the way."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

# A README that people open on the road.
SMALL = 150_000
SignIn = Callable[[str], Page]
Picture = Callable[[str], Path]


def test_a_supervisor_looks_around(sign_in: SignIn, picture: Picture) -> None:
    page = sign_in("总监")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    # Whoever begins here finds something to do.
    expect(page.locator("[data-row]").first).to_be_visible()
    picture("tasks")

    page.goto("/cases/")
    case = page.locator("[data-row]").filter(has_text="客户投诉").locator("a[data-open]").first
    expect(case).to_be_visible()
    picture("cases")

    case.click()
    # The clause beside the action, of whichever company's rulebook.
    expect(page.locator("#page")).to_contain_text(re.compile(r"[A-Z]{3,}-\d"))
    assert picture("case").stat().st_size < SMALL

    page.goto("/board/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    picture("board")


def test_a_rule_is_traced_to_the_cases_it_decided(sign_in: SignIn, picture: Picture) -> None:
    page = sign_in("总监")
    page.goto("/rulebooks/")
    page.locator("#page a[href*='DECOR']").first.click()
    expect(page.locator("#page")).to_contain_text("DECOR")
    picture("rulebook")

    page.goto("/compliance/")
    expect(page.locator("#page")).to_contain_text("4.3.2")
    picture("compliance")


def test_an_hour_passes_by_the_time_machine(sign_in: SignIn) -> None:
    page = sign_in("客服助理")
    machine = page.locator("form[action$='/time-machine/']").first
    expect(machine).to_be_attached()
