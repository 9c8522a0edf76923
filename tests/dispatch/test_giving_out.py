"""To whom a task goes, and why; accepted within its clock or on to the next; nobody, and why nobody."""

from datetime import timedelta

import pytest
from django.db import connection
from psycopg.errors import RaiseException
from tests.cases.house import AT, House
from tests.dispatch.giving import GIVEN, MINUTE, come, giving_house, last, reasons, taken_by, waits_for_a_fixer

from shouwen.cases import actions as cases
from shouwen.cases import queries
from shouwen.cases.models import Case
from shouwen.cases.queries.lists import Filters
from shouwen.customers import actions as customers
from shouwen.dispatch import actions
from shouwen.dispatch.jobs import note_silence
from shouwen.dispatch.models import Choice, Presence, PresenceSpell
from shouwen.dispatch.queries.grid import columns_of, grid
from shouwen.people import actions as people
from shouwen.runtime.models import Ledger, Notice, Task


def told(house: House, name: str, kind: str) -> list[str]:
    return list(Notice.objects.filter(person=house[name], kind=kind).order_by("id").values_list("text", flat=True))


def test_a_task_is_offered_to_who_is_there_and_never_to_who_is_away(house: House) -> None:
    case_id = waits_for_a_fixer(house)
    come(house, "fay")
    assert actions.give_out(at=AT) == 1
    offer = last(case_id)
    assert (offer.state, offer.person, offer.until) == ("offered", house["fay"], AT + 5 * MINUTE)
    assert reasons(house, case_id) == {"fay": "chosen", "frank": "away"}
    assert told(house, "fay", "task.offered") == ["现场处理：请在 09:05:00 前接单"]
    assert told(house, "frank", "task.offered") == []


def test_an_offer_that_nobody_takes_goes_on_to_the_next_at_its_instant(house: House) -> None:
    case_id = waits_for_a_fixer(house)
    come(house, "frank", "fay")
    actions.give_out(at=AT)
    first = last(case_id)
    almost = AT + 5 * MINUTE - timedelta(seconds=1)
    assert actions.give_out(at=almost) == 0
    assert last(case_id) == first
    actions.give_out(at=AT + 5 * MINUTE)
    first.refresh_from_db()
    second = last(case_id)
    assert (first.state, first.ended_at) == ("lapsed", AT + 5 * MINUTE)
    assert {first.person, second.person} == {house["frank"], house["fay"]}
    assert second.until == AT + 10 * MINUTE


def test_who_takes_it_in_time_has_it(house: House) -> None:
    case_id = waits_for_a_fixer(house)
    come(house, "frank")
    actions.give_out(at=AT)
    cases.take(case_id=case_id, task="handle#1", by=house["frank"], at=AT + MINUTE)
    actions.give_out(at=AT + 6 * MINUTE)
    assert (last(case_id).state, taken_by(case_id)) == ("taken", house["frank"])


def test_who_refuses_gives_it_back_to_the_dispatcher_with_the_reason(house: House) -> None:
    case_id = waits_for_a_fixer(house)
    come(house, "frank", "fay")
    actions.give_out(at=AT)
    offered = last(case_id).person
    cases.refuse(case_id=case_id, task="handle#1", reason="车坏了", by=offered, at=AT + MINUTE)
    assert actions.give_out(at=AT + 2 * MINUTE) == 0
    assert last(case_id).state == "refused"
    assert told(house, "alice", "task.refused") == ["车坏了"]


def test_nobody_can_be_found_and_the_case_says_why_person_by_person(house: House) -> None:
    case_id = waits_for_a_fixer(house)
    home = AT + timedelta(days=3)
    people.set_absence(person=int(house["frank"]), starts_at=AT, ends_at=home, by=None, at=AT)
    actions.set_presence(person=house["fay"], state="break", at=AT)
    assert actions.give_out(at=AT) == 0
    assert last(case_id).state == "nobody"
    assert reasons(house, case_id) == {"fay": "break", "frank": "absent"}
    frank = next(each for each in last(case_id).looked if each["person"] == house["frank"])
    assert frank["until"] == home.isoformat()
    assert len(told(house, "lee", "task.nobody")) == 1
    actions.give_out(at=AT + 10 * MINUTE)
    assert len(told(house, "lee", "task.nobody")) == 1


def test_a_case_for_which_nobody_was_found_is_unassigned_until_somebody_is_found(house: House) -> None:
    """In the list, its count and the board, and not among those that somebody has not yet taken."""
    case_id = waits_for_a_fixer(house)
    lee = house.viewer("lee")

    def standing() -> tuple[list[int], list[int], list[int], int]:
        board = queries.board(lee, AT)
        lists = [queries.listing(lee, wanted) for wanted in (Filters(unassigned=True), Filters(not_taken=True))]
        (row,) = grid(lee, "unit")
        found, waiting = ([each.id for each in listing.rows] for listing in lists)
        return found, waiting, [each.id for each in board.unassigned.rows], row.numbers["unassigned"]

    assert standing() == ([], [case_id], [], 0)
    for name in ("frank", "fay"):
        actions.set_presence(person=house[name], state="away", at=AT)
    actions.give_out(at=AT)
    assert standing() == ([case_id], [], [case_id], 1)
    assert queries.counts(lee, [Filters(unassigned=True), Filters(not_taken=True)]) == [(1, False), (0, False)]
    assert "unassigned" not in columns_of("person")
    come(house, "fay", at=AT + MINUTE)
    actions.give_out(at=AT + MINUTE)
    assert standing() == ([], [case_id], [], 0)


BREAK = """
CREATE FUNCTION pg_temp.broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the worker died here'; END $$;
CREATE TRIGGER broken BEFORE INSERT ON runtime_notice FOR EACH ROW EXECUTE FUNCTION pg_temp.broken()
"""


def test_a_worker_that_dies_before_it_told_anybody_tells_it_on_its_next_turn(house: House) -> None:
    case_id = waits_for_a_fixer(house)
    with connection.cursor() as cursor:
        cursor.execute(BREAK)
        with pytest.raises(RaiseException, match="the worker died here"):
            actions.give_out(at=AT)
        cursor.execute("DROP TRIGGER broken ON runtime_notice")
    assert not Choice.objects.filter(subject=case_id).exists()
    actions.give_out(at=AT + MINUTE)
    assert last(case_id).state == "nobody"
    assert len(told(house, "lee", "task.nobody")) == 1


def test_of_several_for_whom_nobody_can_be_found_one_notice_tells(house: House) -> None:
    for n in range(3):
        waits_for_a_fixer(house, title=f"第{n}件")
    actions.give_out(at=AT)
    assert told(house, "lee", "task.nobody") == ["现场处理 等 3 件"]
    late = waits_for_a_fixer(house, title="又一件")
    actions.give_out(at=AT + MINUTE)
    number = Case.objects.get(pk=late).number
    assert told(house, "lee", "task.nobody")[1:] == [f"{number} 现场处理"]


def test_what_waited_goes_out_when_somebody_comes_back_up_to_the_capacity(house: House) -> None:
    waiting = [waits_for_a_fixer(house, title=f"第{n}件") for n in range(3)]
    assert actions.give_out(at=AT) == 0
    come(house, "frank", at=AT + MINUTE)
    assert actions.give_out(at=AT + MINUTE) == 2
    assert [last(case_id).state for case_id in waiting] == ["offered", "offered", "nobody"]
    assert reasons(house, waiting[2]) == {"frank": "full", "fay": "away"}
    looked = next(each for each in last(waiting[2]).looked if each["person"] == house["frank"])
    assert (looked["open"], looked["most"]) == (2, 2)


def test_the_capacity_of_a_person_goes_before_that_of_the_rule(house: House) -> None:
    for n in range(3):
        waits_for_a_fixer(house, title=f"第{n}件")
    come(house, "frank")
    actions.set_capacity(person=house["frank"], capacity=3, at=AT)
    assert actions.give_out(at=AT) == 3


def test_work_is_spread_over_those_who_are_there(house: House) -> None:
    for n in range(4):
        waits_for_a_fixer(house, title=f"第{n}件")
    come(house, "frank", "fay")
    actions.give_out(at=AT)
    shares = [Choice.objects.filter(person=house[name]).count() for name in ("frank", "fay")]
    assert shares == [2, 2]


def test_a_customer_comes_back_to_whoever_served_last(house: House) -> None:
    customer = customers.register_customer(name="王女士", unit=house.branch, contacts=[], by=None, at=AT).pk
    first = waits_for_a_fixer(house, customer=customer)
    house.handle(first, by="fay")
    other = waits_for_a_fixer(house)
    come(house, "frank", "fay")
    cases.take(case_id=other, task="handle#1", by=house["fay"], at=AT)
    again = waits_for_a_fixer(house, customer=customer)
    actions.give_out(at=AT)
    assert last(again).person == house["fay"]
    frank = next(each for each in last(again).looked if each["person"] == house["frank"])
    assert (frank["why"], frank["by"]) == ("behind", "last_agent")


def test_a_substitute_is_asked_for_who_is_on_leave(house: House) -> None:
    case_id = waits_for_a_fixer(house)
    for name, substitute in (("frank", "amy"), ("fay", None)):
        people.set_absence(
            person=int(house[name]),
            starts_at=AT,
            ends_at=AT + timedelta(days=1),
            substitute=int(house[substitute]) if substitute else None,
            by=None,
            at=AT,
        )
    come(house, "amy", "frank", "fay")
    actions.give_out(at=AT)
    assert last(case_id).person == house["amy"]
    assert reasons(house, case_id) == {"amy": "chosen", "frank": "absent", "fay": "absent"}


def test_without_a_clock_for_taking_it_is_given_at_once_and_the_ledger_says_so(db: None) -> None:
    house = giving_house(GIVEN)
    case_id = waits_for_a_fixer(house)
    come(house, "frank")
    assert actions.give_out(at=AT) == 1
    assert (taken_by(case_id), last(case_id).state) == (house["frank"], "given")
    assert told(house, "frank", "task.given") == ["现场处理"]
    event = Ledger.objects.filter(subject=case_id).latest("seq").event
    assert (event["act"], event["facts"]) == ("give_to", {"person": house["frank"]})


def test_who_lacks_the_certificate_is_passed_over_until_it_is_there(db: None) -> None:
    exam = "- {exam: safety, title: 安全考试, for: fixer, pass: 60, certificate: {title: 上岗证}, cites: [DESK-3]}\n"
    house = giving_house(exam + GIVEN.replace("otherwise", "exam: safety, otherwise"))
    case_id = waits_for_a_fixer(house)
    come(house, "frank")
    actions.give_out(at=AT)
    assert reasons(house, case_id) == {"frank": "uncertified", "fay": "away"}
    actions.note_ability(
        person=house["frank"], kind="certificate", name="safety", until=AT + timedelta(days=9), by=house["lee"], at=AT
    )
    actions.give_out(at=AT + MINUTE)
    assert taken_by(case_id) == house["frank"]


def test_put_back_it_waits_for_its_post_again(db: None) -> None:
    house = giving_house(GIVEN)
    case_id = waits_for_a_fixer(house)
    come(house, "frank")
    actions.give_out(at=AT)
    cases.act(case_id=case_id, act="put_back", task="handle#1", reason="", by=house["frank"], at=AT + MINUTE)
    assert taken_by(case_id) == ""
    assert Task.objects.get(subject=case_id, key="handle#1").state == "open"
    actions.set_presence(person=house["frank"], state="away", at=AT + MINUTE)
    come(house, "fay", at=AT + MINUTE)
    actions.give_out(at=AT + MINUTE)
    assert taken_by(case_id) == house["fay"]


def test_who_let_it_go_by_is_asked_again_after_coming_back_from_a_break(house: House) -> None:
    case_id = waits_for_a_fixer(house)
    come(house, "frank")
    actions.give_out(at=AT)
    actions.give_out(at=AT + 5 * MINUTE)
    assert reasons(house, case_id) == {"frank": "passed", "fay": "away"}
    actions.set_presence(person=house["frank"], state="break", at=AT + 6 * MINUTE)
    come(house, "frank", at=AT + 9 * MINUTE)
    actions.give_out(at=AT + 9 * MINUTE)
    assert (last(case_id).state, last(case_id).person) == ("offered", house["frank"])


def test_who_put_it_back_does_not_get_it_again_at_once(db: None) -> None:
    house = giving_house(GIVEN)
    case_id = waits_for_a_fixer(house)
    come(house, "frank")
    actions.give_out(at=AT)
    cases.act(case_id=case_id, act="put_back", task="handle#1", reason="", by=house["frank"], at=AT + MINUTE)
    actions.give_out(at=AT + MINUTE)
    assert reasons(house, case_id) == {"frank": "refused", "fay": "away"}


def test_what_somebody_who_leaves_had_taken_waits_for_the_others(db: None) -> None:
    house = giving_house(GIVEN)
    case_id = waits_for_a_fixer(house)
    come(house, "frank")
    actions.give_out(at=AT)
    leaves = AT + timedelta(days=1)
    people.leave(person=int(house["frank"]), last_day=AT.date() - timedelta(days=1), by=None, at=leaves)
    assert taken_by(case_id) == ""
    come(house, "fay", at=leaves)
    actions.give_out(at=leaves)
    assert taken_by(case_id) == house["fay"]


def test_silence_makes_away_at_its_instant_and_a_sign_of_life_brings_back(house: House) -> None:
    come(house, "frank")
    note_silence(AT + 15 * MINUTE - timedelta(seconds=1))
    assert Presence.objects.get(person=int(house["frank"])).state == "here"
    note_silence(AT + 15 * MINUTE)
    row = Presence.objects.get(person=int(house["frank"]))
    assert (row.state, row.before) == ("away", "here")
    actions.seen(person=house["frank"], at=AT + 20 * MINUTE)
    row.refresh_from_db()
    assert (row.state, row.before, row.seen_at) == ("here", "", AT + 20 * MINUTE)
    spells = PresenceSpell.objects.filter(person=int(house["frank"])).order_by("starts_at")
    assert [(each.state, each.by_silence) for each in spells] == [("here", False), ("away", True), ("here", False)]


def test_who_said_to_be_away_stays_away_whatever_moves(house: House) -> None:
    actions.set_presence(person=house["frank"], state="away", at=AT)
    actions.seen(person=house["frank"], at=AT + MINUTE)
    assert Presence.objects.get(person=int(house["frank"])).state == "away"
