"""What the source leaves open is listed under stable keys, and can be settled without touching the files."""

from pathlib import Path

import pytest

from shouwen.rulebook.load import Loaded, load
from shouwen.rulebook.load.parameters import parameters, with_parameters
from shouwen.rulebook.model import Rulebook

BOOK = """\
rulebook: T
title: 试验
edition: {id: '1', in_force: 2026-01-01}
words: {prompt: {value: 2h, confirm: 源文“及时”}}
rules:
- {post: leader, count: {value: , confirm: 源文为 x 人}, cites: [T-5]}
- procedure: complaint
  cites: [T-1]
  steps:
    measures:
      due:
        report: {from: step.opened, within: {value: 24h, confirm: 起点未写明}, cites: [T-2]}
        plain: {from: step.opened, within: 3d}
      out: {done: end}
- {gate: refund, act: refund_deposit, needs: {house.occupied_on: {past: {value: 3mo, confirm: 入住还是完工起算}}}, cites: [T-3]}
- {duty: report, due: {m: {each: month, by: {value: next_month.3, confirm: 未定日}}}, cites: [T-4]}
- {gate: above, act: settle, only: leader, confirm: 源文未写由谁决定, cites: [T-6]}
"""


@pytest.fixture
def book(tmp_path: Path) -> Loaded:
    path = tmp_path / "book.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return load(path)


def typed(loaded: Loaded) -> Rulebook:
    assert loaded.problems == ()
    assert loaded.rulebook is not None
    return loaded.rulebook


def test_list_with_keys_values_clauses_and_lines(book: Loaded) -> None:
    found = parameters(typed(book), book.places)
    assert [(p.key, p.value, p.cites, p.place.line if p.place else 0) for p in found] == [
        ("header.words.prompt", "2h", (), 4),
        ("leader.count", None, ("T-5",), 6),
        ("complaint.steps.measures.due.report.within", "24h", ("T-2",), 12),
        ("refund.needs.house.occupied_on.past", "3mo", ("T-3",), 15),
        ("report.due.m.by", "next_month.3", ("T-4",), 16),
        ("above.confirm", None, ("T-6",), 17),
    ]
    assert [p.key for p in found if p.dormant] == ["leader.count"]
    assert [p.key for p in found if not p.figure] == ["above.confirm"]
    assert found[2].confirm == "起点未写明"


def test_settled_values_are_put_in_and_no_longer_listed(book: Loaded) -> None:
    before = typed(book)
    chosen = {
        "header.words.prompt": "1h",
        "leader.count": "4",
        "complaint.steps.measures.due.report.within": "2wd",
        "refund.needs.house.occupied_on.past": "6mo",
        "report.due.m.by": "next_month.5",
        "above.confirm": "由组长决定",
    }
    after, problems = with_parameters(before, chosen)
    assert problems == ()
    assert parameters(after) == ()
    count = after.posts["leader"].count
    assert count is not None
    assert count.value == 4
    within = after.procedures["complaint"].steps["measures"].due["report"].within
    assert within is not None
    assert within.value == "2wd"
    needs = after.gates["refund"].needs
    assert needs is not None
    assert needs.test is not None
    assert needs.test.value == "6mo"
    assert after.duties["report"].due["m"].by == "next_month.5"
    assert after.header.words["prompt"].value == "1h"
    # The given rulebook is a value and stays what it was.
    assert before.header.words["prompt"].value == "2h"
    assert len(parameters(before)) == 6


def test_what_cannot_be_put_in_is_told_and_stays(book: Loaded) -> None:
    chosen = {
        "leader.count": "many",
        "complaint.steps.measures.due.report.within": "4x",
        "gone.away": "1",
        "header.words.prompt": "1h",
    }
    after, problems = with_parameters(typed(book), chosen)
    assert {(p.code, p.where) for p in problems} == {
        ("wrong_value", "leader.count"),
        ("bad_span", "complaint.steps.measures.due.report.within"),
        ("unknown_parameter", "gone.away"),
    }
    within = after.procedures["complaint"].steps["measures"].due["report"].within
    assert within is not None
    assert (within.value, within.confirm) == ("24h", "起点未写明")
    assert after.header.words["prompt"].value == "1h"
