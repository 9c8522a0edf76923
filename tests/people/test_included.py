"""Work of an included post falls to whoever includes it, where and while nobody who holds it can act."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.people.company import AT, Company

from shouwen.people import actions
from shouwen.people.included import falling_to
from shouwen.people.organisation import organisation
from shouwen.people.posts import PostBook
from shouwen.runtime import rulebooks

HOUR = timedelta(hours=1)
RULEBOOK = """
rulebook: SHIFT
title: 值班
edition: {id: '1', in_force: 2026-01-01}
clauses:
- {id: SHIFT-1, title: 岗位}
rules:
- {post: agent, title: 坐席, cites: [SHIFT-1]}
- {post: shift_leader, title: 值长, includes: [agent], cites: [SHIFT-1]}
"""


@pytest.fixture(autouse=True)
def _no_edition_stays() -> Iterator[None]:
    yield
    rulebooks.forget()


def _falling(book: PostBook, post: str, unit: int, *, hours: int = 0) -> set[tuple[str, int]]:
    return set(falling_to(organisation(), [(post, unit)], at=AT + hours * HOUR, books=[book]))


def test_an_absent_agents_seat_is_the_leaders_meanwhile(company: Company, book: PostBook) -> None:
    agent = company.employ("坐席", "agent", company.branch)
    company.employ("值长", "shift_leader", company.centre)
    actions.set_absence(person=agent, starts_at=AT, ends_at=AT + HOUR, by=None, at=AT)
    vacant_here = ("agent", company.centre)
    assert _falling(book, "shift_leader", company.centre) == {vacant_here, ("agent", company.branch)}
    assert _falling(book, "shift_leader", company.centre, hours=1) == {vacant_here}


def test_a_nearer_leader_goes_first(company: Company, book: PostBook) -> None:
    agent = company.employ("坐席", "agent", company.finance)
    near = company.employ("近", "shift_leader", company.branch)
    company.employ("远", "shift_leader", company.group)
    actions.set_absence(person=agent, starts_at=AT, ends_at=AT + 9 * HOUR, by=None, at=AT)
    seat = ("agent", company.finance)
    assert seat in _falling(book, "shift_leader", company.branch)
    assert seat not in _falling(book, "shift_leader", company.group)
    actions.set_absence(person=near, starts_at=AT + HOUR, ends_at=AT + 2 * HOUR, by=None, at=AT)
    assert seat in _falling(book, "shift_leader", company.group, hours=1)


def test_what_is_included_in_turn_counts_too(company: Company, book: PostBook) -> None:
    company.employ("总监", "director", company.group)
    assert _falling(book, "director", company.group) == {
        ("agent", company.group),
        ("shift_leader", company.group),
    }
    assert _falling(book, "cashier", company.group) == set()


def test_a_viewer_finds_these_seats_among_their_own(company: Company, tmp_path: Path) -> None:
    (tmp_path / "shift.yaml").write_text(RULEBOOK, encoding="utf-8")
    rulebooks.install(path=tmp_path, by=None, at=AT)
    agent = company.employ("坐席", "agent", company.centre)
    leader = company.employ("值长", "shift_leader", company.centre)
    assert company.viewer(leader).seats == {("shift_leader", company.centre)}
    actions.set_absence(person=agent, starts_at=AT, ends_at=AT + HOUR, by=None, at=AT)
    assert company.viewer(leader).seats == {("shift_leader", company.centre), ("agent", company.centre)}
    assert company.viewer(agent).seats == {("agent", company.centre)}
