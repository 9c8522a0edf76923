"""Whom an act names: people and units of the case's own company, who are there and can act."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from shouwen.cases.forms import Invalid
from shouwen.cases.models import Case
from shouwen.cases.queries.company import units_of_company
from shouwen.engine.facts import Value
from shouwen.people.company import holds_post, is_at_work, is_reached, known_number
from shouwen.people.organisation import current_version
from shouwen.people.queries import copy_of
from shouwen.people.snapshot import Organisation

NAMING = ("person", "unit", "copies")
GOES_OUT = "approve.remove_signer"
"""Names somebody to be rid of: he may have left since."""


@dataclass(frozen=True, slots=True)
class _Around:
    copy: Organisation
    units: frozenset[int]
    procedure: str
    at: datetime


def ensure_fit(act: str, case_id: int, facts: Mapping[str, Value], *, at: datetime) -> None:
    """Raises where somebody or some unit is named that the case cannot be given to."""
    if act == GOES_OUT or not any(facts.get(name) for name in NAMING):
        return
    found = Case.objects.filter(pk=case_id).values_list("unit", "edition", "case_type").first()
    if found is None:
        return
    unit, edition, procedure = found
    version = current_version()
    around = _Around(copy_of(version), units_of_company(unit, edition, version=version), procedure, at)
    errors = dict(_wrong(facts, around))
    if errors:
        raise Invalid(errors)


def outsiders_of(person: str, cases: Iterable[int], *, at: datetime) -> frozenset[int]:
    """The cases that cannot be given to the person, who holds no post in the company that they belong to."""
    version = current_version()
    copy = copy_of(version)
    rows = Case.objects.filter(pk__in=list(cases)).values_list("pk", "unit", "edition")
    return frozenset(
        case
        for case, unit, edition in rows
        if not holds_post(copy, person, at, within=units_of_company(unit, edition, version=version))
    )


def _wrong(facts: Mapping[str, Value], around: _Around) -> Iterator[tuple[str, str]]:
    person, unit = facts.get("person"), facts.get("unit")
    if person:
        why = _unfit(str(person), around, acts=True)
        if why:
            yield "person", why
    if unit and not _is_unit(str(unit), around):
        yield "unit", "所选单位不存在、已停用，或不属于本事项所在的公司，请从列表中选择。"
    copies = facts.get("copies") or ()
    for each in copies if isinstance(copies, tuple | list) else (copies,):
        why = _unfit(str(each), around, acts=False)
        if why:
            yield "copies", why


def _unfit(person: str, around: _Around, *, acts: bool) -> str:
    """Why nothing can be given to this person; whoever only gets to know of it may be away."""
    if not is_at_work(around.copy, person, around.at):
        return "所选人员不存在或已离职，请从列表中选择。"
    if not holds_post(around.copy, person, around.at, within=around.units):
        return "所选人员不在本事项所属的公司任职，请从列表中选择。"
    if acts and not is_reached(around.copy, person, around.at, procedure=around.procedure):
        return "所选人员不在岗，也没有代理人，请另选一位。"
    return ""


def _is_unit(unit: str, around: _Around) -> bool:
    number = known_number(unit)
    return number in around.units and around.copy.units[number].is_active if number is not None else False
