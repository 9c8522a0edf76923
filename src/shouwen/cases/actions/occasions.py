"""What duties ask for by the calendar: one case for each unit and period, opened when its window opens."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from shouwen.cases.actions.opening import Intake, open_case
from shouwen.cases.models import Occasion as OccasionRow
from shouwen.cases.surroundings import calendars_of
from shouwen.engine.facts import Assignee
from shouwen.engine.recurring import Occasion, occasions, opener_roles
from shouwen.people.organisation import Version, current_version
from shouwen.people.queries import copy_of
from shouwen.people.snapshot import Organisation, Place
from shouwen.runtime import rulebooks
from shouwen.runtime.rulebooks import Edition
from shouwen.runtime.subjects import Refused

log = logging.getLogger(__name__)

# Whatever opened while no worker ran, or nobody held the post, is opened late within this time, and counts as late.
CAUGHT_UP = timedelta(days=35)


@dataclass(frozen=True, slots=True)
class Owed:
    """One occasion of one unit under one edition."""

    edition: Edition
    occasion: Occasion
    unit: Place
    seat: Assignee
    """The post that owes it."""

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.edition.rulebook.header.rulebook, str(self.unit.id), self.occasion.key)


def open_occasions(*, at: datetime, since: datetime | None = None) -> tuple[int, ...]:
    """The cases opened; what was opened before is left alone, and what nobody can do yet waits for a holder of its post."""
    version = current_version()
    since = since or at - CAUGHT_UP
    owed = {each.key: each for each in _owed(since, at, version)}
    if not owed:
        return ()
    known = set(OccasionRow.objects.filter(key__in={key[2] for key in owed}).values_list("rulebook", "unit", "key"))
    opened = (_open(each, at, version) for key, each in owed.items() if key not in known)
    return tuple(case for case in opened if case is not None)


def _owed(since: datetime, at: datetime, version: Version) -> Iterator[Owed]:
    organisation, in_use = copy_of(version), rulebooks.in_use_since()
    for edition in _with_duties():
        places = [place for place in organisation.units.values() if place.is_active and _covers(edition, place)]
        top = min(places, key=lambda place: (len(place.path), place.id), default=None)
        if top is None:
            continue
        calendars = calendars_of(edition.key, str(top.id), version)
        # From the day on which it came into use here; windows that were open already belong to whatever held before.
        begin = max(since, in_use[edition.key])
        for occasion in occasions(edition.rulebook, calendars, since=begin, until=at):
            if _holds(edition, occasion, organisation):
                for unit, seat in _units(occasion, places, organisation, at):
                    yield Owed(edition, occasion, unit, seat)


def _with_duties() -> list[Edition]:
    found = (rulebooks.edition(key) for key in rulebooks.installed())
    return [each for each in found if each.rulebook.case_types != each.rulebook.procedures]


def _covers(edition: Edition, place: Place) -> bool:
    return not edition.units or any(str(each) in edition.units for each in place.path)


def _holds(edition: Edition, occasion: Occasion, organisation: Organisation) -> bool:
    """Whether this is the edition of its rulebook that holds when the window opens."""
    top = next(iter(sorted(edition.units)), None)
    place = organisation.units.get(int(top)) if top is not None and top.isdecimal() else None
    path = tuple(str(each) for each in place.path) if place else ()
    day = occasion.opens_at.astimezone(ZoneInfo(edition.rulebook.header.zone)).date()
    return any(each.key == edition.key for each in rulebooks.in_force(day, path))


def _units(
    occasion: Occasion, places: Iterable[Place], organisation: Organisation, at: datetime
) -> Iterator[tuple[Place, Assignee]]:
    """Each unit of the kind that owes it, or the highest one in which the post is held."""
    own = {place.id: place for place in places}
    held = [each for each in organisation.holdings if each.post in occasion.posts and each.at(at) and each.unit in own]
    if occasion.per is not None:
        for place in own.values():
            if place.kind == occasion.per:
                near = {place.id, *organisation.with_departments(place.id), *place.path}
                post = _first(occasion.posts, {each.post for each in held if each.unit in near})
                if post:
                    yield place, Assignee(post=post, unit=str(place.id))
        return
    post = _first(occasion.posts, {each.post for each in held})
    seats = sorted(
        (own[each.unit] for each in held if each.post == post), key=lambda place: (len(place.path), place.id)
    )
    if post and seats:
        yield seats[0], Assignee(post=post, unit=str(seats[0].id))


def _first(posts: Iterable[str], held: set[str]) -> str:
    return next((post for post in posts if post in held), "")


def _open(owed: Owed, at: datetime, version: Version) -> int | None:
    """The row first: another worker that opens the same one waits for it, and then leaves it alone."""
    rulebook, unit, key = owed.key
    try:
        with transaction.atomic():
            row, is_new = OccasionRow.objects.get_or_create(
                rulebook=rulebook, unit=unit, key=key,
                defaults={"opened_at": at, "due_at": owed.occasion.due_at},
            )  # fmt: skip
            if not is_new:
                return None
            row.case_id = open_case(intake=_intake(owed), by=None, at=at, checked=False, version=version).subject
            row.save(update_fields=["case"])
            return row.case_id
    except Refused as refused:
        log.warning("the rules refuse to open %s in unit %s: %s", key, unit, refused)
        return None


def _intake(owed: Owed) -> Intake:
    flow = owed.edition.rulebook.case_types[owed.occasion.case_type]
    return Intake(
        case_type=owed.occasion.case_type,
        unit=str(owed.unit.id),
        title=owed.occasion.title,
        facts=owed.occasion.facts,
        roles=opener_roles(flow, owed.seat),
    )
