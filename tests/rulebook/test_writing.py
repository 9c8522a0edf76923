"""A rulebook changed at one place stays as it was everywhere else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouwen.rulebook.load import load, load_texts, shipped
from shouwen.rulebook.writing import CannotWrite, append, part, put, replace_part, scalar, spots

BOOK = """\
# 门店投诉制度
rulebook: SHOP   # 代号
title: 门店投诉
edition: {id: '2026', in_force: 2026-01-01}
clauses:
- {id: SHOP-1, title: 投诉}

- id: SHOP-1.1
  parent: SHOP-1
  title: 受理   # 一线
  text: >-
    接到投诉当即登记，
    两个工作日内答复。

  # 下一条
- {id: SHOP-1.2, title: 答复, kind: }
rules:
  - post: clerk
    title: "客服专员"   # 引号保留
    count: 2
    cites: [SHOP-1.1]
  - {fact: calls, title: 来电, type: &t number, cites: [SHOP-1.1]}
  - {fact: visits, title: 来访, type: *t, cites: [SHOP-1.1]}
"""


def test_only_the_characters_of_the_value_change() -> None:
    changed = put(BOOK, "clerk.count", "3")
    assert changed == BOOK.replace("count: 2", "count: 3")
    assert put(BOOK, "clerk.title", "坐席") == BOOK.replace('"客服专员"', "坐席")


def test_a_folded_text_becomes_one_line_and_the_remark_below_stays() -> None:
    changed = put(BOOK, "clauses.SHOP-1.1.text", "当日答复：先登记。")
    assert "  text: 当日答复：先登记。\n\n  # 下一条\n" in changed
    assert spots(changed)["clauses.SHOP-1.1.text"].value == "当日答复：先登记。"


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("clauses.SHOP-1.source", "- {id: SHOP-1, title: 投诉, source: 一}"),
        ("clauses.SHOP-1.2.kind", "- {id: SHOP-1.2, title: 答复, kind: 一 }"),
        ("clerk.confirm", "    cites: [SHOP-1.1]\n    confirm: 一\n"),
    ],
)
def test_a_missing_or_empty_key_gets_its_value(path: str, line: str) -> None:
    assert line in put(BOOK, path, "一")


def test_what_is_shared_by_an_anchor_is_left_alone_and_says_so() -> None:
    with pytest.raises(CannotWrite, match="shares its writing"):
        put(BOOK, "visits.type", "text")


def test_a_rule_is_taken_out_at_the_margin_and_put_back() -> None:
    rule = part(BOOK, "clerk")
    assert rule.startswith('post: clerk\ntitle: "客服专员"')
    assert replace_part(BOOK, "clerk", rule) == BOOK
    written = replace_part(BOOK, "clerk", rule.replace("count: 2", "count: 4\r\nunit: branch"))
    assert "    count: 4\n    unit: branch\n    cites" in written


def test_a_rule_is_added_at_the_end_of_its_file() -> None:
    text = append("# 岗位\n- {post: clerk, title: 专员}\n\n", "post: chief\ntitle: 店长")
    assert text == "# 岗位\n- {post: clerk, title: 专员}\n- post: chief\n  title: 店长\n"


def test_what_is_no_yaml_is_not_written_to() -> None:
    with pytest.raises(CannotWrite, match="line"):
        put("rulebook: [SHOP", "header.rulebook", "X")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), min_size=1))
def test_any_words_come_back_as_they_were_given(value: str) -> None:
    for path in ("clauses.SHOP-1.title", "clauses.SHOP-1.1.text", "clerk.title"):
        assert spots(put(BOOK, path, value))[path].value == value


@pytest.mark.parametrize(("name", "edition", "folder"), shipped(), ids=str)
def test_places_are_those_of_the_loader_and_texts_load_like_folders(name: str, edition: str, folder: Path) -> None:
    files = {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in folder.rglob("*.yaml")}
    found = {path for text in files.values() for path in spots(text)}
    loaded = load(folder)
    rules = {path for path in loaded.places if "." not in path and path != "header"}
    assert rules <= found
    assert load_texts(files).rulebook == loaded.rulebook


@pytest.mark.parametrize(("name", "edition", "folder"), shipped()[:2], ids=str)
def test_every_rule_of_a_real_edition_is_put_back_to_the_letter(name: str, edition: str, folder: Path) -> None:
    for file in folder.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        tops = [path for path in spots(text) if path.count(".") == 0]
        for path in tops:
            assert replace_part(text, path, part(text, path)) == text, path


def test_a_plain_word_stays_plain_and_a_risky_one_is_quoted() -> None:
    assert [scalar(word) for word in ("24h", "受理", "a: b", "#", "", "it's")] == [
        "24h", "受理", "'a: b'", "'#'", "''", "'it''s'",
    ]  # fmt: skip
