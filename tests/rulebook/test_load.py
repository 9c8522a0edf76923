"""Loading tells every problem at once, with file, line and a way out, and keeps what is sound."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shouwen.rulebook.load import Loaded, load, shipped
from shouwen.rulebook.model import Scheme

HEADER = (
    "rulebook: T\ntitle: 试验\nedition: {id: '1', in_force: 2026-01-01}\nwords: {prompt: {value: 2h, confirm: 及时}}\n"
)
Files = Callable[..., Loaded]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Write files by name and load their folder."""

    def written(**texts: str) -> Loaded:
        for name, text in texts.items():
            path = tmp_path / f"{name.replace('__', '/')}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load(tmp_path)

    return written


def told(loaded: Loaded) -> list[tuple[str, str, int]]:
    return [(p.code, p.place.file, p.place.line) for p in loaded.problems if p.place is not None]


def test_one_edition_from_many_files(files: Files) -> None:
    loaded = files(
        header=HEADER,
        clauses__one="clauses:\n- {id: T-1, title: 第一条}\n",
        posts="- {post: clerk, cites: [T-1]}\n",
        more="rules:\n- {article: about, title: 说明, text: 正文, cites: [T-1]}\n---\n- {post: head, cites: [T-1]}\n",
    )
    assert loaded.problems == ()
    assert loaded.rulebook is not None
    assert loaded.rulebook.key == "T/1"
    assert sorted(loaded.rulebook.posts) == ["clerk", "head"]
    assert [block.name for block in loaded.rulebook.blocks] == ["about"]
    assert list(loaded.rulebook.clause) == ["T-1"]


def test_scalars_stay_the_text_that_was_written(files: Files) -> None:
    loaded = files(
        book=HEADER.replace("id: '1'", "id: 5.10")
        + "calendars: {office: {hours: [09:00-12:00, 13:30-18:00]}}\nparties: {on: 客户, no: 无}\n"
    )
    assert loaded.problems == ()
    assert loaded.rulebook is not None
    assert loaded.rulebook.header.edition.id == "5.10"
    assert loaded.rulebook.header.parties == {"on": "客户", "no": "无"}
    assert loaded.rulebook.header.calendars["office"].hours == ("09:00-12:00", "13:30-18:00")


MANY_FAULTS = """\
- post: clerk
  tittle: 助理
  count: many
- {post: head, cites: [T1]}
- {postt: other}
- {post: fine, count: 2}
- procedure: p
  steps:
    take:
      by: {role: a, post: b}
      out: {done: end}
      rounds: {most: none}
- {post: fine, count: 3}
"""


def test_all_problems_at_once_and_one_bad_rule_hides_no_other(files: Files) -> None:
    loaded = files(book=HEADER, rules=MANY_FAULTS)
    assert told(loaded) == [
        ("unknown_kind", "rules.yaml", 5),
        ("duplicate_name", "rules.yaml", 13),
        ("wrong_value", "rules.yaml", 3),
        ("unknown_key", "rules.yaml", 2),
        ("wrong_value", "rules.yaml", 4),
        ("wrong_value", "rules.yaml", 10),
        ("wrong_value", "rules.yaml", 12),
    ]
    sentences = [p.message_en for p in loaded.problems]
    assert "'tittle' is not known here; did you mean 'title'?" in sentences
    assert "a whole number is expected; here stands 'many'." in sentences
    assert any("did you mean post?" in sentence for sentence in sentences)
    assert any("rounds without a bound must say why" in sentence for sentence in sentences)
    assert "轮次没有上限时要写“理由”。" in [p.message for p in loaded.problems]
    assert loaded.rulebook is not None
    assert "fine" in loaded.rulebook.posts


def test_nested_key_is_matched_with_the_keys_of_its_own_place(files: Files) -> None:
    loaded = files(
        book=HEADER
        + "rules:\n- procedure: p\n  steps:\n    take:\n      by: clerk\n      due:\n        d: {from: step.opened, witin: 1d}\n"
    )
    assert told(loaded) == [("unknown_key", "book.yaml", 11)]
    assert loaded.problems[0].where == "p.steps.take.due.d.witin"
    assert "不认识「witin」；是不是“时限”「within」？" in loaded.problems[0].message


def test_duplicate_key_names_both_lines(files: Files) -> None:
    loaded = files(book=HEADER + "rules:\n- post: clerk\n  title: 甲\n  title: 乙\n")
    assert told(loaded) == [("duplicate_key", "book.yaml", 8)]
    assert "line 7" in loaded.problems[0].message_en


def test_syntax_error_keeps_the_other_files(files: Files) -> None:
    loaded = files(book=HEADER, good="- {post: clerk}\n", bad="- {post: head\n- post: [\n")
    assert [p.code for p in loaded.problems] == ["yaml_syntax"]
    assert loaded.problems[0].place is not None
    assert loaded.problems[0].place.file == "bad.yaml"
    assert loaded.rulebook is not None
    assert list(loaded.rulebook.posts) == ["clerk"]


def test_anchors_and_merge_keys(files: Files) -> None:
    loaded = files(
        book=HEADER
        + """\
rules:
- procedure: p
  steps:
    a: &step {by: clerk, title: 甲, out: {done: end}}
    b: {<<: *step, title: 乙}
"""
    )
    assert loaded.problems == ()
    assert loaded.rulebook is not None
    steps = loaded.rulebook.procedures["p"].steps
    assert (steps["b"].title, steps["b"].by) == ("乙", steps["a"].by)


@pytest.mark.parametrize(
    ("due", "code", "phrase"),
    [
        ("within: 24x", "bad_span", "'24x' is not a span"),
        ("within: promt", "bad_span", "Did you mean prompt?"),
        ("by: tomorrow", "bad_day", "'tomorrow' is no day"),
        ("each: fortnight", "bad_period", "'fortnight' is no period"),
        ("within: 1d, warn: soon", "bad_span", "'soon' is not a span"),
    ],
)
def test_texts_of_time_that_cannot_be_read(files: Files, due: str, code: str, phrase: str) -> None:
    rule = "rules:\n- duty: d\n  due:\n    m: {from: case.opened, DUE}\n"
    loaded = files(book=HEADER + rule.replace("DUE", due))
    assert told(loaded) == [(code, "book.yaml", 8)]
    assert phrase in loaded.problems[0].message_en


@pytest.mark.parametrize(
    "due",
    [
        "within: prompt",
        "within: 10wd",
        "by: next_month.10",
        "by: end_of_day",
        "by: {fact: promise.reply_at}",
        "each: month, warn: 80%",
    ],
)
def test_texts_of_time_that_can_be_read(files: Files, due: str) -> None:
    rule = "rules:\n- duty: d\n  due:\n    m: {from: case.opened, DUE}\n"
    assert files(book=HEADER + rule.replace("DUE", due)).problems == ()


def test_a_long_rest_is_a_span(files: Files) -> None:
    assert files(book=HEADER + "long_rest: {value: 3wd, confirm: 未写}\n").problems == ()
    (problem,) = files(book=HEADER + "long_rest: ages\n").problems
    assert (problem.code, problem.where) == ("bad_span", "header.long_rest")


def test_no_header(files: Files) -> None:
    loaded = files(posts="- {post: clerk}\n")
    assert loaded.rulebook is None
    assert [p.code for p in loaded.problems] == ["no_header"]


def test_second_header(files: Files) -> None:
    assert told(files(a=HEADER, b=HEADER)) == [("second_header", "b.yaml", 1)]


def test_empty_folder_says_so(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    assert [p.code for p in loaded.problems] == ["no_file"]


def test_document_of_another_kind(files: Files) -> None:
    assert told(files(book=HEADER, other="stories:\n- a\n")) == [("wrong_document", "other.yaml", 1)]


def test_scheme_is_typed(files: Files) -> None:
    scheme = "{scheme: s, title: 考核, of: clerk, by: clerk, rounds: {monthly: {weights: {reply: 95%}}}, cites: [T-1]}"
    loaded = files(book=HEADER + f"rules:\n- {scheme}\n")
    assert loaded.problems == ()
    assert loaded.rulebook is not None
    block = loaded.rulebook.blocks[0]
    assert isinstance(block, Scheme)
    assert block.rounds["monthly"].weights["reply"].value == 95
    heavy = files(book=HEADER + f"rules:\n- {scheme.replace('95%', '195')}\n")
    assert [problem.code for problem in heavy.problems] == ["wrong_value"]
    assert "不能大于 100" in heavy.problems[0].message


def test_shipped_rulebooks_load_without_a_problem() -> None:
    found = shipped()
    assert {name for name, _, _ in found} >= {"decor", "green"}
    for name, edition, path in found:
        loaded = load(path)
        assert loaded.problems == (), name
        assert loaded.rulebook is not None
        assert loaded.rulebook.header.edition.id == edition


def test_zone_hours_and_calendar_that_do_not_exist(files: Files) -> None:
    loaded = files(
        book=HEADER
        + """\
zone: Asia/Beijing
calendars: {office: {hours: [09:00-12:00, 13-18]}}
rules:
- {duty: d, due: {m: {from: case.opened, within: 1wd, calendar: offce}}}
"""
    )
    assert told(loaded) == [
        ("unknown_calendar", "book.yaml", 8),
        ("bad_zone", "book.yaml", 5),
        ("bad_hours", "book.yaml", 6),
    ]
