"""Taking in: the caller's number first, the customer at once, what looks alike, then the form that the rulebook asks for."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.analytics.guessing import label_of
from shouwen.cases import actions, queries
from shouwen.cases.customer_fields import customer_fields
from shouwen.cases.forms import Invalid
from shouwen.cases.queries.intake import NotOpenHere
from shouwen.customers.contacts import asked_digits
from shouwen.customers.dossier import Reached
from shouwen.customers.queries import held_by, reached, seen
from shouwen.documents.actions import claim_files
from shouwen.people.queries import all_units
from shouwen.runtime.rulebooks import Edition
from shouwen.web.cases.acting import by_paper, keep
from shouwen.web.cases.guessing import keep_answer
from shouwen.web.cases.intake_form import (
    CHANNEL,
    FORM,
    WHO,
    early_facts,
    early_of,
    intake_context,
    one,
    told,
    typed_so_far,
)
from shouwen.web.ui.kept import MOST_DRAFT_BYTES, typed_in
from shouwen.web.ui.refused import refusal_words
from shouwen.web.ui.staff import StaffRequest, staff_page
from shouwen.web.ui.uploads import files_named, take_files


@staff_page
def new(request: StaffRequest) -> HttpResponse:
    """The form for one type in one unit; sent, it opens the case and goes there."""
    if request.method != "POST" or request.POST.get("look"):
        return _form(request)
    if request.POST.get("fresh"):
        actions.drop_draft(person=request.viewer.id, form_key=FORM)
        return HttpResponseRedirect(reverse("case-new"))
    try:
        return _add(request) if request.POST.get("into") else _open(request)
    except NotOpenHere:
        return _again(request, {"act": _("这个单位不能登记这类事项，请换一个类型或受理单位。")})


def _form(request: StaffRequest, errors: Mapping[str, str] | None = None, status: int = 200) -> HttpResponse:
    context = intake_context(request, typed_so_far(request), errors or {})
    return render(request, "cases/new.html", context, status=status)


def _again(request: StaffRequest, errors: Mapping[str, str]) -> HttpResponse:
    """Nothing was saved: the page with everything typed and what is lacking."""
    keep(request, FORM)
    return _form(request, errors, status=422)


def _open(request: StaffRequest) -> HttpResponse:
    wrong = take_files(request, queries.photo_fields_of(_edition(request).rulebook)) if request.FILES else {}
    intake, edition = _intake(request)
    typed = typed_so_far(request)
    if wrong:
        return _again(request, wrong)
    try:
        receipt = actions.take_in(
            caller=_caller(request, intake),
            intake=intake,
            besides=_besides(request, edition, intake),
            by=request.viewer.id,
            at=request.at,
            key=request.POST.get("key") or None,
            version=request.viewer.version,
        )
    except Invalid as invalid:
        return _again(request, invalid.errors)
    except actions.Refused as refused:
        lacking = queries.lacking_to_open(intake.case_type, intake.unit, refused.refusals, request.at)
        return _again(request, {"act": refusal_words(refused, lacking, request.at)})
    actions.drop_draft(person=request.viewer.id, form_key=FORM)
    claim_files(files=files_named(request.POST), subject=receipt.subject, by=request.viewer.id)
    keep_answer(
        request.viewer, request.POST, receipt.subject, _chosen_kind(edition, intake, request, typed), request.at
    )
    if request.session.get(CHANNEL) != intake.channel:
        # Only then: a session that is written costs a second commit.
        request.session[CHANNEL] = intake.channel
    messages.success(request, _("已登记并当场解决") if request.POST.get("solve") else _("已登记"))
    return _to_case(request, receipt.subject)


def _add(request: StaffRequest) -> HttpResponse:
    """并入: what was said goes to the case that is there already."""
    chosen = request.POST.get("into", "")
    typed = typed_so_far(request)
    wish = one(typed, "demand").strip()
    text = told(typed) or _("客户再次来电，没有新的内容。")
    text += "\n" + _("客户要求：%(wish)s") % {"wish": wish} if wish else ""
    intake, _edition = _intake(request)
    try:
        if not chosen.isdecimal():
            raise queries.NoSuchCase(chosen)
        actions.add_to(
            case_id=int(chosen), caller=_caller(request, intake), intake=intake, text=text, by=request.viewer,
            at=request.at, key=request.POST.get("key", ""),
        )  # fmt: skip
    except Invalid as invalid:
        return _again(request, invalid.errors)
    actions.drop_draft(person=request.viewer.id, form_key=FORM)
    messages.success(request, _("已并入，客户的话记在时间线上"))
    return _to_case(request, chosen)


def _to_case(request: StaffRequest, case_id: int | str) -> HttpResponse:
    """On to the case; a page that sent it by itself is led there."""
    address = reverse("case", args=[case_id])
    is_part = bool(request.headers.get("HX-Request"))
    return HttpResponse(headers={"HX-Redirect": address}) if is_part else HttpResponseRedirect(address)


def _edition(request: StaffRequest) -> Edition:
    post = request.POST
    return queries.edition_for(
        post.get("case_type", ""), post.get("unit", ""), request.at, version=request.viewer.version
    )


def _intake(request: StaffRequest) -> tuple[actions.Intake, Edition]:
    """What was typed, as the case begins with it."""
    post, viewer = request.POST, request.viewer
    case_type, unit = post.get("case_type", ""), post.get("unit", "")
    edition = _edition(request)
    paper = edition.rulebook.case_types[case_type].intake or ""
    fields = by_paper(post).get(paper, {})
    channel = queries.channel_of(edition.rulebook, case_type)
    customer, thing = _whom(request)
    if customer is not None:
        fields = _completed(request, edition, paper, fields, reached(viewer, customer, thing))
    early = early_of(request, edition, case_type, unit, typed_so_far(request))
    intake = actions.Intake(
        case_type=case_type,
        unit=unit,
        title=post.get("title", ""),
        content=post.get("content", "") or _longest(edition, paper, fields),
        demand=post.get("demand", ""),
        channel=str(fields.get(channel.path.partition(".")[2], "")) if channel else post.get(CHANNEL, ""),
        customer=customer,
        object=thing,
        urgent=bool(post.get("urgent")),
        fields=fields,
        facts=early_facts(early, typed_so_far(request)),
    )
    is_nameless = post.get("anonymous") and queries.may_be_anonymous(edition.rulebook, case_type)
    if is_nameless:
        who = (*WHO, *customer_fields(edition.rulebook.papers.get(paper)))
        intake = actions.without_caller(intake, who)
    return intake, edition


def _completed(
    request: StaffRequest, edition: Edition, paper: str, fields: Mapping[str, Any], known: Reached
) -> dict[str, Any]:
    """What the form asks for and the dossier knows need not be typed again."""
    rules = edition.rulebook.papers[paper].fields if paper in edition.rulebook.papers else {}
    places = {place.id: place.kind for place in all_units(version=request.viewer.version)}
    found = dict(fields)
    for name, rule in rules.items():
        if found.get(name):
            continue
        if rule.type == "phone" and name == "phone":
            found[name] = known.phone
        elif rule.type == "address":
            found[name] = known.address
        elif rule.type == "unit" and rule.kind and places.get(known.unit or 0) == rule.kind:
            found[name] = str(known.unit)
    return found


def _longest(edition: Edition, paper: str, fields: Mapping[str, Any]) -> str:
    """The matter itself: the first long text that the form asks for."""
    rules = edition.rulebook.papers[paper].fields if paper in edition.rulebook.papers else {}
    told_in = (str(fields.get(name) or "") for name, rule in rules.items() if rule.type == "long_text")
    return next(filter(None, told_in), "")


def _whom(request: StaffRequest) -> tuple[int | None, int | None]:
    """The dossier chosen, and what of the customer's it is about."""
    chosen, thing = request.POST.get("customer", ""), request.POST.get("object", "")
    customer = seen(request.viewer, int(chosen)) if chosen.isdecimal() else None
    if customer is None or not thing.isdecimal():
        return customer, None
    own = {each.id for each in held_by([customer]).get(customer, ())}
    return customer, int(thing) if int(thing) in own else None


def _caller(request: StaffRequest, intake: actions.Intake) -> actions.Caller:
    """For the chosen dossier, else for the one behind the number and name, made if need be; nobody where none is told."""
    if intake.nameless:
        return actions.Caller()
    typed = request.POST.get("phone", "").strip()
    phone = typed if asked_digits(typed) else ""
    return actions.caller_of(intake.fields, phone=phone, unit=request.viewer.home)


def _besides(request: StaffRequest, edition: Edition, intake: actions.Intake) -> actions.Besides:
    """What was judged otherwise, why it is urgent, and the steps done on the spot."""
    post = request.POST
    judged = tuple(
        actions.Judged(fact, post[name], post.get(f"why:{fact}", ""))
        for name in post
        if name.startswith("grade:") and post[name] in _scale(edition, fact := name.partition(":")[2])
    )
    spot = queries.on_the_spot(intake.case_type, request.viewer, intake.unit, request.at) if post.get("solve") else ()
    papers = by_paper(post)
    finished = tuple(
        actions.Finished(
            task=step.task,
            outcome=post.get(f"outcome:{step.task}", step.outcomes[0][0]),
            papers=tuple(paper.paper for paper in step.papers),
            fields={paper.paper: papers.get(paper.paper, {}) for paper in step.papers},
            reason=post.get(f"reason:{step.task}", ""),
        )
        for step in spot
    )
    return actions.Besides(post.get("urgent_because", "").strip(), judged, finished)


def _scale(edition: Edition, fact: str) -> tuple[str, ...]:
    """What may be judged at all; other facts are not for a page to set."""
    rule = edition.rulebook.facts.get(fact)
    return (rule.scale if rule else None) or ()


def _chosen_kind(edition: Edition, intake: actions.Intake, request: StaffRequest, typed: Mapping[str, Any]) -> str:
    """What the case was taken in as, in the words of the model that guessed."""
    category = queries.category_of(edition.rulebook, intake.case_type, request.viewer, intake.unit)
    return label_of(intake.case_type, category.path, one(typed, category.path)) if category else intake.case_type


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
