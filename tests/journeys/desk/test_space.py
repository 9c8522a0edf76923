"""A day in the workspace: queues, list and case on one screen, hands on the keyboard, and connections that break."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.desk.conftest import PHONE, Desk, Visit
from tests.journeys.desk.test_reading import PAGES, problems

SIZES = ({"width": 1366, "height": 768}, {"width": 1440, "height": 900}, {"width": 1920, "height": 1080})
MOST_BYTES = 300_000


def opened(page: Page, number: int = 0) -> str:
    """Opens a row beside the list; the number of its case."""
    link = page.locator("#list [data-row] a[data-open]").nth(number)
    words = link.inner_text()
    link.click()
    expect(page.locator("#case-head")).to_contain_text(words)
    return words


@pytest.mark.parametrize("size", SIZES)
def test_three_panes_stand_on_one_screen_and_nothing_scrolls_sideways(
    desk: Desk, visit: Visit, size: dict[str, int]
) -> None:
    lee = visit("lee", "/cases/", size=size)
    opened(lee)
    for pane in ("#queues", "#list", "#work-case", "#case-side"):
        expect(lee.locator(pane)).to_be_in_viewport()
    far: dict[str, Any] = lee.evaluate(
        "({wide: document.documentElement.scrollWidth - innerWidth, high: document.documentElement.scrollHeight - innerHeight})"
    )
    assert far == {"wide": 0, "high": 0}


BACK_AND_SHUT = """
() => {
  for (const key of [",", "w"]) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}
"""


def test_cases_stay_as_tabs_and_come_back_after_a_reload(desk: Desk, visit: Visit) -> None:
    lee = visit("lee", "/cases/")
    first, second = opened(lee, 0), opened(lee, 1)
    assert first != second
    expect(lee.locator("#tabs .tab.here")).to_have_count(1)
    lee.reload()
    expect(lee.locator("#case-head")).to_contain_text(second)
    expect(lee.locator("#tabs .tab.here")).to_have_count(1)
    before = lee.locator("#tabs .tab").count()
    assert before >= 2
    # Back to the tab before and shut it, faster than its case can come.
    with lee.expect_response(lambda answer: "do=close" in (answer.request.post_data or "")):
        lee.evaluate(BACK_AND_SHUT)
    expect(lee.locator("#tabs .tab")).to_have_count(before - 1)
    expect(lee.locator("#tabs .tab.here")).to_have_count(1)
    lee.goto("/")
    lee.goto("/cases/")
    expect(lee.locator("#tabs .tab").first).to_be_attached()
    expect(lee.locator("#tabs .tab")).to_have_count(before - 1)


GOES_ON = """
() => {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: ".", bubbles: true }));
  return document.querySelector("#tabs .tab.here a")?.href;
}
"""


def test_whoever_presses_faster_than_the_network_goes_on_from_tab_to_tab(desk: Desk, visit: Visit) -> None:
    lee = visit("lee", "/cases/")
    for number in (2, 1, 0):
        opened(lee, number)
        expect(lee.locator("#tabs .tab.here a")).to_have_attribute(
            "href", str(lee.locator("#list [data-row] a[data-open]").nth(number).get_attribute("href"))
        )
    tabs = [str(link.get_attribute("href")) for link in lee.locator("#tabs .tab > a").all()]
    here = tabs.index(str(lee.locator("#tabs .tab.here a").get_attribute("href")))
    reached = [str(lee.evaluate(GOES_ON)) for _ in range(2)]
    assert [tabs.index(each.removeprefix(lee.url.split("/cases/")[0])) for each in reached] == [
        (here + 1) % len(tabs),
        (here + 2) % len(tabs),
    ]
    expect(lee.locator("#case-now")).to_have_attribute("data-address", tabs[(here + 2) % len(tabs)])
    expect(lee.locator("#tabs .tab.here")).to_have_count(1)


def test_next_and_previous_come_without_a_reload(desk: Desk, visit: Visit) -> None:
    lee = visit("lee", "/cases/")
    numbers = lee.locator("#list [data-row] a[data-open]").all_inner_texts()
    lee.evaluate("window.stays = true")
    opened(lee)
    lee.keyboard.press("]")
    expect(lee.locator("#case-head")).to_contain_text(numbers[1])
    lee.keyboard.press("]")
    expect(lee.locator("#case-head")).to_contain_text(numbers[2])
    lee.keyboard.press("[")
    expect(lee.locator("#case-head")).to_contain_text(numbers[1])
    assert lee.evaluate("window.stays") is True
    expect(lee).to_have_title(re.compile(numbers[1]))


def test_queues_count_and_narrow_and_the_case_stays(desk: Desk, visit: Visit) -> None:
    lee = visit("lee", "/cases/")
    here = opened(lee)
    queue = lee.locator("#queues a", has_text="即将超时")
    expect(queue.locator("b")).to_be_visible()
    queue.click()
    expect(lee).to_have_url(re.compile("nearly_late=1.*case="))
    expect(lee.locator("#list-count")).to_have_text(re.compile(f"共 {queue.locator('b').inner_text()} 条"))
    expect(lee.locator("#case-head")).to_contain_text(here)
    lee.go_back()
    expect(lee.locator("#queues a[aria-current]")).to_contain_text("全部")


def test_done_and_next_goes_on_only_when_the_act_passed(desk: Desk, visit: Visit) -> None:
    amy = visit("amy", "/cases/?own=work&sort=due")
    numbers = amy.locator("#list [data-row] a[data-open]").all_inner_texts()
    opened(amy, 0)
    amy.keyboard.press("e")
    amy.keyboard.press("Enter")
    expect(amy.locator("#case-now .field.bad, #case-now [role=alert]").first).to_be_visible()
    expect(amy.locator("#case-head")).to_contain_text(numbers[0])
    amy.locator("textarea[name='record.what']").fill("已核实，按噪音记录")
    amy.get_by_label("噪音").check()
    amy.locator("#case-head h1").click()
    amy.keyboard.press("e")
    amy.keyboard.press("Enter")
    expect(amy.locator("#case-head")).to_contain_text(numbers[1])


def test_several_are_urged_at_once_and_told_one_by_one(desk: Desk, visit: Visit) -> None:
    lee = visit("lee", "/cases/?open_only=1")
    lee.keyboard.press("j")
    lee.keyboard.press("x")
    lee.keyboard.press("j")
    lee.keyboard.press("x")
    expect(lee.locator("[data-picked]")).to_have_text("2")
    lee.get_by_role("button", name="批量办理").click()
    dialog = lee.locator("#bulk-dialog")
    dialog.locator("label", has_text="内部备注").click()
    dialog.get_by_label("原因或内容").fill("今天停水，先告知客户")
    assert problems(lee) == []
    dialog.get_by_role("button", name="逐件办理").click()
    expect(lee.locator("#bulk-dialog li.good")).to_have_count(2)
    lee.get_by_role("button", name="知道了").click()
    expect(lee.locator("#bulk")).to_be_hidden()


def test_the_box_finds_while_one_types_and_an_input_method_is_left_alone(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", "/cases/")
    alice.keyboard.press("/")
    alice.keyboard.type("wns")
    hits = alice.locator("#find-hits [data-hit]")
    expect(hits.first).to_be_visible()
    expect(alice.locator("#find-hits")).to_contain_text("王女士")
    chosen = alice.locator("#find-hits [aria-selected=true]")
    first = chosen.inner_text()
    alice.keyboard.press("ArrowDown")
    expect(chosen).not_to_have_text(first)
    alice.keyboard.press("ArrowUp")
    alice.evaluate(
        """() => document.querySelector("[data-find]").dispatchEvent(
            new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    expect(alice.locator("#find-hits")).to_be_visible()
    assert problems(alice) == []
    alice.keyboard.press("Enter")
    expect(alice.locator("#case-head")).to_be_visible()


def test_the_palette_leads_to_places_and_acts(desk: Desk, visit: Visit) -> None:
    lee = visit("lee", "/cases/")
    opened(lee)
    lee.keyboard.press("Control+k")
    palette = lee.locator("#palette")
    expect(palette).to_be_visible()
    assert problems(lee) == []
    lee.keyboard.type("备注")
    expect(palette.locator("[aria-selected=true]")).to_have_text("内部备注")
    lee.keyboard.press("Enter")
    expect(lee.locator("#message")).to_be_focused()
    lee.locator("#case-head h1").click()
    lee.keyboard.press("Control+k")
    lee.keyboard.type("督办")
    lee.keyboard.press("Escape")
    expect(palette).to_be_hidden()


def test_what_is_sent_without_a_network_is_kept_and_goes_once(desk: Desk, visit: Visit) -> None:
    amy = visit("amy", desk.case("late"))
    amy.keyboard.press("i")
    amy.locator("#message").fill("断网时写的一句话")
    amy.context.set_offline(True)
    amy.locator("#composer [data-default]").click()
    expect(amy.locator("[data-unsent]")).to_be_visible()
    amy.context.set_offline(False)
    expect(amy.locator("#case-timeline")).to_contain_text("断网时写的一句话")
    expect(amy.locator("[data-unsent]")).to_be_hidden()
    amy.reload()
    expect(amy.locator("#case-timeline").get_by_text("断网时写的一句话")).to_have_count(1)


def test_the_last_words_survive_a_reload_at_once(desk: Desk, visit: Visit) -> None:
    amy = visit("amy", desk.case("resting"))
    amy.keyboard.press("i")
    amy.locator("#message").fill("还没说完")
    amy.reload()
    expect(amy.locator("#message")).to_have_value("还没说完")
    amy.goto("/")
    amy.go_back()
    expect(amy.locator("#message")).to_have_value("还没说完")


def test_on_a_phone_the_list_leads_to_the_case(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", "/cases/", size=PHONE)
    assert alice.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    assert problems(alice) == []
    alice.locator("#list [data-row] a[data-open]").first.click()
    alice.wait_for_url(re.compile("/cases/[0-9]+/"))
    expect(alice.locator("#case-head")).to_be_visible()
    assert alice.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_workspace_can_be_read_in_both_themes(desk: Desk, visit: Visit, theme: str) -> None:
    dora = visit("dora", "/cases/", theme=theme)
    opened(dora)
    assert problems(dora) == []
    dora.get_by_text("更多条件").click()
    expect(dora.get_by_label("表单字段")).to_be_visible()
    assert problems(dora) == []
    dora.goto("/")
    expect(dora.locator(".tile").first).to_be_visible()
    assert problems(dora) == []
    dora.goto("/exports/")
    assert problems(dora) == []


def test_no_page_weighs_more_than_a_slow_line_bears(desk: Desk, visit: Visit) -> None:
    """All that a first visit loads, as it goes over the line; charts are apart."""
    heavy = {}
    for path in (
        *PAGES,
        f"/cases/?case={desk.cases['late']}",
        desk.case("late"),
        "/rulebooks/DESK/1/",
    ):
        page = visit("dora", path)
        page.wait_for_load_state("load")
        size = page.evaluate(
            """() => [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")]
                .filter((each) => !each.name.includes("charts")).reduce((sum, each) => sum + each.encodedBodySize, 0)"""
        )
        if size > MOST_BYTES:
            heavy[path] = size
    assert heavy == {}
