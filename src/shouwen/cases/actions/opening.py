"""A case begins."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.cases.actions.facts import happened
from shouwen.cases.actions.filling import fill
from shouwen.cases.actions.sending import KIND, plain, send, written
from shouwen.cases.forms import Invalid, Known
from shouwen.cases.queries.intake import concerned_unit, edition_for
from shouwen.customers.actions import find_or_make
from shouwen.customers.queries import names
from shouwen.engine.events import CaseOpened
from shouwen.engine.facts import Assignee, Value
from shouwen.people.organisation import Version
from shouwen.people.queries import current_version
from shouwen.runtime.rulebooks import Edition
from shouwen.runtime.subjects import Act, NewSubject, Receipt, Refused

LONGEST_TITLE = 200
DOSSIER_MADE = "customer.created"


@dataclass(frozen=True, slots=True)
class Intake:
    """What is known of a case as it comes in; `fields` are those of the intake paper, as typed."""

    case_type: str
    unit: str
    title: str
    content: str = ""
    demand: str = ""
    channel: str = ""
    customer: int | None = None
    object: int | None = None
    urgent: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)
    """Facts that no form holds, as an import knows them."""
    roles: Mapping[str, Assignee] = field(default_factory=dict)
    nameless: bool = False
    """Whoever told of it wants to stay unnamed."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who tells of the matter, as far as it is known, and the unit that keeps the dossier."""

    phone: str = ""
    name: str = ""
    unit: int | None = None


def caller_of(fields: Mapping[str, Any], *, phone: str = "", unit: int | None = None) -> Caller:
    """Number and name as the intake fields have them; a number that is known already comes first."""
    name = fields.get("customer_name") or fields.get("name") or ""
    return Caller(phone or str(fields.get("phone") or ""), str(name), unit)


def open_for(
    *, caller: Caller, intake: Intake, by: str, at: datetime, key: str | None = None, version: Version | None = None
) -> Receipt:
    """A case with its customer, found or made, in one transaction; a form that does not pass leaves no dossier behind."""
    with transaction.atomic():
        found = find_or_make(phone=caller.phone, name=caller.name, unit=caller.unit, by=int(by), at=at)
        known = replace(intake, customer=found.id if found else None)
        try:
            name = found.name if found else ""
            receipt = open_case(intake=known, by=by, at=at, key=key, version=version, customer_name=name)
        except Refused as error:
            refused = error
        else:
            if found is not None and found.is_new and not receipt.repeated:
                _tell_of_dossier(receipt, intake, by, at, version)
            return receipt
    # Only now: the refusal is on record.
    raise refused


def _tell_of_dossier(receipt: Receipt, intake: Intake, by: str, at: datetime, version: Version | None) -> None:
    """The case's rules may wait for its customer's dossier; where none does, nothing is sent."""
    compiled = edition_for(intake.case_type, intake.unit, at, version=version).compiled
    if DOSSIER_MADE in compiled.flows[intake.case_type].awaited:
        happened(case_id=receipt.subject, name=DOSSIER_MADE, by=by, at=at)


def open_case(
    *,
    intake: Intake,
    by: str | None,
    at: datetime,
    key: str | None = None,
    recorded_at: datetime | None = None,
    checked: bool = True,
    version: Version | None = None,
    customer_name: str | None = None,
) -> Receipt:
    """The receipt's subject is the case; `checked` is off where no person filled the intake form (imports, mails)."""
    version = version or current_version()
    act = opening(
        intake=intake,
        by=by,
        at=at,
        customer_name=_customer_name(intake.customer) if customer_name is None else customer_name,
        checked=checked,
        edition=edition_for(intake.case_type, intake.unit, at, version=version),
        version=version,
    )
    return send(act.subject, act.event, key=key, extra=act.extra, recorded_at=recorded_at, version=version)


def opening(
    *,
    intake: Intake,
    by: str | None,
    at: datetime,
    customer_name: str = "",
    checked: bool = True,
    edition: Edition | None = None,
    version: Version | None = None,
) -> Act:
    """How such a case begins, for those who open many at once and know the edition and the organisation already."""
    content, demand = plain(intake.content), plain(intake.demand)
    if checked:
        content, demand = written(content, "content"), written(demand, "demand")
    title = " ".join(plain(intake.title).split()) or content[:40]
    edition = edition or edition_for(intake.case_type, intake.unit, at, version=version)
    facts = _titled_facts(title, intake, Known(edition.rulebook, intake.facts, at, version), by, checked=checked)
    unit = concerned_unit(edition, intake.case_type, facts) or intake.unit
    event = CaseOpened(
        at=at,
        by=by,
        case_type=intake.case_type,
        unit=unit,
        via=intake.channel,
        facts=facts,
        roles=intake.roles,
        papers=_papers(intake, edition, checked=checked),
    )
    extra = {
        "title": title[:LONGEST_TITLE],
        "content": content,
        "demand": demand,
        "channel": intake.channel,
        "customer": intake.customer,
        "object": intake.object,
        "customer_name": customer_name,
    }
    return Act(NewSubject(KIND, edition.key, intake.case_type, unit), event, extra)


def _titled_facts(title: str, intake: Intake, known: Known, by: str | None, *, checked: bool) -> dict[str, Value]:
    """What lacks is told all at once, the title with the fields of the form."""
    lacking = {} if title else {"title": "“事由”必填，请用一句话写明。"}
    if checked and len(title) > LONGEST_TITLE:
        lacking = {"title": f"“事由”最多 {LONGEST_TITLE} 字，现有 {len(title)} 字；请写成一句话，其余写进内容。"}
    try:
        facts = _facts(intake, known, by, checked=checked)
    except Invalid as invalid:
        raise Invalid({**lacking, **invalid.errors}) from invalid
    if lacking:
        raise Invalid(lacking)
    return facts


def _papers(intake: Intake, edition: Edition, *, checked: bool) -> tuple[str, ...]:
    """The intake paper is in the file from the beginning, where somebody filled it."""
    paper = edition.rulebook.case_types[intake.case_type].intake
    return (paper,) if paper and (checked or intake.fields) else ()


def _facts(intake: Intake, known: Known, by: str | None, *, checked: bool) -> dict[str, Value]:
    facts: dict[str, Value] = dict(known.facts)
    known_of = {"case.customer": intake.customer, "case.object": intake.object}
    facts |= {name: str(value) for name, value in known_of.items() if value is not None}
    if intake.urgent:
        facts["case.urgent"] = True
    procedure = known.rulebook.case_types[intake.case_type]
    paper = known.rulebook.papers.get(procedure.intake or "")
    if paper is not None and (checked or intake.fields):
        given = {paper.name: intake.fields}
        facts |= fill(given, (paper.name,), replace(known, facts=facts), by=by, strict=checked).values
    return facts


def _customer_name(customer: int | None) -> str:
    if customer is None:
        return ""
    found = names([customer])
    if customer not in found:
        raise Invalid({"customer": "所选客户不存在，请重新选择客户，或留空。"})
    return found[customer]
