"""Sign-ins: given, closed, opened again, and a password for whoever forgot it."""

import secrets
from datetime import datetime

from django.db import transaction

from shouwen.base import actions as base_actions
from shouwen.base.queries import is_sign_in_name
from shouwen.people.actions.apart import keep_one, leave_sign_in_alone
from shouwen.people.actions.audit import record
from shouwen.people.actions.change import ChangeRefused, begin_change
from shouwen.people.models import Person

# Characters that are read out and typed once.
PASSWORD_BYTES = 12


@transaction.atomic
def give_sign_in(
    *, person: int, username: str, password: str | None, one_time: bool = False, by: int | None, at: datetime
) -> Person:
    """A sign-in for somebody who has none; a one-time password has to be changed before anything else opens."""
    begin_change(at=at)
    row = Person.objects.select_for_update().get(pk=person)
    if row.user_id is not None:
        raise ChangeRefused(
            f"'{row.name}' already signs in: change the password instead.", f"{row.name}已有账号：请改用“重设密码”。"
        )
    if not is_sign_in_name(username.strip()):
        raise ChangeRefused(
            f"'{username.strip()}' is no sign-in name: letters, digits and . @ + - _ only, without blanks.",
            f"登录名“{username.strip()}”不行：只能用文字、数字和 . @ + - _，不能有空格。",
        )
    leave_sign_in_alone(row, by=by)
    row.user = base_actions.create_user(username=username, password=password, email=row.email, at=at)
    row.save(update_fields=["user"])
    if one_time and password is not None:
        base_actions.give_one_time_password(user_id=row.user.pk, password=password)
    record(act="sign_in_given", by=by, at=at, subject=f"person:{row.pk}", name=row.name, detail=row.user.username)
    return row


def first_password() -> str:
    """By chance; shown once and kept nowhere."""
    return secrets.token_urlsafe(PASSWORD_BYTES)


@transaction.atomic
def reset_password(*, person: int, reason: str, by: int | None, at: datetime) -> str:
    """A password that serves once, given back this once; the old one and its sessions end."""
    row = _with_sign_in(person)
    _ask_reason(reason)
    leave_sign_in_alone(row, by=by)
    password = first_password()
    base_actions.give_one_time_password(user_id=_user(row), password=password)
    record(act="password_reset", by=by, at=at, subject=f"person:{row.pk}", name=row.name, reason=reason)
    return password


@transaction.atomic
def close_sign_in(*, person: int, reason: str, by: int | None, at: datetime) -> None:
    """The person still works here and cannot sign in; open sessions end with it, and keys in their name fall silent."""
    # Two who close each other's at once: the second waits, and sees that he would be the last.
    begin_change(at=at)
    row = _with_sign_in(person)
    _ask_reason(reason)
    if by == person:
        raise ChangeRefused(
            "Nobody closes their own sign-in: another system administrator does.",
            "不能停用自己的账号：请由另一位系统管理员办理。",
        )
    leave_sign_in_alone(row, by=by)
    if by is not None and row.office:
        keep_one(row)
    base_actions.close_user(user_id=_user(row))
    record(act="sign_in_closed", by=by, at=at, subject=f"person:{row.pk}", name=row.name, reason=reason)


@transaction.atomic
def open_sign_in(*, person: int, reason: str, by: int | None, at: datetime) -> None:
    row = _with_sign_in(person)
    _ask_reason(reason)
    if row.left_on is not None:
        raise ChangeRefused(
            f"'{row.name}' has left: hire them anew instead.", f"{row.name}已离职：再入职时请重新登记。"
        )
    leave_sign_in_alone(row, by=by)
    base_actions.open_user(user_id=_user(row))
    record(act="sign_in_opened", by=by, at=at, subject=f"person:{row.pk}", name=row.name, reason=reason)


@transaction.atomic
def note_own_password(*, user: int, at: datetime) -> None:
    """Somebody chose a password of their own."""
    base_actions.note_own_password(user_id=user)
    row = Person.objects.filter(user=user).first()
    if row is not None:
        record(act="password_chosen", by=row.pk, at=at, subject=f"person:{row.pk}", name=row.name)


def _with_sign_in(person: int) -> Person:
    row = Person.objects.select_for_update().get(pk=person)
    if row.user_id is None:
        raise ChangeRefused(f"'{row.name}' has no sign-in: give one first.", f"{row.name}还没有账号：请先发放。")
    return row


def _user(row: Person) -> int:
    return int(row.user_id or 0)


def _ask_reason(reason: str) -> None:
    if not reason.strip():
        raise ChangeRefused(
            "Say why: changes of a sign-in are kept with their reason.", "请写明原因：账号的变更连同原因一起存档。"
        )
