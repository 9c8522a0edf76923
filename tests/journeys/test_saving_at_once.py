"""A rule's form saved at any moment after the last keystroke leaves nothing behind that was not saved."""

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.test_author import AUTHOR, SignIn, begun

UNSAVED = "还没有保存的内容"
PART = "part/?part=complaint"


def save(page: Page, title: str, *, after: int = 0) -> None:
    """A new title, saved so many milliseconds later."""
    form = page.locator("#rule-form")
    form.locator("[name='v/title']").fill(title)
    if after:
        page.wait_for_timeout(after)
    form.get_by_role("button", name="保存规则").click()
    expect(page.locator(".toast").first).to_contain_text("已保存")


@pytest.mark.parametrize("after", [0, 300, 1100, 1250])
def test_a_form_saved_at_once_comes_back_as_saved(sign_in: SignIn, after: int) -> None:
    page = sign_in(AUTHOR)
    draft = begun(page, f"快手版{after}")
    page.goto(f"{draft}{PART}")
    for title in ("投诉新办法", "投诉更新的办法"):
        save(page, title, after=after)
        for _again in range(2):
            page.goto(f"{draft}{PART}")
            expect(page.locator("#rule-form [name='v/title']")).to_have_value(title)
            expect(page.get_by_text(UNSAVED)).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []


def test_what_was_typed_and_not_saved_survives_a_reload_with_its_version(sign_in: SignIn) -> None:
    page = sign_in(AUTHOR)
    draft = begun(page, "没有保存版")
    page.goto(f"{draft}{PART}")
    page.locator("#rule-form [name='v/title']").fill("投诉未存的办法")
    page.reload()
    title, version = (page.locator(f"#rule-form [name='{name}']") for name in ("v/title", "version"))
    expect(title).to_have_value("投诉未存的办法")
    expect(version).to_have_value("1")
    page.locator("#rule-form").get_by_role("button", name="保存规则").click()
    expect(page.locator(".toast").first).to_contain_text("已保存")
    expect(version).to_have_value("2")
