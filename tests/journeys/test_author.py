"""An author who has never seen YAML writes next year's edition: a clause, a limit, another way, a trial, and the file to keep."""

import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

SignIn = Callable[[str], Page]
AUTHOR = "系统管理员"
EDITION = "DECOR/2005-08"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# What a page may take until the checker has said its word, on a machine that tests run on.
SOON = 10_000
STEP = "看卷并填报处理通知单"
DUE = "v/due/0/value"


def begun(page: Page, name: str) -> str:
    """A copy of the edition in force; the address of the draft."""
    page.goto("/drafts/")
    page.get_by_label("版本").select_option(EDITION)
    page.locator("#copy-name").fill(name)
    page.get_by_role("button", name="建立草稿").click()
    page.wait_for_url("**/drafts/*/")
    return page.url


def box(page: Page, title: str) -> Locator:
    """A step on the chart."""
    return page.locator(".chart svg a").filter(has_text=title).first


def test_an_author_without_yaml_writes_tries_and_exports(sign_in: SignIn) -> None:
    page = sign_in(AUTHOR)
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]  # a size
    draft = begun(page, "明年版")
    adds_a_clause(page, draft)
    page.goto(f"{draft}part/?part=complaint")
    writes_a_limit(page)
    leads_elsewhere(page)
    tries(page)
    text = exported(page)
    assert "within: 2h" in text
    assert "no_call: {then: notice" in text
    assert "# 第四章三" in text


def adds_a_clause(page: Page, draft: str) -> None:
    page.goto(f"{draft}?clause=DECOR-4.3.7")
    page.get_by_role("button", name="+ 新条款").click()
    page.locator("#new-id").fill("DECOR-4.3.7b")
    page.locator("#new-title").fill("两小时内填报")
    page.locator("#new-text").fill("看卷后两小时内填报处理通知单。")
    page.get_by_role("button", name="加入条款").click()
    expect(page.locator(".tree [aria-current]")).to_contain_text("两小时内填报")


def writes_a_limit(page: Page) -> None:
    """With a slip of the pen, which is told beside the field and on the chart before anything is saved."""
    box(page, STEP).press("Enter")
    expect(page.locator("#v\\/title")).to_have_value(STEP)
    added(page, "v/due")
    page.locator(f"[name='{DUE}/title']").fill("两小时内填报")
    page.locator(f"[name='{DUE}/from/value']").fill("step.opened")
    number = page.locator(f"[name='{DUE}/within/value/n']")
    number.fill("两")
    mistake = page.locator(f".field[data-at='{DUE}/within'] .error")
    expect(mistake).to_contain_text("不是时限", timeout=SOON)
    expect(box(page, STEP).locator(".node")).to_have_class("node here bad", timeout=SOON)
    number.fill("2")
    expect(mistake).to_have_count(0, timeout=SOON)
    added(page, f"{DUE}/on_miss")
    page.locator(f"[name='{DUE}/on_miss/0/notify/0/post']").fill("客服副总监")
    added(page, f"{DUE}/cites")
    page.locator(f"[name='{DUE}/cites/0']").fill("DECOR-4.3.7b")
    expect(page.locator("#told")).to_contain_text("没有发现问题", timeout=SOON)
    expect(page.locator("#told")).to_contain_text("2小时内")
    page.get_by_role("button", name="保存规则").last.click()
    expect(page.locator(".toast")).to_contain_text("已保存")


def added(page: Page, name: str) -> None:
    page.locator(f".field[data-at='{name}'] > .part-head").get_by_role("button", name="+ 添加").click()


def leads_elsewhere(page: Page) -> None:
    box(page, "调档并回拨客户").click()
    page.locator("#way-no_call").select_option("notice")
    expect(page.locator(".toast")).to_contain_text("已保存")
    expect(page.locator("#way-no_call")).to_have_value("notice")


def tries(page: Page) -> None:
    page.get_by_role("link", name="试算").click()
    page.locator("#procedure").select_option("complaint")
    page.get_by_label("网上留言").check()
    page.get_by_role("button", name="试算").click()
    first = page.locator("form.body").first
    first.locator("[name=outcome]").select_option("no_call")
    first.get_by_role("button", name="办理并继续").click()
    told = page.locator("tr").filter(has_text="两小时内填报").filter(has_text="时限")
    expect(told.first).to_contain_text("4.3.7b")


def exported(page: Page) -> str:
    """The file of the procedure as it goes out."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name="导出").click()
    with zipfile.ZipFile(waiting.value.path()) as archive:
        return next(archive.read(name).decode() for name in archive.namelist() if name.endswith("/complaint.yaml"))


def test_another_form_of_the_page_does_not_throw_away_what_was_typed(sign_in: SignIn) -> None:
    page = sign_in(AUTHOR)
    draft = begun(page, "先问再走")
    page.goto(f"{draft}part/?part=complaint.steps.record")
    title = page.locator("#v\\/title")
    title.press_sequentially("改")
    typed = title.input_value()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_label("新环节的名称").fill("再问一次")
    with page.expect_event("dialog"):
        page.get_by_role("button", name="加一步").click(no_wait_after=True)
    assert asked == ["beforeunload"]
    expect(title).to_have_value(typed)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_forms_chart_and_trial_fit_the_screen_and_take_keys(sign_in: SignIn, size: dict[str, int]) -> None:
    page = sign_in(AUTHOR)
    page.set_viewport_size(size)  # type: ignore[arg-type]  # a size
    draft = begun(page, f"宽{size['width']}")
    for end in ("", "part/?part=complaint.steps.record", "part/?part=authority", "part/?kind=duty", "preview/"):
        page.goto(f"{draft}{end}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], end
    page.goto(f"{draft}part/?part=complaint")
    box(page, "总监批复").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#v\\/title")).to_have_value("总监批复")
    expect(page.locator(".chart [aria-current=step]")).to_contain_text("总监批复")
