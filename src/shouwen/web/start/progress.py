"""The steps of 开始使用: what of each is done, what is missing, and which comes next; read from what there is, kept nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shouwen.base.queries import installation
from shouwen.cases.queries import is_any_there
from shouwen.people.access import Viewer
from shouwen.people.calendars import national_days
from shouwen.people.founding import is_ready, vacant
from shouwen.runtime import rulebooks
from shouwen.web.ui.words import counted

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its page, whether it is done, what stands and what is missing."""

    url_name: str
    title: str
    done: bool
    there: str
    missing: str


def steps(viewer: Viewer) -> tuple[Step, ...]:
    """In their order."""
    # Another process may have taken the rulebook in a moment ago, on the page before this one.
    rulebooks.forget()
    return tuple(_steps(viewer))


def next_step(found: tuple[Step, ...]) -> Step | None:
    return next((step for step in found if not step.done), None)


def _steps(viewer: Viewer) -> Iterator[Step]:
    yield _company()
    yield _calendar(viewer)
    yield _rulebook()
    yield _posts(viewer)
    yield _case(viewer)


def _company() -> Step:
    name = installation().company
    return Step("start-company", _("公司"), bool(name), name, "" if name else _("公司名称还没有登记"))


def _calendar(viewer: Viewer) -> Step:
    known = national_days(viewer.version)
    sure = [str(year) for year, provisional in sorted(known.provisional.items()) if not provisional]
    done = str(viewer.at.year) in sure
    said = _("已载入 %(first)s 至 %(last)s 年的放假和调休") % {"first": sure[0], "last": sure[-1]} if sure else ""
    missing = "" if done else _("没有 %(year)s 年的放假通知") % {"year": viewer.at.year}
    return Step("start-calendar", _("日历"), done, said, missing)


def _rulebook() -> Step:
    keys = rulebooks.installed()
    said = "、".join(f"《{rulebooks.rulebook(key).header.title}》" for key in keys)
    return Step("start-rulebook", _("制度"), bool(keys), said, "" if keys else _("还没有装入一版制度"))


def _posts(viewer: Viewer) -> Step:
    """Done when a case can come in; posts that are vacant stay named."""
    empty = [seat.title for key in rulebooks.installed() for seat in vacant(viewer, rulebooks.rulebook(key))]
    ready = is_ready(viewer)
    said = _("有人能受理") if ready else ""
    missing = (
        counted("空缺 %(count)s 个岗位：%(posts)s", len(empty)) % {"count": len(empty), "posts": named(empty)}
        if empty
        else ""
    )
    if not ready:
        missing = missing or _("没有能登录并受理的人")
    return Step("start-posts", _("单位、岗位和人员"), ready, said, missing)


def named(titles: list[str]) -> str:
    """The first few; a mark where there are more."""
    return "、".join(titles[:MOST_NAMED]) + (" …" if len(titles) > MOST_NAMED else "")


def _case(viewer: Viewer) -> Step:
    done = is_any_there()
    return Step(
        "start-case", _("第一件事项"), done, _("已有事项登记") if done else "", "" if done else _("还没有登记过事项")
    )
