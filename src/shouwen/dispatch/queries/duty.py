"""The duty roster: who is on duty now, a week of a unit day by day, and where it leaves a post unmanned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shouwen.dispatch.models import DutyShift
from shouwen.dispatch.queries.rosters import Wanted, gaps_of, post_words, rosters_of
from shouwen.people.access import SEE, NotAllowedError, Viewer, visible_units
from shouwen.people.snapshot import Member, Organisation, midnight

DAYS = 7
SUPERVISE = "supervise"


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One shift as it is shown."""

    id: int
    name: str
    starts_at: datetime
    ends_at: datetime
    is_now: bool
    is_away: bool
    """On leave in that time; whoever stands in is on duty instead."""


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One post on one day: who is on duty, and from when on it has fewer than the rulebook wants."""

    day: date
    post: str
    title: str
    shifts: tuple[ShiftRow, ...]
    least: int
    gaps: tuple[datetime, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A unit's posts with their holders, and a week of days."""

    unit: int
    posts: tuple[tuple[str, str], ...]
    people: tuple[Member, ...]
    rows: tuple[DutyRow, ...]


def on_duty(organisation: Organisation, at: datetime) -> dict[str, frozenset[str]]:
    """By post: those whom the roster names at the instant, and who stands in for those of them who are on leave."""
    found: dict[str, set[str]] = {}
    now = DutyShift.objects.filter(starts_at__lte=at, ends_at__gt=at)
    for post, person in now.values_list("post", "person_id").order_by("id"):
        away = [each for each in organisation.away_by_person.get(person, ()) if each.at(at, None)]
        there = {str(each.substitute) for each in away if each.substitute is not None} if away else {str(person)}
        found[post] = found.get(post, set()) | there
    return {post: frozenset(persons) for post, persons in found.items()}


def duty_until(persons: Iterable[int], at: datetime) -> dict[int, datetime]:
    """Until when each of them is on duty; who is not is left out."""
    now = DutyShift.objects.filter(person__in=persons, starts_at__lte=at, ends_at__gt=at)
    return dict(now.order_by("ends_at").values_list("person_id", "ends_at"))


def unit_of_duty(viewer: Viewer, unit: int | None) -> int:
    """The unit asked for, or the viewer's own; it lies where the viewer supervises."""
    reach = visible_units(viewer, SUPERVISE)
    chosen = unit if unit is not None else viewer.home if viewer.home in reach else min(reach, default=None)
    if chosen is None or chosen not in reach:
        raise NotAllowedError(SUPERVISE, f"unit {unit}")
    return chosen


def unit_of_shift(viewer: Viewer, shift: int) -> int:
    """Where the shift is; not there and not the viewer's are the same."""
    unit = DutyShift.objects.filter(pk=shift).values_list("unit_id", flat=True).first()
    if unit is None:
        raise NotAllowedError(SEE, f"shift {shift}")
    return unit_of_duty(viewer, unit)


def duty_plan(viewer: Viewer, unit: int, monday: date) -> Plan:
    """One query for the shifts, whatever there is."""
    copy = viewer.organisation
    zone = copy.zone_of(unit)
    begin, end = midnight(monday, zone), midnight(monday + timedelta(days=DAYS), zone)
    found = list(DutyShift.objects.filter(unit=unit, starts_at__lt=end, ends_at__gt=begin).order_by("starts_at", "id"))
    wanted = rosters_of(viewer, unit)
    holders = _holders(copy, unit, viewer.at)
    titles = post_words(viewer, {*holders, *(row.post for row in found)})
    asked = [post for one in wanted for post in one.posts if post in titles]
    posts = tuple(dict.fromkeys((*asked, *titles)))
    people = {person for own in holders.values() for person in own}
    days = [monday + timedelta(days=n) for n in range(DAYS)]
    rows = (
        row
        for day in days
        for post in posts
        if (row := _row(copy, (day, post, titles[post]), found, wanted, (zone, viewer.at))) is not None
    )
    members = (copy.persons[person] for person in copy.persons if person in people)
    return Plan(unit, tuple((post, titles[post]) for post in posts), tuple(members), tuple(rows))


def _holders(copy: Organisation, unit: int, at: datetime) -> dict[str, set[int]]:
    """Posts of the unit and its departments, with who holds them now or will."""
    found: dict[str, set[int]] = {}
    for place in copy.with_departments(unit):
        for held in copy.held_in_unit.get(place, ()):
            if held.ends_at is None or held.ends_at > at:
                found.setdefault(held.post, set()).add(held.person)
    return found


def _row(
    copy: Organisation,
    what: tuple[date, str, str],
    shifts: Sequence[DutyShift],
    wanted: Sequence[Wanted],
    now: tuple[str, datetime],
) -> DutyRow | None:
    """Nothing where nobody is named and no rulebook wants anybody."""
    (day, post, title), (zone, at) = what, now
    begin, end = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    there = [row for row in shifts if row.post == post and row.starts_at < end and row.ends_at > begin]
    asking = next((one for one in wanted if post in one.posts), None)
    # Several posts of one roster count together; it is told beside the first of them.
    among = [row for row in shifts if asking is not None and row.post in asking.posts]
    is_first = asking is not None and asking.posts[0] == post
    spans = [(row.starts_at, row.ends_at) for row in among]
    gaps = tuple(gaps_of(asking, spans, begin, end)) if asking is not None and is_first else ()
    if not there and not gaps:
        return None
    return DutyRow(
        day=day,
        post=post,
        title=title,
        shifts=tuple(_shift(copy, row, at) for row in there),
        least=asking.least if asking else 0,
        gaps=gaps,
        clauses=asking.clauses if asking else (),
    )


def _shift(copy: Organisation, row: DutyShift, at: datetime) -> ShiftRow:
    away = copy.away_by_person.get(row.person_id, ())
    return ShiftRow(
        id=row.pk,
        name=copy.persons[row.person_id].name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_now=row.starts_at <= at < row.ends_at,
        is_away=any(each.starts_at < row.ends_at and row.starts_at < each.ends_at for each in away),
    )
