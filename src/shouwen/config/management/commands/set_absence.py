"""Enters that somebody is away and who stands in; open tasks reach the stand-in while it lasts."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shouwen.base import clock
from shouwen.config.organisation.known import TwoOfOneName, known_person
from shouwen.config.organisation.written import WrittenPerson
from shouwen.people.actions import ChangeRefused, set_absence


class Command(BaseCommand):
    """People by name; who shares a name with a colleague is given by employee number."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="who is away: name or employee number")
        parser.add_argument("--from", dest="starts", metavar="INSTANT", help="such as 2026-12-01 or 2026-12-01T13:00")
        parser.add_argument("--until", required=True, metavar="INSTANT", help="from then on the person is back")
        parser.add_argument("--substitute", help="who stands in: name or employee number; without, nobody does")
        parser.add_argument("--case-type", action="append", default=[], help="only for this procedure; may be repeated")
        parser.add_argument("--reason", default="", help="as colleagues read it")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        starts = _instant(options["starts"]) if options["starts"] else at
        ends = _instant(options["until"])
        person, substitute = _person(options["person"]), options["substitute"]
        try:
            set_absence(
                person=person,
                substitute=_person(substitute) if substitute else None,
                starts_at=starts,
                ends_at=ends,
                procedures=options["case_type"],
                reason=options["reason"],
                by=None,
                at=at,
            )
        except ChangeRefused as error:
            raise CommandError(f"{error} Nothing was entered.") from error
        stand_in = f"{substitute} stands in" if substitute else "nobody stands in"
        self.stdout.write(f"{options['person']} is away from {_shown(starts)} until {_shown(ends)}; {stand_in}.")


def _person(asked: str) -> int:
    written = WrittenPerson(name=asked, employee_no=asked)
    try:
        found = known_person(asked, written) or known_person(asked, WrittenPerson(name=asked))
    except TwoOfOneName:
        raise CommandError(f"Several people are called '{asked}': give the employee number.") from None
    if found is None:
        raise CommandError(f"Nobody called '{asked}' works here: give the name or the employee number.")
    return int(found.pk)


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"'{text}' is no instant: write 2026-12-01 or 2026-12-01T13:00.") from None
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def _shown(at: datetime) -> str:
    return at.astimezone(timezone.get_current_timezone()).strftime("%Y-%m-%d %H:%M")
