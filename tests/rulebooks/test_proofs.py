"""Every shipped rulebook: nothing is wrong with it, the register's clauses are there, its stories walk every way and every limit."""

import pytest
from tests.rulebooks.proofs import EDITIONS, Shipped, register_rows, shipped

from shouwen.rulebook.check import check

CLAUSES = {
    "campus": 14,
    "decor": 240,
    "dept": 20,
    "green": 84,
    "keyacc": 30,
    "luoyang": 151,
    "margin": 38,
    "norm": 82,
    "power": 31,
    "tower": 20,
}
LEAST = {
    "campus": 36,
    "decor": 163,
    "dept": 32,
    "green": 62,
    "keyacc": 35,
    "luoyang": 149,
    "margin": 42,
    "messages": 6,
    "norm": 104,
    "power": 51,
    "tower": 42,
}
"""Stories of a rulebook: a floor that does not sink."""
CONTRADICTED = {"decor": {"limit_longer_than_served"}}
"""Warnings that the source itself earns."""


@pytest.fixture(params=sorted(EDITIONS))
def book(request: pytest.FixtureRequest) -> Shipped:
    return shipped(str(request.param))


def test_the_checker_finds_nothing_but_figures_to_confirm(book: Shipped) -> None:
    found = (*book.loaded.problems, *check(book.rulebook, book.loaded.places))
    allowed = CONTRADICTED.get(book.name, set())
    assert [f"{p.place}: {p.message}" for p in found if p.level != "note" and p.code not in allowed] == []


@pytest.mark.parametrize("name", sorted(CLAUSES))
def test_clauses_agree_with_the_register(name: str) -> None:
    clauses = {(c.id, c.source, c.kind) for c in shipped(name).rulebook.clauses if c.text}
    assert len(clauses) == CLAUSES[name]
    rows = register_rows(name)
    if not rows:
        pytest.skip("no register of requirements beside the repository")
    assert clauses == {(row["id"], row["source"], row["kind"]) for row in rows}


def test_enough_stories_each_with_a_name_of_its_own(book: Shipped) -> None:
    titles = [story.title for story in book.stories]
    assert len(titles) == len(set(titles))
    assert len(titles) >= LEAST[book.name]


def test_every_outcome_is_walked(book: Shipped) -> None:
    assert book.left.outcomes == frozenset()


def test_every_limit_runs_out_once(book: Shipped) -> None:
    assert book.left.limits == frozenset()


def test_every_procedure_comes_to_its_end(book: Shipped) -> None:
    assert book.left.procedures == frozenset()
