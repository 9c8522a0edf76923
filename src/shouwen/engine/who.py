"""From a rule's `who` to seats that can act: exclusions after substitutes, and never silently nobody."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import ValidationError

from shouwen.engine.facts import Assignee, Roster, Value
from shouwen.engine.quick import changed, quick
from shouwen.engine.seats import persons_of
from shouwen.rulebook.model import Rulebook, Who

if TYPE_CHECKING:
    from shouwen.engine.draft import Draft

Join = Literal["one", "all", "turn"]
T = TypeVar("T")


@quick
@dataclass(frozen=True, slots=True)
class Alarm:
    """Nobody can act for this post; these are told."""

    post: str
    to: tuple[Assignee, ...]
    unit: str | None = None


@quick
@dataclass(frozen=True, slots=True)
class Resolved:
    """The seats found, how many of them must act, and what was found missing on the way."""

    seats: tuple[Assignee, ...]
    join: Join = "one"
    alarms: tuple[Alarm, ...] = ()
    anyone: bool = False


@quick
@dataclass(frozen=True, slots=True)
class Searcher:
    """What looking for people needs: the rulebook, who holds what, the case so far, its facts, and the list's member."""

    rulebook: Rulebook
    roster: Roster
    draft: "Draft"
    lookup: Callable[[str], Value]
    member: str | None = None

    def find(self, who: Who, barred: frozenset[str] = frozenset()) -> Resolved:
        """The seats, without the barred persons and those the rule excludes; the next post up where nobody is left."""
        written = who.__dict__  # a model looks up its attributes slowly, and this runs several times in a decision
        if not barred and not written["exclude"]:
            plain = self._plain(written)
            if plain is not None and self.held(plain):
                return Resolved((plain,))
        who = self._as_said(who)
        barred = barred | self._excluded(who)
        join: Join = "all" if who.all else "turn" if who.turn else "one"
        found = [self._part(part, barred) for part in who.parts()]
        seats = _unique(seat for part in found for seat in part.seats)
        alarms = tuple(alarm for part in found for alarm in part.alarms)
        held = tuple(seat for seat in seats if self.held(seat))
        if not held and who.otherwise is not None and not any(part.anyone for part in found):
            return self.find(who.otherwise, barred)
        if join == "one" and any(part.seats and not part.alarms for part in found):
            return Resolved(held, join, (), any(part.anyone for part in found))
        if len(found) == 1 and join == "one":
            join = found[0].join
        return Resolved(seats, join, alarms, any(part.anyone for part in found))

    def _as_said(self, who: Who) -> Who:
        """Where a table says that all of several, or one after the other, have to, it means just that."""
        said = self._meant(self.lookup(who.from_fact)) if who.from_fact is not None else None
        if said is None or not (said.all or said.turn):
            return who
        return said.model_copy(update={"exclude": who.exclude, "otherwise": who.otherwise})

    def _plain(self, written: Mapping[str, Any]) -> Assignee | None:
        """The seat of a rule that names one post, or one role that is taken."""
        if written["post"] is not None:
            return self._seat(written["post"], written["at"])
        taken = self.draft.roles.get(written["role"])
        return taken if taken is not None and taken.role == written["role"] else None

    def held(self, seat: Assignee) -> bool:
        """Whether somebody can act for the seat; outside parties always can."""
        return seat.outside is not None or bool(persons_of(seat, self.roster))

    def above(self, seat: Assignee) -> tuple[Assignee, ...]:
        """The next post up from a seat that somebody can act for."""
        return self._upwards(seat, frozenset(seat.barred))

    def persons(self, who: Who) -> frozenset[str]:
        """Everybody whom a rule's `who` covers now."""
        return frozenset(person for seat in self.find(who).seats for person in persons_of(seat, self.roster))

    def covers(self, who: Who, person: str | None) -> bool:
        """Whether the person is among them; anybody is, where the rule says so."""
        found = self.find(who)
        return found.anyone or person in {p for seat in found.seats for p in persons_of(seat, self.roster)}

    def _excluded(self, who: Who) -> frozenset[str]:
        return frozenset(person for part in who.exclude for person in self._named(part))

    def _named(self, who: Who) -> Iterable[str]:
        """Those meant by an exclusion; a vacant post excludes nobody, its superior least of all."""
        if who.acted_in is not None:
            return self._acted_in(who.acted_in)
        return (
            person for part in who.parts() for seat in self._seats(part) for person in persons_of(seat, self.roster)
        )

    def _part(self, who: Who, barred: frozenset[str]) -> Resolved:
        if who.anyone:
            return Resolved((), anyone=True)
        if who.any or who.all or who.turn:
            return self.find(who, barred)
        barred = barred | self._excluded(who)
        seats = tuple(changed(seat, barred=tuple(sorted(barred))) if barred else seat for seat in self._seats(who))
        missing = [seat for seat in seats if not self.held(seat)]
        left = tuple(seat for seat in seats if seat not in missing)
        if not missing or (left and (who.group is not None or who.acted_in is not None)):
            return Resolved(left)  # a group goes on without those who are barred
        if who.otherwise is not None:
            return self.find(who.otherwise, barred)
        covered = tuple(
            each for seat in seats for each in (self._covered(seat, barred) if seat in missing else (seat,))
        )
        alarms = tuple(
            Alarm(seat.post or seat.unit or seat.person or "", above, seat.unit)
            for seat in missing
            for above in (self._upwards(seat, barred),)
            if not above or not persons_of(changed(seat, barred=()), self.roster)
        )
        return Resolved(covered, alarms=alarms)

    def _covered(self, seat: Assignee, barred: frozenset[str]) -> tuple[Assignee, ...]:
        """The post above acts; a vacant post keeps its seat, so that a new holder finds the task."""
        above = self._upwards(seat, barred)
        vacant = not persons_of(changed(seat, barred=()), self.roster)
        return (seat, *above) if vacant else above or (seat,)

    def _upwards(self, seat: Assignee, barred: frozenset[str]) -> tuple[Assignee, ...]:
        """The next post up that somebody can act for."""
        seen: set[str] = set()
        post = self.roster.superiors.get(seat.person or "") if seat.post is None else self._superior(seat.post)
        if seat.post is None and seat.unit is not None:
            post = self.roster.heads.get(seat.unit)
        while post is not None and post not in seen:
            seen.add(post)
            above = changed(self._seat(post), barred=tuple(sorted(barred)))
            if self.held(above):
                return (above,)
            post = self._superior(post)
        return ()

    def _superior(self, post: str) -> str | None:
        rule = self.rulebook.posts.get(post)
        return rule.superior if rule else None

    def _seat(self, post: str, at: str | None = None) -> Assignee:
        unit = self.lookup(at) if at else None
        named = self.roster.seats.get(f"{post}@{unit}") if unit else None
        # Where the unit named has no such post, whoever answers for it sits elsewhere: the seat is theirs, so they see it.
        seat = named or self.roster.seats.get(post)
        return Assignee(post=post, unit=seat.unit if seat else (str(unit) if unit else None))

    def _seats(self, who: Who) -> tuple[Assignee, ...]:  # noqa: C901, PLR0911 - one line per selector
        if who.post is not None:
            return (self._seat(who.post, who.at),)
        if who.role is not None:
            role = self.draft.roles.get(who.role)
            return () if role is None else (changed(role, role=who.role),)
        if who.superior_of is not None:
            return tuple(above for seat in self._seats(who.superior_of) for above in self._upwards(seat, frozenset()))
        if who.unit is not None:
            unit = self.member if who.unit == "each" else self.lookup(who.unit)
            return () if unit is None else (Assignee(unit=str(unit)),)
        if who.group is not None:
            return tuple(Assignee(person=str(person)) for person in _listed(self.lookup(f"group.{who.group}")))
        if who.outside is not None:
            return (Assignee(outside=who.outside),)
        if who.acted_in is not None:
            return tuple(Assignee(person=person) for person in self._acted_in(who.acted_in))
        if who.from_fact is not None:
            return self._from_value(self.lookup(who.from_fact))
        return tuple(seat for part in who.parts() if part is not who for seat in self._seats(part))

    def _acted_in(self, step: str) -> tuple[str, ...]:
        visits = [visit for visit in self.draft.visits if visit.step == step or visit.step.endswith(f".{step}")]
        return _unique(visit.by for visit in visits if visit.by is not None)

    def _from_value(self, value: Value) -> tuple[Assignee, ...]:
        if value is None:
            return ()
        if isinstance(value, str) and value not in self.rulebook.posts:
            return (Assignee(person=value),)
        who = self._meant(value)
        return () if who is None else self._seats(who)

    def _meant(self, value: Value) -> Who | None:
        """People as a table or a form writes them; a plain word that is no post is a person."""
        if isinstance(value, str) and value not in self.rulebook.posts:
            return None
        try:
            return Who.model_validate(value)
        except ValidationError:
            return None


def _listed(value: Value) -> tuple[Value, ...]:
    return () if value is None else tuple(value) if isinstance(value, (tuple, list)) else (value,)


def _unique(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
