"""What counts as running: only what the program carries out today, told clause by clause and never more."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shouwen.config.cli import main
from shouwen.rulebook.carrying import best, in_part, standings
from shouwen.rulebook.listing import everything
from shouwen.rulebook.load.parts import KINDS
from shouwen.rulebook.running import _TABLE

Write = Callable[..., Any]

CLAUSES = """\
rulebook: T
title: 试验制度
edition: {id: '1', in_force: 2026-01-01}
parties: {customer: 客户}
clauses:
"""
RULES = """
- {post: clerk, title: 客服助理, count: 2, superior: head, cites: [T-1]}
- {post: head, title: 客服副总监, count: 1, cites: [T-2]}
- {post: gardener, title: 绿化工, count: 1, cites: [T-3]}
- {paper: form, title: 登记表, fields: {matter: text}, cites: [T-4]}
- {paper: log, title: 巡查表, fields: {place: text}, cites: [T-5]}
- procedure: complaint
  title: 投诉
  intake: form
  cites: [T-6]
  due:
    answer: {from: case.opened, within: 24h, mode: record, cites: [T-7]}
    monthly: {each: month, mode: record, cites: [T-8]}
  steps:
    take: {by: clerk, script: hello, out: {taken: wait}, cites: [T-9]}
    wait: {by: clerk, needs: {sheets.valid_share: {at_least: 95}}, out: {waited: end}, cites: [T-10]}
- {duty: patrol, by: gardener, per: customer, fill: [log], mode: record, due: {week: {each: week, cites: [T-11]}}, cites: [T-12]}
- {gate: trained, act: take_duty, needs: {person.exam_passed: true}, cites: [T-13]}
- {gate: named, act: close, needs: {form.matter: {known: true}}, cites: [T-14]}
- {gate: funded, act: approve, needs: {budget.left_after: {at_least: 0}}, cites: [T-15]}
- {reaction: after_patrol, upon: log.filled, do: [{notify: [head]}], cites: [T-16]}
- {reaction: after_form, upon: form.filled, do: [{notify: [head]}], cites: [T-17]}
- {fact: repeats, about: case, count: {of: case, where: {type: complaint}, same: [customer]}, cites: [T-18]}
- {fact: on_time, about: unit, over: month, share: {of: case, that: {closed: true}}, cites: [T-19]}
- {script: hello, title: 问候, lines: [您好], cites: [T-20]}
- {script: bye, title: 道别, lines: [再见], cites: [T-21]}
- {wording: never, title: 忌用语, sort: forbidden, phrases: [不知道], cites: [T-22]}
- {wording: polite, title: 礼貌用语, sort: use, phrases: [请], cites: [T-23]}
- {checklist: manners, title: 礼貌, items: [微笑], cites: [T-24]}
- {article: aim, title: 宗旨, text: 客户至上。, cites: [T-25]}
- {roster: desk, title: 前台, posts: clerk, cites: [T-26]}
- {paper: sheet, title: 月报, fields: {total: number}, cites: [T-27]}
- {duty: reporting, by: clerk, fill: [sheet], mode: record, due: {month: {each: month, opens: next_month.1, by: next_month.10, cites: [T-28]}, signed: {from: contract.signed, within: 5d, cites: [T-29]}}}
- {reaction: after_sheet, upon: sheet.filled, do: [{notify: [head]}], cites: [T-30]}
"""
RUNNING = {1, 2, 4, 6, 7, 9, 14, 17, 18, 20, 22, 27, 28, 30}
DEFINED = {3, 5, 8, 10, 11, 12, 13, 15, 16, 19, 21, 26, 29}
READ = {23: "article", 24: "checklist", 25: "article"}
WANTED = dict.fromkeys(RUNNING, "running") | dict.fromkeys(DEFINED, "defined") | READ


def header(kinds: str = "E") -> str:
    rows = (f"- {{id: T-{n}, title: 第{n}条, text: 某事。, kind: '{kinds}'}}" for n in range(1, 31))
    return CLAUSES + "\n".join(rows) + "\nrules:\n"


def test_each_clause_stands_as_its_rule_does(write: Write) -> None:
    book = write(RULES, header=header()).loaded.rulebook
    found = {int(clause[2:]): {each.standing for each in carriers} for clause, carriers in standings(book).items()}
    assert found == {number: {standing} for number, standing in WANTED.items()}


def test_a_post_that_is_held_does_not_carry_out_the_duty_of_its_clause(write: Write) -> None:
    """What does something for a clause decides; the things it names decide only when nothing else carries it."""
    cites = RULES.replace("cites: [T-12]", "cites: [T-1, T-4, T-9]")
    found = standings(write(cites, header=header()).loaded.rulebook)
    assert {clause: best(found[clause]) for clause in ("T-1", "T-2", "T-4", "T-9", "T-11")} == {
        "T-1": "defined",
        "T-2": "running",
        "T-4": "defined",
        "T-9": "defined",
        "T-11": "defined",
    }
    assert best(()) == "missing"


def test_a_clause_runs_only_if_everything_that_carries_it_does(write: Write) -> None:
    """A step that runs beside an indicator that waits is a part; so is one limit of a duty beside another."""
    cites = RULES.replace("cites: [T-19]", "cites: [T-9, T-2]").replace("cites: [T-29]", "cites: [T-28]")
    found = standings(write(cites.replace("cites: [T-24]", "cites: [T-7]"), header=header()).loaded.rulebook)
    told = {clause: (best(found[clause]), in_part(found[clause])) for clause in ("T-2", "T-7", "T-9", "T-11", "T-28")}
    assert told == {
        "T-2": ("defined", False),
        "T-7": ("running", False),
        "T-9": ("defined", True),
        "T-11": ("defined", False),
        "T-28": ("defined", True),
    }


def test_every_kind_has_its_line_in_the_table() -> None:
    assert set(_TABLE) == set(KINDS)


def test_the_listing_says_what_waits(write: Write) -> None:
    book = write(RULES, header=header()).loaded.rulebook
    lines = list(everything(book))
    assert any("patrol" in line and line.endswith("(已定义，尚未运行)") for line in lines)
    assert not any("named:" in line and "尚未运行" in line for line in lines)
    assert any("patrol" in line and "defined, not yet running" in line for line in everything(book, "en"))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.yaml"
    path.write_text(header() + RULES.lstrip("\n"), encoding="utf-8")
    return path


def register(path: Path, rows: list[tuple[str, str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([("id", "kind", "capabilities"), *rows])
    return path


def test_coverage_by_capability_with_faults_and_unknown(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [(f"T-{n}", "M" if n == 25 else "K", "KB, FLOW" if n > 20 else "FLOW") for n in range(1, 31) if n != 26]
    path = register(tmp_path / "register.csv", [*rows, ("T-31", "E", "KB")])
    assert main(["rulebook", "coverage", str(book), "--register", str(path), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    totals = {"running": 14, "defined": 12, "checklist": 1, "article": 2, "missing": 1, "unknown": 1, "in_part": 0}
    assert found["totals"] == totals
    (own,) = found["rulebooks"]
    assert own["faults"] == ["T-25"]
    assert own["unknown"] == ["T-26"]
    assert own["capabilities"]["KB"] == {"running": 4, "defined": 2, "checklist": 1, "article": 2, "missing": 1}
    assert sum(own["capabilities"]["FLOW"].values()) == 29
    assert main(["rulebook", "coverage", str(book), "--register", str(path)]) == 1
    text = capsys.readouterr().out
    assert "fault: T-25 is to be enforced or measured, but only a text carries it" in text
    assert "unknown: T-26 stands in T but not in the register." in text


def test_coverage_of_all_that_is_shipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        ("GREEN-9.2", "E", "KPI"),
        ("GREEN-4.2.3", "E", "CLOCK"),
        ("GREEN-4.3.2a", "E", "KPI"),
        ("NOWHERE-1", "E", "ORG"),
    ]
    path = register(tmp_path / "register.csv", rows)
    assert main(["rulebook", "coverage", "--all", "--register", str(path)]) == 1
    text = capsys.readouterr().out
    lines = [line.split() for line in text.splitlines()]
    assert ["GREEN", "CLOCK", "1", "0", "0", "0", "0"] in lines
    assert ["GREEN", "KPI", "0", "2", "0", "0", "0"] in lines
    assert "Of the 2 defined 1 run in part" in text
    assert ["NOWHERE", "clauses", "0", "0", "0", "0", "1", "0"] in lines
    assert "NOWHERE: no such rulebook comes with the program." in text


def test_coverage_asks_for_one_edition_or_all(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = register(tmp_path / "register.csv", [("T-1", "E", "ORG")])
    assert main(["rulebook", "coverage", "--register", str(path)]) == 2
    assert main(["rulebook", "coverage", str(book), "--all", "--register", str(path)]) == 2
    assert "one edition, or --all" in capsys.readouterr().err
