"""The security administrator sets how long cases are kept; another agrees, one case is held, and the next night's work is looked at."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.journeys.test_administrators import leave

MONTHS = "3"
PATIENCE = 40


def test_a_term_is_agreed_to_by_another_and_an_erased_case_is_empty(sign_in: Callable[[str], Page], page: Page) -> None:
    sign_in("总裁")
    goes = oldest_case(page)
    leave(page)
    sign_in("安全管理员")
    asks_for_a_term(page)
    held = looks_at_what_would_go(page, goes)
    holds(page, held)
    leave(page)
    sign_in("审计管理员")
    agrees(page, held, goes)
    leave(page)
    sign_in("系统管理员")
    has_it_done_now(page)
    leave(page)
    sign_in("安全管理员")
    has_a_certificate(page, held, goes)
    leave(page)
    sign_in("总裁")
    case_is_empty(page, goes)


def oldest_case(page: Page) -> str:
    page.goto("/cases/?text=LY&sort=old")
    return page.locator("td.number-of").first.inner_text().strip()


def asks_for_a_term(page: Page) -> None:
    page.goto("/admin/keeping/")
    page.locator("tr", has_text="已办结的事项").get_by_role("link", name="设定期限").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("保存几个月").fill(MONTHS)
    dialog.get_by_label("原因（会记录）").fill("最短必要")
    dialog.get_by_role("button", name="提交给第二人").click()
    expect(page.locator("#toasts")).to_contain_text("等第二人同意")
    expect(page.locator(".admin-main")).to_contain_text("由别的管理员决定")


def looks_at_what_would_go(page: Page, goes: str) -> str:
    """The oldest of the others, to be held."""
    page.locator("section", has_text="待第二人同意").locator("td.number a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("到期预览")
    found = page.locator("tr[data-row] td:first-child").all_inner_texts()
    assert goes in found
    return next(number for number in found if number != goes)


def holds(page: Page, number: str) -> None:
    page.goto("/admin/keeping/")
    page.get_by_role("link", name="保全事项").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("事项编号").fill(number)
    dialog.get_by_label("原因").fill("法院来函")
    dialog.get_by_role("button", name="保全").click()
    expect(page.locator("#toasts")).to_contain_text("已保全")


def agrees(page: Page, held: str, goes: str) -> None:
    page.goto("/admin/keeping/")
    page.locator("section", has_text="待第二人同意").locator("td.number a").click()
    expect(page.locator(".admin-main")).to_contain_text(goes)
    expect(page.locator(".admin-main")).not_to_contain_text(held)
    page.goto("/admin/keeping/")
    page.get_by_role("link", name="决定").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("决定").select_option("yes")
    dialog.get_by_role("button", name="提交决定").click()
    expect(page.locator("#toasts")).to_contain_text("今晚起执行")


def has_it_done_now(page: Page) -> None:
    page.goto("/operations/")
    row = page.locator("tr", has_text="到期记录的删除")
    row.get_by_role("button", name="现在执行").click()
    expect(page.locator("#toasts")).to_contain_text("已排到最前")


def has_a_certificate(page: Page, held: str, goes: str) -> None:
    """The worker takes a moment; whoever waits for it reloads."""
    page.goto("/admin/keeping/certificates/")
    for _ in range(PATIENCE):
        if page.locator("tr[data-row]").count():
            break
        page.wait_for_timeout(1000)
        page.goto("/admin/keeping/certificates/")
    page.get_by_role("link", name="查看").last.click()
    expect(page.locator(".admin-main")).to_contain_text(goes)
    expect(page.locator(".admin-main")).not_to_contain_text(held)


def case_is_empty(page: Page, number: str) -> None:
    """Found by its number, as it still counts; nothing that anybody wrote is there, and nothing can be written."""
    page.goto(f"/cases/?text={number}")
    page.locator("#list").get_by_role("link", name=number).click()
    expect(page.locator("#case-now")).to_contain_text("保存期限已到")
    expect(page.locator("#case-now h1")).to_have_text("（已到期删除）")
    expect(page.locator("#composer")).to_have_count(0)
