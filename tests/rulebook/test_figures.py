"""What sort of figure each parameter is, and what can stand in its place."""

from pathlib import Path

import pytest

from shouwen.rulebook.figures import fits, sort_of
from shouwen.rulebook.load import load
from shouwen.rulebook.load.parameters import Parameter, parameters, with_parameters
from shouwen.rulebook.model import Rulebook

HOME = Path(__file__).parents[2] / "src" / "shouwen" / "rulebooks"
EDITIONS = sorted(path.parent for path in HOME.glob("*/*/header.yaml"))


def of(edition: Path) -> tuple[Rulebook, tuple[Parameter, ...]]:
    loaded = load(edition)
    assert loaded.rulebook is not None
    return loaded.rulebook, parameters(loaded.rulebook)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda path: path.parent.name)
def test_every_figure_of_the_rulebooks_can_be_confirmed_as_it_stands(edition: Path) -> None:
    book, found = of(edition)
    odd = [each.key for each in found if each.value is not None and not fits(each, each.value, book)]
    assert odd == []
    chosen = {each.key: each.value or "" for each in found if each.value or not each.figure}
    settled, problems = with_parameters(book, chosen)
    assert problems == ()
    assert {each.key for each in parameters(settled)} == {each.key for each in found if each.dormant}


@pytest.mark.parametrize(
    ("place", "now", "sort", "good", "bad"),
    [
        ("a.due.b.within", "24h", "span", ("3wd", "prompt", "1mo"), ("24", "0h", "soon", "")),
        ("header.words.prompt", "2h", "span", ("3h", "end_of_day"), ("prompt", "2")),
        ("header.warn", "75%", "share", ("80%", "2h"), ("120%", "75", "0.75")),
        ("a.count", None, "number", ("3", "97.5"), ("three", "-1", "")),
        ("a.when.repeats.at_least", "2", "number", ("4",), ("24h",)),
        ("a.due.m.by", "next_month.3", "day", ("this_quarter.end", "end_of_day"), ("the third", "3")),
        ("a.due.m.each", "quarter", "period", ("month", "FREQ=YEARLY;BYMONTH=1,5"), ("often", "FREQ=yearly!")),
    ],
)
def test_a_value_fits_its_sort(place: str, now: str | None, sort: str, good: tuple[str], bad: tuple[str]) -> None:
    book, _ = of(HOME / "decor" / "2005-08")
    figure = Parameter(key=place, path=place, value=now, confirm="源文留空", dormant=now is None)
    assert sort_of(figure, book) == sort
    assert [value for value in good if not fits(figure, value, book)] == []
    assert [value for value in bad if fits(figure, value, book)] == []


def test_a_reading_takes_no_value() -> None:
    book, found = of(HOME / "decor" / "2005-08")
    reading = next(each for each in found if not each.figure)
    assert sort_of(reading, book) == "reading"
    assert fits(reading, "", book)
    assert not fits(reading, "24h", book)
