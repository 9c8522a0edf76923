"""An agent takes a call without touching the mouse: every key is counted, and a trained hand needs less than half a minute."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

# A trained hand on keys that it knows; a Chinese character takes three of them by pinyin.
KEYS_A_SECOND = 5
KEYS_A_CHARACTER = 3
MOST_SECONDS = 30


class Hand:
    """Types as an agent would, and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def write(self, words: str) -> None:
        for character in words:
            if character.isascii():
                self.press(character)
            else:
                self.page.keyboard.insert_text(character)
                self.keys += KEYS_A_CHARACTER

    @property
    def seconds(self) -> float:
        return self.keys / KEYS_A_SECOND


@pytest.fixture
def hand(sign_in: Callable[[str], Page]) -> Hand:
    page = sign_in("园林客服专员")
    page.goto("/cases/new/?fresh=1")
    expect(page.locator("#phone")).to_be_focused()
    return Hand(page)


def test_a_call_becomes_a_case_by_keys_alone(hand: Hand) -> None:
    page = hand.page
    hand.write("13912340001")
    hand.press("Enter")
    expect(page.locator("#kind-find")).to_be_focused()
    # Initials of 安全与环境; Enter takes the first that fits and goes on to the first open question.
    hand.write("aqyh")
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("安全与环境")
    hand.press("Enter")
    expect(page.locator("textarea[name$='.matter']")).to_be_focused()
    hand.write("小区南门新种的树倒了压着路")
    hand.press("Control+Enter")
    expect(page.locator("#case-head")).to_contain_text("小区南门新种的树倒了")
    assert hand.seconds <= MOST_SECONDS, f"{hand.keys} keys"


@pytest.mark.parametrize("typed", ["枯死", "ks", "kusi"])
def test_an_everyday_word_finds_its_category(hand: Hand, typed: str) -> None:
    page = hand.page
    hand.press("Tab")
    page.keyboard.insert_text(typed)
    expect(page.locator("[role=option]:visible", has_text="绿化效果")).to_be_visible()
    page.locator("[role=option]:visible", has_text="绿化效果").click()
    expect(page.locator("[name$='.category'][value=effect]")).to_be_checked()


def test_ctrl_enter_hands_in_wherever_the_focus_is(hand: Hand) -> None:
    page = hand.page
    page.locator("textarea[name$='.matter']").fill("北门草坪被车压坏")
    # Words beside the fields hold no focus: the keys go to the page.
    page.locator("h1").click()
    assert page.evaluate("document.activeElement === document.body")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#intake")).to_be_attached()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#case-head")).to_contain_text("北门草坪被车压坏")


def test_another_type_is_found_by_a_word_and_its_form_comes_with_the_hands_on_the_keys(hand: Hand) -> None:
    page = hand.page
    hand.press("Tab")
    hand.write("khzx")
    hand.press("Enter")
    expect(page.locator("[name=case_type][value=consultation]")).to_be_checked()
    expect(page.locator("#kind-form :focus")).to_have_count(1)
    page.keyboard.press("Escape")
    page.locator("#kind-find").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("农药")
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("安全与环境")
    # While an input method composes, nothing is taken.
    page.dispatch_event("#kind-find", "keydown", {"key": "Enter", "isComposing": True, "keyCode": 229})
    expect(page.locator("#kind-find")).to_be_focused()
    expect(page.locator("[name=case_type][value=consultation]")).to_be_checked()


def test_what_was_said_before_is_told_before_it_is_said_again(hand: Hand) -> None:
    page = hand.page
    said = "东门花坛的月季全部枯死没有人管"
    hand.press("Enter")
    page.locator("textarea[name$='.matter']").fill(said)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#case-head")).to_contain_text(said)
    page.goto("/cases/new/?fresh=1")
    page.locator("textarea[name$='.matter']").fill(said)
    expect(page.locator("#doubles")).to_contain_text("100%")
    page.locator("#doubles button", has_text="并入").first.click()
    expect(page.locator("#toasts")).to_contain_text("已并入")
    expect(page.locator("#case-head")).to_contain_text(said)


def test_a_kind_of_that_name_stands_before_a_reason_within_another_kind(sign_in: Callable[[str], Page]) -> None:
    page = sign_in("fuwujiedai")
    page.goto("/cases/new/?fresh=1")
    for words in ("投诉", "ts"):
        page.fill("#kind-find", words)
        expect(page.locator("[role=option][aria-selected=true]")).to_have_text("客户投诉")
