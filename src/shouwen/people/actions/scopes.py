"""What a post lets its holders do, and who the three administrators are."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from shouwen.people.actions.apart import can_take, grant_to_others, keep_one
from shouwen.people.actions.audit import record
from shouwen.people.actions.change import ChangeRefused, begin_change
from shouwen.people.models import Person, PostScope


@transaction.atomic
def grant_scope(
    *, post: str, reach: str, acts: Iterable[str], unit_kind: str = "", by: int | None, at: datetime
) -> PostScope:
    """Holders of the post may do these acts so far; said again, it replaces what was granted for the same reach."""
    grant_to_others(post=post, by=by, at=at)
    return put_scope(post=post, reach=reach, acts=acts, unit_kind=unit_kind, by=by, at=at)


def put_scope(
    *, post: str, reach: str, acts: Iterable[str], unit_kind: str = "", by: int | None, at: datetime
) -> PostScope:
    """What a rulebook proposes for a post nobody has chosen, so it may be the post of whoever asks for it."""
    begin_change(at=at)
    wanted = sorted(set(acts))
    if not wanted:
        raise ChangeRefused(
            f"Name at least one act that '{post}' may do, or withdraw the scope.",
            "请至少选一项权限；不再需要时请收回。",
        )
    if reach not in PostScope.Reach.values:
        raise ChangeRefused(f"'{reach}' is no reach: choose one of {', '.join(PostScope.Reach.values)}.")
    row, _ = PostScope.objects.update_or_create(post=post, unit_kind=unit_kind, reach=reach, defaults={"acts": wanted})
    detail = f"{row.get_reach_display()}：{'、'.join(wanted)}"
    record(act="scope_granted", by=by, at=at, subject=f"post:{post}", name=post, detail=detail)
    return row


@transaction.atomic
def withdraw_scope(*, post: str, reach: str, unit_kind: str = "", by: int | None, at: datetime) -> None:
    begin_change(at=at)
    gone, _ = PostScope.objects.filter(post=post, unit_kind=unit_kind, reach=reach).delete()
    if gone:
        detail = str(PostScope.Reach(reach).label)
        record(act="scope_withdrawn", by=by, at=at, subject=f"post:{post}", name=post, detail=detail)


@transaction.atomic
def appoint_administrator(*, person: int, office: str, by: int | None, at: datetime) -> Person:
    """System, security or audit administrator, or none; a person has one office at most."""
    begin_change(at=at)
    row = Person.objects.select_for_update().get(pk=person)
    if office not in Person.Office.values:
        raise ChangeRefused(f"'{office}' is no office: choose system, security, audit, or nothing.")
    if row.office and office and row.office != office:
        raise ChangeRefused(
            f"'{row.name}' is {row.office} administrator: nobody holds two of the three offices.",
            f"{row.name}已是{Person.Office(row.office).label}：三种管理员不能由一人兼任。",
        )
    if office and row.left_on is not None:
        raise ChangeRefused(f"'{row.name}' has left: an administrator works here.", f"{row.name}已离职：请选在职的人。")
    before = row.office
    if before == office:
        return row
    if by is not None and by == person:
        raise ChangeRefused(
            "Nobody gives themselves an office or takes their own away: another administrator does.",
            "不能任免自己：请由另一位安全管理员办理。",
        )
    if by is not None and before:
        keep_one(row)
    if by is not None and office:
        can_take(row, office, at=at)
    row.office = office
    row.save(update_fields=["office"])
    act, said = ("appointed", office) if office else ("dismissed", before)
    detail = str(Person.Office(said).label)
    record(act=act, by=by, at=at, subject=f"person:{row.pk}", name=row.name, detail=detail)
    return row
