"""Makes a key with which a program speaks for a person; it is shown this once."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shouwen.base import clock
from shouwen.config.organisation.known import user_of
from shouwen.people.actions import ChangeRefused, make_key
from shouwen.people.queries import person_of_user


class Command(BaseCommand):
    """What the key may do never exceeds what the person may do."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--person", required=True, metavar="USERNAME", help="for whom the program speaks")
        parser.add_argument("--name", required=True, help="what the key is for, as list_keys shows it")
        parser.add_argument(
            "--scope", action="append", required=True, help="cases:read or cases:write; may be repeated"
        )
        parser.add_argument("--days", type=int, help="how long it is good; without, until it is revoked")

    def handle(self, *args: Any, **options: Any) -> None:
        user, days = user_of(options["person"]), options["days"]
        person = None if user is None or not user.is_active else person_of_user(user.pk)
        if person is None:
            raise CommandError(
                f"Nobody signs in as '{options['person']}': give the username of somebody who works here."
            )
        if days is not None and days < 1:
            raise CommandError(f"{days} days are no time: give at least 1, or leave --days out.")
        at = clock.now()
        expires_at = None if days is None else at + timedelta(days=days)
        try:
            key = make_key(
                person=int(person), name=options["name"], scopes=options["scope"], at=at, expires_at=expires_at
            )
        except ChangeRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(key)
        self.stderr.write("Keep it now: it is not shown again. It goes into the header 'Authorization: Bearer …'.")
