"""The GREEN rulebook holds every clause of its written original, once, in a tree without gaps."""

import csv
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
CLAUSES = REPOSITORY / "src/shouwen/rulebooks/green/2024/clauses"
REGISTER = REPOSITORY.parent / "shared/requirements/clauses.csv"
TITLE_LENGTH = 14


@pytest.fixture(scope="module")
def nodes() -> list[dict[str, str]]:
    """Every clause and heading, scalars as text so that `1.10` would stay `1.10`."""
    return [
        node
        for path in sorted(CLAUSES.glob("*.yaml"))
        for node in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)["clauses"]  # noqa: S506 - reads every scalar as text
    ]


@pytest.fixture(scope="module")
def clauses(nodes: list[dict[str, str]]) -> list[dict[str, str]]:
    return [node for node in nodes if "text" in node]


def test_eighty_four_clauses_with_unique_ids(nodes: list[dict[str, str]], clauses: list[dict[str, str]]) -> None:
    ids = [node["id"] for node in nodes]
    assert len(ids) == len(set(ids))
    assert len(clauses) == 84


def test_every_parent_exists_and_heads_its_child(nodes: list[dict[str, str]]) -> None:
    ids = {node["id"] for node in nodes}
    for node in nodes:
        if "parent" in node:
            assert node["parent"] in ids, node["id"]
            assert node["id"].startswith(node["parent"]), node["id"]
        else:
            assert node["id"].count(".") == 0, f"{node['id']} is no chapter, yet has no parent"


def test_parents_come_before_children(nodes: list[dict[str, str]]) -> None:
    seen: set[str] = set()
    for node in nodes:
        assert node.get("parent", node["id"]) in seen | {node["id"]}, node["id"]
        seen.add(node["id"])


def test_headings_carry_no_duty_of_their_own(nodes: list[dict[str, str]]) -> None:
    headings = [node for node in nodes if "text" not in node]
    assert len(headings) == 36
    parents = {node.get("parent") for node in nodes}
    for heading in headings:
        assert set(heading) <= {"id", "parent", "title"}, heading["id"]
        assert heading["id"] in parents, f"{heading['id']} heads nothing"


def test_titles_fit_a_list_and_texts_are_there(nodes: list[dict[str, str]], clauses: list[dict[str, str]]) -> None:
    assert [n["id"] for n in nodes if not 0 < len(n["title"]) <= TITLE_LENGTH] == []
    assert [c["id"] for c in clauses if not c["text"].endswith("。")] == []


def test_ids_sources_and_kinds_agree_with_the_register(clauses: list[dict[str, str]]) -> None:
    if not REGISTER.exists():
        pytest.skip(f"no register of requirements at {REGISTER}")
    with REGISTER.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["id"].startswith("GREEN-")]
    assert {(c["id"], c["source"], c["kind"]) for c in clauses} == {
        (row["id"], row["source"], row["kind"]) for row in rows
    }
