"""Somebody arrives without a sign-in."""

from playwright.sync_api import Page, expect


def test_a_stranger_is_asked_to_sign_in_and_told_when_it_fails(page: Page) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "nobody")
    page.fill("input[name=password]", "not the password")
    page.press("input[name=password]", "Enter")
    expect(page.locator("body")).to_contain_text("登录")
    expect(page.locator("input[name=password]")).to_be_visible()
