"""Search by two characters finds exactly the texts that hold what was asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.base.bigrams import bigrams, like_patterns, query_text, runs

LETTERS = "装修漏水投诉 ab12，。'\\&|!<>:*()"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("装修漏水", ["装修", "修漏", "漏水"]),
        ("漏，水", ["漏", "水"]),
        ("ＡＢ12", ["ab", "b1", "12"]),
        ("水水水", ["水水"]),
        ("", []),
        ("'& |", []),
    ],
)
def test_neighbours_within_a_stretch(text: str, pieces: list[str]) -> None:
    assert bigrams(text) == pieces


def test_single_characters_are_there_when_wanted() -> None:
    assert set(bigrams("王敏", singles=True)) == {"王敏", "王", "敏"}


def test_longer_pieces_for_numbers() -> None:
    assert bigrams("13812", size=4) == ["1381", "3812"]


def test_a_question_in_the_databases_writing() -> None:
    assert query_text("漏水 3栋") == "'漏水' & '3栋'"
    assert like_patterns("漏水 3栋 科学大道") == ["%科学大道%"]


@given(st.text(LETTERS, max_size=30), st.text(LETTERS, max_size=30), st.text(LETTERS, max_size=8))
def test_what_a_text_holds_is_never_missed(before: str, after: str, asked: str) -> None:
    text = before + asked + after
    wanted = {piece for run in runs(asked) if len(run) > 1 for piece in bigrams(run)}
    assert wanted <= set(bigrams(text))


@given(st.text(max_size=40))
def test_no_sign_of_the_query_language_gets_through(text: str) -> None:
    assert all(piece.isalnum() for piece in bigrams(text))
