"""Forbidden phrases are found however they are spaced."""

from pathlib import Path

import pytest

from shouwen.cases.phrases import forbidden_hits
from shouwen.rulebook.load import load

DECOR = Path(__file__).parents[2] / "src/shouwen/rulebooks/decor/2005-08"


@pytest.fixture(scope="module")
def rulebook() -> object:
    return load(DECOR).rulebook


def test_a_phrase_of_the_list_is_found_across_spaces_and_commas(rulebook: object) -> None:
    lists = [block for block in rulebook.blocks if getattr(block, "sort", "") == "forbidden"]  # type: ignore[attr-defined]
    phrase = lists[0].phrases[0]
    spaced = "，".join(phrase)
    assert phrase in forbidden_hits(f"您好，{spaced}。", rulebook)  # type: ignore[arg-type]


def test_polite_words_are_no_hits(rulebook: object) -> None:
    assert forbidden_hits("您好，已为您安排维修，明天上午到达，请您放心。", rulebook) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said", ["这不归我管", "**这不**归我管", "這不歸我管", "这*不*归我管", "[这不归我管](https://example.com)"]
)
def test_a_phrase_is_found_as_the_customer_reads_it(said: str) -> None:
    luoyang = load(DECOR.parents[1] / "luoyang" / "2024").rulebook
    assert luoyang is not None
    assert forbidden_hits(f"您好，{said}。", luoyang) == ("这不归我管",)
