"""The clauses of the decoration group: complete, numbered once, each one under a heading that exists."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

REPO = Path(__file__).resolve().parents[2]
CLAUSES = REPO / "src/shouwen/rulebooks/decor/2005-08/clauses"
REGISTER = REPO.parent / "shared/requirements/clauses.csv"

PER_CHAPTER = {"1": 8, "2": 21, "3": 48, "4": 70, "5": 56, "6": 31, "7": 6}
KINDS = set("EMRCKD")
LIST_TITLE = 14  # characters that fit into a row of the clause list


def _nodes() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted(CLAUSES.glob("*.yaml")):
        found += yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)["clauses"]  # noqa: S506 - builds text only
    return found


def _clauses() -> list[dict[str, Any]]:
    return [node for node in _nodes() if "text" in node]


def test_chapters_hold_their_clauses() -> None:
    counted = Counter(clause["id"].removeprefix("DECOR-").split(".")[0] for clause in _clauses())
    assert counted == PER_CHAPTER
    assert counted.total() == 240


def test_each_number_is_given_once() -> None:
    ids = Counter(node["id"] for node in _nodes())
    assert [number for number, times in ids.items() if times > 1] == []


def test_each_clause_hangs_under_a_heading_of_the_same_chapter() -> None:
    ids = {node["id"] for node in _nodes()}
    for node in _nodes():
        parent = node.get("parent")
        if parent is None:
            assert "." not in node["id"], f"{node['id']} has no parent"
        else:
            assert parent in ids, f"{node['id']} names {parent}"
            assert node["id"].split(".")[0] == parent.split(".")[0]


def test_clauses_can_be_listed_and_read() -> None:
    for node in _nodes():
        assert 0 < len(node["title"]) <= LIST_TITLE, node["id"]
    for clause in _clauses():
        assert clause["text"].endswith("。"), clause["id"]
        assert clause["source"], clause["id"]
        assert set(clause["kind"].split(",")) <= KINDS, clause["id"]


def test_the_register_knows_the_same_clauses() -> None:
    if not REGISTER.exists():
        pytest.skip("no requirement register beside the repository")
    with REGISTER.open(encoding="utf-8", newline="") as file:
        wanted = {row["id"]: row for row in csv.DictReader(file) if row["id"].startswith("DECOR-")}
    clauses = {clause["id"]: clause for clause in _clauses()}
    assert clauses.keys() == wanted.keys()
    assert {number: clause["kind"] for number, clause in clauses.items()} == {
        number: row["kind"] for number, row in wanted.items()
    }
