"""What the page of a draft says of its review: whether it lies before somebody, and who would have to agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shouwen.authoring import actions, outset, proposals
from shouwen.authoring.queries import DraftView
from shouwen.authoring.signing import NobodySigns, signers
from shouwen.base.days import day_of
from shouwen.people.queries import unit_names
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.web.ui.staff import StaffRequest
from shouwen.web.ui.words import chinese

OPEN = frozenset({"waiting", "agreed"})
SENDING = frozenset({"draft-publish", "draft-propose"})


@dataclass(frozen=True, slots=True)
class Outlet:
    """The form that sends a draft out: as it is proposed at first, or as it was typed when it was refused."""

    day: str
    units: tuple[str, ...]
    reason: str
    cautions: tuple[str, ...]
    sure: str
    """Names what is asked; a tick for something else confirms nothing."""


def reviewing(view: DraftView, book: Rulebook | None, request: StaffRequest) -> dict[str, Any]:
    """For all units; the chosen ones may lead to others, as the proposal's own page tells."""
    review = next((row for row in proposals.proposals(draft=view.id, most=1) if row.state in OPEN), None)
    if book is None:
        return {"review": review, "agreeing": "", "units": ()}
    base = outset.base_of(book, view.origin)
    return {
        "review": review,
        "agreeing": _agreeing(book, request),
        "outlet": _outlet(view, book, request),
        "units": outset.own_first(base.units if base else frozenset(), request.viewer.version),
    }


def _outlet(view: DraftView, book: Rulebook, request: StaffRequest) -> Outlet:
    here = request.resolver_match.url_name if request.resolver_match else ""
    if here not in SENDING:
        base = outset.base_of(book, view.origin)
        day = outset.first_day(book, localdate(request.at)).isoformat()
        return Outlet(day, tuple(sorted(base.units)) if base else (), "", (), "")
    typed = request.POST
    told = asked_of(request, view, book)
    units = tuple(str(unit) for unit in typed.getlist("units"))
    return Outlet(typed.get("in_force", ""), units, typed.get("reason", ""), told, _sure(request, view, book))


def is_unsure(request: StaffRequest, view: DraftView, book: Rulebook | None) -> bool:
    """Whether something has to be asked that was not confirmed."""
    return book is not None and _sure(request, view, book) not in ("", request.POST.get("sure", ""))


def asked_of(request: StaffRequest, view: DraftView, book: Rulebook) -> tuple[str, ...]:
    """What is asked about the day and the units that were sent."""
    day, units = _sent(request)
    return told(outset.cautions(book, view.origin, units=units, day=day, today=localdate(request.at)), day, units)


def told(found: Iterable[outset.Caution], day: date, units: Iterable[str]) -> tuple[str, ...]:
    """Each in a sentence."""
    return tuple(_told(one, day, tuple(units)) for one in found)


def _told(one: outset.Caution, day: date, units: tuple[str, ...]) -> str:
    if one.key == "past":
        return _("生效日 %(day)s 已经过去：发布后新事项立即按这一版办理。") % {"day": day.isoformat()}
    now = _places(units) or _("全部单位")
    if not one.before:
        return _("适用范围：%(now)s，共 %(n)s 家公司。") % {"now": now, "n": len(outset.top_units())}
    return _("适用范围变大：原来是 %(before)s，现在是 %(now)s。") % {"before": _places(one.before), "now": now}


def _places(units: Iterable[str]) -> str:
    known = unit_names()
    return ("、" if chinese() else ", ").join(known.get(unit, unit) for unit in units)


def _sure(request: StaffRequest, view: DraftView, book: Rulebook) -> str:
    day, units = _sent(request)
    found = outset.cautions(book, view.origin, units=units, day=day, today=localdate(request.at))
    return " ".join(one.key for one in found)


def _sent(request: StaffRequest) -> tuple[date, tuple[str, ...]]:
    """A day that cannot be read is refused by itself, so it counts as today here."""
    known = unit_names(version=request.viewer.version)
    units = tuple(str(unit) for unit in request.POST.getlist("units") if unit in known)
    try:
        return day_of(request.POST.get("in_force", "")), units
    except ValueError:
        return localdate(request.at), units


def closed_words(closed: actions.Closed) -> str:
    """Why a draft cannot be changed any more, or not now."""
    if isinstance(closed, actions.UnderReview):
        return _("这份草稿正在审批，不能改动；要改请先撤回送审。")
    return _("这份草稿已经发布，不能再改；请以它为底另建一份。")


def _agreeing(book: Rulebook, request: StaffRequest) -> str:
    code = book.header.rulebook
    known = any(key.partition("/")[0] == code for key in rulebooks.installed())
    try:
        found = signers(
            code=code, matter="revision" if known else "first", units=(), barred=frozenset(), at=request.at,
            version=request.viewer.version,
        )  # fmt: skip
    except NobodySigns as nobody:
        return nobody.zh if chinese() else nobody.en
    if not found.book:
        return ""
    posts = rulebooks.rulebook(found.book).posts
    named = (posts[seat.post] for seat in found.seats if seat.post and seat.post in posts)
    titles = dict.fromkeys(rule.title or rule.name for rule in named)
    return ("、" if chinese() else ", ").join(titles)
