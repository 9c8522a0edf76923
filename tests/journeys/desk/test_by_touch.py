"""A telephone in one hand: from signing in to the decision by taps alone, and a refusal that shows where something lacks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.journeys.browsers import Browsers
from tests.journeys.desk.company import PASSWORD
from tests.journeys.desk.conftest import PATIENCE_MS, PHONE, Desk

MOST_TAPS = 6


class Thumb:
    """Taps as a person would, and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, what: Locator) -> None:
        what.tap()
        self.taps += 1

    def sign_in(self, name: str) -> None:
        self.page.goto("/")
        for field, words in (("login", name), ("password", PASSWORD)):
            self.tap(self.page.locator(f"input[name={field}]"))
            self.page.keyboard.type(words)
        self.tap(self.page.get_by_role("button", name="登录"))
        self.page.wait_for_url(lambda url: "/accounts/login" not in url)


@pytest.fixture
def thumb(browsers: Browsers, browser: Browser, desk: Desk) -> Iterator[Thumb]:
    context = browser.new_context(
        base_url=desk.address,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": PHONE["width"], "height": PHONE["height"]},
        has_touch=True,
        is_mobile=True,
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield Thumb(page)
    browsers.shut(context)


def test_an_approval_is_decided_by_touch_from_signing_in_on(desk: Desk, thumb: Thumb) -> None:
    page = thumb.page
    thumb.sign_in("dora")
    thumb.tap(page.get_by_role("link", name="请我审批"))
    thumb.tap(page.locator(f"a[href*='{desk.cases['second']}']").first)
    expect(page.locator("main")).to_contain_text("要求减免物业费")
    thumb.tap(page.get_by_role("button", name="同意", exact=True))
    expect(page.locator("#toasts")).to_contain_text("同意")
    assert thumb.taps <= MOST_TAPS


def test_what_was_refused_is_shown_where_it_lacks(desk: Desk, thumb: Thumb) -> None:
    page = thumb.page
    thumb.sign_in("alice")
    page.goto(desk.case("fresh"))
    page.locator("#case-now [data-act]").first.tap()
    lacking = page.locator("#case-now .field.bad").first
    expect(lacking).to_be_in_viewport()
    expect(lacking.locator(":focus")).to_have_count(1)
