"""What was typed is there again: after a reload, on the way back, after a lost session, and when the case has moved on."""

from playwright.sync_api import Page, expect
from tests.journeys.desk.company import PASSWORD
from tests.journeys.desk.conftest import Desk, Visit

WORDS = "客户说今晚要住人，请尽快"


def urge(page: Page) -> Page:
    page.locator("[data-opens^='#act-urge']").first.click()
    return page


def test_the_words_of_a_dialog_outlive_a_reload_and_the_way_back(desk: Desk, visit: Visit) -> None:
    amy = urge(visit("alice", desk.case("late")))
    field = amy.locator("dialog[open] textarea")
    field.fill(WORDS)
    amy.reload()
    expect(urge(amy).locator("dialog[open] textarea")).to_have_value(WORDS)
    expect(amy.locator("dialog[open] [data-typed-before]")).to_contain_text("没有提交")
    amy.goto("/")
    amy.go_back()
    expect(urge(amy).locator("dialog[open] textarea")).to_have_value(WORDS)
    amy.locator("dialog[open] [data-drops-typed]").click()
    expect(amy.locator("dialog[open] textarea")).to_have_value("")
    amy.reload()
    expect(urge(amy).locator("dialog[open] textarea")).to_have_value("")


def test_a_lost_session_asks_to_sign_in_and_shows_the_page_with_the_words(desk: Desk, visit: Visit) -> None:
    amy = urge(visit("alice", desk.case("late")))
    amy.locator("dialog[open] textarea").fill(WORDS)
    amy.context.clear_cookies(name="shouwen_session")
    amy.locator("dialog[open] [data-default]").click()
    amy.wait_for_url("**/accounts/login/**")
    amy.fill("input[name=login]", "alice")
    amy.fill("input[name=password]", PASSWORD)
    amy.press("input[name=password]", "Enter")
    amy.wait_for_url(f"**{desk.case('late')}**")
    expect(urge(amy).locator("dialog[open] textarea")).to_have_value(WORDS)


def test_somebody_else_at_the_same_browser_sees_nothing_of_it(desk: Desk, visit: Visit) -> None:
    amy = urge(visit("alice", desk.case("late")))
    amy.locator("dialog[open] textarea").fill(WORDS)
    amy.evaluate("document.body.dataset.person = '0'")
    kept = amy.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kept:'))")
    assert len(kept) == 1
    assert not kept[0].startswith("kept:0:")
