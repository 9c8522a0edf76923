"""What is known about a subject: plain values, and what surrounds the case in the organisation."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shouwen.engine.quick import quick

Value = str | int | float | bool | None | tuple["Value", ...] | Mapping[str, "Value"]
"""JSON-shaped: instants and dates as ISO 8601 text, money as decimal text, tables as tuples of mappings."""

Facts = Mapping[str, Value]


@quick
@dataclass(frozen=True, slots=True)
class Assignee:
    """One seat that is to act: a post in a unit, a named person, or an outside party."""

    post: str | None = None
    unit: str | None = None
    person: str | None = None
    outside: str | None = None
    role: str | None = None
    """The role of the case through which the seat was found, if any."""
    barred: tuple[str, ...] = ()
    """Persons who never act here, whatever post they hold or whomever they stand in for."""


@quick
@dataclass(frozen=True, slots=True)
class Seat:
    """A post as found from a case's unit upwards: where it stands and who can act for it at the instant."""

    unit: str
    persons: tuple[str, ...] = ()
    """Direct holders first, then substitutes of absent ones, then holders of posts that include this one."""


@quick
@dataclass(frozen=True, slots=True)
class Roster:
    """Who holds what, seen from one unit: posts by name, superiors of persons, members of units."""

    unit: str
    seats: Mapping[str, Seat] = field(default_factory=dict)
    """By post, as found from the unit upwards; by `post@unit id` where a rule names another unit to start from."""
    superiors: Mapping[str, str] = field(default_factory=dict)
    """Person → post above that person."""
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Unit id → persons of the unit, its head first; for steps done by whole units."""
    heads: Mapping[str, str] = field(default_factory=dict)
    """Unit id → post that heads it."""
    posts_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Person → posts held, included posts too."""
    standing_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Absent person → those who stand in at this instant; nobody stands in for one who stands in."""


@quick
@dataclass(frozen=True, slots=True)
class Around:
    """Facts from outside the case's own log, loaded for one decision: customer.*, object.*, person.*, tallies, parent.*"""

    roster: Roster
    facts: Facts = field(default_factory=dict)
