"""The duty roster is written: one shift or a whole pasted month, all of it or nothing; what was wrong is taken away."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from shouwen.dispatch.actions.presence import tell_board
from shouwen.dispatch.models import DutyShift
from shouwen.people.actions import record
from shouwen.people.queries import copy_of
from shouwen.runtime.telling import tell

LONGEST = timedelta(hours=48)
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Shift:
    """One person from one instant up to another; `line` is where it was told."""

    person: int
    starts_at: datetime
    ends_at: datetime
    line: int = 1


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a shift cannot be: `post` not held then, `long`, or `twice`."""

    line: int
    name: str
    why: str


class DutyRefused(ValueError):
    """Nothing was written; every shift that cannot be is told."""

    def __init__(self, lacks: Sequence[Lack]) -> None:
        super().__init__("; ".join(f"line {one.line}: {one.name} {one.why}" for one in lacks))
        self.lacks = tuple(lacks)


def set_duty(*, unit: int, post: str, shifts: Sequence[Shift], by: str, at: datetime) -> int:
    """Adds to what is there; a shift that is there already, to the minute, is left as it is. How many are new."""
    lacks = [lack for one in shifts if (lack := _lack(unit, post, one)) is not None] + _doubled(unit, post, shifts)
    if lacks:
        raise DutyRefused(sorted(lacks, key=lambda lack: lack.line))
    there = set(_rows(unit, post, shifts).values_list("person_id", "starts_at", "ends_at"))
    rows = [
        DutyShift(
            unit_id=unit, post=post, person_id=one.person, starts_at=one.starts_at, ends_at=one.ends_at, by=by, at=at
        )
        for one in dict.fromkeys(shifts)
        if (one.person, one.starts_at, one.ends_at) not in there
    ]
    try:
        with transaction.atomic():
            DutyShift.objects.bulk_create(rows)
            tell_board()
            if rows:
                _note("duty_set", unit, f"{post} × {len(rows)}", by, at)
    except IntegrityError as error:
        # Somebody wrote the same stretch between the look and the writing.
        raise DutyRefused([Lack(1, "", "twice")]) from error
    return len(rows)


def _lack(unit: int, post: str, one: Shift) -> Lack | None:
    copy = copy_of()
    name = copy.persons[one.person].name
    places = copy.with_departments(unit)
    held = copy.held_by_person.get(one.person, ())
    if not any(each.post == post and each.unit in places and each.at(one.starts_at) for each in held):
        return Lack(one.line, name, "post")
    return Lack(one.line, name, "long") if one.ends_at - one.starts_at > LONGEST else None


def _doubled(unit: int, post: str, shifts: Sequence[Shift]) -> list[Lack]:
    """Two stretches of one person that share an instant without being the same."""
    names = copy_of().persons
    kept = [Shift(row.person_id, row.starts_at, row.ends_at) for row in _rows(unit, post, shifts)]
    lacks: dict[int, Lack] = {}
    for one in shifts:
        if any(_cross(one, other) for other in kept if other.person == one.person):
            lacks.setdefault(one.line, Lack(one.line, names[one.person].name, "twice"))
        kept.append(one)
    return list(lacks.values())


def _cross(one: Shift, other: Shift) -> bool:
    same = (one.starts_at, one.ends_at) == (other.starts_at, other.ends_at)
    return not same and one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _rows(unit: int, post: str, shifts: Sequence[Shift]) -> QuerySet[DutyShift]:
    if not shifts:
        return DutyShift.objects.none()
    first, last = min(one.starts_at for one in shifts), max(one.ends_at for one in shifts)
    persons = {one.person for one in shifts}
    return DutyShift.objects.filter(unit=unit, post=post, person__in=persons, starts_at__lt=last, ends_at__gt=first)


@transaction.atomic
def drop_shift(*, shift: int, by: str, at: datetime) -> None:
    """It was told by mistake, or the plan changed."""
    row = DutyShift.objects.select_related("person").filter(pk=shift).first()
    if row is None:
        return
    row.delete()
    tell_board()
    _note("duty_dropped", row.unit_id, f"{row.post} {row.person.name} {row.starts_at.isoformat()}", by, at)


def _note(act: str, unit: int, detail: str, by: str, at: datetime) -> None:
    """Last in its transaction."""
    record(act=act, by=int(by), at=at, subject=f"unit:{unit}", name=copy_of().units[unit].name, detail=detail)


@transaction.atomic
def _tell_freed(person: str, rows: QuerySet[DutyShift], at: datetime) -> None:
    """Whoever wrote the roster finds somebody else for what stands empty now."""
    copy, freed = copy_of(), defaultdict[str, list[str]](list)
    for row in rows:
        zone = ZoneInfo(copy.zone_of(row.unit_id))
        begins, ends = (each.astimezone(zone) for each in (row.starts_at, row.ends_at))
        freed[row.by].append(f"{copy.units[row.unit_id].name} {begins:%m-%d %H:%M} 至 {ends:%m-%d %H:%M}")
    for by, spans in freed.items():
        name, more = copy.persons[int(person)].name, f" 等 {len(spans)} 班" if len(spans) > MOST_NAMED else ""
        text = f"{name}离职，值班空出：{'、'.join(spans[:MOST_NAMED])}{more}。请另行安排。"
        tell(persons=[by], kind="duty.freed", text=text, urgent=True, at=at)


def shifts_ahead(*, person: int, at: datetime) -> int:
    """How many shifts stand empty when somebody goes."""
    return DutyShift.objects.filter(person=person, ends_at__gt=at).count()


def end_duty_of(*, person: str, at: datetime) -> None:
    """Who has left is on duty no more: what runs ends now, what was to come is taken away."""
    own = DutyShift.objects.filter(person=int(person), ends_at__gt=at)
    _tell_freed(person, own.order_by("starts_at"), at)
    own.filter(starts_at__gte=at).delete()
    own.filter(starts_at__lt=at).update(ends_at=at)
