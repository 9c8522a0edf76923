"""Reads a written organisation with the line of every part, and tells at once all that is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic import TypeAdapter

from shouwen.config.organisation.known import TwoOfOneName, books_known, known_person, posts_known, user_of
from shouwen.config.organisation.written import WrittenOrganisation, units_of
from shouwen.people.models import Person
from shouwen.people.queries import unit_by_code
from shouwen.rulebook.check.scopes import unknown_acts
from shouwen.rulebook.load.text import Reading, documents, nearest, plain
from shouwen.rulebook.load.typed import typed

Finding = tuple[str, str]
"""Where in the file, and what is wrong with what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, on its line."""

    line: int
    text: str


def read(path: Path) -> tuple[WrittenOrganisation | None, tuple[Fault, ...]]:
    """The organisation, or every reason why it cannot be made; nothing is written."""
    reading = Reading()
    nodes = list(documents(path, path.name, reading))
    written = None
    if len(nodes) == 1:
        given = plain(nodes[0], "", path.name, reading)
        written = typed(TypeAdapter(WrittenOrganisation), WrittenOrganisation, given, "", reading)
    elif not reading.problems:
        return None, (Fault(1, "One document with units, holders, scopes or sign_ins is expected."),)
    faults = [Fault(each.place.line if each.place else 1, each.message_en) for each in reading.problems]
    if written is not None:
        for where, text in _findings(written):
            place = nearest(reading.places, where)
            faults.append(Fault(place.line if place else 1, text))
    return written, tuple(sorted(faults, key=lambda fault: fault.line))


def _findings(written: WrittenOrganisation) -> Iterator[Finding]:
    codes: set[str] = set()
    yield from _units(written, codes)
    yield from _posts(written, codes)
    yield from _scopes(written)
    yield from _people(written)
    yield from _sign_ins(written)


def _units(written: WrittenOrganisation, codes: set[str]) -> Iterator[Finding]:
    for unit in units_of(written):
        where, known = f".units.{unit.key}", unit_by_code(unit.code)
        if unit.code.lower() in codes:
            yield where, f"The code '{unit.code}' is used twice (case does not count): choose another one."
        if unit.above and not _is_unit(unit.above, codes):
            yield where, f"'{unit.code}' hangs on '{unit.above}', which is no unit above it here nor in the database."
        elif known is not None:
            above = unit_by_code(unit.above) if unit.above else None
            if (known.name, known.kind, known.parent) != (unit.name, unit.kind, above.id if above else None):
                yield (
                    where,
                    f"The code '{unit.code}' belongs to '{known.name}' ({known.kind}): write it so, or choose another.",
                )
        codes.add(unit.code.lower())
    for code in written.heads:
        if not _is_unit(code, codes) or not any(unit.code == code for unit in units_of(written)):
            yield (
                f".heads.{code}",
                f"The head's unit '{code}' is not under units here: add it there or correct the code.",
            )


def _is_unit(code: str, codes: set[str]) -> bool:
    return code.lower() in codes or unit_by_code(code) is not None


def _posts(written: WrittenOrganisation, codes: set[str]) -> Iterator[Finding]:
    known = posts_known()
    for place in written.holders:
        post, _, code = place.partition("@")
        where = f".holders.{place}"
        if not _is_unit(code, codes):
            yield (
                where,
                f"'{place}' names the unit '{code}', which is neither here nor in the database: write post@CODE.",
            )
        yield from _post(where, post, known)
    for code, post in written.heads.items():
        yield from _post(f".heads.{code}", post, known)
    for number, scope in enumerate(written.scopes):
        for post in scope.posts:
            yield from _post(f".scopes.{number}", post, known)


def _post(where: str, post: str, known: frozenset[str]) -> Iterator[Finding]:
    if post not in known:
        near = get_close_matches(post, known, n=1)
        advice = f"did you mean '{near[0]}'?" if near else "correct it, or install the rulebook that has it first."
        yield where, f"No rulebook knows the post '{post}': {advice}"


def _scopes(written: WrittenOrganisation) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    books = books_known() if written.scopes else ()
    for number, scope in enumerate(written.scopes):
        for act, _, hint in unknown_acts(scope.acts, books):
            yield f".scopes.{number}", f"There is no act '{act}' to permit{hint}"
        for post in scope.posts:
            if (post, scope.reach) in seen:
                yield f".scopes.{number}", f"'{post}' has a scope with reach {scope.reach} already: merge the two."
            seen.add((post, scope.reach))


def _people(written: WrittenOrganisation) -> Iterator[Finding]:
    numbers: set[str] = set()
    for label, each in written.people.items():
        where, number = f".people.{label}", each.employee_no.lower()
        if each.name and each.name != label and not number:
            yield where, f"'{label}' stands for another '{each.name}': give them an employee_no to tell them apart."
        if number and number in numbers:
            yield where, f"The number '{each.employee_no}' is given twice: correct one of them."
        numbers.add(number)
        holder = Person.objects.filter(employee_no__iexact=number).first() if number else None
        if holder is not None and (holder.name != (each.name or label) or holder.left_on):
            yield (
                where,
                f"The number '{each.employee_no}' belongs to '{holder.name}' in the database: give another one.",
            )
    for label in written.labels():
        try:
            known_person(label, written.person(label))
        except TwoOfOneName:
            yield (
                _first_place(written, label),
                f"Several people are called '{label}': name them under people with employee_no.",
            )


def _first_place(written: WrittenOrganisation, label: str) -> str:
    if label in written.people:
        return f".people.{label}"
    held = (f".holders.{place}" for place, names in written.holders.items() if label in names)
    signing = (f".sign_ins.{number}" for number, way in enumerate(written.sign_ins) if way.person == label)
    return next(held, None) or next(signing)


def _sign_ins(written: WrittenOrganisation) -> Iterator[Finding]:
    names: set[str] = set()
    persons: set[str] = set()
    working = {name for held in written.holders.values() for name in held} | set(written.people)
    for number, way in enumerate(written.sign_ins):
        where = f".sign_ins.{number}"
        if way.username.lower() in names:
            yield where, f"Two sign-ins are called '{way.username}': give each person their own."
        if way.person in persons:
            yield where, f"'{way.person}' has two sign-ins: keep one."
        names.add(way.username.lower())
        persons.add(way.person)
        yield from _sign_in(where, way.username, _known(written, way.person))
        if way.person not in working and not way.office and _known(written, way.person) is None:
            yield where, f"'{way.person}' holds no post and is not under people: correct the name or add them."


def _known(written: WrittenOrganisation, label: str) -> Person | None:
    try:
        return known_person(label, written.person(label))
    except TwoOfOneName:
        return None


def _sign_in(where: str, username: str, person: Person | None) -> Iterator[Finding]:
    user = user_of(username)
    if user is not None and (person is None or person.user_id != user.pk):
        yield where, f"The sign-in '{username}' belongs to somebody else: choose another name."
    if user is None and person is not None and person.user_id is not None:
        yield where, f"'{person.name}' signs in under another name already: take this line out."
