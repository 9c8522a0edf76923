"""Somebody is away, and somebody stands in."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from shouwen.people.actions.apart import serve_others_only
from shouwen.people.actions.audit import record
from shouwen.people.actions.change import ChangeRefused, begin_change
from shouwen.people.company import companies_of, holds_post
from shouwen.people.models import Absence, Person
from shouwen.people.organisation import organisation
from shouwen.runtime.telling import tell


@transaction.atomic
def set_absence(
    *,
    person: int,
    starts_at: datetime,
    ends_at: datetime,
    substitute: int | None = None,
    procedures: Iterable[str] = (),
    reason: str = "",
    by: int | None,
    at: datetime,
) -> Absence:
    """Away from the first instant up to the last; named case types only, if any are named."""
    # Before the change begins: what is looked up in memory from then on is what the change leaves behind.
    _check_substitute(person, substitute, starts_at, ends_at, at)
    if substitute is not None:
        serve_others_only(by=by, person=substitute)
    begin_change(at=at)
    wanted = sorted(set(procedures))
    row = Absence(
        person_id=person,
        substitute_id=substitute,
        starts_at=starts_at,
        ends_at=ends_at,
        procedures=wanted,
        reason=reason.strip(),
    )
    _insert(row)
    who = Person.objects.in_bulk([person, *([substitute] if substitute else [])])
    detail = f"→ {who[substitute].name}" if substitute else ""
    record(
        act="absence_set",
        by=by,
        at=at,
        subject=f"person:{person}",
        name=who[person].name,
        detail=detail,
        reason=row.reason,
    )
    return row


def _insert(row: Absence) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ChangeRefused(
            f"Person {row.person_id} is entered as away in part of that time already, or the end is not after the start: "
            "end the earlier entry or choose other times.",
            "这段时间里已登记过缺勤，或结束不晚于开始：请先结束原来的登记，或改选时间。",
        ) from error


@transaction.atomic
def end_absence(*, absence: int, by: int | None, at: datetime) -> None:
    """Back now; an absence that has not begun is taken away."""
    begin_change(at=at)
    row = Absence.objects.select_for_update().get(pk=absence)
    if row.ends_at <= at:
        return
    if row.starts_at >= at:
        row.delete()
    else:
        row.ends_at = at
        row.save(update_fields=["ends_at"])
    record(act="absence_ended", by=by, at=at, subject=f"person:{row.person_id}", name=row.person.name)


def stand_in_no_more(*, person: int, successor: int | None, at: datetime) -> None:
    """Who has left stands in for nobody: the successor does, if he can, and those who are away learn of it either way."""
    name = Person.objects.get(pk=person).name
    heir = Person.objects.filter(pk=successor, left_on=None).first() if successor is not None else None
    for row in Absence.objects.select_for_update().filter(substitute=person, ends_at__gt=at).order_by("pk"):
        row.substitute = heir if heir is not None and _can_stand_in(heir.pk, row) else None
        row.save(update_fields=["substitute"])
        instead = f"由{row.substitute.name}代理" if row.substitute else "目前无人代理，请另行安排"
        told = [str(one) for one in (row.person_id, row.substitute_id) if one is not None]
        tell(persons=told, kind="absence.substitute", text=f"{name}离职，不再代理{row.person.name}：{instead}。", at=at)


def _can_stand_in(person: int, row: Absence) -> bool:
    away = Absence.objects.filter(person=person, starts_at__lte=row.starts_at, ends_at__gte=row.ends_at)
    return person != row.person_id and not away.filter(procedures=[]).exists()


def _check_substitute(
    person: int, substitute: int | None, starts_at: datetime, ends_at: datetime, at: datetime
) -> None:
    if substitute is None:
        return
    if substitute == person:
        raise ChangeRefused(
            "Nobody stands in for themselves: name somebody else, or nobody.",
            "不能由本人代理本人：请另选一人，或不指定。",
        )
    stand_in = Person.objects.get(pk=substitute)
    if stand_in.left_on is not None:
        raise ChangeRefused(
            f"'{stand_in.name}' has left or is leaving: name somebody who stays.",
            f"{stand_in.name}已离职或即将离职：请选在职的人代理。",
        )
    copy = organisation()
    has_post = any(held.at(at) for held in copy.held_by_person.get(substitute, ()))
    if has_post and not holds_post(copy, str(substitute), at, within=companies_of(copy, person, at)):
        raise ChangeRefused(
            f"'{stand_in.name}' works for another company: name somebody of the same one.",
            f"{stand_in.name}不在同一公司任职：请选本公司的人代理。",
        )
    away = Absence.objects.filter(
        person=substitute, procedures=[], starts_at__lte=starts_at, ends_at__gte=ends_at
    ).exists()
    if away:
        raise ChangeRefused(
            f"'{stand_in.name}' is away all that time, and a stand-in's own stand-in is never asked: name somebody else.",
            f"{stand_in.name}这段时间也不在，代理人不再转给别人：请另选一人。",
        )
