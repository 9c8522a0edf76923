"""Whom a rulebook calls away after how much silence; and that nobody is there longer than a sign-in lasts."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings

from shouwen.dispatch.waiting import in_use, length
from shouwen.people.organisation import current_version
from shouwen.people.queries import copy_of
from shouwen.runtime import rulebooks


def silent(at: datetime) -> Iterator[tuple[list[str], datetime]]:
    """Holders of the posts of each rule, with the instant since when they must have given a sign of life; then everybody."""
    copy = copy_of(current_version())
    held = [each for each in copy.holdings if each.at(at)]
    for key, own in in_use().items():
        for rule in own:
            limit = length(rule.away, rulebooks.rulebook(key), at)
            persons = sorted({str(each.person) for each in held if each.post in rule.posts})
            if limit is not None and persons:
                yield persons, at - limit
    yield [str(person) for person in copy.persons], at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
