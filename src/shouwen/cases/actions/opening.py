"""A case begins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.cases.actions.facts import happened
from shouwen.cases.actions.filling import fill
from shouwen.cases.actions.sending import KIND, plain, send, written
from shouwen.cases.customer_fields import intake_paper, name_told, with_customer
from shouwen.cases.forms import Invalid, Known, is_sealed
from shouwen.cases.queries.intake import concerned_unit, edition_for
from shouwen.customers.actions import Found, find_or_make
from shouwen.customers.queries import card, names
from shouwen.engine.events import CaseOpened
from shouwen.engine.facts import Assignee, Value
from shouwen.people.organisation import Version
from shouwen.people.queries import current_version
from shouwen.rulebook.model import PaperRule, Rulebook
from shouwen.runtime.rulebooks import Edition
from shouwen.runtime.subjects import Act, NewSubject, Receipt, Refused

USUAL_TITLE = 40
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
    """The number as the intake fields have it; one that is known already comes first. The name is read with the form."""
    return Caller(phone or str(fields.get("phone") or ""), unit=unit)


def open_for(
    *, caller: Caller, intake: Intake, by: str, at: datetime, key: str | None = None, version: Version | None = None
) -> Receipt:
    """A case with its customer, found or made, in one transaction; a form that does not pass leaves no dossier behind."""
    with transaction.atomic():
        found = found_caller(caller=caller, intake=intake, by=int(by), at=at, version=version)
        name = found.name if found else ""
        known = _called(replace(intake, customer=found.id if found else None), name, at, version)
        try:
            receipt = open_case(intake=known, by=by, at=at, key=key, version=version, customer_name=name)
        except Refused as error:
            refused = error
        else:
            if found is not None and found.is_new and not receipt.repeated:
                _tell_of_dossier(receipt, intake, by, at, version)
            return receipt
    # Only now: the refusal is on record.
    raise refused


def found_caller(
    *, caller: Caller, intake: Intake, by: int, at: datetime, version: Version | None = None
) -> Found | None:
    """The caller's dossier, made if need be, under the name that the form has; nobody where nothing is known."""
    name = caller.name or name_told(intake.fields, _paper(intake, at, version))
    return find_or_make(phone=caller.phone, name=name, unit=caller.unit, by=by, at=at)


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
    if customer_name is None:
        customer_name = _customer_name(intake.customer)
        if checked or intake.fields:
            intake = _called(intake, customer_name or _number_of(intake.customer), at, version)
    act = opening(
        intake=intake,
        by=by,
        at=at,
        customer_name=customer_name,
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
    edition = edition or edition_for(intake.case_type, intake.unit, at, version=version)
    title = " ".join(plain(intake.title).split()) or content[:USUAL_TITLE] or _usual_title(intake, edition)
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


def _usual_title(intake: Intake, edition: Edition) -> str:
    """No clause asks for one: what the form says at length, else what kind of case it is."""
    rulebook = edition.rulebook
    kind, paper = rulebook.case_types[intake.case_type], intake_paper(rulebook, intake.case_type)
    told = _at_length(intake, paper, rulebook) if paper else ()
    return next((words[:USUAL_TITLE] for words in told if words), kind.title or kind.name)


def _at_length(intake: Intake, paper: PaperRule, rulebook: Rulebook) -> Iterator[str]:
    """What its long fields say, on one line; nothing that is sealed."""
    for name, rule in paper.fields.items():
        if rule.type == "long_text" and not is_sealed(f"{paper.name}.{name}", paper, rulebook):
            yield " ".join(plain(str(intake.fields.get(name) or "")).split())


def _titled_facts(title: str, intake: Intake, known: Known, by: str | None, *, checked: bool) -> dict[str, Value]:
    """What lacks is told all at once, the title with the fields of the form."""
    lacking = {}
    if checked and len(title) > LONGEST_TITLE:
        lacking = {"title": f"“事由”最多 {LONGEST_TITLE} 字，现有 {len(title)} 字；请写成一句话，其余写进内容。"}
    try:
        facts = _facts(intake, known, by, checked=checked)
    except Invalid as invalid:
        raise Invalid({**lacking, **invalid.errors}) from invalid
    if lacking:
        raise Invalid(lacking)
    return facts


def _paper(intake: Intake, at: datetime, version: Version | None) -> PaperRule | None:
    rulebook = edition_for(intake.case_type, intake.unit, at, version=version).rulebook
    return intake_paper(rulebook, intake.case_type)


def _called(intake: Intake, name: str, at: datetime, version: Version | None) -> Intake:
    """The form knows its customer by the dossier."""
    return replace(intake, fields=with_customer(intake.fields, _paper(intake, at, version), name))


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


def _number_of(customer: int | None) -> str:
    """What a customer goes by who gave no name."""
    found = card(customer) if customer is not None else None
    return found.number if found else ""
