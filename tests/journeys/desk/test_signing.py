"""A customer signs on a telephone what the desk sent as a link."""

from playwright.sync_api import Page, expect
from tests.journeys.desk.conftest import PHONE, Desk, Visit


def draw(page: Page) -> None:
    """Two strokes with a finger."""
    canvas = page.locator("canvas.drawn")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    for start, end in ((0.2, 0.5), (0.5, 0.8)):
        page.mouse.move(box["x"] + box["width"] * start, box["y"] + box["height"] * 0.3)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * end, box["y"] + box["height"] * 0.7, steps=6)
        page.mouse.up()


def test_a_customer_signs_on_the_telephone(desk: Desk, visit: Visit) -> None:
    alice = visit("alice", desk.case("survey"))
    alice.get_by_role("button", name="发签字链接").first.click()
    expect(alice.locator("#toasts")).to_contain_text("签字链接已生成")
    address = alice.locator("input[data-whole]").first.input_value()
    assert address.startswith(desk.address)

    phone = visit("alice", "/alive", size=PHONE)
    phone.context.clear_cookies()
    phone.goto(address)
    expect(phone.locator("body")).to_contain_text("地板起拱两处，约三平方米")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.get_by_label("姓名").first.fill("王女士")
    phone.get_by_role("button", name="签字", exact=True).click()
    expect(phone.get_by_role("alert")).to_contain_text("请在框内手写签字")
    expect(phone.get_by_label("姓名").first).to_have_value("王女士")
    draw(phone)
    phone.get_by_role("button", name="重写").click()
    draw(phone)
    phone.get_by_role("button", name="签字", exact=True).click()
    expect(phone.get_by_role("status").first).to_contain_text("您已经签字")

    expect(alice.locator("#case-timeline")).to_contain_text("王女士，凭签字链接手写签字")
    alice.reload()
    expect(alice.locator("#case-side")).to_contain_text("客户签字.png")
    with alice.expect_download() as kept:
        alice.get_by_role("link", name="客户签字.png").click()
    assert kept.value.path().read_bytes().startswith(b"\x89PNG")
    expect(alice.locator("input[data-whole]")).to_have_count(0)
