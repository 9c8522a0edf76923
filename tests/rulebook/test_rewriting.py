"""Rules changed as trees: what is equal keeps its letters, everything else is written as an author would."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.rulebook.load import load_texts, shipped
from shouwen.rulebook.rewriting import dumped, flow, rewritten, tree_of, with_rule, without
from shouwen.rulebook.writing import CannotWrite, spots

DECOR = next(path for name, _edition, path in shipped() if name == "decor")
COMPLAINT = (DECOR / "complaint.yaml").read_text(encoding="utf-8")
SMALL = """# Kept.
- {post: agent, title: 客服专员, count: 2, cites: [A-1]}   # two of them
- procedure: visit
  title: 走访   # words
  steps:
    # the first one
    go:
      title: 出门
      out: {gone: end}   # away
    stay: {title: 留下, out: {left: end}}
  cites: [A-1]
"""


def changed(path: str, text: str = SMALL, **more: Any) -> str:
    return rewritten(text, path, {**tree_of(text, path), **more})


def test_a_value_changes_and_every_other_letter_stays() -> None:
    assert changed("agent", count="3") == SMALL.replace("count: 2", "count: 3")
    assert changed("visit", title="看望") == SMALL.replace("走访", "看望")
    assert changed("agent", cites=["A-1", "A-2"]) == SMALL.replace("2, cites: [A-1]", "2, cites: [A-1, A-2]")


def test_keys_come_and_go_where_they_belong() -> None:
    tree = tree_of(SMALL, "visit")
    tree["steps"] = {
        "go": tree["steps"]["go"],
        "wait": {"title": "等", "out": {"done": "end"}},
        "stay": tree["steps"]["stay"],
    }
    text = rewritten(SMALL, "visit", tree)
    assert text == SMALL.replace("# away\n    stay", "# away\n    stay").replace(
        "out: {gone: end}   # away", "out: {gone: end}\n    wait: {title: 等, out: {done: end}}   # away"
    )
    del tree["steps"]["wait"], tree["steps"]["stay"]
    assert "stay" not in rewritten(SMALL, "visit", tree)
    assert rewritten(SMALL, "visit", {key: value for key, value in tree_of(SMALL, "visit").items() if key != "title"})
    first = rewritten(SMALL, "visit", {**tree, "steps": {"come": {"out": {"in": "go"}}, **tree["steps"]}})
    assert list(tree_of(first, "visit.steps")) == ["come", "go"]


def test_a_rule_is_added_and_removed() -> None:
    rule = {"post": "chief", "title": "主任", "cites": ["A-1"]}
    assert with_rule(SMALL, rule) == SMALL + "- {post: chief, title: 主任, cites: [A-1]}\n"
    behind = with_rule(SMALL, rule, after="agent")
    assert behind.index("chief") < behind.index("visit")
    assert "agent" not in without(SMALL, "agent")
    assert without(with_rule(SMALL, rule), "chief") == SMALL
    assert with_rule("", rule) == "- {post: chief, title: 主任, cites: [A-1]}\n"
    header = "rulebook: A\nclauses:\n- {id: A-1, title: 甲}\n"
    assert with_rule(header, {"id": "A-2", "title": "乙"}, section="clauses") == header + "- {id: A-2, title: 乙}\n"
    assert tree_of(with_rule(header, rule), "chief") == rule
    assert tree_of(with_rule("rulebook: A\n", {"id": "A-1", "title": "甲"}, section="clauses"), "clauses.A-1")
    assert spots(without(without(SMALL, "agent"), "visit")) == {}


def test_what_is_shared_is_not_changed_elsewhere() -> None:
    text = "- {post: a, title: &t 甲}\n- {post: b, title: *t}\n"
    with pytest.raises(CannotWrite, match="shares its writing"):
        rewritten(text, "a", {"post": "a", "title": "乙"})


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: list[tuple[Any, ...]] = [path]
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in pairs:
        inner += places(value, (*path, key))
    return inner


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_any_change_of_a_real_procedure_is_written_and_reads_back(data: st.DataObject) -> None:
    tree = copy.deepcopy(tree_of(COMPLAINT, "complaint"))
    for _ in range(data.draw(st.integers(1, 3))):
        spot = data.draw(st.sampled_from([each for each in places(tree) if len(each) > 1]))
        around = tree
        for key in spot[:-1]:
            around = around[key]
        if isinstance(around, list) or data.draw(st.booleans()):
            del around[spot[-1]]
        else:
            around[spot[-1]] = data.draw(st.sampled_from(["新的值", "a: b, [c]", ["x", "y"], {"then": "end"}, {}]))
    text = rewritten(COMPLAINT, "complaint", tree)
    assert tree_of(text, "complaint") == tree
    assert text.count("\n# ") == COMPLAINT.count("\n# ")


@pytest.mark.parametrize(
    "folder", [path for _name, _edition, path in shipped()], ids=lambda path: str(path.parent.name)
)
def test_every_shipped_rule_written_anew_means_the_same(folder: Path) -> None:
    files = {file.name: file.read_text(encoding="utf-8") for file in folder.rglob("*.yaml")}
    again = {}
    for name, text in files.items():
        tops = [path for path in spots(text) if path.count(".") < 2 and not path.startswith(("header", "clauses"))]
        rules = [path for path in tops if isinstance(tree_of(text, path), dict) and path in (rule_names(text, path))]
        for path in rules:
            tree = tree_of(text, path)
            assert rewritten(text, path, tree) == text
            assert tree_of(dumped([tree]), path) == tree_of(f"- {flow(tree)}\n", path) == tree
        again[name] = text
    assert load_texts(again).rulebook is not None


def rule_names(text: str, path: str) -> tuple[str, ...]:
    kind, name = next(iter(tree_of(text, path).items()))
    return (str(name), f"{kind}.{name}")


def test_a_rule_goes_into_a_file_whose_last_rule_was_taken_out() -> None:
    emptied = without("rulebook: T\n---\n- {post: a, title: 甲}\n", "a")
    text = with_rule(emptied, {"post": "b", "title": "乙"})
    assert list(spots(text))[-1].startswith("b")
    assert "甲" not in text
