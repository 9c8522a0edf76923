"""What somebody is able to do, what the rulebooks ask for, and how the person stood lately."""

from dataclasses import dataclass
from datetime import datetime

from shouwen.cases.queries import person_name
from shouwen.dispatch.models import Ability, PresenceSpell
from shouwen.dispatch.queries.presence import PRESENCE_WORDS, PresenceRow, team_presence
from shouwen.dispatch.waiting import in_use
from shouwen.people.access import SEE, NotAllowedError, Viewer, visible
from shouwen.rulebook.model import Assignment, Exam, Rulebook
from shouwen.runtime import rulebooks

MOST_SPELLS = 20


@dataclass(frozen=True, slots=True)
class AbilityRow:
    """One skill or certificate."""

    id: int
    title: str
    is_certificate: bool
    until: datetime | None
    is_over: bool
    by: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person as whoever supervises them sees them."""

    presence: PresenceRow
    abilities: tuple[AbilityRow, ...]
    offered: tuple[tuple[str, str], ...]
    """(kind:name, title) of what the rulebooks look for."""
    spells: tuple[tuple[str, datetime, datetime | None, bool], ...]


def ensure_supervises(viewer: Viewer, person: int) -> None:
    """Raises unless a post of the person lies where the viewer supervises."""
    held = viewer.organisation.held_by_person.get(person, ())
    reach = visible(viewer, "supervise")
    if not any(reach.covers(each.unit) for each in held if each.at(viewer.at)):
        raise NotAllowedError(SEE, f"person {person}")


def person_view(viewer: Viewer, person: int) -> PersonView:
    """Of somebody whom the viewer supervises."""
    ensure_supervises(viewer, person)
    titles = dict(asked_for())
    rows = Ability.objects.filter(person=person).order_by("kind", "name")
    spells = PresenceSpell.objects.filter(person=person).order_by("-starts_at")[:MOST_SPELLS]
    return PersonView(
        presence=team_presence(viewer, [str(person)])[str(person)],
        abilities=tuple(_row(viewer, one, titles) for one in rows),
        offered=tuple(titles.items()),
        spells=tuple((PRESENCE_WORDS[one.state], one.starts_at, one.ends_at, one.by_silence) for one in spells),
    )


def _row(viewer: Viewer, one: Ability, titles: dict[str, str]) -> AbilityRow:
    return AbilityRow(
        id=one.pk,
        title=titles.get(f"{one.kind}:{one.name}", one.name),
        is_certificate=one.kind == Ability.Kind.CERTIFICATE,
        until=one.until,
        is_over=one.until is not None and one.until <= viewer.at,
        by=person_name(viewer, one.by),
    )


def asked_for() -> tuple[tuple[str, str], ...]:
    """Skills and certificates that any rule in use looks for, once each."""
    found: dict[str, str] = {}
    for key, rules in in_use().items():
        book = rulebooks.rulebook(key)
        for rule in rules:
            found |= _skills(book, rule) | _certificates(book, rule)
    return tuple(sorted(found.items()))


def _skills(book: Rulebook, rule: Assignment) -> dict[str, str]:
    fact = book.facts.get(rule.skill or "")
    values = (fact.one_of or fact.scale or ()) if fact is not None else ()
    return {f"skill:{value}": fact.titles.get(value, value) for value in values} if fact is not None else {}


def _certificates(book: Rulebook, rule: Assignment) -> dict[str, str]:
    exam = next((one for one in book.blocks if isinstance(one, Exam) and one.name == rule.exam), None)
    if exam is None:
        return {}
    return {f"certificate:{exam.name}": exam.certificate.title if exam.certificate is not None else exam.title}
