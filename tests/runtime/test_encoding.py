"""The text that is hashed is the same before and after the database, whatever numbers stand in it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.runtime.database import BETWEEN
from shouwen.runtime.encoding import again, canonical, plain, read

SIMPLE = st.none() | st.booleans() | st.integers() | st.text()
VALUES = st.recursive(SIMPLE, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)
NUMBERS = st.recursive(
    SIMPLE | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1.0, "a": [2.0, -3.0]}, '{"a":[2,-3],"b":1}'),
        ({"a": 1e16}, '{"a":10000000000000000}'),
        ([1.5, 0.25e-7], "[1.5,2.5e-08]"),
        ({"a": {"b": [{"c": 4.0}]}}, '{"a":{"b":[{"c":4}]}}'),
        ({"at": "2026-11-22T09:00:00.250000+08:00", "n": 7}, '{"at":"2026-11-22T09:00:00.250000+08:00","n":7}'),
        ({"at": "2026-11-22T09:00:00.250000+08:00", "n": 7.0}, '{"at":"2026-11-22T09:00:00.250000+08:00","n":7}'),
        ({"said": "长:1.0,宽:2.50]"}, '{"said":"长:1.0,宽:2.50]"}'),
    ],
    ids=["whole floats", "a large one", "fractions", "deep inside", "an instant", "beside an instant", "in a text"],
)
def test_whole_floats_are_written_as_the_database_gives_them_back(value: object, text: str) -> None:
    assert canonical(value) == text
    assert again(text) == text
    assert again(json.dumps(value)) == text


@given(value=VALUES)
def test_the_text_that_is_hashed_is_that_of_the_standard_library(value: object) -> None:
    """Ledgers of years stand on these very characters."""
    assert canonical(value) == json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@given(value=NUMBERS)
def test_what_is_written_is_read_as_it_was(value: object) -> None:
    assert read(plain(value)) == value
    assert read(canonical(value)) == value


@given(value=NUMBERS)
def test_no_text_has_inside_what_stands_between_texts(value: object) -> None:
    assert BETWEEN not in plain(value) + canonical(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [{"at": float("-inf")}], {1, 2}, {"at": object()}])
def test_what_is_no_json_is_not_hashed(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical(value)
