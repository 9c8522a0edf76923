"""What the calendar asks for in the demonstration: opened by the rules on its day, done by those who owe it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from shouwen.cases.actions.occasions import open_occasions
from shouwen.config.demo.customers import Client
from shouwen.config.demo.generated import Generated
from shouwen.config.demo.guess import Around
from shouwen.config.demo.organisation import Company
from shouwen.config.demo.papers import ZONE
from shouwen.config.demo.stage import Stage
from shouwen.config.demo.written import Course
from shouwen.people.queries import copy_of
from shouwen.people.snapshot import Organisation
from shouwen.runtime.queries import state_of

EARLY = time(0, 10)
SEED = 61


@dataclass
class Regular:
    """The duties of all subsidiaries; forms are filled in the words of the work itself, no customer comes into it."""

    stage: Stage
    company: Company
    evidence: str
    client: Client
    since: datetime
    organisation: Organisation = field(default_factory=copy_of)
    around: dict[int, Around] = field(default_factory=dict)

    def plan(self, *, until: datetime) -> None:
        """Every day, as the worker would have looked."""
        day = self.since.astimezone(ZONE).date() + timedelta(days=1)
        while (at := datetime.combine(day, EARLY, ZONE)) < until:
            self.stage.plan(at, self.open)
            day += timedelta(days=1)

    def open(self, at: datetime) -> None:
        """What opens on this day."""
        for case in open_occasions(at=at, since=self.since):
            self._thread(case).look(at)
        self.since = at

    def _thread(self, case: int) -> Generated:
        state = state_of(case)
        title = "例行工作"
        topic: Mapping[str, str] = {"title": title, "content": title}
        slots = {
            **topic, "customer": self.client.name, "phone": self.client.phone, "address": self.client.address,
            "serial": f"{case:06}", "company": "", "channel": "", "file": self.evidence,
        }  # fmt: skip
        course = Course(
            name=f"regular {state.case_type}", opens=state.case_type, topics="", count=1, days=(0, 0), by=""
        )
        around = self._around(int(state.unit))
        return Generated(
            self.stage, self.company, course, topic, self.client, state.unit, case, Random(SEED + case), slots,  # noqa: S311  # invented work
            root=case, around=around, opener=around.persons[0],
        )  # fmt: skip

    def _around(self, unit: int) -> Around:
        """Units and people of the subsidiary: everything under the level next to the top."""
        path = self.organisation.units[unit].path
        root = path[min(1, len(path) - 1)]
        if root not in self.around:
            below = self.organisation.below(root)
            kinds: dict[str, list[str]] = {}
            for each in below:
                kinds.setdefault(self.organisation.units[each].kind, []).append(str(each))
            persons = [str(held.person) for each in below for held in self.organisation.held_in_unit.get(each, ())]
            self.around[root] = Around(
                tuple(dict.fromkeys(persons)), {kind: tuple(found) for kind, found in kinds.items()}, self.evidence
            )
        return self.around[root]
