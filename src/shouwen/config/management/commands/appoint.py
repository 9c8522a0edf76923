"""Makes somebody system, security or audit administrator; a second system administrator can agree to rulebooks."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from shouwen.base import clock, queries
from shouwen.config.organisation.asking import password_for
from shouwen.config.organisation.known import TwoOfOneName, known_person, user_of
from shouwen.config.organisation.written import WrittenPerson
from shouwen.people.actions import ChangeRefused, appoint_administrator, give_sign_in, hire

OFFICES = ("system", "security", "audit")


class Command(BaseCommand):
    """Somebody who works here, or who is new; with a username they get a sign-in as well."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="name or employee number; who is not known yet is entered by this name")
        parser.add_argument("--office", choices=OFFICES, default="system", help="system also manages rulebooks")
        parser.add_argument("--username", default="", help="a sign-in for who has none; its password is asked for")

    def handle(self, *args: Any, **options: Any) -> None:
        if not queries.is_founded():
            raise CommandError(
                "There is no installation yet: ./run manage found makes it, with its first administrator."
            )
        username = options["username"].strip()
        if username and user_of(username) is not None:
            raise CommandError(f"'{username}' is somebody's sign-in already: leave --username away, or choose another.")
        password = password_for(username) if username else ""
        try:
            self._appoint(options["person"], options["office"], username, password, clock.now())
        except TwoOfOneName:
            raise CommandError(f"Several people are called '{options['person']}': give the employee number.") from None
        except (ChangeRefused, ValidationError) as error:
            raise CommandError(f"{'; '.join(getattr(error, 'messages', [str(error)]))} Nothing was changed.") from error
        signs_in = f" and signs in as '{username}'" if username else ""
        self.stdout.write(f"{options['person']} is {options['office']} administrator{signs_in}.")

    @transaction.atomic
    def _appoint(self, asked: str, office: str, username: str, password: str, at: datetime) -> None:
        written = WrittenPerson(name=asked, employee_no=asked)
        row = known_person(asked, written) or known_person(asked, WrittenPerson(name=asked))
        if not username and (row is None or row.user_id is None):
            raise ChangeRefused(
                f"'{asked}' does not sign in here: correct the name, or give a sign-in with --username."
            )
        row = row or hire(name=asked, by=None, at=at)
        if username:
            validate_password(password)
            give_sign_in(person=row.pk, username=username, password=password, one_time=True, by=None, at=at)
        appoint_administrator(person=row.pk, office=office, by=None, at=at)
