"""From an empty installation to its first case, as the first administrator walks it in a browser."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.config.processes import Installation

GREEN = "GREEN/2024"
FOUNDER = "guanli"


@pytest.fixture(scope="module")
def site(chromium: str) -> Iterator[str]:
    """A demonstration without a company, as ./run demo --empty starts it."""
    folder = Path(tempfile.mkdtemp(prefix="shouwen-empty-"))
    folder.chmod(0o711)
    demo = Installation(folder, "demo", "--empty", "--port", "0", "--threads", "40", SHOUWEN_DEMO_SHARE="0.1")
    line = demo.line()
    found = re.search(r"http://\S+/", line)
    assert found, demo.end()
    assert FOUNDER in line
    yield found[0].rstrip("/")
    demo.process.terminate()
    demo.end()
    shutil.rmtree(folder, ignore_errors=True)


def enter(page: Page, username: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def place(page: Page, title: str, name: str, username: str = "") -> None:
    row = page.locator("tr").filter(has=page.get_by_label(f"{title} 姓名", exact=True))
    row.get_by_placeholder("姓名").fill(name)
    if username:
        row.get_by_placeholder("登录名").fill(username)


def leave(page: Page) -> None:
    page.locator(".person summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(lambda url: "logout" not in url)


def test_an_empty_installation_comes_to_its_first_case(page: Page) -> None:
    from shouwen.config.demo.organisation import PASSWORD  # noqa: PLC0415  # Django is not ready when this file is imported

    enter(page, FOUNDER, PASSWORD)
    expect(page).to_have_url(re.compile(r"/start/$"))
    name_and_rulebook(page)
    password = units_and_people(page)
    expect(page.locator("#page")).to_contain_text("罗小满")

    leave(page)
    enter(page, "luoxiaoman", password)
    own_password(page, password)
    first_case(page)

    leave(page)
    enter(page, FOUNDER, PASSWORD)
    page.goto("/start/")
    expect(page.locator("#page")).to_contain_text("都已完成")


def name_and_rulebook(page: Page) -> None:
    """Left for something else in between, and taken up again where it was left."""
    page.get_by_role("link", name="公司").first.click()
    page.get_by_label("公司名称").fill("安居绿化")
    page.get_by_role("button", name="保存").click()
    page.goto("/cases/")
    page.locator(".rail").get_by_role("link", name="开始使用").click()
    page.get_by_role("link", name="去做这一步").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("制度")
    page.locator(f"button[value='{GREEN}']").click()
    page.get_by_role("link", name="去做这一步").click()


def units_and_people(page: Page) -> str:
    """The first password of whoever takes in."""
    page.get_by_label("公司代号").fill("AJ")
    page.get_by_role("button", name="建立这些单位").click()
    place(page, "客服专员", "罗小满", "luoxiaoman")
    place(page, "客服主管", "傅明")
    page.get_by_role("button", name="安排到岗").click()
    password = page.locator("tr").filter(has_text="luoxiaoman").locator("code").inner_text()
    page.get_by_role("link", name="已抄下，继续").click()
    page.get_by_role("link", name="去做这一步").click()
    return password


def own_password(page: Page, given: str) -> None:
    """The first password opens nothing but the page where one's own is chosen."""
    page.fill("input[name=oldpassword]", given)
    for name in ("password1", "password2"):
        page.fill(f"input[name={name}]", "梧桐更兼细雨-2026")
    page.get_by_role("button", name="修改密码").click()
    page.wait_for_url(lambda url: "password" not in url)


def first_case(page: Page) -> None:
    page.goto("/cases/new/")
    page.fill("#kind-find", "客户投诉")
    expect(page.locator("#kind-1")).to_be_visible()
    page.locator("#kind-find").press("Enter")
    page.locator("textarea[name$='.matter']").fill("小区门口的草坪枯黄了一片")
    page.locator("[name$='.channel'][value='phone']").check()
    page.get_by_label("事由", exact=False).first.fill("草坪枯黄")
    page.get_by_role("button", name="登记").click()
    expect(page.locator("#case-head")).to_contain_text("草坪枯黄")
    expect(page.locator("#page")).to_contain_text("GREEN-")
