"""Asks for a password on the console."""

import os
from getpass import getpass

from django.core.management.base import CommandError

GIVEN_BY = "SHOUWEN_PASSWORD"


def password_for(username: str) -> str:
    """Never on the command line, where everybody on the machine could read it."""
    given = os.environ.get(GIVEN_BY)
    if given:
        return given
    try:
        first, again = getpass(f"Password for {username}: "), getpass("Once more: ")
    except EOFError as error:
        raise CommandError(f"Nobody is there to type a password: give it in {GIVEN_BY}.") from error
    if first != again:
        raise CommandError("The two were not the same; nothing was made.")
    return first
