"""Work that nobody can do is the same, looked for from vacant posts and absent persons, as when every open task is looked at."""

from datetime import timedelta

import pytest
from tests.cases.house import AT, HOUR, House

from shouwen.cases import actions, queries
from shouwen.cases.queries import Filters
from shouwen.cases.queries.carrying import WORK, holders
from shouwen.people import actions as people
from shouwen.people.company import is_reached
from shouwen.runtime import database
from shouwen.runtime.models import Task, TaskSeat

pytestmark = pytest.mark.django_db

NOON = AT + 9 * HOUR
EVERY_TASK = f"""
SELECT DISTINCT subject_id FROM ({WORK}) AS work GROUP BY id, subject_id
HAVING count(person) FILTER (WHERE person = ANY(%(able)s)) = 0 AND max(outside) = ''
"""  # noqa: S608  # a constant


def task_of(case_id: int) -> Task:
    return Task.objects.get(subject=case_id, key="handle#1")


def set_out(house: House) -> dict[str, int]:
    """One case for each way in which a task may have nobody, and some that have somebody."""
    made = {}
    for name in ("plain", "left", "taken", "named", "barred", "half", "seatless", "outside"):
        made[name] = house.open()
        house.to_handling(made[name])
    actions.take(case_id=made["taken"], task="handle#1", by=house["fay"], at=AT)
    Task.objects.filter(pk=task_of(made["left"]).pk).update(taken_by="987654")
    seats = {name: TaskSeat.objects.filter(task=task_of(case_id), is_open=True) for name, case_id in made.items()}
    seats["named"].update(person="987654")
    seats["barred"].update(barred=[house["frank"], house["fay"]])
    seats["half"].update(barred=[house["frank"]])
    seats["outside"].update(post="", unit="", outside="supplier")
    seats["seatless"].delete()
    Task.objects.filter(pk=task_of(made["seatless"]).pk).update(seatless=True)
    return made


def found(house: House) -> set[int]:
    return {row.id for row in queries.listing(house.viewer("lee", NOON), Filters(unassigned=True)).rows}


def expected(house: House) -> set[int]:
    viewer = house.viewer("lee", NOON)
    copy = viewer.organisation
    able = [str(each) for each in copy.held_by_person if is_reached(copy, str(each), NOON, procedure="")]
    return {row[0] for row in database.rows(EVERY_TASK, {**holders(viewer), "able": able})}


def test_each_way_of_having_nobody_is_found(house: House) -> None:
    made = set_out(house)
    assert found(house) == {made["left"], made["named"], made["barred"], made["seatless"]} == expected(house)


def test_a_vacant_post_leaves_all_its_work_to_nobody(house: House) -> None:
    made = set_out(house)
    for name in ("frank", "fay"):
        people.set_absence(
            person=int(house[name]), starts_at=AT, ends_at=AT + timedelta(days=5), substitute=None, by=None, at=AT
        )
    assert (
        found(house)
        == {made[name] for name in ("plain", "left", "taken", "named", "barred", "half", "seatless")}
        == expected(house)
    )
    assert queries.count(house.viewer("lee", NOON), Filters(unassigned=True)) == (7, False)
