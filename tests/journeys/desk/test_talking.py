"""Two agents on one case: they see each other, hand a draft on, are held to their words, and lose no message."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect
from tests.journeys.desk.conftest import PHONE, Desk, Visit
from tests.journeys.desk.test_reading import problems

SEND = "#composer [data-default]"


def write(page: Page, kind: str, text: str) -> None:
    page.locator("#composer .kinds label", has_text=kind).click()
    page.locator("#message").fill("")
    page.locator("#message").press_sequentially(text)


def test_two_on_one_case_see_each_other_and_finish_one_answer(desk: Desk, visit: Visit) -> None:
    alice, amy = visit("alice", desk.case("late")), visit("amy", desk.case("late"))
    expect(amy.locator("#case-here")).to_contain_text("Alice")
    write(alice, "回复客户", "王女士您好，")
    expect(amy.locator("#case-here")).to_contain_text("正在回复客户")
    alice.locator("#composer summary", has_text="请同事接着写").click()
    alice.locator("#hand-to").select_option(label="Amy")
    alice.get_by_role("button", name="交给他接着写").click()
    expect(alice.locator("#message")).to_have_value("")
    amy.reload()
    amy.get_by_role("button", name="接着写", exact=True).click()
    expect(amy.locator("#message")).to_have_value("王女士您好，")
    amy.locator("#message").press("End")
    amy.locator("#message").press_sequentially("师傅明天到。")
    amy.keyboard.press("Control+Enter")
    expect(alice.locator("#timeline .message").last).to_contain_text("起草")
    write(amy, "内部备注", "请 @al")
    amy.locator("#picker [role=option]", has_text="Alice").click()
    expect(amy.get_by_role("button", name="存为内部备注")).to_be_visible()
    amy.keyboard.press("Control+Enter")
    expect(alice.locator("#timeline .note").last).to_contain_text("@Alice")


def test_a_note_goes_to_the_customer_only_on_purpose(desk: Desk, visit: Visit) -> None:
    amy = visit("alice", desk.case("late"))
    write(amy, "内部备注", "客户很急，先稳住")
    amy.locator("#composer .kinds label", has_text="回复客户").click()
    expect(amy.locator("#message")).to_have_value("")
    amy.locator("#message").press_sequentially("我们马上处理")
    amy.reload()
    expect(amy.locator("#message")).to_have_value("我们马上处理")
    amy.keyboard.press("Escape")
    amy.locator("#message").press("Control+Enter")
    expect(amy.locator("#timeline .message").last).to_contain_text("我们马上处理")
    amy.locator("#composer .kinds label", has_text="内部备注").click()
    expect(amy.locator("#message")).to_have_value("客户很急，先稳住")
    amy.get_by_role("button", name="用作回复").click()
    expect(amy.locator("[name=kind][value=reply]")).to_be_checked()
    expect(amy.locator("#message")).to_have_value("客户很急，先稳住")


def test_what_is_typed_on_while_a_word_is_on_its_way_stays_and_only_the_word_is_gone(desk: Desk, visit: Visit) -> None:
    amy = visit("alice", desk.case("late"))
    held: list[Route] = []
    amy.route("**/message/", lambda route: held.append(route))  # noqa: PLW0108  # the browser marks its handler, which a method of a list does not take
    write(amy, "内部备注", "先记一句")
    with amy.expect_request("**/message/"):
        amy.keyboard.press("Control+Enter")
    amy.locator("#message").press("End")
    amy.locator("#message").press_sequentially("，再记一句")
    held[0].continue_()
    expect(amy.locator("#timeline .note").last).to_contain_text("先记一句")
    expect(amy.locator("#message")).to_have_value("，再记一句")
    expect(amy.locator("[name=kind][value=note]")).to_be_checked()
    expect(amy.locator("#message")).to_be_focused()
    amy.keyboard.press("Control+A")
    amy.keyboard.press("Delete")


def test_a_promise_in_the_text_is_offered_and_kept_with_the_reply(desk: Desk, visit: Visit) -> None:
    amy = visit("alice", desk.case("late"))
    write(amy, "回复客户", "明天下午三点前回复您")
    amy.get_by_role("button", name="设为约定时间").click()
    expect(amy.locator("#reply-at")).to_have_value(amy.locator("[data-promise]").get_attribute("data-promise") or "")
    assert problems(amy) == []
    expect(amy.get_by_role("button", name="发给客户")).to_be_visible()
    amy.keyboard.press("Control+Enter")
    expect(amy.locator("#timeline .message").last).to_contain_text("明天下午三点前回复您")
    expect(amy.locator("#timeline li").last).to_contain_text("约定回复")


def test_what_is_sent_without_a_connection_waits_in_the_thread_and_goes_once(desk: Desk, visit: Visit) -> None:
    amy = visit("alice", desk.case("late"))
    write(amy, "内部备注", "在电梯里写的")
    amy.context.set_offline(True)
    amy.keyboard.press("Control+Enter")
    expect(amy.locator("#timeline .unsent")).to_contain_text("未发出")
    amy.context.set_offline(False)
    expect(amy.locator("#timeline .unsent")).to_have_count(0)
    expect(amy.locator("#timeline .said", has_text="在电梯里写的")).to_have_count(1)
    expect(amy.locator("#message")).to_have_value("")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "site.png"
    Image.new("RGB", (64, 48), "teal").save(path)
    return path


def test_a_photo_goes_with_a_reply_from_a_phone(desk: Desk, visit: Visit, photo: Path) -> None:
    amy = visit("alice", desk.case("late"), size=PHONE)
    write(amy, "回复客户", "师傅已到现场")
    amy.locator("[data-files]").set_input_files(photo)
    expect(amy.locator("[data-attached] img")).to_be_visible()
    expect(amy.locator(SEND)).to_be_in_viewport()
    assert problems(amy) == []
    amy.locator(SEND).click()
    expect(amy.locator("#timeline .message").last.locator("img")).to_be_visible()


def test_why_it_did_not_pass_goes_with_the_words_that_did_not(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", desk.case("late"))
    alice.locator("#composer .kinds label", has_text="内部备注").click()
    alice.locator("#message").fill("啊" * 20_001)
    alice.locator("#message").press("Control+Enter")
    told = alice.locator("#composer [data-refused]")
    expect(told).to_contain_text("最多 20000 字，现有 20001 字")
    alice.locator("#message").fill("改短了")
    expect(told).to_have_count(0)
    alice.locator("#message").fill("")


def test_on_a_telephone_the_two_lines_about_the_network_stand_one_below_the_other(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", desk.case("late"), size=PHONE)
    alice.context.set_offline(True)
    write(alice, "内部备注", "地下室里写的")
    alice.locator("#message").press("Control+Enter")
    lost, unsent = alice.locator("[data-lost]"), alice.locator("[data-unsent]")
    expect(unsent).to_be_visible()
    alice.mouse.wheel(0, 600)
    above, below = lost.bounding_box(), unsent.bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"]
    alice.context.set_offline(False)
    expect(unsent).to_be_hidden()
    expect(alice.locator("#timeline .note").last).to_contain_text("地下室里写的")
