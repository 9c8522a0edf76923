"""One act on many cases: each by the same action as singly, under the same rules, and told one by one."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shouwen.cases import actions, queries
from shouwen.cases.rows import ActView, CasePage
from shouwen.cases.words import NEEDS_REASON, act_title
from shouwen.people.queries import units_for
from shouwen.people.teams import teams
from shouwen.web.cases.acting import carry_out, tried
from shouwen.web.cases.asked_of_acts import ACT_FIELDS
from shouwen.web.cases.lines import options, team_options
from shouwen.web.ui.addresses import id_in
from shouwen.web.ui.fragments import part_of
from shouwen.web.ui.staff import StaffRequest, staff_page

MOST_AT_ONCE = 50
NOTE = "note"
SINGLY = frozenset({"merge", "link", "extend", "reply", "approve.remove_signer"})
"""Acts that need something of the one case they are about."""

FOR_GOOD = frozenset({"void", "withdraw"})


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one case."""

    id: int
    number: str
    title: str
    passed: bool
    words: str


@dataclass(frozen=True, slots=True)
class Offer:
    """An act with how many of the chosen cases offer it."""

    act: str
    title: str
    count: int
    needs_reason: bool
    fields: tuple[str, ...]


@part_of("cases")
@staff_page
def bulk(request: StaffRequest) -> HttpResponse:
    """First what can be done to the chosen cases; then the act on each of them."""
    if request.method == "POST":
        told = list(_carried_out(request))
        again = [one.id for one in told if not one.passed]
        context: dict[str, Any] = {"told": told, "passed": len(told) - len(again), "failed": len(again)}
        if again:
            # What did not pass stands in the form as it was typed.
            context |= _asked(request, again) | {"said": {name: request.POST.getlist(name) for name in request.POST}}
        response = render(request, "cases/bulk.html" if again else "cases/bulk_told.html", context)
        response["HX-Trigger"] = "list:changed"
        return response
    ids = chosen(request.GET.getlist("case"))
    left_out = max(0, len(request.GET.getlist("case")) - len(ids))
    return render(request, "cases/bulk.html", {**_asked(request, ids), "left_out": left_out, "said": {}})


def _asked(request: StaffRequest, ids: list[int]) -> dict[str, Any]:
    """What the form offers for these cases."""
    pages = list(_pages(request, ids))
    company = _company(request, pages)
    return {
        "ids": [page.case.id for page in pages],
        "offers": offers(pages),
        "people_options": team_options(teams(request.viewer, request.viewer.home, within=company)),
        "unit_options": options(tuple(place for place in units_for(request.viewer) if place.id in company)),
        "most": MOST_AT_ONCE,
    }


def _company(request: StaffRequest, pages: list[CasePage]) -> frozenset[int]:
    """The units of the companies of these cases: nothing is given to anybody outside."""
    version = request.viewer.version
    found = (queries.units_of_company(page.case.unit, page.edition, version=version) for page in pages)
    return frozenset[int]().union(*found)


def chosen(asked: list[str]) -> list[int]:
    """Each once, and no more at once than a person can answer for."""
    ids = [number for each in asked if (number := id_in(each)) is not None]
    return list(dict.fromkeys(ids))[:MOST_AT_ONCE]


def offers(pages: list[CasePage]) -> list[Offer]:
    """What at least one of the cases offers by itself, the most frequent first, then as a page has it; what cannot be
    taken back stands last, and a note can be left on any.
    """
    count = Counter(name for page in pages for name in dict.fromkeys(act.act for act in page.acts))
    found = [_offer(name, times) for name, times in count.most_common() if not _is_single(name)]
    found.sort(key=lambda offer: offer.act in FOR_GOOD)
    return [*found, Offer(NOTE, _("内部备注"), len(pages), needs_reason=True, fields=())] if pages else []


def _offer(name: str, times: int) -> Offer:
    return Offer(name, _(act_title(name)), times, name in NEEDS_REASON, ACT_FIELDS.get(name, ()))


def _is_single(name: str) -> bool:
    return name in SINGLY or (name.startswith("approve.") and name != "approve.hand_over")


def _pages(request: StaffRequest, ids: list[int]) -> Iterator[CasePage]:
    for case_id in ids:
        try:
            yield queries.case_page(request.viewer, case_id, request.at)
        except queries.NoSuchCase:
            continue


def _carried_out(request: StaffRequest) -> Iterator[Told]:
    name = request.POST.get("act", "")
    for page in _pages(request, chosen(request.POST.getlist("case"))):
        if name == NOTE:
            yield _one(request, page, NOTE, "")
            continue
        found = [act for act in page.acts if act.act == name and not _is_single(name)]
        if not found:
            yield _told(
                page, passed=False, words=_("现在不能这样办：这件事项没有“%(act)s”。") % {"act": _(act_title(name))}
            )
        for act in found[:1]:
            yield _one(request, page, act.act, _task(act))


def _task(act: ActView) -> str:
    return act.task or ""


def _one(request: StaffRequest, page: CasePage, name: str, task: str) -> Told:
    """The same action, the same refusals and the same words as on the case's own page."""
    case_id = page.case.id
    sender: dict[str, Any] = {
        "by": request.viewer.id,
        "at": request.at,
        "key": f"{request.POST.get('key', '')}-{case_id}",
    }

    def act() -> None:
        if name == NOTE:
            actions.note(case_id=case_id, text=request.POST.get("reason", ""), **sender)
        else:
            carry_out(request, case_id, name, task, sender)

    failed = tried(request, case_id, act, task)
    if failed is None:
        return _told(page, passed=True, words=_("已办"))
    return _told(page, passed=False, words="；".join(dict.fromkeys(failed.errors.values())) or _("没有办成"))


def _told(page: CasePage, *, passed: bool, words: str) -> Told:
    return Told(page.case.id, page.case.number, page.case.title, passed, words)
