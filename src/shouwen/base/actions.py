"""What can be done to the installation itself: found it, give a sign-in, move a demonstration's clock."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from shouwen.base import clock, queries
from shouwen.base.models import DemoClock, Installation, User


class NotADemonstrationError(Exception):
    """The clock of a real database follows real time and nothing else."""

    def __init__(self) -> None:
        super().__init__(
            "The time machine works in a demonstration database only; this database holds real work and keeps real time."
        )


class OnlyForwardError(ValueError):
    """Going back would put events before those that caused them."""

    def __init__(self) -> None:
        super().__init__("The time machine goes forward only: give a time span above zero.")


class AlreadyFoundedError(Exception):
    """A database is founded once: real work never turns into a demonstration, nor the reverse."""

    def __init__(self, company: str) -> None:
        super().__init__(f"This database already belongs to '{company}'; use an empty one.")


@transaction.atomic
def found_installation(*, company: str, is_demo: bool, at: datetime) -> Installation:
    """The first act in an empty database: say whose it is and whether it is a demonstration."""
    row, is_new = Installation.objects.get_or_create(
        id=1, defaults={"company": company, "is_demo": is_demo, "created_at": at}
    )
    if not is_new and row.is_demo != is_demo:
        raise AlreadyFoundedError(row.company)
    transaction.on_commit(clock.forget)
    return row


def name_company(*, company: str) -> None:
    """The name that letters and pages show."""
    Installation.objects.filter(id=1).update(company=company)


def count_rows() -> None:
    """Lets the database see how large its tables have become, which it cannot know of work still under way."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def note_prepared(*, mark: str, answer: Mapping[str, object]) -> None:
    """What a start found, for the next one to read."""
    Installation.objects.filter(id=1).update(prepared={"mark": mark, "answer": dict(answer)})


def create_user(
    *, username: str, password: str | None, email: str = "", language: str = "zh-hans", at: datetime
) -> User:
    """A sign-in; without a password nobody can use it until one is set."""
    user = User(
        username=username.strip(), email=BaseUserManager.normalize_email(email), language=language, created_at=at
    )
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save(force_insert=True)
    return user


def set_password(*, user_id: int, password: str) -> None:
    """By its owner."""
    user = User.objects.get(pk=user_id)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])


def give_one_time_password(*, user_id: int, password: str) -> None:
    """Opens the page where one's own is chosen, and nothing more; the old one and its sessions end at once."""
    user = User.objects.get(pk=user_id)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])


def note_own_password(*, user_id: int) -> None:
    """The person chose one: everything is open again."""
    User.objects.filter(pk=user_id).update(must_change_password=False)


def share_password(*, usernames: Iterable[str], password: str) -> None:
    """One password for all of them, hashed once: for a demonstration, whose password everybody is told."""
    User.objects.filter(username__in=list(usernames)).update(password=make_password(password))


def choose_language(*, user_id: int, language: str) -> None:
    User.objects.filter(pk=user_id).update(language=User.Language(language))


def close_user(*, user_id: int) -> None:
    """The person can no longer sign in; what they did stays."""
    User.objects.filter(pk=user_id).update(is_active=False)


def open_user(*, user_id: int) -> None:
    """The person can sign in again, with the password they had."""
    User.objects.filter(pk=user_id).update(is_active=True)


@transaction.atomic
def move_demo_clock(*, by: timedelta) -> datetime:
    """Lets time pass in a demonstration; returns the instant it is there now."""
    if by <= timedelta(0):
        raise OnlyForwardError
    if queries.demo_clock_ahead() is None:
        raise NotADemonstrationError
    DemoClock.objects.get_or_create(id=1, defaults={"ahead": timedelta(0)})
    row = DemoClock.objects.select_for_update().get(id=1)
    row.ahead += by
    row.save(update_fields=["ahead"])
    clock.forget()
    transaction.on_commit(clock.forget)
    return clock.now()
