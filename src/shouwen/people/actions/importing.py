"""Carries out a table of people that was looked at before: all of its lines or none."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from shouwen.people.actions.accounts import first_password, give_sign_in
from shouwen.people.actions.change import ChangeRefused
from shouwen.people.actions.staff import hire, place
from shouwen.people.importing import Line
from shouwen.people.models import Holding, Person
from shouwen.people.snapshot import TOP_ZONE


@transaction.atomic
def import_people(*, lines: Iterable[Line], by: int | None, at: datetime) -> dict[str, str]:
    """First passwords by sign-in, kept nowhere; who is known by number or by a name of their own is not made twice."""
    passwords: dict[str, str] = {}
    made: dict[str, Person] = {}
    today = at.astimezone(ZoneInfo(TOP_ZONE)).date()
    for line in lines:
        try:
            person = made.setdefault(_key(line), _person(line, by, at))
            if line.post and line.unit is not None and not _holds(person, line):
                place(person=person.pk, post=line.post, unit=line.unit, starts_on=line.since or today, by=by, at=at)
            if line.username and line.username not in passwords:
                passwords[line.username] = first_password()
                give_sign_in(
                    person=person.pk,
                    username=line.username,
                    password=passwords[line.username],
                    one_time=True,
                    by=by,
                    at=at,
                )
        except ChangeRefused as refused:
            raise ChangeRefused(f"line {line.number}: {refused.en}", f"第 {line.number} 行：{refused.zh}") from refused
    return passwords


def _key(line: Line) -> str:
    return line.cells["工号"].lower() or f"|{line.name}"


def _person(line: Line, by: int | None, at: datetime) -> Person:
    number = line.cells["工号"]
    if not number:
        known = list(Person.objects.filter(name=line.name, left_on=None)[:2])
        if len(known) > 1:
            raise ChangeRefused(
                f"Several people are called '{line.name}': give the number.", f"有几位{line.name}：请填工号。"
            )
        if known:
            return known[0]
    return hire(
        name=line.name,
        phone=line.cells["电话"],
        email=line.cells["电子邮箱"],
        employee_no=number,
        by=by,
        at=at,
    )


def _holds(person: Person, line: Line) -> bool:
    return Holding.objects.filter(person=person, post=line.post, unit=line.unit, ends_on=None).exists()
