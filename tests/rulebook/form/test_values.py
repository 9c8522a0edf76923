"""Forms of all kinds: every rule that ships fits its form, comes back as it was written, and means the same written anew."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shouwen.rulebook.form.filled import blank, filled, nested, operated
from shouwen.rulebook.form.hints import hint_of
from shouwen.rulebook.form.parts import rules_in
from shouwen.rulebook.form.places import field_at
from shouwen.rulebook.form.shown import ordered, primary
from shouwen.rulebook.form.spec import Figured, Keyed, Listed, Record, Scalar, Spec, fields_of, spec_of
from shouwen.rulebook.form.values import pruned, values_of, written_of
from shouwen.rulebook.load import load_texts, shipped
from shouwen.rulebook.load.parts import KINDS
from shouwen.rulebook.naming.names import known, name_of
from shouwen.rulebook.naming.options import option
from shouwen.rulebook.rewriting import dumped, tree_of

FOLDERS = [path for _name, _edition, path in shipped()]


def records() -> Iterator[Record]:
    """Every record of the language, each once."""
    ahead: list[Spec] = [spec_of(kind) for kind in KINDS]
    seen: set[str] = set()
    while ahead:
        spec = ahead.pop()
        if isinstance(spec, (Listed, Keyed)):
            ahead.append(spec.item)
        elif isinstance(spec, Record) and spec.name not in seen:
            seen.add(spec.name)
            yield spec
            ahead += [each.spec for each in fields_of(spec)]


def test_every_field_of_the_language_has_a_name_in_both_languages() -> None:
    places = [(record.name, each.key) for record in records() for each in fields_of(record)]
    assert len(places) > 500
    assert [place for place in places if not known(*place)] == []
    assert all(all(name_of(*place)) for place in places)
    hints = [hint_of(*place) for place in places]
    assert any(zh for zh, _en in hints)
    assert all(bool(zh) == bool(en) for zh, en in hints)


def test_every_choice_that_is_fixed_has_a_word() -> None:
    scalars = [each.spec for record in records() for each in fields_of(record) if isinstance(each.spec, Scalar)]
    scalars += [each.spec.inner for record in records() for each in fields_of(record) if isinstance(each.spec, Figured)]
    fixed = {value for scalar in scalars for value in scalar.options}
    assert sorted(value for value in fixed if option(value)[0].isascii()) == []


def test_a_form_shows_what_is_required_and_clauses_last() -> None:
    for record in records():
        required = {each.key for each in fields_of(record) if each.required}
        assert required <= primary(record)
        assert {each.key for each in ordered(record)} == {each.key for each in fields_of(record)}
    first, *_others, last = (each.key for each in ordered(Record("StepRule")))
    assert (first, last) == ("title", "cites")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: str(path.parent.name))
def test_every_shipped_rule_fits_its_form_and_means_the_same_written_from_it(folder: Path) -> None:
    files = {file.name: file.read_text(encoding="utf-8") for file in folder.rglob("*.yaml")}
    rules: list[Any] = []
    for text in files.values():
        for path, kind in rules_in(text).items():
            spec, tree = spec_of(kind), tree_of(text, path)
            values = pruned(spec, values_of(spec, tree))
            assert written_of(spec, values, tree) == tree, path
            rules.append({kind: tree[kind], **written_of(spec, values)})
    head = "\n".join(line for name, line in files.items() if name == "header.yaml")
    before = load_texts(files)
    anew = load_texts({"rules.yaml": dumped(rules), "header.yaml": head})
    assert before.rulebook is not None
    assert anew.rulebook is not None
    assert sorted(anew.rulebook.rules, key=lambda rule: rule.name) == sorted(
        before.rulebook.rules, key=lambda rule: rule.name
    )
    assert sorted(map(repr, anew.rulebook.blocks)) == sorted(map(repr, before.rulebook.blocks))


def test_what_is_typed_becomes_values_and_the_short_way_of_writing() -> None:
    spec = spec_of("duty")
    typed = {
        "v/title": "每月回访",
        "v/by/?how": "any",
        "v/by/any/0/?how": "post",
        "v/by/any/0/post": "agent",
        "v/by/any/1/?how": "role",
        "v/by/any/1/role": "handler",
        "v/due/0/key": "m",
        "v/due/0/value/within/value/n": "3",
        "v/due/0/value/within/value/u": "wd",
        "v/due/0/value/within/confirm": "源文未写",
        "v/due/0/value/promise": "false",
        "v/where/tests/0/path": "type",
        "v/where/tests/0/op": "one_of",
        "v/where/tests/0/value": "complaint，repair",
        "v/cites/0": "A-1",
        "v/cites/1": " ",
    }
    values = filled(spec, nested(typed.items()))
    assert written_of(spec, pruned(spec, values)) == {
        "title": "每月回访",
        "cites": ["A-1"],
        "by": {"any": ["agent", {"role": "handler"}]},
        "where": {"type": ["complaint", "repair"]},
        "due": {"m": {"within": {"value": "3wd", "confirm": "源文未写"}}},
    }


def test_a_name_of_endless_depth_is_no_field() -> None:
    deep = "v/when" + "/any/0" * 500 + "/tests/0/path"
    assert nested([(deep, "x"), ("v", "x"), ("other/title", "x"), ("v/title", "甲")]) == {"title": "甲"}


def test_fields_are_asked_for_moved_and_taken_away() -> None:
    spec = spec_of("procedure")
    steps = next(each.spec for each in fields_of(spec) if each.key == "steps")
    assert isinstance(steps, Keyed)
    step = steps.item
    values: dict[str, Any] = {"title": "登记", "out": [{"key": "a", "value": {"then": "end"}}]}
    operated(step, values, "push", "v/out")
    operated(step, values, "up", "v/out/1")
    operated(step, values, "set", "v/out/1/value/reason")
    operated(step, values, "push", "v/due")
    operated(step, values, "set", "v/due/0/value/warn")
    operated(step, values, "set", "v/rounds")
    assert values["out"] == [
        {"key": "", "value": {"then": ""}},
        {"key": "a", "value": {"then": "end", "reason": "true"}},
    ]
    assert values["due"] == [{"key": "", "value": {"warn": {"value": "", "confirm": ""}}}]
    assert values["rounds"] == {"most": {"value": "", "confirm": ""}}
    for path in ("v/out/0", "v/rounds", "v/due/0"):
        operated(step, values, "drop", path)
    before = {**values}
    for op, path in (("drop", "v/out/7"), ("set", "v/nothing"), ("push", "v/title/x"), ("fly", "v/out"), ("set", "x")):
        operated(step, values, op, path)
    assert (
        values
        == before
        == {"title": "登记", "out": [{"key": "a", "value": {"then": "end", "reason": "true"}}], "due": []}
    )


def test_a_choice_between_ways_keeps_what_goes_with_all_of_them() -> None:
    who = Record(
        "Who",
        tuple(
            next(
                each.spec.one_of
                for each in fields_of(spec_of("duty"))
                if each.key == "by" and isinstance(each.spec, Record)
            )
        ),
    )
    node = nested({"v/?how": "role", "v/post": "agent", "v/exclude/0/?how": "anyone", "v/exclude/0/post": "x"}.items())
    assert filled(who, node) == {"role": "", "exclude": [{"anyone": "true"}]}
    assert pruned(who, blank(who)) == {}


@pytest.mark.parametrize(
    ("where", "field"),
    [
        ("due.m.within", "v/due/0/value/within"),
        ("due.m.on_miss.0.notify", "v/due/0/value/on_miss/0/notify"),
        ("due.m.on_miss.notify", "v/due/0/value/on_miss/0/notify"),
        ("where.case.type.at_least", "v/where/tests/0"),
        ("due", "v/due"),
        ("due.x.within", "v/due"),
        ("", "v"),
    ],
)
def test_a_problem_leads_to_its_field(where: str, field: str) -> None:
    values = {
        "due": [{"key": "m", "value": {"within": {"value": "3", "confirm": ""}, "on_miss": [{"notify": []}]}}],
        "where": {"tests": [{"path": "case.type", "op": "at_least", "value": "x"}]},
    }
    assert field_at(spec_of("duty"), values, where) == field
