"""Who can act for which post, seen from one unit at one instant."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from shouwen.engine.facts import Roster, Seat
from shouwen.people.posts import PostBook
from shouwen.people.snapshot import Held, Organisation, grouped

# Stretches and units are few; the bound only stops a replay over years from keeping every one of them.
MOST_KEPT = 4096


@dataclass(frozen=True)
class Moment:
    """The organisation at one instant, for one rulebook's posts and one case type."""

    organisation: Organisation
    book: PostBook
    at: datetime
    procedure: str | None = None

    @cached_property
    def current(self) -> tuple[Held, ...]:
        """Posts held now, the longest in post first; closing a unit and leaving end what is held."""
        return tuple(held for held in self.organisation.holdings if held.at(self.at))

    @cached_property
    def by_unit(self) -> dict[int, tuple[Held, ...]]:
        return grouped(lambda held: held.unit, self.current)

    @cached_property
    def by_person(self) -> dict[int, tuple[Held, ...]]:
        return grouped(lambda held: held.person, self.current)

    @cached_property
    def posts_of(self) -> dict[str, tuple[str, ...]]:
        """Own posts first, then those of the people one stands in for, then what both include."""
        own = {person: [held.post for held in held_now] for person, held_now in self.by_person.items()}
        borrowed: dict[int, list[str]] = {}
        for person, posts in own.items():
            for substitute in self.substitutes(person):
                borrowed.setdefault(substitute, []).extend(posts)
        everybody = {**borrowed, **own}
        return {
            str(person): self.book.with_included([*own.get(person, ()), *borrowed.get(person, ())])
            for person in everybody
        }

    @cached_property
    def superiors(self) -> dict[str, str]:
        """By the first post held that has anybody above it."""
        found: dict[str, str] = {}
        for person, held_now in self.by_person.items():
            above = next((self.book.superior[held.post] for held in held_now if held.post in self.book.superior), None)
            if above is not None:
                found[str(person)] = above
        return found

    @cached_property
    def heads(self) -> dict[str, str]:
        found = ((unit, self._head_of(unit)) for unit in self.organisation.units)
        return {str(unit): head for unit, head in found if head}

    @cached_property
    def members(self) -> dict[str, tuple[str, ...]]:
        """Everybody of a unit and its own departments, whoever heads it first."""
        return {str(unit): tuple(self._members(unit)) for unit in self.organisation.units}

    @cached_property
    def standing_in(self) -> dict[str, tuple[str, ...]]:
        """Everybody who is away, with those who stand in; and everybody who has left, with whoever took over."""
        away = {one.person for one in self.organisation.absences if one.at(self.at, self.procedure)}
        found = {str(person): tuple(str(each) for each in self.substitutes(person)) for person in sorted(away)}
        left = {str(person): self.acting([heir]) for person, heir in sorted(self.organisation.heirs.items())}
        return found | left

    def substitutes(self, person: int) -> Iterator[int]:
        """Who stands in now; somebody who is away too is passed over, and nobody is asked in their place."""
        for away in self.organisation.away_by_person.get(person, ()):
            substitute = away.substitute
            if away.at(self.at, self.procedure) and substitute is not None and self.is_here(substitute):
                yield substitute

    def is_here(self, person: int) -> bool:
        company = self.organisation
        return company.works_here(person, self.at) and not company.is_away(person, self.at, self.procedure)

    def seats(self, unit: int) -> dict[str, Seat]:
        """Every post of the rulebook as found from the unit upwards."""
        levels = tuple(self._levels(unit))
        found = {post: self._nearest(post, levels) for post in self.book.posts}
        seats = {post: _joined([found[post], *(found[other] for other in self.book.including(post))]) for post in found}
        return {post: seat for post, seat in seats.items() if seat}

    def _levels(self, unit: int) -> Iterator[tuple[int, ...]]:
        """From the unit upwards, each level with its own departments."""
        for level in reversed(self.organisation.units[unit].path):
            yield self.organisation.with_departments(level)

    def _nearest(self, post: str, levels: tuple[tuple[int, ...], ...]) -> Seat | None:
        """The first level where somebody can act; if nobody can anywhere, the first where the post is held at all."""
        vacant: Seat | None = None
        for level in levels:
            held_here = [held for unit in level for held in self.by_unit.get(unit, ()) if held.post == post]
            if not held_here:
                continue
            persons = self.acting(held.person for held in held_here)
            if persons:
                return Seat(unit=str(held_here[0].unit), persons=persons)
            vacant = vacant or Seat(unit=str(held_here[0].unit))
        return vacant

    def acting(self, holders: Iterable[int]) -> tuple[str, ...]:
        """Those who are here, then the substitutes of those who are not."""
        direct = list(holders)
        here = [person for person in direct if self.is_here(person)]
        standing_in = [substitute for person in direct if person not in here for substitute in self.substitutes(person)]
        return tuple(dict.fromkeys(str(person) for person in (*here, *standing_in)))

    def _head_of(self, unit: int) -> str:
        """The post that the unit names, else the one held here with no other held here above it."""
        place = self.organisation.units[unit]
        held = {one.post for one in self.by_unit.get(unit, ())}
        if place.head_post:
            return place.head_post
        tops = [post for post in self.book.posts if post in held and held.isdisjoint(self.book.above(post))]
        return tops[0] if tops else ""

    def _members(self, unit: int) -> Iterator[str]:
        head = self.heads.get(str(unit))
        held = [one for place in self.organisation.with_departments(unit) for one in self.by_unit.get(place, ())]
        heads = [one.person for one in held if one.post == head and one.unit == unit]
        yield from dict.fromkeys(str(person) for person in (*heads, *(one.person for one in held)))


def _joined(found: list[Seat | None]) -> Seat | None:
    """The post's own seat, and after it the people of the posts that include it."""
    seats = [seat for seat in found if seat]
    # A seat where nobody sits still tells where the post stands; one with people goes before it.
    place = next((seat for seat in seats if seat.persons), seats[0] if seats else None)
    persons = dict.fromkeys(person for seat in seats for person in seat.persons)
    return Seat(unit=place.unit, persons=tuple(persons)) if place else None


class Seats(Mapping[str, Seat]):
    """Seats from one unit upwards by post, and from any other unit by `post@unit id`, looked up when somebody asks."""

    def __init__(self, moment: Moment, unit: int) -> None:
        self._moment = moment
        self._own = moment.seats(unit)
        self._elsewhere: dict[str, dict[str, Seat]] = {}

    def __getitem__(self, name: str) -> Seat:
        post, at, unit = name.partition("@")
        return self._from(unit)[post] if at else self._own[post]

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)

    def _from(self, unit: str) -> dict[str, Seat]:
        found = self._elsewhere.get(unit)
        if found is None:
            known = unit.isdecimal() and int(unit) in self._moment.organisation.units
            found = self._elsewhere[unit] = self._moment.seats(int(unit)) if known else {}
        return found


def moment_of(
    organisation: Organisation, *, at: datetime, posts: PostBook, procedure: str | None = None
) -> tuple[Moment, Hashable]:
    """The moment of the stretch in which nothing turns, with the key under which things worked out from it may be kept."""
    cache = organisation.worked_out
    if len(cache) > MOST_KEPT:
        cache.clear()
    stretch = (organisation.stretch(at), posts, procedure)
    moment = cache.get(stretch)
    if not isinstance(moment, Moment):
        moment = cache[stretch] = Moment(organisation, posts, at, procedure)
    return moment, stretch


def roster_in(
    organisation: Organisation, unit: int, *, at: datetime, posts: PostBook, procedure: str | None = None
) -> Roster:
    """Worked out once for each unit and stretch."""
    moment, stretch = moment_of(organisation, at=at, posts=posts, procedure=procedure)
    roster = organisation.worked_out.get((unit, stretch))
    if not isinstance(roster, Roster):
        roster = organisation.worked_out[unit, stretch] = Roster(
            unit=str(unit),
            seats=Seats(moment, unit),
            superiors=moment.superiors,
            units=moment.members,
            heads=moment.heads,
            posts_of=moment.posts_of,
            standing_in=moment.standing_in,
        )
    return roster
