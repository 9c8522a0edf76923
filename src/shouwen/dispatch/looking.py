"""The facts about everybody who could do a task, for the choice among them: presence, work in hand, abilities, past."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwen.dispatch.models import Ability, Presence
from shouwen.dispatch.queries.duty import on_duty
from shouwen.dispatch.waiting import Waiting, length
from shouwen.engine.choosing import Candidate, Wanted
from shouwen.engine.facts import Assignee
from shouwen.engine.seats import persons_of
from shouwen.people.organisation import Version, current_version
from shouwen.people.posts import posts_of
from shouwen.people.queries import copy_of, roster_for
from shouwen.people.snapshot import Organisation
from shouwen.rulebook.model import Assignment
from shouwen.runtime import database, rulebooks
from shouwen.runtime.queries import states_of

FAR = 9999
# In a person's own name, taken from a pool, or offered and not yet answered.
IN_HAND = """
SELECT person, count(DISTINCT subject_id) FROM (
  SELECT seat.person, t.subject_id FROM runtime_taskseat seat JOIN runtime_task t ON t.id = seat.task_id
  WHERE seat.is_open AND seat.person = ANY(%(persons)s) AND t.state = 'open'
  UNION ALL
  SELECT t.taken_by, t.subject_id FROM runtime_taskseat seat JOIN runtime_task t ON t.id = seat.task_id
  WHERE seat.is_open AND seat.person = '' AND t.state = 'open' AND t.taken_by = ANY(%(persons)s)
  UNION ALL
  SELECT person, subject_id FROM dispatch_choice WHERE state = 'offered' AND person = ANY(%(persons)s)
) AS work JOIN cases_case c USING (subject_id)
WHERE c.closed_at IS NULL AND c.suspended_at IS NULL AND c.state <> 'waiting_customer' GROUP BY person
"""
SERVED = """
SELECT c.customer_id, t.finished_by, max(t.finished_at) FROM cases_case c JOIN runtime_task t ON t.subject_id = c.subject_id
WHERE c.customer_id = ANY(%(customers)s) AND t.finished_by = ANY(%(persons)s) GROUP BY c.customer_id, t.finished_by
"""
# Who let this task go by, or had it and gave it back, is not asked again until they come back from somewhere else.
PASSED = """
SELECT ch.subject_id, ch.task, ch.person, ch.state FROM dispatch_choice ch
LEFT JOIN dispatch_presence p ON p.person_id::text = ch.person
WHERE ch.subject_id = ANY(%(subjects)s) AND ch.state IN ('lapsed', 'refused', 'given', 'taken')
  AND (p.since IS NULL OR p.since <= COALESCE(ch.ended_at, ch.at))
"""


@dataclass(frozen=True)
class Known:
    """What was loaded for a turn of choosing; what the turn gives out is counted in as it goes."""

    organisation: Organisation
    version: Version
    presence: Mapping[str, Presence]
    open: dict[str, int]
    given: dict[str, datetime]
    abilities: Mapping[tuple[str, str, str], datetime | None]
    served: Mapping[tuple[int, str], datetime]
    passed: Mapping[tuple[int, str, str], str]
    skills: Mapping[int, str]
    on_duty: Mapping[str, frozenset[str]]
    """By post: those whom the duty roster names now."""


def people_of(one: Waiting, organisation: Organisation, version: Version, at: datetime) -> list[str]:
    """Everybody behind the post now, and those of its holders who are on leave, so that it is told of them too."""
    posts = posts_of(rulebooks.rulebook(one.edition))
    roster = roster_for(one.case_unit, at=at, posts=posts, procedure=one.procedure, version=version)
    there = persons_of(Assignee(post=one.post, unit=one.unit or None), roster)
    held = organisation.held_in_unit.get(int(one.unit), ()) if one.unit.isdecimal() else ()
    holders = (str(each.person) for each in held if each.post == one.post and each.at(at))
    return list(dict.fromkeys((*there, *holders)))


def load(tasks: Sequence[tuple[Waiting, Assignment]], at: datetime) -> tuple[Known, dict[tuple[int, str], list[str]]]:
    """Everything that the choices of one turn look at, in a handful of queries however many tasks there are."""
    version = current_version()
    organisation = copy_of(version)
    people = {(one.subject, one.task): people_of(one, organisation, version, at) for one, _ in tasks}
    persons = sorted({person for own in people.values() for person in own})
    subjects = [one.subject for one, _ in tasks]
    presence = {str(row.person_id): row for row in Presence.objects.filter(person__in=[int(each) for each in persons])}
    customers = sorted({one.customer for one, _ in tasks if one.customer is not None})
    served = database.rows(SERVED, {"customers": customers, "persons": persons}) if customers else []
    known = Known(
        organisation=organisation,
        version=version,
        presence=presence,
        open=dict(database.rows(IN_HAND, {"persons": persons})),
        given={person: row.given_at for person, row in presence.items() if row.given_at is not None},
        abilities=_abilities(persons),
        served={(customer, person): when for customer, person, when in served},
        passed={(row[0], row[1], row[2]): row[3] for row in database.rows(PASSED, {"subjects": subjects})},
        skills=_skills(tasks),
        on_duty=on_duty(organisation, at),
    )
    return known, people


def _abilities(persons: Iterable[str]) -> dict[tuple[str, str, str], datetime | None]:
    found = Ability.objects.filter(person__in=[int(each) for each in persons])
    return {(str(row.person_id), row.kind, row.name): row.until for row in found}


def _skills(tasks: Sequence[tuple[Waiting, Assignment]]) -> dict[int, str]:
    """What each case asks for; states are read only where a rule looks for a skill."""
    asking = {one.subject: rule.skill for one, rule in tasks if rule.skill}
    if not asking:
        return {}
    states = states_of(asking)
    return {subject: str(state.facts.get(asking[subject]) or "") for subject, (_, state) in states.items()}


def wanted(one: Waiting, rule: Assignment, known: Known, at: datetime) -> Wanted:
    """What the rule asks for at this instant."""
    return Wanted(
        at=at,
        order=rule.order,
        capacity=rule.capacity.value if rule.capacity is not None else None,
        away_after=length(rule.away, rulebooks.rulebook(one.edition), at),
        certificate=rule.exam is not None,
        skill=known.skills.get(one.subject, ""),
    )


def candidate(person: str, one: Waiting, rule: Assignment, known: Known, at: datetime) -> Candidate:
    """One person as the choice sees them."""
    row: Any = known.presence.get(person)
    number = int(person)
    certificate = known.abilities.get((person, Ability.Kind.CERTIFICATE, rule.exam or ""), at)
    skill = known.skills.get(one.subject, "")
    has_skill = _holds(known, person, skill, at)
    passed = known.passed.get((one.subject, one.task, person), "")
    return Candidate(
        person=person,
        presence=row.state if row is not None else "away",
        seen_at=row.seen_at if row is not None else None,
        absent_until=_absent_until(known.organisation, number, one.procedure, at),
        open=known.open.get(person, 0),
        capacity=row.capacity if row is not None else None,
        certified_until=at.replace(year=FAR) if certificate is None else certificate,
        skills=frozenset((skill,)) if has_skill else frozenset(),
        near=_near(known.organisation, number, one.case_unit, at),
        served_at=known.served.get((one.customer, person)) if one.customer is not None else None,
        given_at=known.given.get(person),
        on_duty=person in known.on_duty.get(one.post, ()),
        barred=person in one.barred,
        passed="passed" if passed == "lapsed" else "refused" if passed else "",
    )


def _holds(known: Known, person: str, skill: str, at: datetime) -> bool:
    key = (person, Ability.Kind.SKILL, skill)
    if not skill or key not in known.abilities:
        return False
    until = known.abilities[key]
    return until is None or until > at


def _absent_until(organisation: Organisation, person: int, procedure: str, at: datetime) -> datetime | None:
    ends = [away.ends_at for away in organisation.away_by_person.get(person, ()) if away.at(at, procedure)]
    return max(ends, default=None)


def _near(organisation: Organisation, person: int, unit: str, at: datetime) -> int:
    """How far down from the top the person's posts and the case go the same way."""
    place = organisation.units.get(int(unit)) if unit.isdecimal() else None
    if place is None:
        return 0
    paths = [organisation.units[held.unit].path for held in organisation.held_by_person.get(person, ()) if held.at(at)]
    return max((_shared(place.path, path) for path in paths), default=0)


def _shared(one: Sequence[int], other: Sequence[int]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
