"""./run bench --paint: from the key or click of a person to the frame that shows what follows, in Chromium on a warm server."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from shouwen.config.bench.acts import session_of
from shouwen.config.bench.scene import Scene
from shouwen.config.bench.server import Site

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage")
AIM_MS = 100
WARM_UP = 3
MOST_TURNS = 20
"""A page of the list has rows for as many."""
PATIENCE_MS = 15_000
STEP_MS = 100
HEADING = "## From input to paint"
# The instant of the input is the browser's own; the frame counts when it has been handed over for showing.
ARM = """
() => {
  const test = () => (HOLDS);
  window.painted = new Promise((done, fail) => {
    setTimeout(() => fail(new Error("not shown in time: " + test)), 8000);
    let began = null;
    const start = (event) => { if (began === null) { began = event.timeStamp; requestAnimationFrame(look); } };
    for (const name of ["keydown", "pointerdown"]) window.addEventListener(name, start, { capture: true, once: true });
    const look = () => {
      if (!test()) return requestAnimationFrame(look);
      requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => done(performance.now() - began); channel.port2.postMessage(0); });
    };
  });
}
"""


class NoBrowser(RuntimeError):
    """Nothing to measure with."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something people do all day: how, and what the page shows when it is done."""

    name: str
    do: Callable[[Any, int], None]
    shown: Callable[[Any, int], str]
    """A condition in the page's own language, written before the act."""
    before: Callable[[Any, int], None] = lambda _page, _turn: None


@dataclass(frozen=True, slots=True)
class Painted:
    """Milliseconds of one act."""

    name: str
    p50: float
    p95: float


def _press(key: str) -> Callable[[Any, int], None]:
    return lambda page, _turn: page.keyboard.press(key)


def _other_case(page: Any, turn: int) -> str:
    return f"document.querySelector('#case-now')?.dataset.case !== '{page.evaluate(CASE)}'"


def _other_row(page: Any, turn: int) -> str:
    return f"document.querySelector('[data-row].here')?.dataset.row !== '{page.evaluate(ROW)}'"


def _said(kind: str) -> Callable[[Any, int], str]:
    return lambda _page, turn: f"document.querySelector('#case-timeline')?.textContent.includes('{_words(turn, kind)}')"


def _words(turn: int, kind: str) -> str:
    return f"第{turn}次留言，已转告。" if kind == "note" else f"第{turn}次答复，已安排。"


def _write(kind: str) -> Callable[[Any, int], None]:
    def write(page: Any, turn: int) -> None:
        page.evaluate(f"document.querySelector('[data-{kind}]').click()")
        page.fill("#message", _words(turn, kind))

    return write


def _leave(page: Any, turn: int) -> None:
    page.evaluate("document.activeElement?.blur()")


def _clear(page: Any, turn: int) -> None:
    page.fill("[data-find]", "")
    page.focus("[data-find]")
    page.keyboard.type(str(turn % 10))


def _shut(page: Any, turn: int) -> None:
    page.evaluate("document.querySelector('#palette').close()")


def _queue(turn: int) -> str:
    return ("open_only=1", "mine=1")[turn % 2]


def _sort(turn: int) -> str:
    return ("due", "new")[turn % 2]


CASE = "document.querySelector('#case-now')?.dataset.case || ''"
ROW = "document.querySelector('[data-row].here')?.dataset.row || ''"
OPEN = """
(number) => document.querySelector("#case-now")?.dataset.case === document.querySelectorAll("#list [data-row]")[number].dataset.row
  && document.querySelectorAll("#tabs .tab").length > 2 - number
"""
HITS = "document.querySelector('#find-hits:not([hidden]) [data-hit]') && document.querySelector('[data-find]').value.length > 1"
ACTS = (
    Act("move to the next row (j)", _press("j"), _other_row),
    Act("open a case beside the list (Enter)", _press("Enter"), _other_case, _press("j")),
    Act("next case (])", _press("]"), _other_case),
    Act("another tab (,)", _press(","), _other_case),
    Act(
        "another queue (click)",
        lambda page, turn: page.click(f"#queues a[href='/cases/?{_queue(turn)}']"),
        lambda _page, turn: f"document.querySelector('#list').dataset.address.endsWith('{_queue(turn)}')",
    ),
    Act(
        "another order (click)",
        lambda page, turn: page.click(f"#list .seg a[href*='sort={_sort(turn)}']"),
        lambda _page, turn: f"document.querySelector('#list .seg a[aria-current]').href.includes('sort={_sort(turn)}')",
    ),
    Act(
        "first results of a search (second character)",
        _press("1"),
        lambda _page, _turn: HITS,
        _clear,
    ),
    Act(
        "open the palette (Ctrl+K)",
        _press("Control+k"),
        lambda _page, _turn: "document.querySelector('#palette [data-hit]')",
    ),
    Act("begin a note (i)", _press("i"), lambda _page, _turn: "document.activeElement.id === 'message'", _leave),
    Act("send a note (Ctrl+Enter)", _press("Control+Enter"), _said("note"), _write("note")),
    Act("send a reply (Ctrl+Enter)", _press("Control+Enter"), _said("reply"), _write("reply")),
)
AFTER = {"open the palette (Ctrl+K)": _shut, "begin a note (i)": _leave}


def measure(site: Site, stage: Scene, repeat: int) -> list[Painted]:
    """Each act so many times by one person at one browser; the first few are not counted."""
    with browsing(site, stage) as page:
        return [_measured(page, act, min(repeat, MOST_TURNS)) for act in ACTS]


def _measured(page: Any, act: Act, repeat: int) -> Painted:
    times = []
    _begin(page)
    for turn in range(WARM_UP + repeat):
        act.before(page, turn)
        page.wait_for_timeout(350)
        page.evaluate(ARM.replace("HOLDS", act.shown(page, turn)))
        act.do(page, turn)
        took = float(page.evaluate("window.painted"))
        AFTER.get(act.name, lambda _page, _turn: None)(page, turn)
        if turn >= WARM_UP:
            times.append(took)
    times.sort()
    return Painted(act.name, times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.95))])


@contextmanager
def browsing(site: Site, stage: Scene) -> Iterator[Any]:
    """Chromium at the workspace, signed in as somebody of the desk, with a few tabs open."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise NoBrowser("./run bench --paint needs Chromium: apt install chromium fonts-noto-cjk")
    # What runs an installation has no need of it; measuring has.
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    # Its event loop must not keep Django from the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    address = f"http://127.0.0.1:{site.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        context = browser.new_context(
            base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1440, "height": 900}
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(stage), "url": address}])
        page = context.new_page()
        yield page
        browser.close()


def _wait(page: Any, number: int) -> None:
    """Asked again and again from outside: the page's own policy lets nothing be made from text inside it."""
    for _ in range(PATIENCE_MS // STEP_MS):
        if page.evaluate(OPEN, number):
            return
        page.wait_for_timeout(STEP_MS)
    raise TimeoutError(f"row {number} did not open: {page.url}")


def _begin(page: Any) -> None:
    """At the first row of the list, with three tabs: no act runs out of rows, nor begins where another one ended."""
    page.goto("/cases/")
    for number in (2, 1, 0):
        page.locator("#list [data-row] a[data-open]").nth(number).click()
        _wait(page, number)
    page.evaluate("document.activeElement?.blur()")


def text(painted: list[Painted], cases: int, repeat: int, busy: float) -> str:
    """A section of the benchmarks."""
    processors = len(os.sched_getaffinity(0))
    lines = [
        HEADING,
        "",
        f"`./run bench --paint --write docs/benchmarks.md`: {cases:,} cases, one person at Chromium, each act {repeat} times after",
        f"{WARM_UP} that are not counted. Counted from the browser's own instant of the key or click to the frame that shows what follows.",
        f"While this run lasted, {busy:.1f} processes on average wanted one of {processors} processors; browser and server share them.",
        "",
        "| act | p50 ms | p95 ms | aim |",
        "|---|--:|--:|--:|",
        *(f"| {one.name} | {one.p50:.0f} | {one.p95:.0f} | ≤ {AIM_MS} |" for one in painted),
    ]
    return "\n".join([*lines, ""])
