"""The working calendars of one decision: the case's own unit, and those the rulebook names."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shouwen.engine.calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Calendars:
    """`default` is the calendar of the unit in which the case stands; limits may name another."""

    default: WorkCalendar
    named: Mapping[str, WorkCalendar] = field(default_factory=dict)

    def get(self, name: str | None) -> WorkCalendar:
        """The named calendar, or the unit's own."""
        return self.default if name is None else self.named.get(name, self.default)
