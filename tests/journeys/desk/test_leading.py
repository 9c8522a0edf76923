"""A supervisor and those below at browsers of their own: who is there, what is supervised, what is approved by a key."""

from datetime import datetime, timedelta

from playwright.sync_api import expect
from tests.journeys.desk.conftest import PHONE, Desk, Visit


def test_who_says_to_be_there_is_seen_on_the_board_without_a_reload(desk: Desk, visit: Visit) -> None:
    lee, fay = visit("lee", "/board/?by=person"), visit("fay", "/")
    row = lee.locator("tr", has_text="Fay")
    # Who signs in is there.
    expect(row).to_contain_text("空闲")
    for state in ("忙碌", "空闲"):
        fay.locator("#presence summary").click()
        fay.get_by_role("button", name=state, exact=True).click()
        expect(fay.locator("#presence > summary")).to_contain_text(state)
        expect(row).to_contain_text(state)
        fay.reload()
        expect(fay.locator("#presence > summary")).to_contain_text(state)


def test_a_supervision_is_asked_answered_and_seen_in_two_browsers(desk: Desk, visit: Visit) -> None:
    lee, alice = visit("lee", desk.case("leading")), visit("alice", "/")
    lee.get_by_role("button", name="督办", exact=True).click()
    until = (datetime.now() + timedelta(hours=30)).strftime("%Y-%m-%dT%H:%M")  # noqa: DTZ005  # as somebody types it
    lee.locator("#act-supervise input[name=limit]").fill(until)
    lee.locator("#act-supervise textarea, #act-supervise input[name=reason]").first.fill("业主群里都在说，今晚要有说法")
    lee.locator("#act-supervise [data-default]").click()
    expect(lee.locator("#toasts")).to_contain_text("督办")
    expect(alice.locator("#tasks")).to_contain_text("督办")
    lee.goto("/supervisions/")
    expect(lee.locator("#supervisions")).to_contain_text("今晚要有说法")
    alice.goto(desk.case("leading"))
    form = alice.locator(".step-form", has_text="督办")
    form.get_by_label("办理说明").fill("水泵已修好，正在清理")
    form.get_by_role("button", name="完成", exact=True).click()
    expect(alice.locator("#toasts")).to_contain_text("已办理")
    lee.goto("/supervisions/?all=1")
    expect(lee.locator("#supervisions")).to_contain_text("水泵已修好，正在清理")
    expect(lee.locator("#supervisions")).to_contain_text("按时答复")


def test_approvals_are_decided_by_one_key_and_the_next_comes_by_itself(desk: Desk, visit: Visit) -> None:
    dora = visit("dora", f"/approvals/?case={desk.cases['first']}")
    expect(dora.locator(".inbox-case h2").first).to_have_text("要求更换整面墙砖")
    before = dora.locator(".inbox-list .card").count()
    dora.keyboard.press("r")
    expect(dora.locator("#opinion")).to_be_focused()
    dora.keyboard.type("a")
    expect(dora.locator(".inbox-list .card")).to_have_count(before)
    dora.locator("#opinion").fill("")
    dora.locator("#opinion").blur()
    dora.keyboard.press("a")
    expect(dora.locator(".inbox-list .card")).to_have_count(before - 1)
    expect(dora.locator(".inbox-case h2").first).not_to_have_text("要求更换整面墙砖")
    expect(dora.locator("#toasts")).to_contain_text("同意")


def test_cards_are_picked_on_the_board_and_given_to_somebody_at_once(desk: Desk, visit: Visit) -> None:
    lee = visit("lee", "/board/")
    card = lee.locator(".wall-late .wall-card").first
    card.locator("input[type=checkbox]").check()
    expect(lee.locator("[data-bulk] [data-picked]")).to_have_text("1")
    lee.get_by_role("button", name="批量办理").click()
    expect(lee.locator("#bulk-dialog")).to_contain_text("批量办理 1 件事项")
    lee.locator("#bulk-dialog").get_by_text("催办", exact=False).first.click()
    lee.locator("#bulk-reason").fill("请今天处理")
    lee.get_by_role("button", name="逐件办理").click()
    expect(lee.locator("#bulk-dialog")).to_contain_text("办成 1 件")


def test_a_supervisor_decides_on_a_phone(desk: Desk, visit: Visit) -> None:
    dora = visit("dora", "/approvals/", size=PHONE)
    for path in (
        "/approvals/",
        "/board/",
        "/board/?by=unit",
        "/supervisions/?all=1",
        "/overrides/",
        "/notices/settings/",
    ):
        dora.goto(path)
        wider = dora.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{path} is {wider}px too wide"
