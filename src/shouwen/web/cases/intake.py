"""Taking in: the caller's number first, the customer at once, what looks alike, then the form that the rulebook asks for."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.cases import actions, queries
from shouwen.cases.forms import Invalid
from shouwen.cases.rows import PaperForm
from shouwen.customers.dossier import CustomerCard
from shouwen.customers.queries import find, find_by_phone, get_for, seen
from shouwen.people.queries import all_units, nearest
from shouwen.people.snapshot import Place
from shouwen.people.teams import teams
from shouwen.runtime.subjects import Receipt
from shouwen.web.cases.acting import by_paper, keep
from shouwen.web.cases.page import refilled_paper
from shouwen.web.ui.kept import MOST_DRAFT_BYTES, typed_in
from shouwen.web.ui.refused import refusal_words
from shouwen.web.ui.staff import StaffRequest, staff_page

FORM = "new"
SHORTEST_LIKE = 4
"""Characters; less says too little to be alike."""
MOST_CALLERS = 6


@staff_page
def new(request: StaffRequest) -> HttpResponse:
    """The form for one type in one unit; sent, it opens the case and goes there."""
    return _open(request) if request.method == "POST" else _form(request)


def _form(request: StaffRequest, errors: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    typed = _typed(request)
    units = _units(request)
    unit = _one(typed, "unit") or str(request.viewer.home or (units[0].id if units else ""))
    types = queries.case_types(request.viewer, unit, request.at) if unit else ()
    chosen = _one(typed, "case_type")
    case_type = chosen if chosen in dict(types) else (types[0][0] if types else "")
    paper = queries.intake_form(case_type, unit, request.at) if case_type else None
    told = _told(typed)
    likely = queries.similar(request.viewer, told) if len(told) >= SHORTEST_LIKE else ()
    context = {
        "units": units,
        "all_units": queries.units_beside(unit, request.at, version=request.viewer.version),
        "teams": teams(request.viewer, unit),
        "unit": unit,
        "types": types,
        "case_type": case_type,
        "paper": _asked(_placed(refilled_paper(paper, typed), unit, typed)) if paper else None,
        "typed": typed,
        "errors": errors or {},
        "likely": likely,
        "starts": queries.starts(case_type, unit, request.at) if case_type else (),
    }
    return render(request, "cases/new.html", context, status=status)


def _units(request: StaffRequest) -> tuple[Place, ...]:
    """Where the viewer may take in, else the unit of their own post."""
    found = queries.units_to_open(request.viewer, request.at)
    return found or tuple(place for place in all_units() if place.id == request.viewer.home)


def _asked(paper: PaperForm) -> PaperForm:
    """Without the customer's dossier, which the caller's box above settles."""
    return replace(paper, fields=tuple(one for one in paper.fields if one.type != "customer"))


def _placed(paper: PaperForm, unit: str, typed: dict[str, Any]) -> PaperForm:
    """A unit that is asked for is the one taking in, or the one above it, unless somebody chose another."""
    fields = []
    for one in paper.fields:
        near = nearest(unit, one.kind) if one.type == "unit" and one.kind else ""
        is_chosen = one.value not in (None, "", _one(typed, "placed"))
        fields.append(one if is_chosen or not near else replace(one, value=near))
    return replace(paper, fields=tuple(fields))


def _told(typed: dict[str, Any]) -> str:
    """Everything said about the matter so far, for finding what is alike."""
    told = [_one(typed, "title"), _one(typed, "content")]
    told += [_one(typed, name) for name in typed if name.endswith((".problem", ".content"))]
    return " ".join(filter(None, told))


def _typed(request: StaffRequest) -> dict[str, Any]:
    if request.method == "POST":
        return {name: request.POST.getlist(name) for name in request.POST}
    kept = {} if request.GET.get("fresh") else queries.draft(request.viewer.id, FORM) or {}
    return {**kept, **{name: request.GET.getlist(name) for name in request.GET}}


def _one(typed: dict[str, Any], name: str) -> str:
    value = typed.get(name) or ""
    return str(value[-1] if isinstance(value, list) and value else value or "")


def _open(request: StaffRequest) -> HttpResponse:
    post = request.POST
    if post.get("look"):
        return _form(request)
    fields = next(iter(by_paper(post).values()), {})
    try:
        intake = actions.Intake(
            case_type=post.get("case_type", ""),
            unit=post.get("unit", ""),
            title=post.get("title", ""),
            content=post.get("content", "") or str(fields.get("problem", "")),
            demand=post.get("demand", ""),
            channel=str(fields.get("channel", "")),
            customer=_chosen(request),
            urgent=bool(post.get("urgent")),
            fields=fields,
        )
        receipt = _sent(request, intake, fields)
    except Invalid as invalid:
        keep(request, FORM)
        return _form(request, invalid.errors, status=422)
    except actions.Refused as refused:
        keep(request, FORM)
        lacking = queries.lacking_to_open(intake.case_type, intake.unit, refused.refusals, request.at)
        return _form(request, {"act": refusal_words(refused, lacking, request.at)}, status=422)
    actions.drop_draft(person=request.viewer.id, form_key=FORM)
    messages.success(request, _("已登记"))
    return HttpResponseRedirect(reverse("case", args=[receipt.subject]))


def _chosen(request: StaffRequest) -> int | None:
    chosen = request.POST.get("customer", "")
    return seen(request.viewer, int(chosen)) if chosen.isdecimal() else None


def _sent(request: StaffRequest, intake: actions.Intake, fields: dict[str, Any]) -> Receipt:
    """For the chosen dossier, else for the one behind the number and name, made if need be; a case never waits for it."""
    viewer, key = request.viewer, request.POST.get("key") or None
    if intake.customer is not None:
        return actions.open_case(intake=intake, by=viewer.id, at=request.at, key=key, version=viewer.version)
    caller = actions.caller_of(fields, phone=request.POST.get("phone", ""), unit=viewer.home)
    return actions.open_for(caller=caller, intake=intake, by=viewer.id, at=request.at, key=key, version=viewer.version)


@staff_page
def caller(request: StaffRequest) -> HttpResponse:
    """Who calls: dossiers by number, name or initials, with their open cases."""
    asked = request.GET.get("phone", "").strip()[:60]
    found = _callers(request, asked)
    cards = [
        {
            "card": card,
            "open": queries.listing(request.viewer, queries.Filters(customer=card.id, open_only=True), limit=5),
        }
        for card in found[:MOST_CALLERS]
    ]
    return render(request, "cases/caller.html", {"cards": cards, "asked": asked})


def _callers(request: StaffRequest, asked: str) -> Sequence[CustomerCard]:
    chosen = request.GET.get("customer", "")
    if chosen.isdecimal():
        return [get_for(request.viewer, int(chosen)).card]
    if not asked:
        return ()
    return find_by_phone(request.viewer, asked) if asked.isdecimal() else find(request.viewer, asked, most=MOST_CALLERS)


@staff_page
@require_POST
def draft(request: StaffRequest) -> HttpResponse:
    """The intake form as typed so far."""
    if len(request.body) > MOST_DRAFT_BYTES:
        return JsonResponse({"words": _("内容太长，草稿未保存")}, status=413)
    values = typed_in(request.body)
    if values is None:
        return JsonResponse({"words": _("草稿未保存")}, status=400)
    actions.save_draft(person=request.viewer.id, form_key=FORM, values=values, at=request.at)
    return JsonResponse({"words": _("草稿已存")})
