"""An edition's whole life in the browser, and a month of the working calendar."""

from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect
from tests.cases.house import DESK
from tests.journeys.desk.conftest import PHONE, Desk, Visit

LIMIT = "from: step.opened, within: 1h"


def written() -> str:
    """The small rulebook as a second edition: without what its checker finds wrong, and with two hours for one."""
    lines = (DESK / "desk.yaml").read_text(encoding="utf-8").replace(", sealed: true", "").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith(("- {reaction: flooding", "- {reaction: storming")))
    return text.replace('id: "1"', 'id: "2"').replace(LIMIT, LIMIT.replace("1h", "2h"))


def today() -> str:
    return datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()


def agree(visit: Visit, name: str) -> Page:
    """From the first page of the day to the signature."""
    page = visit(name, "/")
    page.get_by_role("link", name="DESK/2").last.click()
    page.get_by_label("意见").fill("同意")
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_text("已同意").first).to_be_visible()
    return page


def publish(dora: Page, visit: Visit) -> None:
    files = [{"name": "desk.yaml", "mimeType": "application/yaml", "buffer": written().encode()}]
    dora.locator("#import-file").set_input_files(files)  # type: ignore[arg-type]  # a file by its bytes
    dora.locator("#import-name").fill("两小时登记")
    dora.get_by_role("button", name="导入").click()
    dora.locator("#publish > summary").click()
    dora.locator("#in_force").fill(today())
    dora.locator("#units").select_option(label=["华东一分", "华东二分"])
    dora.locator("#why").fill("一小时太紧")
    dora.get_by_role("button", name="送审 DESK/2").click()
    expect(dora.get_by_role("heading", name="发布版本 DESK/2")).to_be_visible()
    expect(dora.get_by_text("华东一分、华东二分")).to_be_visible()
    expect(dora.get_by_role("button", name="同意", exact=True)).to_have_count(0)
    agree(visit, "lee")
    dora.reload()
    dora.get_by_role("button", name="发布 DESK/2").click()
    expect(dora.get_by_text("现行").first).to_be_visible()


def two_new(visit: Visit) -> None:
    """Of this very moment, wherever other journeys have taken the clock."""
    for title in ("雨棚松动", "窗台渗水"):
        olga = visit("olga", "/cases/new/?fresh=1")
        olga.fill("#phone", "13900000000")
        olga.fill("#title", title)
        olga.get_by_label("来电人").fill("钱先生")
        olga.keyboard.press("Control+Enter")
        olga.wait_for_url("**/cases/*/")
        expect(olga.locator("h1")).to_have_text(title)


def move_two(dora: Page, visit: Visit) -> None:
    dora.get_by_role("link", name="在办事项换版本").click()
    boxes = dora.get_by_role("checkbox")
    expect(dora.get_by_text("时限改到").first).to_be_visible()
    before = boxes.count()
    # The last two are of the other branch, and nobody else looks for them.
    boxes.nth(before - 1).check()
    boxes.nth(before - 2).check()
    dora.locator("#reason").fill("新版时限更合理")
    dora.get_by_role("button", name="选出的送审").click()
    expect(dora.get_by_text("共 2 件，已换 0 件")).to_be_visible()
    agree(visit, "lee")
    dora.reload()
    dora.get_by_role("button", name="换到新版本").click()
    expect(dora.get_by_text("已换 2 件")).to_be_visible()
    dora.goto("/rulebooks/DESK/2/moves/")
    expect(dora.get_by_role("checkbox")).to_have_count(before - 2)


def retire(dora: Page, visit: Visit) -> None:
    dora.goto("/rulebooks/DESK/2/edition/")
    expect(dora.get_by_text("华东一分：改按 DESK/1 办理")).to_be_visible()
    dora.locator("#day").fill(today())
    dora.locator("#reason").fill("试行结束")
    dora.get_by_role("button", name="送审停用 DESK/2").click()
    agree(visit, "lee")
    dora.reload()
    dora.get_by_role("button", name="停用 DESK/2").click()
    expect(dora.get_by_text("已停用").first).to_be_visible()
    expect(dora.get_by_text("试行结束").first).to_be_visible()


def test_an_edition_is_put_forward_published_for_two_units_takes_two_cases_over_and_is_retired(
    desk: Desk, visit: Visit
) -> None:
    dora = visit("dora", "/drafts/")
    two_new(visit)
    publish(dora, visit)
    move_two(dora, visit)
    retire(dora, visit)


def test_a_day_is_changed_in_the_month_and_on_the_phone_nothing_runs_over(desk: Desk, visit: Visit) -> None:
    page = visit("dora", "/calendar/?month=2026-10")
    expect(page.get_by_text("国庆节")).to_have_count(7)
    page.get_by_role("link", name="2026-10-13").click()
    page.get_by_label("放假").check()
    page.get_by_label("名称").fill("公司年会")
    page.get_by_role("button", name="保存这一天").click()
    expect(page.get_by_role("cell", name="2026-10-13")).to_contain_text("公司年会")
    phone = visit("dora", "/calendar/?month=2026-10&day=2026-10-13", size=PHONE)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(phone.get_by_label("名称")).to_have_value("公司年会")


def test_the_notice_is_pasted_checked_and_published(desk: Desk, visit: Visit) -> None:
    page = visit("dora", "/calendar/notice/")
    page.get_by_label("通知原文").fill(
        "2028年节假日安排：春节：1月25日（周二）至31日（周一）放假调休，共7天。1月22日、2月5日上班。"
    )
    page.get_by_role("button", name="读出日期").click()
    expect(page.get_by_role("checkbox")).to_have_count(9)
    page.get_by_role("button", name="确认并公布").click()
    expect(page.get_by_text("已公布").first).to_be_visible()
    expect(page.get_by_role("cell", name="2028-01-22")).to_contain_text("班")
