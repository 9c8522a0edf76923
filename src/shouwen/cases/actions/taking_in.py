"""A case is taken in with all that was done on the telephone already: judged otherwise, called urgent, solved on the spot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.cases.actions.facts import judge_again
from shouwen.cases.actions.messages import inbound, note
from shouwen.cases.actions.opening import Caller, Intake, found_caller, open_case, open_for
from shouwen.cases.actions.sending import own_key
from shouwen.cases.actions.steps import finish_step
from shouwen.cases.forms import Invalid, Known, view
from shouwen.cases.queries.seeing import get_for
from shouwen.customers.actions import add_contact
from shouwen.engine.state import State
from shouwen.people.access import Viewer, require
from shouwen.people.organisation import Version
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.runtime.prefill import prefilled
from shouwen.runtime.queries import state_of
from shouwen.runtime.subjects import Receipt


@dataclass(frozen=True, slots=True)
class Finished:
    """A step that was done before the case was written down: its outcome, its forms as typed, and why."""

    task: str
    outcome: str
    papers: tuple[str, ...] = ()
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A severity that is another than the rules say, and why."""

    fact: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Besides:
    """What is done with a case in the act that opens it."""

    urgent_because: str = ""
    judged: tuple[Judged, ...] = ()
    finished: tuple[Finished, ...] = ()


def take_in(
    *, caller: Caller, intake: Intake, besides: Besides, by: str, at: datetime, key: str | None = None,
    version: Version | None = None,
) -> Receipt:  # fmt: skip
    """Everything or nothing, every gate included: a case that was solved on the spot is never left half done."""
    _ensure_reasons(intake, besides)
    with transaction.atomic():
        receipt = _opened(caller, intake, by=by, at=at, key=key, version=version)
        if receipt.repeated:
            return receipt
        if besides.urgent_because:
            note(case_id=receipt.subject, text=f"紧急：{besides.urgent_because}", by=by, at=at)
        for each in besides.judged:
            judge_again(case_id=receipt.subject, fact=each.fact, value=each.value, reason=each.reason, by=by, at=at)
        for done in besides.finished:
            _finish(receipt.subject, done, by, at)
    return receipt


def add_to(*, case_id: int, caller: Caller, intake: Intake, text: str, by: Viewer, at: datetime, key: str) -> Receipt:
    """并入: somebody said more about a matter that is there already; no second case is opened.

    Who else than the case's customer called has a dossier of their own, so that they can be found and called back.
    """
    row = get_for(by, case_id)
    if row.closed_at is not None:
        raise Invalid({"act": f"{row.number} 已办结，不能并入；请新建，或重开原事项。"})
    require(by, "open_case", unit=row.unit, own=True, what=row.number)
    with transaction.atomic():
        who = intake.customer or _found(caller, intake, by, at)
        return inbound(
            case_id=case_id, text=text, channel=intake.channel, source_key=own_key(by.id, key) or "",
            customer=who if who != row.customer_id else None, by=by.id, at=at,
        )  # fmt: skip


def _found(caller: Caller, intake: Intake, by: Viewer, at: datetime) -> int | None:
    """Their dossier, made if need be, with the address that was told; nobody where nothing is known."""
    found = found_caller(caller=caller, intake=intake, by=by.person, at=at, version=by.version)
    address = str(intake.fields.get("address") or "").strip()
    if found is not None and found.is_new and address:
        add_contact(customer=found.id, kind="address", value=address, by=by.person, at=at)
    return found.id if found else None


def _opened(
    caller: Caller, intake: Intake, *, by: str, at: datetime, key: str | None, version: Version | None
) -> Receipt:
    """For the chosen dossier, else for the one behind the number and name, made if need be; a case never waits for it."""
    if intake.customer is not None:
        return open_case(intake=intake, by=by, at=at, key=key, version=version)
    return open_for(caller=caller, intake=intake, by=by, at=at, key=key, version=version)


def _ensure_reasons(intake: Intake, besides: Besides) -> None:
    lacking = {}
    if intake.urgent and not besides.urgent_because:
        lacking["urgent_because"] = "“紧急的理由”必填，请写明为什么要优先。"
    for each in besides.judged:
        if not each.reason.strip():
            lacking[f"why:{each.fact}"] = "“改判理由”必填，请写明为什么与规则不同。"
    if lacking:
        raise Invalid(lacking)


def _finish(case_id: int, done: Finished, by: str, at: datetime) -> None:
    state = state_of(case_id)
    if all(active.task != done.task for active in state.active):
        # The rules led elsewhere: whoever is next goes on from there.
        return
    book = rulebooks.rulebook(state.edition)
    fields = {paper: _taken_over(book, paper, state, at) | dict(done.fields.get(paper, {})) for paper in done.papers}
    finish_step(case_id=case_id, task=done.task, outcome=done.outcome, fields=fields, reason=done.reason, by=by, at=at)


def _taken_over(book: Rulebook, paper: str, state: State, at: datetime) -> dict[str, Any]:
    """What a form shows filled in before anybody types."""
    rule = book.papers[paper]
    form = view(rule, Known(book, prefilled([rule], state, state.facts), at))
    return {one.name: one.value for one in form.fields if one.value is not None}


def without_caller(intake: Intake, names: Sequence[str]) -> Intake:
    """匿名: nothing that tells who it was is kept."""
    fields = {name: value for name, value in intake.fields.items() if name not in names}
    return replace(intake, customer=None, object=None, fields=fields, nameless=True)
