"""The page of one case, as it is and as it is after something that did not pass."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.text import slugify
from django.utils.translation import gettext as _

from shouwen.cases import queries
from shouwen.cases.actions import Change
from shouwen.cases.rows import CasePage, FlowNode, PartyView, StepView, TimelineEntry
from shouwen.cases.words import EVENTS
from shouwen.customers.queries import card
from shouwen.documents import queries as documents
from shouwen.documents.links import of_documents
from shouwen.people.queries import units_for
from shouwen.people.teams import teams
from shouwen.web.cases.asked_of_acts import ACT_FIELDS
from shouwen.web.cases.composing import composer
from shouwen.web.cases.consulted import consulted
from shouwen.web.cases.left_over import MESSAGE as MESSAGE
from shouwen.web.cases.left_over import left_over
from shouwen.web.cases.lines import options, team_options
from shouwen.web.cases.refilling import refilled_paper
from shouwen.web.ui.staff import StaffRequest
from shouwen.web.ui.words import moment

LOOKS = {"reply": "message", "note": "note", "inbound": "inbound", "time_reached": "clock-late"}
SAID = frozenset({"reply", "note", "inbound"})
CHANGES = (
    "fact_set",
    "fact_corrected",
    "judgement_made",
    "party_changed",
    "overridden",
    "case_migrated",
    "paper_filled",
)
KINDS = {
    "": ("全部", ()),
    "said": ("沟通", ("reply", "note", "inbound", "promise_made")),
    "done": ("办理", ("case_opened", "step_finished", "act_requested", "judgement_made")),
    "notes": ("备注", ("note",)),
    "changes": ("变更", CHANGES),
    "papers": ("文书", ("paper_issued", "paper_received", "paper_signed", "paper_link")),
    "time": ("时限", ("time_reached",)),
    "refused": ("被拒绝", ()),
}
STAND_ELSEWHERE = ("reply", "take", "approve.")
"""Acts whose buttons stand in the composer and in the form of the step."""
PUSHES = ("urge", "supervise")
"""What whoever waits for a step of others can do about it."""
IN_THE_TOOLBAR = ("approve.withdraw", "approve.remove_signer")
"""Acts on an approval that are no answer to it, and may be for somebody whose turn it is not."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody sent that did not pass: kept, with what is wrong and what changed meanwhile."""

    task: str = ""
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    changed: Sequence[Change] = ()
    status: int = 200


NOTHING = Typed()
MOST_AHEAD = 3
MOST_TOLD, MOST_SOUGHT = 80, 300
"""Acts of a thread on one page, and among which one kind is looked for."""


def case_response(request: StaffRequest, case_id: int, typed: Typed = NOTHING) -> HttpResponse:
    """The page for this viewer, or the case alone for a page that it is put into."""
    template = "cases/part.html" if request.headers.get("HX-Request") else "cases/page.html"
    response = render(request, template, case_context(request, case_id, typed), status=typed.status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def case_context(request: StaffRequest, case_id: int, typed: Typed = NOTHING) -> dict[str, Any]:
    """What its templates show; drafts and what was typed stand in the forms again."""
    show = request.GET.get("show", "")
    page = queries.case_page(request.viewer, case_id, request.at, most=MOST_SOUGHT if show else MOST_TOLD)
    page = replace(page, steps=tuple(_refilled(step, page, typed) for step in page.steps))
    files = documents.files_of(case_id)
    return {
        "page": page,
        "consulted": consulted(page, request.viewer),
        "typed": typed.values,
        "typed_task": typed.task,
        "errors": typed.errors,
        "refused": _refused_elsewhere(page, typed),
        "acts": offered(page, typed),
        "pushes": "+".join(act.act for act in page.acts if act.act in PUSHES),
        "changed": _changed(page, typed, request.at),
        "left_over": left_over(page, typed.task, typed.values, request.viewer) if typed.changed else [],
        "ribbon": _ribbon(page.flow),
        **_thread(page, show),
        "case_id": case_id,
        "clauses": page.clauses,
        "customer": card(page.case.customer_id) if page.case.customer_id else None,
        "at_hand": _at_hand(page),
        **_limits(page),
        **_papers(request, page),
        "files": files,
        **composer(request, page, typed.values if typed.task == MESSAGE else page.drafts.get(MESSAGE, {}), files),
        "act_fields": ACT_FIELDS,
        **_receivers(request, page),
        "all_units": lambda: queries.units_under(page.edition, version=request.viewer.version),
    }


def _at_hand(page: CasePage) -> list[Any]:
    """Clauses of what is to be done and of what runs."""
    named = {id_ for step in page.steps for id_ in step.clauses} | {id_ for one in page.clocks for id_ in one.clauses}
    return [page.clauses[id_] for id_ in sorted(named) if id_ in page.clauses]


def _thread(page: CasePage, show: str) -> dict[str, Any]:
    """What happened, or one kind of it."""
    return {
        "timeline": told(page.timeline, show),
        "earlier": page.earlier,
        "show": show,
        "kinds": kinds(show),
    }


def _limits(page: CasePage) -> dict[str, Any]:
    return {
        "running": [one for one in page.clocks if one.state != "met"],
        "kept": [one for one in page.clocks if one.state == "met"],
    }


def _papers(request: StaffRequest, page: CasePage) -> dict[str, Any]:
    """Its papers and those of the cases that it opened, and what the viewer may do with them."""
    case_id = page.case.id
    papers = documents.of_subjects([case_id, *(link.id for link in page.links if link.relation == "child")])
    return {
        "documents": of_documents(papers),
        "receivable": {one.id for paper in papers for one in paper.deliveries if one.is_for(request.viewer)},
        "may_link": SimpleLazyObject(lambda: queries.has_part(request.viewer, case_id)),
    }


def kinds(show: str) -> list[dict[str, Any]]:
    """By what a thread can be narrowed."""
    return [{"key": key, "title": _(title), "here": key == show} for key, (title, _kinds) in KINDS.items()]


def _receivers(request: StaffRequest, page: CasePage) -> dict[str, Any]:
    """Whom and where the case can be given to: only inside the company that it belongs to."""
    company = queries.units_of_company(page.case.unit, page.edition, version=request.viewer.version)
    groups = teams(request.viewer, page.case.unit, within=company)
    units = tuple(place for place in units_for(request.viewer) if place.id in company)
    return {
        "teams": groups,
        "people_options": team_options(groups),
        "units": units,
        "unit_options": options(units),
    }


@dataclass(frozen=True, slots=True)
class Offered:
    """A button of the toolbar with its dialog; the step is named where one verb is offered for several."""

    act: str
    title: str
    needs_reason: bool
    task: str
    key: str
    step: str
    is_typed: bool
    signers: tuple[PartyView, ...] = ()
    """Those among whom 减签 chooses."""


def offered(page: CasePage, typed: Typed) -> list[Offered]:
    """Verbs on the case, then those on each task of the viewer's."""
    acts = [act for act in page.acts if act.act in IN_THE_TOOLBAR or not act.act.startswith(STAND_ELSEWHERE)]
    count = Counter(act.act for act in acts)
    steps = {step.task: step.title for step in page.steps}
    signers = {step.task: step.removable for step in page.steps}
    sent = (_first(typed.values, "act"), typed.task)
    return [
        Offered(
            act=one.act,
            title=one.title,
            needs_reason=one.needs_reason,
            task=one.task or "",
            key=f"{slugify(one.act)}-{slugify(one.task)}" if one.task else one.act,
            step=steps.get(one.task or "", "") if count[one.act] > 1 else "",
            is_typed=sent == (one.act, one.task or ""),
            signers=signers.get(one.task or "", ()),
        )
        for one in acts
    ]


def _first(values: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(values.get(name) or ()), "")


def _ribbon(flow: Sequence[FlowNode]) -> list[FlowNode]:
    """What was gone through, where it stands, and the next few; the flow chart has the whole."""
    gone = [index for index, node in enumerate(flow) if node.stands != "ahead"]
    last = gone[-1] if gone else -1
    return [node for node in flow[: last + 1] if node.stands != "ahead"] + list(flow[last + 1 :][:MOST_AHEAD])


def _refused_elsewhere(page: CasePage, typed: Typed) -> str:
    """Why an act did not pass, when no form of the page stands there to say it."""
    at_hand = {step.task for step in page.steps if step.is_mine}
    shown = typed.task in at_hand or _first(typed.values, "act") in {act.act for act in page.acts}
    return "" if shown else typed.errors.get("act", "")


def told(entries: Sequence[TimelineEntry], show: str) -> list[dict[str, Any]]:
    """Newest below, as people read a conversation."""
    wanted = KINDS.get(show, KINDS[""])[1]
    found = (entry for entry in entries if not wanted or (entry.kind in wanted and not entry.refused))
    return [
        {"entry": entry, "look": _look(entry), "said": entry.kind in SAID}
        for entry in found
        if show != "refused" or entry.refused
    ]


def _look(entry: TimelineEntry) -> str:
    if entry.kind.startswith("paper_"):
        return "document"
    return LOOKS.get(entry.kind, "act")


def _refilled(step: StepView, page: CasePage, typed: Typed) -> StepView:
    """The form of a step with what was typed into it: just now, or kept as a draft."""
    values: Mapping[str, Any] = typed.values if typed.task == step.task else page.drafts.get(step.task, {})
    if not values:
        return step
    return replace(step, papers=tuple(refilled_paper(paper, values) for paper in step.papers))


def _changed(page: CasePage, typed: Typed, now: datetime) -> list[str]:
    """What others did meanwhile, as the timeline tells it: when, who, which step and how it ended."""
    told = {entry.seq: entry for entry in page.timeline if entry.seq is not None}
    zone, lines = timezone.get_current_timezone(), []
    for one in typed.changed:
        entry = told.get(one.seq)
        words = f"{entry.by} {entry.title}".strip() if entry else _(EVENTS.get(one.kind, one.kind))
        lines.append(f"{moment(one.at, now, zone)} {words}")
    return lines
