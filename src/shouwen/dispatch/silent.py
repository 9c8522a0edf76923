"""Whom a rulebook calls away after how much silence."""

from collections.abc import Iterator
from datetime import datetime

from shouwen.dispatch.waiting import in_use, length
from shouwen.people.organisation import current_version
from shouwen.people.queries import copy_of
from shouwen.runtime import rulebooks


def silent(at: datetime) -> Iterator[tuple[list[str], datetime]]:
    """Holders of the posts of each rule, with the instant since when they must have given a sign of life."""
    rules = in_use()
    if not rules:
        return
    held = [each for each in copy_of(current_version()).holdings if each.at(at)]
    for key, own in rules.items():
        for rule in own:
            limit = length(rule.away, rulebooks.rulebook(key), at)
            persons = sorted({str(each.person) for each in held if each.post in rule.posts})
            if limit is not None and persons:
                yield persons, at - limit
