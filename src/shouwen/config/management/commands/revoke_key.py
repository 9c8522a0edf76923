"""Revokes a key of the interface: from the next request on it opens nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shouwen.base import clock
from shouwen.people.actions import revoke_key
from shouwen.people.keys import keys_made


class Command(BaseCommand):
    """By the number that list_keys shows."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=int, help="the key's number; './run manage list_keys' shows it")

    def handle(self, *args: Any, **options: Any) -> None:
        found = next((key for key in keys_made() if key.id == options["id"]), None)
        if found is None:
            raise CommandError(f"There is no key {options['id']}: './run manage list_keys' shows them.")
        if found.revoked_at is not None:
            self.stdout.write(f"Key {found.id} '{found.name}' was revoked already; nothing was changed.")
            return
        revoke_key(key_id=found.id, at=clock.now())
        self.stdout.write(f"Key {found.id} '{found.name}' of {found.person_name} opens nothing any more.")
