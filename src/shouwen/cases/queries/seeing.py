"""Who may see which case: by reach of the posts held, by an own part in the case."""

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from shouwen.base.oneof import one_of
from shouwen.base.reading import as_read
from shouwen.cases.models import Case
from shouwen.cases.rows import CaseRow
from shouwen.cases.words import state_title
from shouwen.customers.queries import names
from shouwen.people.access import SEE, Viewer, visible
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks


class NoSuchCase(LookupError):
    """There is no such case, or not for this viewer; nobody learns which."""

    def __init__(self, case_id: int | str) -> None:
        super().__init__(f"There is no case {case_id} that you may see.")


def seats_of(viewer: Viewer) -> list[str]:
    """Every name under which the viewer may have a part in a case."""
    return [
        *(str(person) for person in sorted(viewer.persons)),
        *(f"{post}@{unit}" for post, unit in sorted(viewer.seats)),
        *(f"@{unit}" for unit in sorted({unit for _post, unit in viewer.seats})),
    ]


def readable(viewer: Viewer) -> QuerySet[Case]:
    """The cases that the viewer may see."""
    reach = visible(viewer, SEE)
    if reach.everything:
        return Case.objects.all()
    own = Q(parties__overlap=seats_of(viewer))
    return Case.objects.filter(one_of("unit", reach.units) | own if reach.units else own)


def get_for(viewer: Viewer, case_id: int) -> CaseRow:
    """One case as in the list."""
    found = readable(viewer).filter(pk=case_id).first()
    if found is None:
        raise NoSuchCase(case_id)
    return rows_of(viewer, [found])[0]


def object_of(viewer: Viewer, case_id: int) -> int | None:
    """The object that the case is about."""
    return readable(viewer).filter(pk=case_id).values_list("object", flat=True).first()


def rows_of(viewer: Viewer, cases: Sequence[Case]) -> tuple[CaseRow, ...]:
    """Rows with the words of their rulebook and the names of their people; one more query for all, for customers."""
    known = names(case.customer_id for case in cases if case.customer_id is not None)
    return tuple(_row(viewer, case, known.get(case.customer_id or 0, "")) for case in cases)


def _row(viewer: Viewer, case: Case, customer_name: str) -> CaseRow:
    rulebook = rulebooks.rulebook(case.edition)
    procedure = rulebook.case_types.get(case.case_type)
    return CaseRow(
        id=case.pk,
        edition=case.edition,
        number=case.number,
        case_type=case.case_type,
        type_title=procedure.title if procedure else case.case_type,
        title=case.title,
        state=case.state,
        state_title=state_title(case.state),
        unit=case.unit,
        unit_title=unit_name(viewer, case.unit),
        customer_id=case.customer_id,
        customer_name=customer_name,
        handler=party_name(viewer, rulebook, case.handler, case.handler_post, case.handler_unit),
        first_contact=party_name(viewer, rulebook, case.first_contact, "", case.first_contact_unit),
        severity=value_title(rulebook, case.severity),
        urgent=case.urgent,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        next_due_at=case.next_due_at,
        promised_at=getattr(case, "promised_at", None),
        urged_count=case.urged_count,
    )


def unit_name(viewer: Viewer, unit: str) -> str:
    """The unit's name, or nothing for one that is no unit of ours."""
    place = viewer.organisation.units.get(int(unit)) if unit.isdecimal() else None
    return place.name if place else ""


def person_name(viewer: Viewer, person: str | None) -> str:
    """The person's name."""
    member = viewer.organisation.persons.get(int(person)) if person and person.isdecimal() else None
    return member.name if member else ""


def party_name(viewer: Viewer, rulebook: Rulebook, person: str, post: str, unit: str) -> str:
    """A person by name, a post by unit and title, a unit by name."""
    if person:
        return person_name(viewer, person)
    rule = rulebook.posts.get(post)
    return " ".join(part for part in (unit_name(viewer, unit), as_read(rule.title or post) if rule else post) if part)


def value_title(rulebook: Rulebook, value: str) -> str:
    """The word of a scale's value."""
    if not value:
        return ""
    titles: Iterable[str] = (fact.titles[value] for fact in rulebook.facts.values() if value in fact.titles)
    return next(iter(titles), value)
