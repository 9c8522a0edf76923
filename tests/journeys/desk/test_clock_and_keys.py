"""Time that passes, hands that stay on the keyboard, and connections that break."""

import re

from playwright.sync_api import expect
from tests.journeys.desk.conftest import PHONE, Desk, Visit


def test_keys_move_open_and_act(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", "/")
    alice.keyboard.press("j")
    first = alice.locator("[data-row].here")
    expect(first).to_have_count(1)
    name = first.get_attribute("data-row")
    alice.keyboard.press("j")
    expect(alice.locator("[data-row].here")).not_to_have_attribute("data-row", name or "")
    alice.keyboard.press("k")
    expect(alice.locator("[data-row].here")).to_have_attribute("data-row", name or "")
    alice.keyboard.press("Enter")
    expect(alice.locator("#beside h1")).to_be_visible()
    alice.keyboard.press("Escape")
    expect(alice.locator("#beside h1")).to_have_count(0)
    alice.keyboard.press("a")
    alice.wait_for_url(re.compile("/cases/[0-9]+/"))


def test_keys_find_and_go_and_are_told_of_but_not_while_typing(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", "/")
    alice.keyboard.press("?")
    expect(alice.locator("#shortcuts")).to_be_visible()
    alice.keyboard.press("Escape")
    alice.keyboard.press("/")
    expect(alice.locator("[data-find]")).to_be_focused()
    alice.keyboard.type("gtj")
    expect(alice.locator("[data-find]")).to_have_value("gtj")
    # The first Escape shuts what was found, the second leaves the box.
    expect(alice.locator("#find-hits")).to_be_visible()
    alice.keyboard.press("Escape")
    expect(alice.locator("#find-hits")).to_be_hidden()
    alice.keyboard.press("Escape")
    expect(alice.locator("[data-find]")).not_to_be_focused()
    alice.keyboard.press("g")
    alice.keyboard.press("l")
    alice.wait_for_url("**/cases/")


def test_the_sheet_of_keys_names_only_places_that_are_there(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", "/notices/")
    alice.keyboard.press("?")
    sheet = alice.locator("#shortcuts")
    expect(sheet).to_contain_text("待办")
    expect(sheet).not_to_contain_text("督办")
    lee = visit("lee", "/notices/")
    lee.keyboard.press("?")
    expect(lee.locator("#shortcuts")).to_contain_text("督办")
    lee.keyboard.press("Escape")
    lee.keyboard.press("g")
    lee.keyboard.press("b")
    lee.wait_for_url("**/board/")


def test_a_begins_the_form_of_the_case_that_lies_open(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", f"/cases/?case={desk.cases['fresh']}")
    expect(alice.locator("#case-now [data-act]").first).to_be_visible()
    alice.keyboard.press("a")
    expect(alice.locator("#case-now form[data-draft] :focus")).to_have_count(1)
    expect(alice.locator(".field.bad")).to_have_count(0)


def test_a_begins_a_form_too_where_only_a_choice_lacks(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", f"/cases/?case={desk.cases['ticking']}")
    alice.get_by_label("事由").fill("漏水，写了一半")
    alice.get_by_label("事由").evaluate("field => field.blur()")
    alice.keyboard.press("a")
    expect(alice.locator("#case-now form[data-draft] input[type=radio]:focus")).to_have_count(1)
    expect(alice.locator(".field.bad")).to_have_count(0)


def test_one_key_never_chooses_between_two_outcomes(desk: Desk, visit: Visit) -> None:
    lee = visit("lee", f"/cases/?case={desk.cases['judging']}")
    expect(lee.locator("#case-now [data-act]").first).to_be_visible()
    for key, first in (("a", "[data-act]"), ("e", "[data-then-next]")):
        lee.keyboard.press(key)
        expect(lee.locator(f"#case-now {first}")).to_be_focused()
        lee.locator(f"#case-now {first}").evaluate("button => button.blur()")
    expect(lee.locator(".strip [aria-current=step]")).to_have_text("审核分级")
    expect(lee.locator("#toasts .toast")).to_have_count(0)


def test_a_thumb_opens_a_case_anywhere_on_its_line(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", "/cases/", size=PHONE)
    row = alice.locator("#list tr[data-row]").first
    number = row.locator("a[data-open]").inner_text()
    row.locator(".what").click()
    alice.wait_for_url(re.compile("/cases/[0-9]+/"))
    expect(alice.locator("#case-head")).to_contain_text(number)


def test_an_input_method_keeps_its_keys(desk: Desk, visit: Visit) -> None:
    """While pinyin is being composed, Ctrl+Enter and single letters belong to the input method."""
    alice = visit("alice", desk.case("fresh"))
    field = alice.get_by_label("事由")
    field.fill("楼上")
    alice.evaluate(
        """() => {
            const box = document.querySelector("textarea[name='record.what']");
            for (const key of ["Enter", "a", "/"]) {
                box.dispatchEvent(new KeyboardEvent("keydown", {key, ctrlKey: key === "Enter", isComposing: true, bubbles: true}));
                document.body.dispatchEvent(new KeyboardEvent("keydown", {key, keyCode: 229, bubbles: true}));
            }
        }"""
    )
    expect(field).to_be_focused()
    expect(alice.locator(".field.bad")).to_have_count(0)
    expect(field).to_have_value("楼上")


def test_r_leads_to_the_answer_and_brackets_along_the_list(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", "/cases/")
    numbers = alice.locator("[data-row] a[data-open]").all_inner_texts()
    alice.locator("[data-row] a[data-open]").nth(1).click()
    expect(alice.locator("#case-head")).to_contain_text(numbers[1])
    alice.keyboard.press("]")
    expect(alice.locator("#case-head")).to_contain_text(numbers[2])
    alice.keyboard.press("[")
    expect(alice.locator("#case-head")).to_contain_text(numbers[1])
    alice.keyboard.press("r")
    expect(alice.locator("#message")).to_be_focused()


def test_without_a_network_the_typed_stays_and_is_sent_later(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", desk.case("fresh"))
    alice.context.set_offline(True)
    expect(alice.locator("[data-lost]")).to_be_visible()
    alice.get_by_label("事由").fill("电梯里写的")
    expect(alice.locator(".step-form [data-saved]")).to_have_text("草稿已存本机")
    alice.context.set_offline(False)
    expect(alice.locator(".step-form [data-saved]")).to_contain_text("草稿已存 ")
    expect(alice.locator("[data-lost]")).to_be_hidden()
    alice.reload()
    expect(alice.get_by_label("事由")).to_have_value("电梯里写的")


def test_language_and_theme_follow_the_person(desk: Desk, visit: Visit) -> None:
    page = visit("amy", "/")
    page.locator(".person summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("My tasks")
    page.locator(".person summary").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator(".person summary").click()
    page.get_by_role("button", name="简体中文").click()
    expect(page.locator("h1")).to_have_text("我的待办")


def test_the_time_machine_makes_a_limit_pass_and_tells_those_concerned(desk: Desk, visit: Visit) -> None:
    lee = visit("lee", "/notices/")
    before = lee.locator("[data-row]").count()
    alice = visit("alice", desk.case("ticking"))
    expect(alice.locator(".clocks .is-late")).to_have_count(0)
    alice.get_by_role("button", name="+1 小时").click()
    expect(alice.locator(".clocks .is-late")).to_contain_text("超时")
    expect(alice.locator("#case-timeline")).to_contain_text("超时")
    expect(lee.locator(".bell b")).to_be_visible()
    lee.reload()
    assert lee.locator("[data-row]").count() > before
    lee.goto("/board/")
    expect(lee.locator(".columns section").first).to_contain_text("淋浴房漏水")
