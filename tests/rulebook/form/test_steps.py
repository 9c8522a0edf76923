"""Steps come, go and lead elsewhere, and everything that spoke of them follows."""

from typing import Any

import pytest

from shouwen.rulebook.form.clauses import next_id, renamed, with_clause
from shouwen.rulebook.form.parts import added, changed, find, home_of, removed, rules_in
from shouwen.rulebook.form.steps import redirected, with_step, without_step
from shouwen.rulebook.form.steps import renamed as renamed_step
from shouwen.rulebook.rewriting import tree_of
from shouwen.rulebook.writing import CannotWrite

TEXT = """clauses:
- {id: A-1, title: 总则}
- {id: A-1.1, title: 受理, parent: A-1}
---
- procedure: visit
  steps:
    go: {title: 出门, by: agent, out: {gone: look, ill: {then: end, title: 病了}}}
    look: {title: 查看, out: {fine: end, bad: go}, rounds: {most: 2, then: end}}
  anytime: [{upon: go.gone, do: [{notify: agent}], goto: look}]
  cites: [A-1.1]
- {post: agent, title: 坐席, cites: A-1.1}
- {article: note, title: 说明, text: 文字, cites: [A-1, A-1.1]}
"""


def procedure() -> Any:
    return tree_of(TEXT, "visit")


def test_a_new_step_stands_on_the_way_of_an_outcome() -> None:
    tree = with_step(procedure(), after="go", outcome="ill", name="rest", title="休息", word="已办完")
    assert list(tree["steps"]) == ["go", "rest", "look"]
    assert tree["steps"]["go"]["out"] == {"gone": "look", "ill": {"then": "rest", "title": "病了"}}
    assert tree["steps"]["rest"] == {
        "title": "休息",
        "by": "agent",
        "out": {"done": {"then": "end", "title": "已办完"}},
    }
    after = with_step(procedure(), after="go", outcome="", name="pack", title="收拾", word="已办完")
    assert after["steps"]["go"]["out"]["gone"] == "pack"
    assert after["steps"]["pack"]["out"]["done"]["then"] == "look"
    alone = {"steps": {"only": {"title": "一步"}}}
    led = with_step(alone, after="only", outcome="", name="next", title="下一步", word="已办完")
    assert led["steps"]["only"]["out"] == {"done": "next"}


def test_what_led_to_a_step_that_goes_leads_on() -> None:
    tree = without_step(procedure(), "look")
    assert tree["steps"]["go"]["out"]["gone"] == "end"
    assert list(tree["steps"]) == ["go"]
    back = without_step(procedure(), "go")
    assert back["steps"]["look"]["out"] == {"fine": "end", "bad": "look"}
    assert back["anytime"][0]["goto"] == "look"


def test_an_outcome_leads_elsewhere_and_rounds_too() -> None:
    tree = redirected(procedure(), step="go", outcome="ill", then="look")
    assert tree["steps"]["go"]["out"]["ill"] == {"then": "look", "title": "病了"}
    assert redirected(procedure(), step="look", outcome="", then="go")["steps"]["look"]["rounds"]["then"] == "go"
    with pytest.raises(KeyError):
        redirected(procedure(), step="nowhere", outcome="x", then="go")


def test_a_step_under_another_name_is_spoken_of_by_it() -> None:
    tree = renamed_step(procedure(), "go", "leave")
    assert list(tree["steps"]) == ["leave", "look"]
    assert tree["steps"]["look"]["out"]["bad"] == "leave"
    assert tree["anytime"][0]["upon"] == "leave.gone"


def test_parts_are_found_changed_and_removed_where_they_are_written() -> None:
    assert rules_in(TEXT) == {"visit": "procedure", "agent": "post", "article.note": "article"}
    files = {"a.yaml": TEXT, "bad.yaml": "x: ["}
    step = find(files, "visit.steps.go")
    assert step is not None
    assert (step.name, step.kind, step.procedure, step.is_rule) == ("go", "procedure", "visit", False)
    text, path = changed(step, TEXT, "leave", {**step.values(), "title": "离开"})
    assert path == "visit.steps.leave"
    assert "leave: {title: 离开, by: agent" in text
    assert "bad: leave" in text
    assert "upon: leave.gone" in text
    with pytest.raises(CannotWrite, match="already"):
        changed(step, TEXT, "look", step.values())
    post = find(files, "agent")
    assert post is not None
    assert changed(post, TEXT, "seat", post.values()) == (TEXT.replace("post: agent", "post: seat"), "seat")
    assert "说明" not in removed(find(files, "article.note") or post, TEXT)
    assert find(files, "nothing") is None
    assert find(files, "visit.steps.go.out.gone.nothing") is None
    assert home_of(files, "post") == "a.yaml"
    assert home_of(files, "duty") == "duties.yaml"
    more, path = added(TEXT, "post", "lead", {"title": "组长"}, after="agent")
    assert more.index("post: lead") < more.index("article")
    with pytest.raises(CannotWrite, match="already"):
        added(more, "post", "lead", {"title": "组长"})


def test_clauses_are_numbered_added_and_renumbered_with_what_cites_them() -> None:
    assert next_id(["A-1", "A-1.1", "A-1.2a", "A-1.10"], "A-1", below=True) == "A-1.11"
    assert next_id(["A-1", "A-1.1", "A-1.2a", "A-1.10"], "A-1.1", below=False) == "A-1.11"
    assert next_id(["A-1", "A-2"], "A-1", below=False) == "A-3"
    assert next_id(["A-2.1a"], "A-2.1a", below=False) == "A-2.1"
    files = {"a.yaml": TEXT}
    more = with_clause(files, "a.yaml", {"id": "A-1.2", "title": "回访", "parent": "A-1", "text": ""}, after="A-1.1")
    assert "- {id: A-1.2, title: 回访, parent: A-1}\n---" in more
    for wrong in ("A-1", "甲", ""):
        with pytest.raises(CannotWrite):
            with_clause(files, "a.yaml", {"id": wrong, "title": "x"})
    text = renamed(files, "A-1.1", "A-1.9")["a.yaml"]
    assert text == TEXT.replace("A-1.1", "A-1.9")
    assert renamed(files, "A-1", "A-7")["a.yaml"].count("A-7") == 3
