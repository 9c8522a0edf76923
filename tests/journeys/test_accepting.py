"""A written rulebook is read in; one of its limits, corrected, goes into a step, and its clock stands in the trial."""

from pathlib import Path

from playwright.sync_api import Page, expect
from tests.journeys.test_author import AUTHOR, DESKTOP, SignIn

WRITTEN = """门店服务规定
一、走访
1. 客服专员每月走访客户不低于二次。
二、投诉
1. 接到投诉后，客服专员须在24小时内答复客户。
2. 报修须在3个工作日内处理完毕。
"""


def test_a_limit_of_a_written_rulebook_becomes_a_clock(sign_in: SignIn, tmp_path: Path) -> None:
    page = sign_in(AUTHOR)
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]  # a size
    draft = read_in(page, tmp_path)
    page.goto(f"{draft}suggestions/")
    page.get_by_role("button", name="采纳为 例行义务").click()
    row = page.locator("tr").filter(has_text="24小时内")
    row.get_by_role("link", name="选择成为什么").click()
    form = page.locator("form.becoming").filter(has=page.locator("[name=becomes]"))
    expect(form.locator("[name=becomes]")).to_have_value("procedure")
    expect(form.locator("[name=of]")).to_be_hidden()
    form.locator("[name=value]").fill("12")
    form.locator("[name=title]").fill("投诉答复")
    form.get_by_role("button", name="采纳", exact=True).click()
    expect(page.get_by_role("link", name="投诉答复")).to_be_visible()
    page.locator("tr").filter(has_text="3个工作日内").get_by_role("link", name="选择成为什么").click()
    form.locator("[name=target_step]").select_option(label="投诉答复 › 办理")
    form.get_by_role("button", name="采纳", exact=True).click()
    page.get_by_role("link", name="试算").click()
    page.locator("#procedure").select_option(label="投诉答复")
    page.get_by_role("button", name="试算").click()
    told = page.locator("tr").filter(has_text="时限")
    expect(told.filter(has_text="投诉答复").first).to_contain_text("2.1")
    expect(told.filter(has_text="报修").first).to_contain_text("2.2")


def read_in(page: Page, folder: Path) -> str:
    """The text as a file on the page of drafts; the address of the draft it becomes."""
    file = folder / "门店服务规定.txt"
    file.write_text(WRITTEN, encoding="utf-8")
    page.goto("/drafts/")
    form = page.locator("form").filter(has=page.locator("input[name=way][value=read]"))
    form.locator("input[type=file]").set_input_files(file)
    form.locator("[name=code]").fill("SHOPJ")
    form.locator("[name=in_force]").fill("2027-01-01")
    form.get_by_role("button", name="读入").click()
    page.wait_for_url("**/drafts/*/")
    return page.url
