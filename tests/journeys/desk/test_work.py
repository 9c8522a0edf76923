"""A day at the desk: what people take in, work through, approve and see happen."""

from playwright.sync_api import Route, expect
from tests.journeys.desk.conftest import PHONE, Desk, Visit


def test_an_agent_takes_in_a_complaint_and_works_it(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", "/cases/new/?fresh=1")
    alice.fill("#phone", "13812345678")
    expect(alice.locator("#caller")).to_contain_text("王女士")
    expect(alice.locator("#caller")).to_contain_text("138****5678")
    alice.fill("#title", "阳台门关不严")
    alice.get_by_label("来电人").fill("王女士")
    alice.keyboard.press("Control+Enter")
    alice.wait_for_url("**/cases/*/")
    expect(alice.locator("h1")).to_have_text("阳台门关不严")
    expect(alice.locator(".clocks")).to_contain_text("剩")
    alice.get_by_label("事由").fill("门框变形，下雨进水")
    alice.get_by_text("噪音", exact=True).click()
    alice.get_by_role("button", name="已登记", exact=True).click()
    expect(alice.locator("#case-timeline")).to_contain_text("门框变形，下雨进水")
    expect(alice.locator("#toasts")).to_contain_text("已办理")
    expect(alice.locator(".strip [aria-current=step]")).to_have_text("审核分级")


def test_a_form_that_lacks_something_says_where_and_keeps_the_rest(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", desk.case("fresh"))
    expect(alice.get_by_label("水量")).to_be_hidden()
    alice.get_by_text("漏水", exact=True).click()
    expect(alice.get_by_label("水量")).to_be_visible()
    alice.get_by_label("事由").fill("写了一半")
    alice.get_by_role("button", name="已登记", exact=True).click()
    expect(alice.locator(".field.bad .error").first).to_be_visible()
    expect(alice.get_by_label("事由")).to_have_value("写了一半")


def test_words_typed_while_the_answer_is_on_its_way_are_not_lost(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", desk.case("fresh"))
    held: list[Route] = []
    alice.route("**/step/", lambda route: held.append(route))  # noqa: PLW0108  # the browser marks its handler, which a method of a list does not take
    with alice.expect_request("**/step/"):
        alice.get_by_label("事由").fill("写了一半")
        alice.get_by_role("button", name="已登记", exact=True).click()
    alice.get_by_label("事由").fill("写了一半，又补了一句")
    with alice.expect_response(lambda answer: "/draft/" in answer.url):
        held[0].continue_()
    expect(alice.locator(".field.bad .error").first).to_be_visible()
    expect(alice.get_by_label("事由")).to_have_value("写了一半，又补了一句")
    alice.reload()
    expect(alice.get_by_label("事由")).to_have_value("写了一半，又补了一句")


def test_all_who_must_approve_do_so_and_the_work_goes_on(desk: Desk, visit: Visit) -> None:
    for name in ("dora", "frank"):
        page = visit(name, desk.case("signing"))
        page.get_by_label("审批意见").fill("按方案办")
        page.get_by_role("button", name="同意", exact=True).click()
        expect(page.locator("#toasts")).to_contain_text("同意")
    page = visit("lee", desk.case("signing"))
    expect(page.locator(".strip [aria-current=step]")).to_have_text("现场处理")


def test_what_others_do_shows_without_a_reload_and_never_under_the_hands(desk: Desk, visit: Visit) -> None:
    amy, alice = visit("lee", desk.case("handling")), visit("alice", desk.case("handling"))
    amy.get_by_text("内部备注", exact=True).click()
    amy.locator("#message").fill("我正在写的话")
    alice.get_by_role("button", name="催办").first.click()
    alice.locator("#why-urge").fill("客户又来电")
    alice.locator("#act-urge [data-default]").click()
    expect(alice.locator("#case-head")).to_contain_text("催办 1 次")
    expect(amy.locator("#case-head")).to_contain_text("催办 1 次")
    expect(amy.locator("[data-meanwhile]")).to_be_visible()
    expect(amy.locator("#message")).to_have_value("我正在写的话")


def test_a_new_duty_appears_on_the_open_list(desk: Desk, visit: Visit) -> None:
    lee, alice = visit("lee", "/"), visit("alice", desk.case("late"))
    expect(lee.locator("#tasks")).not_to_contain_text("墙砖空鼓脱落")
    alice.get_by_label("事由").fill("三块空鼓，一块脱落")
    alice.get_by_text("噪音", exact=True).click()
    alice.get_by_role("button", name="已登记", exact=True).click()
    expect(lee.locator("#tasks")).to_contain_text("墙砖空鼓脱落")


def test_two_tabs_never_act_twice_and_the_second_hears_what_changed(desk: Desk, visit: Visit) -> None:
    first, second = visit("frank", desk.case("handling")), visit("fay", desk.case("handling"))
    first.get_by_role("button", name="接单", exact=True).dblclick()
    expect(first.get_by_label("处理情况")).to_be_visible()
    expect(second.locator(".step-form")).to_contain_text("已接单 Frank")
    expect(first.locator("#case-timeline").get_by_text("接单", exact=True)).to_have_count(1)


def test_a_draft_is_there_again_after_a_reload(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", desk.case("resting"))
    alice.get_by_label("事由").fill("写到一半，来电话了")
    expect(alice.locator(".step-form [data-saved]")).to_contain_text("草稿已存")
    alice.reload()
    expect(alice.get_by_label("事由")).to_have_value("写到一半，来电话了")


def test_on_a_phone_nothing_runs_off_the_screen(desk: Desk, visit: Visit) -> None:
    page = visit("alice", "/", size=PHONE)
    expect(page.locator(".thumb-bar")).to_be_visible()
    for path in ("/", "/cases/", desk.case("fresh"), "/cases/new/", "/customers/", "/rulebooks/", "/notices/"):
        page.goto(path)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{path} is {wider}px too wide"


def test_who_may_not_see_a_case_is_told_so_and_nothing_else(desk: Desk, visit: Visit) -> None:
    olga = visit("olga", desk.case("fresh"))
    expect(olga.get_by_role("alert")).to_contain_text("不在您的数据范围内")
    expect(olga.locator("body")).not_to_contain_text("天花板")
    expect(olga.locator(".rail")).not_to_contain_text("督办")
    olga.goto("/board/")
    expect(olga.get_by_role("alert")).to_be_visible()
