"""What is known of this installation."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from shouwen.base.models import DemoClock, Installation, User

SIGN_IN_NAME = re.compile(r"[\w.@+-]{1,150}")
# As bare as can be: pages ask it again and again.
FACTS = "SELECT company, is_demo FROM base_installation ORDER BY id LIMIT 1"


@dataclass(frozen=True, slots=True)
class InstallationFacts:
    """The company that runs this database, and whether the database is a demonstration."""

    company: str = ""
    is_demo: bool = False


def installation() -> InstallationFacts:
    """The facts written at the first start; an untouched database belongs to nobody and is no demonstration."""
    with connection.cursor() as cursor:
        cursor.execute(FACTS)
        row = cursor.fetchone()
    return InstallationFacts(*row) if row else InstallationFacts()


def is_founded() -> bool:
    """Whether anybody has started to use this database."""
    return Installation.objects.exists()


def demo_clock_ahead() -> timedelta | None:
    """How far the clock of this demonstration is ahead; None when the database is a real one."""
    if not Installation.objects.filter(is_demo=True).exists():
        return None
    row = DemoClock.objects.first()
    return row.ahead if row else timedelta(0)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in as those who look after accounts see it."""

    username: str
    is_active: bool
    must_change_password: bool
    last_at: datetime | None


def sign_in_of(user_id: int) -> SignIn | None:
    """None where there is no such sign-in."""
    row = User.objects.filter(pk=user_id).first()
    return None if row is None else SignIn(row.username, row.is_active, row.must_change_password, row.last_login)


def is_sign_in_name(text: str) -> bool:
    """Without blanks or signs that nobody types twice alike."""
    return SIGN_IN_NAME.fullmatch(text) is not None


def is_taken(username: str) -> bool:
    """Whether somebody signs in under this name already; its case does not count."""
    return User.objects.filter(username__iexact=username.strip()).exists()
