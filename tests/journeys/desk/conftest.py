"""A small company that is really served, and people of it at browsers of their own."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect
from tests.config.processes import ROOT, Installation
from tests.journeys.browsers import Browsers
from tests.journeys.desk.company import PASSWORD

from shouwen.config.launch.postgres import THROW_AWAY, Server

PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)
# What a browser says of an answer that the page itself shows and explains.
EXPLAINED = re.compile(
    r"status of (401|403|404|409|422)|favicon|ERR_INTERNET_DISCONNECTED|htmx:(afterRequest|sendError)"
)
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}

Visit = Callable[..., Page]


@dataclass(frozen=True)
class Desk:
    """Where it is served, and its cases by what they are good for."""

    address: str
    cases: Mapping[str, int]

    def case(self, name: str) -> str:
        return f"/cases/{self.cases[name]}/"


@pytest.fixture(scope="session")
def desk(chromium: str) -> Iterator[Desk]:
    """One for all journeys: each changes only cases that no other looks for, so their order does not matter."""
    folder = Path(tempfile.mkdtemp(prefix="shouwen-desk-"))
    # PostgreSQL may run as another user than we do, and has to pass.
    folder.chmod(0o711)
    server = Server(folder / "pg", options=THROW_AWAY)
    server.start()
    try:
        (folder / "url").write_text(server.url, encoding="utf-8")
        cases = _founded(folder, server.url)
        served = Installation(
            folder, "serve", "--port", "0", "--threads", "60", "--processes", "1", DATABASE_URL_FILE=str(folder / "url")
        )
        yield Desk(served.address().rstrip("/"), cases)
        served.process.terminate()
        served.end()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _founded(folder: Path, url: str) -> dict[str, int]:
    env = {**os.environ, "SHOUWEN_VAR": str(folder), "DATABASE_URL": url, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [sys.executable, "-m", "tests.journeys.desk.company"]
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="session")
def sessions(desk: Desk) -> dict[str, str]:
    """Everybody signs in once, as people do at the start of a day."""
    return {}


@pytest.fixture
def visit(desk: Desk, browsers: Browsers, browser: Browser, sessions: dict[str, str]) -> Iterator[Visit]:
    """`visit("alice", "/cases/")`: that person's page there; a script error in any page fails the journey."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def enter(name: str, path: str = "/", *, size: dict[str, int] = DESKTOP, **cookies: str) -> Page:
        context = browser.new_context(
            base_url=desk.address,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport=size,  # type: ignore[arg-type]  # a size
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.extend(_complaint(message)))
        if name not in sessions:
            sessions[name] = _sign_in(page, name)
        given = {"shouwen_session": sessions[name], **cookies}
        context.add_cookies([{"name": key, "value": value, "url": desk.address} for key, value in given.items()])
        page.goto(path)
        return page

    yield enter
    for context in opened:
        browsers.shut(context)
    assert complaints == []


def _sign_in(page: Page, name: str) -> str:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    return next(each["value"] for each in page.context.cookies() if each["name"] == "shouwen_session")


def _complaint(message: ConsoleMessage) -> list[str]:
    told = f"{message.text} {message.location}"
    return [told] if message.type == "error" and not EXPLAINED.search(told) else []
