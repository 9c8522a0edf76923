"""A small company with a small rulebook, and people who act on its cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.founded import founded_once

from shouwen.base.actions import create_user
from shouwen.cases import actions, queries
from shouwen.cases.rows import CasePage
from shouwen.people import actions as people
from shouwen.people.access import Viewer, viewer_of
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Subject, Task
from shouwen.runtime.subjects import Receipt

DESK = Path(__file__).parent / "desk"
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Monday, 09:00 in Shanghai
START = date(2026, 1, 1)
HOUR = timedelta(hours=1)


@dataclass
class House:
    """Units and people by short name; the persons are the ids that events carry."""

    group: int
    branch: int
    other: int
    people: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def __getitem__(self, name: str) -> str:
        return self.people[name]

    def viewer(self, name: str, at: datetime = AT) -> Viewer:
        found = viewer_of(self[name], at)
        assert found is not None
        return found

    def open(self, at: datetime = AT, *, by: str = "alice", title: str = "厨房漏水", **more: Any) -> int:
        """A complaint of the branch, taken in by Alice; its id."""
        return self.opened(at, by=by, title=title, **more).subject

    def opened(
        self, at: datetime = AT, *, by: str = "alice", title: str = "厨房漏水", key: str | None = None, **more: Any
    ) -> Receipt:
        given = {"case_type": "complaint", "unit": str(self.branch), "title": title, "fields": {"caller": "王女士"}}
        return actions.open_case(intake=actions.Intake(**{**given, **more}), by=self[by], at=at, key=key)

    def finish(
        self,
        case_id: int,
        task: str,
        outcome: str,
        *,
        by: str,
        at: datetime = AT,
        fields: Mapping[str, Mapping[str, Any]] | None = None,
        **more: Any,
    ) -> Receipt:
        return actions.finish_step(
            case_id=case_id, task=task, outcome=outcome, fields=fields or {}, by=self[by], at=at, **more
        )

    def record(self, case_id: int, at: datetime = AT) -> Receipt:
        """The first step, done by Alice."""
        return self.finish(case_id, "record#1", "recorded", by="alice", at=at, fields=RECORD)

    def to_handling(self, case_id: int, at: datetime = AT) -> None:
        """Recorded and judged general: it waits for a fixer."""
        self.record(case_id, at)
        self.finish(case_id, "review#1", "general", by="lee", at=at)

    def handle(self, case_id: int, at: datetime = AT, *, by: str = "frank") -> Receipt:
        return self.finish(case_id, "handle#1", "handled", by=by, at=at, fields={"result": {"done": "已修好"}})

    def file_sheet(self, case_id: int, at: datetime = AT) -> Receipt:
        """The sheet of a survey, to be signed by the agent and the customer."""
        sheet = {"seen": "地板起拱两处，约三平方米"}
        return actions.file_form(case_id=case_id, task="look#1", paper="sheet", fields=sheet, by=self["alice"], at=at)

    def child(self, case_id: int) -> int:
        return Subject.objects.get(parent=case_id).pk

    def page(self, case_id: int, by: str, at: datetime = AT) -> CasePage:
        return queries.case_page(self.viewer(by, at), case_id, at)

    def open_tasks(self, case_id: int) -> set[str]:
        return set(Task.objects.filter(subject=case_id, state="open").values_list("key", flat=True))


RECORD = {"record": {"what": "厨房天花板漏水", "kind": "noise"}}
CAST = {
    "alice": ("agent", "branch"),
    "amy": ("agent", "branch"),
    "lee": ("leader", "branch"),
    "dora": ("director", "group"),
    "frank": ("fixer", "branch"),
    "fay": ("fixer", "branch"),
    "olga": ("agent", "other"),
}
SCOPES = {
    "agent": ("own", ("see", "reply", "urge", "link", "merge", "suspend", "resume", "open_case")),
    "leader": ("subtree", ("see", "urge", "supervise", "void", "suspend", "resume", "reopen", "co_handle", "extend")),
    "director": ("all", ("*",)),
    "fixer": ("own", ("see",)),
}


@founded_once
def found_house() -> House:
    """Group with two branches; agents, fixers and a leader in the first, a director above."""
    units: dict[str, int] = {}
    for name, parent in (("group", None), ("branch", "group"), ("other", "group")):
        kind = "group" if parent is None else "branch"
        unit = people.found_unit(
            name={"group": "集团", "branch": "华东一分", "other": "华东二分"}[name],
            code=name,
            kind=kind,
            parent=units.get(parent or ""),
            is_department=False,
            by=None,
            at=AT,
        )
        units[name] = unit.pk
    house = House(units["group"], units["branch"], units["other"])
    for name, (post, place) in CAST.items():
        user = create_user(username=name, password=None, email=f"{name}@example.com", at=AT)
        person = people.hire(name=name.capitalize(), email=user.email, user=user.pk, by=None, at=AT).pk
        people.place(person=person, post=post, unit=units[place], starts_on=START, by=None, at=AT)
        house.people[name] = str(person)
    for post, (reach, acts) in SCOPES.items():
        people.grant_scope(post=post, reach=reach, acts=acts, by=None, at=AT)
    rulebooks.install(path=DESK, by=None, at=AT)
    return house
