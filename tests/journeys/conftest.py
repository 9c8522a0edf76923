"""A demonstration that really runs, and a real browser to walk through it."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from tests.config.processes import Installation
from tests.journeys.browsers import Browsers

BROWSERS = ("chromium", "chromium-browser")
COLOURS = 128
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
PATIENCE_MS = 15_000
# Pictures show the whole company at work.
SHARE = "1" if os.environ.get("SHOUWEN_PICTURES") else "0.1"
# A console message that says nothing about our pages.
EXPECTED = ("favicon.ico",)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker walks all journeys, so that one demonstration serves them; `-m 'not journey'` leaves them out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's Chromium; CI must have it, another machine may do without."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        lacking = "journeys need Debian's Chromium: apt install chromium fonts-noto-cjk"
        if os.environ.get("CI"):
            pytest.fail(lacking)
        pytest.skip(lacking)
    return found


@pytest.fixture(scope="session")
def site(chromium: str) -> Iterator[str]:
    """The address of a demonstration started as ./run demo starts it."""
    folder = Path(tempfile.mkdtemp(prefix="shouwen-journey-"))
    folder.chmod(0o711)
    demo = Installation(folder, "demo", "--port", "0", "--threads", "40", SHOUWEN_DEMO_SHARE=SHARE)
    yield demo.address().rstrip("/")
    demo.process.terminate()
    demo.end()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def browsers(chromium: str) -> Iterator[Browsers]:
    """For one module at a time: while it runs, its event loop would keep Django from the database."""
    with sync_playwright() as playwright:
        browsers = Browsers(playwright, chromium)
        yield browsers
        browsers.close()


@pytest.fixture
def browser(browsers: Browsers) -> Browser:
    return browsers.living()


@pytest.fixture
def page(browsers: Browsers, browser: Browser, site: str) -> Iterator[Page]:
    """A new visitor in Shanghai; a script error or a refused resource fails the journey."""
    context = browser.new_context(
        base_url=site, locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1366, "height": 860}
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.extend(_complaint(message)))
    yield page
    browsers.shut(context)
    assert complaints == []


@pytest.fixture
def sign_in(page: Page) -> Callable[[str], Page]:
    """Signs in somebody by their role, as the line that ./run demo ends with names it, or by their sign-in."""

    # Django is not ready when this file is imported.
    from shouwen.config.demo.organisation import PASSWORD  # noqa: PLC0415
    from shouwen.config.demo.written import company  # noqa: PLC0415

    def enter(role: str) -> Page:
        names = {way.role: way.username for way in company().sign_ins}
        page.goto("/accounts/login/")
        page.fill("input[name=login]", names.get(role, role))
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return page

    return enter


@pytest.fixture
def picture(page: Page, tmp_path: Path) -> Callable[[str], Path]:
    """Takes a picture of the page; with SHOUWEN_PICTURES set, for docs/pictures."""
    folder = PICTURES if os.environ.get("SHOUWEN_PICTURES") else tmp_path
    folder.mkdir(parents=True, exist_ok=True)

    def take(name: str) -> Path:
        path = folder / f"{name}.png"
        page.screenshot(path=path)
        _shrink(path)
        return path

    return take


def _shrink(path: Path) -> None:
    """A page has few colours: a palette of them shows the same at a third of the size."""
    with Image.open(path) as taken:
        small = taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def _complaint(message: ConsoleMessage) -> list[str]:
    is_ours = message.type == "error" and not any(word in str(message.location) for word in EXPECTED)
    return [message.text] if is_ours else []
