"""The text that is hashed is the same before and after the database, whatever numbers stand in it."""

import json

import pytest

from shouwen.runtime.encoding import again, canonical


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
