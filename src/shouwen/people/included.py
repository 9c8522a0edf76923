"""Seats that fall to somebody through a post that includes others: an absent agent's work is the shift leader's."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from shouwen.people.posts import PostBook
from shouwen.people.roster import Moment, moment_of
from shouwen.people.snapshot import Organisation

SeatName = tuple[str, int]
"""A post and the unit where it stands."""


def falling_to(
    copy: Organisation, seats: Iterable[SeatName], *, at: datetime, books: Iterable[PostBook]
) -> frozenset[SeatName]:
    """Seats of included posts that nobody who holds them can act for now; while somebody can, they may be claimed only."""
    own = tuple(seats)
    found: set[SeatName] = set()
    for book in books:
        for post, unit in own:
            included = book.includes.get(post)
            if included:
                moment, _ = moment_of(copy, at=at, posts=book)
                found.update(_left_to(moment, post, unit, included))
    return frozenset(found)


def _left_to(moment: Moment, post: str, unit: int, included: Iterable[str]) -> Iterator[SeatName]:
    copy = moment.organisation
    ever = {(held.post, held.unit) for held in copy.holdings}
    for place in _answered_for(moment, post, unit):
        for other in included:
            stands_here = place == unit or (other, place) in ever
            if stands_here and not _somebody_acts(moment, other, [place]):
                yield other, place


def _answered_for(moment: Moment, post: str, unit: int) -> Iterator[int]:
    """Units from which, looking upwards, the post is found here first."""
    copy = moment.organisation
    level = unit
    while copy.units[level].is_department and (above := copy.units[level].parent) is not None:
        level = above
    waiting = [level]
    while waiting:
        own = copy.with_departments(waiting.pop())
        yield from own
        below = [child for one in own for child in copy.children.get(one, ()) if not copy.units[child].is_department]
        waiting += [child for child in below if not _somebody_acts(moment, post, copy.with_departments(child))]


def _somebody_acts(moment: Moment, post: str, units: Iterable[int]) -> bool:
    held = (one for unit in units for one in moment.by_unit.get(unit, ()) if one.post == post)
    return bool(moment.acting(one.person for one in held))
