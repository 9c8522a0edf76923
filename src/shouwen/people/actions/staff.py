"""People come, take up posts, and leave."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Q

from shouwen.base import actions as base_actions
from shouwen.base.pinyin import latin_of
from shouwen.people.actions.absences import stand_in_no_more
from shouwen.people.actions.apart import keep_one, leave_to_others, serve_others_only
from shouwen.people.actions.audit import record
from shouwen.people.actions.change import ChangeRefused, begin_change
from shouwen.people.listeners import Departure, PostGivenUp, tell_departure, tell_given_up
from shouwen.people.models import Holding, Person, Unit
from shouwen.people.posts import home_of
from shouwen.people.snapshot import TOP_ZONE, end_of_day


@transaction.atomic
def hire(
    *,
    name: str,
    phone: str = "",
    email: str = "",
    employee_no: str = "",
    user: int | None = None,
    by: int | None,
    at: datetime,
) -> Person:
    """A new person; the same number with the same name gives back the one that is there."""
    begin_change(at=at)
    if employee_no and (known := Person.objects.filter(employee_no__iexact=employee_no.strip()).first()):
        if known.left_on is not None:
            raise ChangeRefused(
                f"'{known.name}', number '{employee_no}', has left: take them back on their own page.",
                f"工号 {employee_no} 是已离职的{known.name}：请在此人的页面办理“再入职”。",
            )
        if known.name != name.strip():
            raise ChangeRefused(
                f"The number '{employee_no}' belongs to '{known.name}': give another one.",
                f"工号 {employee_no} 已是{known.name}的：请换一个。",
            )
        return known
    latin = latin_of(name)
    person = Person(
        name=name.strip(),
        sort_key=latin.sort_key,
        initials=latin.initials,
        phone=phone.strip(),
        email=email.strip(),
        employee_no=employee_no.strip(),
        user_id=user,
    )
    person.save(force_insert=True)
    record(act="hired", by=by, at=at, subject=f"person:{person.pk}", name=person.name, detail=person.employee_no)
    return person


@transaction.atomic
def correct_person(*, person: int, name: str, phone: str, email: str, by: int | None, at: datetime) -> Person:
    begin_change(at=at)
    row = Person.objects.get(pk=person)
    latin = latin_of(name)
    row.name, row.sort_key, row.initials = name.strip(), latin.sort_key, latin.initials
    row.phone, row.email = phone.strip(), email.strip()
    row.save(update_fields=["name", "sort_key", "initials", "phone", "email"])
    record(act="corrected", by=by, at=at, subject=f"person:{row.pk}", name=row.name)
    return row


@transaction.atomic
def place(
    *, person: int, post: str, unit: int, starts_on: date, ends_on: date | None = None, by: int | None, at: datetime
) -> Holding:
    """Somebody takes up a post; asking for exactly what is already so changes nothing."""
    begin_change(at=at)
    serve_others_only(by=by, person=person)
    wanted = {"person_id": person, "post": post, "unit_id": unit, "starts_on": starts_on, "ends_on": ends_on}
    if (same := Holding.objects.filter(**wanted).first()) is not None:
        return same
    _check_place(person, unit)
    _check_post(post, unit)
    row = Holding(**wanted)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ChangeRefused(
            f"Person {person} holds '{post}' there already in part of that time, or the last day is before the first: "
            "end the earlier holding or choose other days.",
            "这段时间里已在这个岗位上，或止期早于起期：请先结束原来的任职，或改选日期。",
        ) from error
    record(act="placed", by=by, at=at, subject=f"person:{person}", name=row.person.name, detail=_seat(row))
    return row


@transaction.atomic
def end_holding(*, holding: int, last_day: date, by: int | None, at: datetime) -> Holding:
    """The last day in the post; one before the first takes the holding away altogether."""
    begin_change(at=at)
    row = Holding.objects.select_for_update().get(pk=holding)
    row.ends_on = last_day
    if last_day < row.starts_on:
        row.delete()
    else:
        row.save(update_fields=["ends_on"])
    detail = f"{_seat(row)} {last_day}"
    record(act="holding_ended", by=by, at=at, subject=f"person:{row.person_id}", name=row.person.name, detail=detail)
    tell_given_up(PostGivenUp(row.person_id, row.post, row.unit_id, last_day, at))
    return row


@transaction.atomic
def leave(
    *,
    person: int,
    last_day: date,
    successor: int | None = None,
    reason: str = "",
    by: int | None,
    at: datetime,
) -> Person:
    """Ends every post with the last day; when that is over, the sign-in closes and open work is handed over."""
    begin_change(at=at)
    row = Person.objects.select_for_update().get(pk=person)
    if row.left_on is not None:
        return row
    if successor == person:
        raise ChangeRefused(
            f"'{row.name}' cannot take over from themselves: name somebody else, or nobody.",
            "不能移交给本人：请另选一人。",
        )
    if by is not None and row.office:
        leave_to_others(row, by=by)
        keep_one(row)
    running = Holding.objects.filter(person=row).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=last_day))
    running.filter(starts_on__gt=last_day).delete()
    given_up = [PostGivenUp(person, each.post, each.unit_id, last_day, at) for each in running]
    running.update(ends_on=last_day)
    office = row.office
    row.left_on, row.successor_id, row.office = last_day, successor, Person.Office.NONE
    row.save(update_fields=["left_on", "successor", "office"])
    if end_of_day(last_day, TOP_ZONE) <= at:
        _depart(row, by=by, at=at)
    if office:
        detail = str(Person.Office(office).label)
        record(act="dismissed", by=by, at=at, subject=f"person:{row.pk}", name=row.name, detail=detail)
    record(
        act="left", by=by, at=at, subject=f"person:{row.pk}", name=row.name, detail=last_day.isoformat(), reason=reason
    )
    for each in given_up:
        tell_given_up(each)
    return row


@transaction.atomic
def take_back(*, person: int, reason: str, by: int | None, at: datetime) -> Person:
    """Somebody who left, or was to leave, works here again; earlier posts stay ended, and the sign-in opens."""
    begin_change(at=at)
    row = Person.objects.select_for_update().get(pk=person)
    if row.left_on is None:
        return row
    row.left_on, row.successor_id, row.gone_at = None, None, None
    row.save(update_fields=["left_on", "successor", "gone_at"])
    if row.user_id is not None:
        base_actions.open_user(user_id=row.user_id)
    record(act="taken_back", by=by, at=at, subject=f"person:{row.pk}", name=row.name, reason=reason)
    return row


@transaction.atomic
def close_departures(*, at: datetime) -> int:
    """Everybody whose last day is over and who is not gone yet; tells how many."""
    today = at.astimezone(ZoneInfo(TOP_ZONE)).date()
    leaving = Person.objects.filter(left_on__lt=today, gone_at__isnull=True)
    if not leaving.exists():
        return 0
    begin_change(at=at)
    rows = list(leaving.select_for_update().order_by("id"))
    for row in rows:
        _depart(row, by=None, at=at)
    return len(rows)


def _depart(row: Person, *, by: int | None, at: datetime) -> None:
    row.gone_at = at
    row.save(update_fields=["gone_at"])
    if row.user_id is not None:
        base_actions.close_user(user_id=row.user_id)
    stand_in_no_more(person=row.pk, successor=row.successor_id, at=at)
    tell_departure(Departure(person=str(row.pk), successor=_text(row.successor_id), by=_text(by), at=at))


def _seat(row: Holding) -> str:
    return f"{row.post} · {row.unit.name}"


def _text(person: int | None) -> str | None:
    return None if person is None else str(person)


def _check_post(post: str, unit: int) -> None:
    """A post that rulebooks know is held where one of them holds."""
    home = home_of(post)
    here: Unit | None = Unit.objects.get(pk=unit) if home is not None else None
    while home is not None and str(here.pk if here else "") not in home:
        if here is None:
            raise ChangeRefused(
                f"No rulebook that holds in unit {unit} knows the post '{post}': choose another unit or post.",
                "这个单位没有实行设这个岗位的制度：请改选单位，或改选岗位。",
            )
        here = here.parent


def _check_place(person: int, unit: int) -> None:
    who = Person.objects.get(pk=person)
    if who.left_on is not None:
        raise ChangeRefused(
            f"'{who.name}' has left: a post needs somebody who works here.", f"{who.name}已离职：岗位只能安排在职的人。"
        )
    where = Unit.objects.get(pk=unit)
    if not where.is_active:
        raise ChangeRefused(
            f"'{where.name}' is closed: choose a unit that exists.", f"{where.name}已撤销：请选在用的单位。"
        )
