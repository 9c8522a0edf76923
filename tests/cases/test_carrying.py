"""Who carries what: tasks held by a post, cards that name whoever is late, and tasks for which nobody is there."""

from datetime import timedelta

from tests.cases.house import AT, HOUR, House

from shouwen.cases import actions, queries
from shouwen.cases.queries import Filters
from shouwen.people import actions as people

NOON = AT + 9 * HOUR


def carried(house: House, name: str, *, carried_late: bool = False) -> int:
    asked = Filters(carried_by=house[name], carried_late=carried_late)
    listing = queries.listing(house.viewer("lee", NOON), asked)
    return listing.count


def test_a_task_of_a_post_is_carried_by_each_who_holds_it_until_one_takes_it(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    load = queries.board(house.viewer("lee", NOON), NOON).load
    assert {each.name: (each.open, each.late) for each in load} == {"Frank": (1, 1), "Fay": (1, 1)}
    assert (carried(house, "frank"), carried(house, "fay", carried_late=True), carried(house, "alice")) == (1, 1, 0)
    actions.take(case_id=case_id, task="handle#1", by=house["fay"], at=AT)
    assert [each.name for each in queries.board(house.viewer("lee", NOON), NOON).load] == ["Fay"]
    assert (carried(house, "frank"), carried(house, "fay")) == (0, 1)


def test_a_late_card_names_those_whose_task_is_late(house: House) -> None:
    case_id = house.open()
    house.to_handling(case_id)
    (card,) = queries.board(house.viewer("lee", NOON), NOON).late.rows
    assert card.handler == "Fay、Frank"
    actions.take(case_id=case_id, task="handle#1", by=house["fay"], at=AT)
    (card,) = queries.board(house.viewer("lee", NOON), NOON).late.rows
    assert (card.id, card.handler) == (case_id, "Fay")


def test_a_task_whose_post_nobody_can_fill_stands_in_a_column_of_its_own(house: House) -> None:
    case_id, other = house.open(), house.open()
    house.to_handling(case_id)
    assert queries.board(house.viewer("lee", NOON), NOON).unassigned.rows == ()
    for name in ("frank", "fay"):
        people.set_absence(
            person=int(house[name]), starts_at=AT, ends_at=AT + timedelta(days=5), substitute=None, by=None, at=AT
        )
    board = queries.board(house.viewer("lee", NOON), NOON)
    assert [row.id for row in board.unassigned.rows] == [case_id]
    behind = queries.listing(house.viewer("lee", NOON), Filters(unassigned=True))
    assert [row.id for row in behind.rows] == [case_id]
    assert [each.name for each in board.load] == ["Alice"]
    assert other in {row.id for row in board.late.rows}
