"""Founds an installation for real work: the company's name and the first administrator's sign-in."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from shouwen.base import actions as base_actions
from shouwen.base import clock, queries
from shouwen.config.organisation.asking import password_for
from shouwen.people import actions as people_actions


class Command(BaseCommand):
    """A real database starts with no sign-in at all; this makes the first one."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--company", required=True, help="the company's name, as letters show it")
        parser.add_argument("--name", required=True, help="the first system administrator's own name")
        parser.add_argument("--username", required=True, help="what they sign in with")
        parser.add_argument("--email", default="", help="where letters to them go")

    def handle(self, *args: Any, **options: Any) -> None:
        if queries.installation().is_demo:
            raise CommandError("This database is a demonstration; real work starts in an empty one.")
        password = password_for(options["username"])
        try:
            self._found(password, **{key: options[key] for key in ("company", "name", "username", "email")})
        except (people_actions.ChangeRefused, ValidationError) as error:
            raise CommandError("; ".join(getattr(error, "messages", [str(error)]))) from error
        self.stdout.write(f"{options['company']}: '{options['username']}' can sign in and is system administrator.")

    @transaction.atomic
    def _found(self, password: str, *, company: str, name: str, username: str, email: str) -> None:
        at = clock.now()
        validate_password(password)
        base_actions.found_installation(company=company, is_demo=False, at=at)
        base_actions.name_company(company=company)
        person = people_actions.hire(name=name, email=email, by=None, at=at)
        # Typed by whom it belongs to: it serves more than once.
        people_actions.give_sign_in(person=person.pk, username=username, password=password, by=None, at=at)
        people_actions.appoint_administrator(person=person.pk, office="system", by=None, at=at)
        people_actions.seed_years(at=at)
