"""What keeps the three administrators apart: nobody serves themselves, and none of them takes over another's sign-in."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from shouwen.people.actions.change import ChangeRefused
from shouwen.people.models import Absence, AuditEntry, Holding, Person
from shouwen.people.snapshot import TOP_ZONE

RULING = (Person.Office.SYSTEM, Person.Office.SECURITY)
"""Offices whose acts the audit administrator watches."""
MADE_BY_OTHERS = (Person.Office.SECURITY, Person.Office.AUDIT)
"""Offices whose holders the one who makes sign-ins must not be able to become."""


def serve_others_only(*, by: int | None, person: int) -> None:
    """An administrator puts nobody into a post, or in somebody's place, who is they themselves.

    Who founds a company alone has nobody to ask, and may until somebody else signs in.
    """
    if by is None or by != person or not Person.objects.filter(pk=by).exclude(office=Person.Office.NONE).exists():
        return
    if _others_sign_in(by):
        raise ChangeRefused(
            "Nobody gives themselves a post or stands in by their own word: another system administrator does it.",
            "不能给自己安排岗位，也不能指定自己代理：请由另一位系统管理员办理。",
        )


def leave_to_others(row: Person, *, by: int) -> None:
    """An administrator's own departure is another one's to enter."""
    if row.pk == by:
        raise ChangeRefused(
            "Nobody enters their own departure: another system administrator does.",
            "不能给自己办理离职：请由另一位系统管理员办理。",
        )


def grant_to_others(*, post: str, by: int | None, at: datetime) -> None:
    """Nobody says what their own post may do, nor the post of whom they stand in for; a founder alone has to."""
    if by is None or not _others_sign_in(by):
        return
    day = at.astimezone(ZoneInfo(TOP_ZONE)).date()
    today = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
    own = Holding.objects.filter(today, post=post)
    stood_in_for = Absence.objects.filter(substitute=by, ends_at__gt=at).values("person")
    if own.filter(Q(person=by) | Q(person__in=stood_in_for)).exists():
        raise ChangeRefused(
            "Nobody gives rights to a post they hold or stand in for: another security administrator does.",
            "不能给自己任职或代理的岗位授权：请由另一位安全管理员办理。",
        )


def leave_sign_in_alone(row: Person, *, by: int | None) -> None:
    """The sign-in of a security or audit administrator is touched by a colleague of the same office, or on the machine."""
    if by is None or row.office not in MADE_BY_OTHERS:
        return
    if not Person.objects.filter(pk=by, office=row.office).exclude(pk=row.pk).exists():
        title = Person.Office(row.office).label
        raise ChangeRefused(
            f"'{row.name}' is {row.office} administrator: only another {row.office} administrator touches their sign-in.",
            f"{row.name}是{title}：账号由另一位{title}办理；没有第二位时，请在服务器上用 ./run manage reset_password。",
        )


def _others_sign_in(by: int) -> bool:
    """Whether anybody else has begun to work with it: a first password that nobody has used yet is still the founder's."""
    able = Person.objects.filter(left_on=None, user__is_active=True, user__must_change_password=False)
    return able.exclude(pk=by).exists()


def can_take(row: Person, office: str, *, at: datetime) -> None:
    """What is asked of whoever is appointed by somebody else than the machine."""
    _has_own_password(row)
    if office == Person.Office.AUDIT:
        _audits_no_own_acts(row, at=at)


def _has_own_password(row: Person) -> None:
    """Whoever is appointed signs in with words that only they know."""
    if row.user is None or row.user.must_change_password:
        raise ChangeRefused(
            f"'{row.name}' has no sign-in with a password of their own yet: they sign in and choose one first.",
            f"{row.name}还没有用自己设的密码登录过：请先让本人登录并改掉首次密码，再任命。",
        )


def _audits_no_own_acts(row: Person, *, at: datetime) -> None:
    """Whoever made people or gave rights a short while ago would find themselves in the log that they are to watch."""
    ruling = [str(Person.Office(office).label) for office in RULING]
    gone = AuditEntry.objects.filter(subject=f"person:{row.pk}", act="dismissed", detail__in=ruling).order_by("-id")
    last = gone.values_list("at", "detail").first()
    if last is None or at >= last[0] + settings.AUDITS_AFTER:
        return
    zone = ZoneInfo(TOP_ZONE)
    until, free = (each.astimezone(zone).date() for each in (last[0], last[0] + settings.AUDITS_AFTER))
    raise ChangeRefused(
        f"'{row.name}' held another of the three offices until {until}: nobody audits their own acts; from {free} on they may.",
        f"{row.name}到 {until} 为止是{last[1]}：不能审计自己的操作，{free} 起才能任审计管理员。请另选一位。",
    )


def keep_one(row: Person) -> None:
    """An office that nobody holds could only be filled again by a command on the machine."""
    others = Person.objects.filter(office=row.office, left_on=None, user__is_active=True).exclude(pk=row.pk)
    if not others.exists():
        raise ChangeRefused(
            f"'{row.name}' is the last {row.office} administrator: appoint another one first.",
            f"{row.name}是最后一位{Person.Office(row.office).label}：请先任命另一位。",
        )
