"""Gives somebody who forgot it a new password; they change it themselves under their name, 修改密码."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from shouwen.base import actions as base_actions
from shouwen.base import clock
from shouwen.config.organisation.asking import password_for
from shouwen.config.organisation.known import user_of
from shouwen.people.actions import record
from shouwen.people.queries import person_of_user

BY_COMMAND = "manage reset_password"


class Command(BaseCommand):
    """The old password ends at once, and so do its sessions."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="what they sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"].strip()
        user = user_of(username)
        if user is None:
            raise CommandError(f"Nobody signs in as '{username}': look at the spelling.")
        password = password_for(username)
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nothing was changed.") from error
        base_actions.give_one_time_password(user_id=user.pk, password=password)
        person = person_of_user(user.pk)
        subject = f"person:{person}" if person else ""
        record(act="password_reset", by=None, at=clock.now(), subject=subject, name=username, reason=BY_COMMAND)
        self.stdout.write(f"'{username}' signs in with the new password, and changes it then.")
