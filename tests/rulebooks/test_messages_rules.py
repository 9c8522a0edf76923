"""MESSAGES holds together, and each of its limits stands on a clause of its own."""

from pathlib import Path

import pytest

from shouwen.config.commands.rulebook_check import found
from shouwen.rulebook.load import load
from shouwen.rulebook.model import Rulebook

FOLDER = Path(__file__).resolve().parents[2] / "src" / "shouwen" / "rulebooks" / "messages" / "2011"


@pytest.fixture(scope="module")
def messages() -> Rulebook:
    loaded = load(FOLDER)
    assert loaded.rulebook is not None
    return loaded.rulebook


def test_nothing_is_wrong_with_it() -> None:
    assert [problem for problem in found(FOLDER) if problem.level != "note"] == []


def test_each_limit_has_its_own_clause_so_that_shares_can_be_told_apart(messages: Rulebook) -> None:
    due = messages.procedures["message"].steps["answer"].due
    spans = {each.cites: each.within.value for each in due.values() if each.within is not None}
    assert spans == {
        ("MESSAGES-3.1",): "72h",
        ("MESSAGES-3.2",): "168h",
        ("MESSAGES-3.3",): "360h",
        ("MESSAGES-3.4",): "720h",
        ("MESSAGES-3.5",): "5wd",
        ("MESSAGES-3.6",): "7wd",
        ("MESSAGES-3.7",): "15wd",
    }
    assert {each.start for each in due.values()} == {"case.opened"}


def test_what_counts_as_one_matter_is_for_the_house_to_settle(messages: Rulebook) -> None:
    repeats, likeness = messages.facts["repeats"], messages.facts["likeness"]
    assert repeats.count is not None
    assert repeats.count.last is not None
    assert repeats.target is not None
    assert likeness.target is not None
    open_figures = [repeats.count.last, repeats.target["at_least"], likeness.target["at_least"]]
    assert all(figure.confirm for figure in open_figures)
