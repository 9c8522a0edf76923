"""Cases for programs: list, read, open, act; through the same queries and actions as the pages."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Status
from ninja.params.functions import Header, Query

from shouwen.api.keys import KeyDoor, act_key, viewer_of_request, without_nul
from shouwen.api.methods import ToldRouter
from shouwen.api.shapes import (
    ActIn,
    CaseIn,
    CasePageOut,
    CaseTypeOut,
    ListOut,
    MessageIn,
    Opened,
    Problem,
    StepIn,
)
from shouwen.cases import actions, queries
from shouwen.cases.rows import CasePage, PaperForm, StepView
from shouwen.customers.queries import get_for as dossier_for
from shouwen.customers.queries import seen
from shouwen.people.access import NotAllowedError, Viewer
from shouwen.people.queries import all_units, unit_by_code
from shouwen.people.snapshot import Place
from shouwen.runtime.subjects import Receipt

router = ToldRouter(tags=["cases"])
READ, WRITE = KeyDoor("cases:read"), KeyDoor("cases:write")
Key = Header(None, alias="Idempotency-Key", max_length=100)
WRONG = {404: Problem, 409: Problem, 422: Problem}


@router.get("/cases", response=ListOut, summary="List cases, newest first", auth=READ)
@without_nul
def list_cases(
    request: HttpRequest,
    text: str = Query("", max_length=100),
    state: list[str] = Query(default=[]),  # noqa: B008  # ninja reads defaults as declarations
    late: bool = False,  # noqa: FBT001, FBT002  # a query parameter
    after: str | None = Query(None, pattern="^-?[0-9]{1,17}_[0-9]{1,18}$"),
    limit: int = Query(50, ge=1, le=200),
) -> Any:
    """Only those that the key's person may see."""
    filters = queries.Filters(text=text, state=tuple(state), late=late)
    found = queries.listing(viewer_of_request(request), filters, after, limit)
    return {"rows": [asdict(row) for row in found.rows], "after": found.after, "count": found.count, "more": found.more}


@router.get("/cases/{case_id}", response={200: CasePageOut, **WRONG}, summary="Read one case", auth=READ)
@without_nul
def read_case(request: HttpRequest, case_id: int) -> Any:
    """With its limits, open steps and timeline."""
    viewer = viewer_of_request(request)
    return _page(queries.case_page(viewer, case_id, viewer.at))


@router.get("/case-types", response=list[CaseTypeOut], summary="What may be opened in a unit", auth=WRITE)
@without_nul
def list_case_types(request: HttpRequest, unit: str = Query(..., max_length=100)) -> Any:
    """With the fields that each asks for; `unit` as for opening."""
    viewer = viewer_of_request(request)
    place = _unit(viewer, unit)
    found = queries.case_types(viewer, place, viewer.at)
    forms = {name: queries.intake_form(name, place, viewer.at) for name, _ in found}
    under = {name: queries.edition_for(name, place, viewer.at, version=viewer.version).key for name, _ in found}
    places = {key: queries.units_under(key, version=viewer.version) for key in under.values()}
    return [
        {"case_type": name, "title": title, "fields": _fields(forms[name], places[under[name]])}
        for name, title in found
    ]


@router.post("/cases", response={201: Opened, **WRONG}, summary="Open a case", auth=WRITE)
@without_nul
def open_case(request: HttpRequest, body: CaseIn, idempotency_key: str | None = Key) -> Any:
    """The rulebook in force in the unit decides what starts with it."""
    viewer = viewer_of_request(request)
    unit = _unit(viewer, body.unit)
    if body.case_type not in dict(queries.case_types(viewer, unit, viewer.at)):
        raise NotAllowedError("open_case", f"{body.case_type} in unit {body.unit}")
    if body.customer is not None:
        dossier_for(viewer, body.customer)
    intake = actions.Intake(**{**body.dict(), "unit": unit, "customer": seen(viewer, body.customer)})
    with act_key(request, idempotency_key, body) as key:
        return Status(201, _opened(_sent(viewer, intake, key)))


@router.post("/cases/{case_id}/steps", response={200: Opened, **WRONG}, summary="Finish a step", auth=WRITE)
@without_nul
def finish_step(request: HttpRequest, case_id: int, body: StepIn, idempotency_key: str | None = Key) -> Any:
    """With one of the outcomes that the step offers."""
    viewer = viewer_of_request(request)
    queries.get_for(viewer, case_id)
    said = {"outcome": body.outcome, "fields": body.fields}
    with act_key(request, idempotency_key, body) as key:
        return _done(actions.finish_step, case_id, body, viewer, key, **said)


@router.post("/cases/{case_id}/acts", response={200: Opened, **WRONG}, summary="Use a verb on a case", auth=WRITE)
@without_nul
def act(request: HttpRequest, case_id: int, body: ActIn, idempotency_key: str | None = Key) -> Any:
    """take, urge, supervise, transfer, suspend, resume …"""
    viewer = viewer_of_request(request)
    queries.get_for(viewer, case_id)
    with act_key(request, idempotency_key, body) as key:
        return _done(actions.act, case_id, body, viewer, key, act=body.act, facts=body.facts)


@router.post("/cases/{case_id}/messages", response={200: Opened, **WRONG}, summary="Reply or leave a note", auth=WRITE)
@without_nul
def message(request: HttpRequest, case_id: int, body: MessageIn, idempotency_key: str | None = Key) -> Any:
    """A reply stops the limits that wait for an answer."""
    viewer = viewer_of_request(request)
    queries.get_for(viewer, case_id)
    say = actions.reply if body.kind == "reply" else actions.note
    with act_key(request, idempotency_key, body) as key:
        return _opened(say(case_id=case_id, text=body.text, by=viewer.id, at=viewer.at, key=key))


def _done(
    do: Callable[..., Receipt], case_id: int, body: StepIn | ActIn, viewer: Viewer, key: str | None, **said: Any
) -> dict[str, Any]:
    """One act on a task, by the key's person, on the case as it was read."""
    sender = {"by": viewer.id, "at": viewer.at, "key": key, "expected_seq": body.seq}
    return _opened(do(case_id=case_id, task=body.task, reason=body.reason, **said, **sender))


def _sent(viewer: Viewer, intake: actions.Intake, key: str | None) -> Receipt:
    """For the dossier that is named, else for the one behind the number and name, made if need be."""
    if intake.customer is not None:
        return actions.open_case(intake=intake, by=viewer.id, at=viewer.at, key=key, version=viewer.version)
    caller = actions.caller_of(intake.fields, unit=viewer.home)
    return actions.open_for(caller=caller, intake=intake, by=viewer.id, at=viewer.at, key=key, version=viewer.version)


def _unit(viewer: Viewer, named: str) -> str:
    """By its code, or by the number that answers have."""
    place = unit_by_code(named, version=viewer.version)
    if place is not None:
        return str(place.id)
    if named not in {str(each.id) for each in all_units()}:
        raise NotAllowedError("open_case", f"unit {named}")
    return named


def _fields(paper: PaperForm | None, places: Sequence[Place]) -> list[dict[str, Any]]:
    return [
        {
            "name": field.name,
            "type": field.type,
            "title": field.title,
            "required": field.required,
            "choices": _units(places, field.kind) if field.type == "unit" else dict(field.choices),
        }
        for field in (paper.fields if paper else ())
    ]


def _units(places: Sequence[Place], kind: str) -> dict[str, str]:
    """Those that the form on the page offers too."""
    return {str(place.id): place.name for place in places if kind in ("", place.kind)}


def _opened(receipt: Receipt) -> dict[str, Any]:
    return {"id": receipt.subject, "seq": receipt.seq, "repeated": receipt.repeated}


def _page(page: CasePage) -> dict[str, Any]:
    return {
        "case": asdict(page.case),
        "seq": page.seq,
        "edition": page.edition,
        "content": page.content,
        "clocks": [asdict(clock) for clock in page.clocks],
        "steps": [_step(step) for step in page.steps],
        "timeline": [asdict(entry) for entry in page.timeline],
    }


def _step(step: StepView) -> dict[str, Any]:
    return {
        "task": step.task,
        "step": step.step,
        "title": step.title,
        "assignees": [party.title for party in step.assignees],
        "is_mine": step.is_mine,
        "outcomes": {outcome.key: outcome.title for outcome in step.outcomes},
        "papers": {paper.paper: [field.name for field in paper.fields if field.required] for paper in step.papers},
        "clauses": list(step.clauses),
    }
