"""Adds units, people, posts, scopes and sign-ins from a YAML file: all of it, or nothing."""

import os
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from shouwen.base import clock, queries
from shouwen.config.organisation.make import Company, give_sign_ins, make
from shouwen.config.organisation.read import read
from shouwen.config.organisation.written import WrittenOrganisation
from shouwen.people.actions import ChangeRefused


class Command(BaseCommand):
    """Said again, it adds only what is new; docs/recipes/set-up-a-company.md shows a file."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the organisation, as docs/recipes/set-up-a-company.md shows it")
        parser.add_argument("--dry-run", action="store_true", help="tell what would be made, and make nothing")
        parser.add_argument("--password-file", type=Path, help="a new file for the first passwords, instead of here")

    def handle(self, *args: Any, **options: Any) -> None:
        if not queries.is_founded():
            raise CommandError("This database is nobody's yet: run './run manage found' first.")
        written = _read(options["file"])
        passwords: dict[str, str] = {}
        try:
            company = _load(written, passwords, options)
        except (ChangeRefused, ValidationError) as error:
            said = "; ".join(getattr(error, "messages", [str(error)]))
            raise CommandError(f"{said} Nothing was made.") from error
        except FileExistsError as error:
            raise CommandError(f"{options['password_file']} exists: name a new file. Nothing was made.") from error
        self._tell(company, passwords, options)

    def _tell(self, company: Company, passwords: dict[str, str], options: dict[str, Any]) -> None:
        if not company.made:
            self.stdout.write("Everything in the file is there already; nothing was changed.")
            return
        verb = "Would make" if options["dry_run"] else "Made"
        self.stdout.write("\n".join(f"{verb} {each}" for each in company.made))
        if options["dry_run"] or not passwords:
            return
        if options["password_file"]:
            self.stdout.write(f"First passwords: {options['password_file']}")
            return
        self.stdout.write("First passwords, shown this once:\n" + _lines(passwords))


def _read(path: Path) -> WrittenOrganisation:
    written, faults = read(path)
    if written is None or faults:
        said = "\n".join(f"  {path.name}:{fault.line}: {fault.text}" for fault in faults)
        raise CommandError(f"{path} was not loaded; {len(faults)} to put right:\n{said}")
    return written


@transaction.atomic
def _load(written: WrittenOrganisation, passwords: dict[str, str], options: dict[str, Any]) -> Company:
    at = clock.now()
    company = make(written, at=at)
    give_sign_ins(company, written, password=lambda username: _first(username, passwords), one_time=True, at=at)
    if options["dry_run"]:
        transaction.set_rollback(True)
    elif options["password_file"] and passwords:
        _keep(options["password_file"], passwords)
    return company


def _first(username: str, passwords: dict[str, str]) -> str:
    return passwords.setdefault(username, secrets.token_urlsafe(12))


def _lines(passwords: dict[str, str]) -> str:
    return "\n".join(f"  {username}  {password}" for username, password in passwords.items())


def _keep(path: Path, passwords: dict[str, str]) -> None:
    """For its owner's eyes alone, and never over another file."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(_lines(passwords) + "\n")
