"""Posts of a rulebook unit by unit: held in a department of a level they are held there, and empty ones stand once."""

import pytest
from tests.cases.house import AT, START, found_house

from shouwen.people import actions
from shouwen.people.filled import filled
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db
TEXT = """
rulebook: TINY
title: 小制度
edition: {id: "1", in_force: 2026-01-01}
unit_kinds: {group: 集团, branch: 分公司, department: 部门}
---
clauses:
- {id: TINY-1, title: 岗位}
---
- {post: head, title: 负责人, unit: branch, count: 1, cites: [TINY-1]}
- {post: staff, title: 经办, unit: group, count: 1, superior: head, cites: [TINY-1]}
"""


def test_a_level_s_post_held_in_its_department_is_not_empty() -> None:
    house = found_house()
    office = actions.found_unit(
        name="办公室", code="BG", kind="department", parent=house.group, is_department=True, by=None, at=AT
    ).pk
    rulebooks.install_texts(files={"tiny.yaml": TEXT}, units=(), by=None, at=AT)
    actions.place(person=int(house["frank"]), post="staff", unit=office, starts_on=START, by=None, at=AT)
    actions.place(person=int(house["lee"]), post="head", unit=house.branch, starts_on=START, by=None, at=AT)
    actions.appoint_administrator(person=int(house["fay"]), office="system", by=None, at=AT)
    found = filled(house.viewer("fay"), rulebooks.edition("TINY/1"))
    seats = [
        (group.unit.name if group.unit else "", post.title, [one.name for one in post.holders])
        for group in found
        for post in group.posts
    ]
    assert sorted(seats) == [("办公室", "经办", ["Frank"]), ("华东一分", "负责人", ["Lee"]), ("华东二分", "负责人", [])]
