"""A day of the three administrators in a browser: somebody comes, gets a post, rights and a password, and the log has it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.desk.test_reading import problems

SIGNED_IN = "/accounts/login/"


def enter(page: Page, username: str, password: str) -> None:
    page.goto(SIGNED_IN)
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: SIGNED_IN not in url)


def leave(page: Page) -> None:
    page.locator(".person summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(lambda url: "logout" not in url)


def test_somebody_comes_and_the_three_administrators_do_their_part(sign_in: Callable[[str], Page], page: Page) -> None:
    sign_in("系统管理员")
    page.locator(".rail").get_by_role("link", name="管理").click()
    password = somebody_new(page)
    leave(page)
    own_password(page, password)
    leave(page)
    sign_in("安全管理员")
    rights(page)
    leave(page)
    sign_in("审计管理员")
    log(page)
    in_traditional(page)


@pytest.mark.parametrize("office", ["系统管理员", "安全管理员", "审计管理员"])
def test_every_page_of_administration_can_be_read_in_both_themes(sign_in: Callable[[str], Page], office: str) -> None:
    page = sign_in(office)
    page.locator(".rail").get_by_role("link", name="管理").click()
    page.wait_for_url("**/admin/**")
    paths = page.locator(".admin-nav a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(paths) > 2
    found = {}
    for theme in ("light", "dark"):
        page.context.add_cookies([{"name": "theme", "value": theme, "url": page.url}])
        for path in paths:
            page.goto(path)
            found[f"{theme} {path}"] = problems(page)
    assert {path: told for path, told in found.items() if told} == {}


def somebody_new(page: Page) -> str:
    """In dialogs, without leaving the page; the one-time password is on the answer."""
    page.get_by_role("link", name="登记人员").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("姓名").fill("罗小满")
    dialog.get_by_label("工号").fill("N001")
    dialog.get_by_role("button", name="登记").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("罗小满")
    page.get_by_role("link", name="安排岗位").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("岗位").select_option("service_assistant")
    centre = dialog.get_by_label("单位").locator("option", has_text="工程客服管理中心").first.get_attribute("value")
    dialog.get_by_label("单位").select_option(centre)
    dialog.get_by_role("button", name="安排到岗").click()
    expect(page.locator("#toasts")).to_contain_text("岗位已安排")
    page.get_by_role("link", name="发放账号").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("登录名").fill("luoxiaoman")
    dialog.get_by_role("button", name="发放账号").click()
    password = page.locator("code.secret").inner_text()
    page.get_by_role("link", name="已抄下，继续").click()
    expect(page.locator(".admin-main")).to_contain_text("待改密码")
    return password


def own_password(page: Page, given: str) -> None:
    enter(page, "luoxiaoman", given)
    expect(page.get_by_role("heading", level=1)).to_have_text("修改密码")
    page.goto("/cases/")
    expect(page.get_by_role("heading", level=1)).to_have_text("修改密码")
    page.fill("input[name=oldpassword]", given)
    for name in ("password1", "password2"):
        page.fill(f"input[name={name}]", "梧桐更兼细雨-2026")
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("我的待办")


def rights(page: Page) -> None:
    page.goto("/admin/")
    expect(page.get_by_role("heading", level=1)).to_have_text("权限")
    page.get_by_role("link", name="授予权限").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("岗位").select_option("inspector")
    dialog.get_by_label("范围").select_option("unit")
    dialog.get_by_label("查看事项").check()
    dialog.get_by_role("button", name="授予权限").click()
    expect(page.locator("#toasts")).to_contain_text("权限已授予")
    expect(page.locator(".admin-nav")).not_to_contain_text("审计日志")


def log(page: Page) -> None:
    page.goto("/admin/")
    expect(page.get_by_role("heading", level=1)).to_have_text("审计日志")
    for words in ("授予权限", "本人修改密码", "发放账号", "登记人员"):
        expect(page.locator(".admin-main table").first).to_contain_text(words)
    page.get_by_role("button", name="核对完整性").click()
    expect(page.locator("#toasts")).to_contain_text("已排到作业进程")
    # The worker takes it in a moment; whoever waits for it reloads.
    for _ in range(20):
        if "完整：所核对的记录没有一条被改动" in page.locator(".admin-main").inner_text():
            break
        page.wait_for_timeout(1000)
        page.goto("/admin/audit/")
    expect(page.locator(".admin-main")).to_contain_text("完整：所核对的记录没有一条被改动")


def in_traditional(page: Page) -> None:
    page.locator(".person summary").click()
    page.get_by_role("button", name="繁體中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hant")
    expect(page.get_by_role("heading", level=1)).to_have_text("審計日誌")
    page.locator(".person summary").click()
    page.get_by_role("button", name="简体中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
