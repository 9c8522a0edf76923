"""Who can act: looked up from the unit upwards, with dates, substitutes and included posts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people.company import AT, Company

from shouwen.engine.facts import Seat
from shouwen.people import actions, queries
from shouwen.people.posts import PostBook

HOUR = timedelta(hours=1)


def _seat(company: Company, book: PostBook, post: str, *, unit: int | None = None, at: datetime = AT) -> Seat | None:
    return queries.roster_for(unit or company.branch, at=at, posts=book).seats.get(post)


def _persons(seat: Seat | None) -> list[int]:
    assert seat is not None
    return [int(person) for person in seat.persons]


def test_the_nearest_level_upwards_holds_the_post(company: Company, book: PostBook) -> None:
    near = company.employ("张三", "branch_manager", company.branch)
    company.employ("李四", "branch_manager", company.other)
    director = company.employ("周总监", "director", company.group)
    seat = _seat(company, book, "branch_manager")
    assert seat == Seat(unit=str(company.branch), persons=(str(near),))
    assert _persons(_seat(company, book, "director")) == [director]


def test_each_level_brings_its_own_departments(company: Company, book: PostBook) -> None:
    own = company.employ("出纳", "cashier", company.finance)
    leader = company.employ("值长", "shift_leader", company.centre)
    assert _seat(company, book, "cashier") == Seat(unit=str(company.finance), persons=(str(own),))
    assert _seat(company, book, "shift_leader") == Seat(unit=str(company.centre), persons=(str(leader),))
    assert _seat(company, book, "cashier", unit=company.other) is None


def test_of_two_levels_the_nearer_one_acts(company: Company, book: PostBook) -> None:
    near = company.employ("近", "cashier", company.branch)
    far = company.employ("远", "cashier", company.group)
    assert _persons(_seat(company, book, "cashier")) == [near]
    assert _persons(_seat(company, book, "cashier", unit=company.other)) == [far]


def test_a_past_instant_is_asked_of_what_was_then(company: Company, book: PostBook) -> None:
    person = company.employ("张三", "agent", company.other)
    actions.leave(person=person, last_day=date(2026, 2, 27), by=None, at=AT)
    actions.close_unit(unit=company.other, by=None, at=AT)
    assert _persons(_seat(company, book, "agent", unit=company.other, at=AT - 100 * HOUR)) == [person]
    assert _seat(company, book, "agent", unit=company.other) is None


def test_a_post_that_nobody_holds_has_no_seat(company: Company, book: PostBook) -> None:
    assert _seat(company, book, "director") is None
    assert queries.vacant_posts(book, at=AT) == book.posts


def test_direct_holders_come_before_holders_of_including_posts(company: Company, book: PostBook) -> None:
    leader = company.employ("值长", "shift_leader", company.centre)
    assert _persons(_seat(company, book, "agent")) == [leader]
    agent = company.employ("坐席", "agent", company.centre)
    assert _persons(_seat(company, book, "agent")) == [agent, leader]
    assert queries.vacant_posts(book, at=AT) == ("cashier", "branch_manager", "director")


def test_holdings_count_from_the_first_day_to_the_end_of_the_last(company: Company, book: PostBook) -> None:
    person = company.employ("张三")
    first, last = date(2026, 3, 3), date(2026, 3, 4)
    actions.place(person=person, post="agent", unit=company.branch, starts_on=first, ends_on=last, by=None, at=AT)
    begins = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # midnight in Shanghai
    ends = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)
    moment = timedelta(microseconds=1)
    assert _seat(company, book, "agent", at=begins - moment) is None
    assert _persons(_seat(company, book, "agent", at=begins)) == [person]
    assert _persons(_seat(company, book, "agent", at=ends - moment)) == [person]
    assert _seat(company, book, "agent", at=ends) is None


def test_days_are_those_of_the_units_own_zone(company: Company, book: PostBook) -> None:
    actions.describe_unit(unit=company.branch, name="美西", head_post="", zone="America/Los_Angeles", by=None, at=AT)
    company.employ("张三", "agent", company.branch, since=date(2026, 3, 3))
    midnight_there = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    assert _seat(company, book, "agent", at=midnight_there - HOUR) is None
    assert _seat(company, book, "agent", at=midnight_there) is not None


def test_a_substitute_acts_while_the_holder_is_away(company: Company, book: PostBook) -> None:
    boss = company.employ("张三", "branch_manager", company.branch)
    deputy = company.employ("李四")
    actions.set_absence(person=boss, substitute=deputy, starts_at=AT, ends_at=AT + HOUR, reason="出差", by=None, at=AT)
    assert _persons(_seat(company, book, "branch_manager", at=AT)) == [deputy]
    assert _persons(_seat(company, book, "branch_manager", at=AT + HOUR)) == [boss]
    roster = queries.roster_for(company.branch, at=AT, posts=book)
    assert roster.posts_of[str(deputy)] == ("branch_manager",)
    (stand_in,) = queries.stand_ins(at=AT)
    assert (stand_in.name, stand_in.instead_of_name) == ("李四", "张三")


def test_whoever_is_here_comes_before_whoever_stands_in(company: Company, book: PostBook) -> None:
    absent, here = (company.employ(name, "agent", company.branch) for name in ("张三", "王五"))
    deputy = company.employ("李四")
    actions.set_absence(person=absent, substitute=deputy, starts_at=AT, ends_at=AT + HOUR, by=None, at=AT)
    assert _persons(_seat(company, book, "agent")) == [here, deputy]


def test_a_substitute_for_one_case_type_acts_in_that_only(company: Company, book: PostBook) -> None:
    boss = company.employ("张三", "branch_manager", company.branch)
    deputy = company.employ("李四")
    actions.set_absence(
        person=boss,
        substitute=deputy,
        starts_at=AT,
        ends_at=AT + HOUR,
        procedures=["complaint"],
        by=None,
        at=AT,
    )

    def holders(procedure: str) -> list[int]:
        roster = queries.roster_for(company.branch, at=AT, posts=book, procedure=procedure)
        return _persons(roster.seats["branch_manager"])

    assert (holders("complaint"), holders("inquiry")) == ([deputy], [boss])


def test_a_substitute_who_is_away_is_not_followed_further(company: Company, book: PostBook) -> None:
    boss = company.employ("张三", "branch_manager", company.branch)
    deputy, third = company.employ("李四"), company.employ("王五")
    actions.set_absence(person=boss, substitute=deputy, starts_at=AT, ends_at=AT + 2 * HOUR, by=None, at=AT)
    actions.set_absence(person=deputy, substitute=third, starts_at=AT, ends_at=AT + HOUR, by=None, at=AT)
    assert _seat(company, book, "branch_manager") == Seat(unit=str(company.branch), persons=())
    assert _persons(_seat(company, book, "branch_manager", at=AT + HOUR)) == [deputy]


def test_when_nobody_near_can_act_the_next_level_does(company: Company, book: PostBook) -> None:
    near = company.employ("张三", "cashier", company.finance)
    far = company.employ("李四", "cashier", company.group)
    actions.set_absence(person=near, starts_at=AT, ends_at=AT + HOUR, by=None, at=AT)
    assert _seat(company, book, "cashier") == Seat(unit=str(company.group), persons=(str(far),))


def test_superiors_heads_and_members(company: Company, book: PostBook) -> None:
    cashier = company.employ("出纳", "cashier", company.branch)
    boss = company.employ("张三", "branch_manager", company.branch)
    helper = company.employ("会计", "agent", company.finance)
    roster = queries.roster_for(company.branch, at=AT, posts=book)
    assert roster.superiors[str(cashier)] == "branch_manager"
    assert roster.heads[str(company.branch)] == "branch_manager"
    assert roster.units[str(company.branch)] == (str(boss), str(cashier), str(helper))
    assert roster.units[str(company.finance)] == (str(helper),)


def test_a_unit_may_name_its_own_head(company: Company, book: PostBook) -> None:
    boss = company.employ("张三", "branch_manager", company.branch)
    cashier = company.employ("出纳", "cashier", company.branch)
    actions.describe_unit(unit=company.branch, name="一分", head_post="cashier", zone="", by=None, at=AT)
    roster = queries.roster_for(company.branch, at=AT, posts=book)
    assert roster.heads[str(company.branch)] == "cashier"
    assert roster.units[str(company.branch)] == (str(cashier), str(boss))


def test_a_seat_is_found_from_another_unit_too(company: Company, book: PostBook) -> None:
    company.employ("张三", "branch_manager", company.branch)
    other = company.employ("李四", "branch_manager", company.other)
    seats = queries.roster_for(company.branch, at=AT, posts=book).seats
    assert seats[f"branch_manager@{company.other}"] == Seat(unit=str(company.other), persons=(str(other),))
    assert seats.get("branch_manager@999999") is None
    assert seats.get("branch_manager@nowhere") is None
    assert list(seats) == ["branch_manager"]


def test_who_stands_in_for_whom(company: Company, book: PostBook) -> None:
    boss, deputy, alone = (company.employ(name) for name in ("张三", "李四", "王五"))
    actions.set_absence(person=boss, substitute=deputy, starts_at=AT, ends_at=AT + HOUR, by=None, at=AT)
    actions.set_absence(person=alone, starts_at=AT, ends_at=AT + HOUR, by=None, at=AT)
    roster = queries.roster_for(company.branch, at=AT, posts=book)
    assert roster.standing_in == {str(boss): (str(deputy),), str(alone): ()}
    assert queries.roster_for(company.branch, at=AT + HOUR, posts=book).standing_in == {}


def test_somebody_who_left_holds_nothing(company: Company, book: PostBook) -> None:
    person = company.employ("张三", "agent", company.branch)
    actions.leave(person=person, last_day=date(2026, 3, 1), by=None, at=AT)
    assert _seat(company, book, "agent") is None


def test_a_roster_costs_one_query_or_none(company: Company, book: PostBook) -> None:
    company.employ("张三", "agent", company.branch)
    version = queries.current_version()
    queries.roster_for(company.branch, at=AT, posts=book)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.roster_for(company.branch, at=AT, posts=book)
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        queries.roster_for(company.other, at=AT + HOUR, posts=book, version=version)
    assert len(asked) == 0


def test_an_unknown_unit_is_named(company: Company, book: PostBook) -> None:
    with pytest.raises(queries.UnknownUnitError, match="'999999'"):
        queries.roster_for(999999, at=AT, posts=book)
