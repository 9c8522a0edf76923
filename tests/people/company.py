"""A company of six units, and a way to put people into it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from tests.founded import founded_once

from shouwen.people import actions
from shouwen.people.access import Viewer, viewer_of
from shouwen.people.posts import PostBook, post_book

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Monday, 09:00 in Shanghai
START = date(2026, 1, 1)


@dataclass(frozen=True)
class Company:
    """Ids of the units by short name, and a way to put people into them."""

    group: int
    centre: int
    east: int
    branch: int
    other: int
    finance: int

    def employ(self, name: str, post: str = "", unit: int | None = None, *, since: date = START) -> int:
        person = actions.hire(name=name, by=None, at=AT).pk
        if post:
            actions.place(person=person, post=post, unit=unit or self.group, starts_on=since, by=None, at=AT)
        return person

    def viewer(self, person: int, at: datetime = AT) -> Viewer:
        found = viewer_of(person, at)
        assert found is not None
        return found


@founded_once
def found_company() -> Company:
    """Group ─ customer centre (department); east region ─ two branches, one of them with a finance department."""

    def found(name: str, kind: str, parent: int | None = None, *, is_department: bool = False) -> int:
        unit = actions.found_unit(
            name=name, code=name, kind=kind, parent=parent, is_department=is_department, by=None, at=AT
        )
        return unit.pk

    group = found("集团", "group")
    centre = found("客服中心", "department", group, is_department=True)
    east = found("华东大区", "region", group)
    branch = found("华东一分", "branch", east)
    other = found("华东二分", "branch", east)
    finance = found("一分财务部", "department", branch, is_department=True)
    return Company(group=group, centre=centre, east=east, branch=branch, other=other, finance=finance)


def some_posts() -> PostBook:
    """Five posts; a shift leader may do an agent's work."""
    return post_book(
        posts=["agent", "shift_leader", "cashier", "branch_manager", "director"],
        includes={"shift_leader": ["agent"], "director": ["shift_leader"]},
        superior={
            "agent": "shift_leader",
            "shift_leader": "director",
            "cashier": "branch_manager",
            "branch_manager": "director",
        },
    )
