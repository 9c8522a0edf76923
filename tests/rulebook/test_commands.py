"""The commands check, show, diff, coverage and stories, run as a person runs them."""

import json
from pathlib import Path

import pytest

from shouwen.config.cli import main

BOOK = """\
rulebook: T
title: 试验制度
edition: {id: '1', in_force: 2026-01-01}
clauses:
- {id: T-1, title: 第一章}
- {id: T-1.1, parent: T-1, title: 审核, text: 要审核。, kind: E}
- {id: T-1.2, parent: T-1, title: 礼貌, text: 有礼貌。, kind: C}
rules:
- {post: head, title: 客服副总监, count: 1, cites: [T-1.1]}
- {post: director, title: 总监, count: 1, cites: [T-1.1]}
- {fact: size, title: 金额档, one_of: [small, large], titles: {small: 小额, large: 大额}, cites: [T-1.1]}
- {paper: form, title: 记录, fields: {size: {type: choice, fact: size}}, cites: [T-1.1]}
- procedure: complaint
  title: 客户投诉
  cites: [T-1.1]
  steps:
    review:
      title: 审核
      by: head
      fill: form
      table: authority
      due: {review: {title: 审核, from: step.opened, within: 24h, on_miss: [{notify: director}], cites: [T-1.1]}}
      out: {done: end}
- table: authority
  title: 权限表
  in: [size]
  rows:
  - {when: {size: small}, then: {approver: head}}
  - {when: {size: large}, then: {approver: director}}
  cites: [T-1.1]
- {checklist: manners, title: 礼貌, items: [微笑], cites: [T-1.2]}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return written(tmp_path / "old.yaml", BOOK)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_check_of_a_sound_rulebook(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rulebook", "check", str(book)]) == 0
    assert said(capsys) == "0 errors, 0 warnings, 0 notes.\n"


def test_check_names_file_line_and_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path / "bad.yaml", BOOK.replace("out: {done: end}", "out: {done: ned}"))
    assert main(["rulebook", "check", str(path)]) == 1
    text = said(capsys)
    assert "Errors (1)\n  bad.yaml:23  outcome_without_target  complaint.steps.review.out.done" in text
    assert "did you mean 'end'?" in text
    assert main(["rulebook", "check", str(path), "--lang", "zh"]) == 1
    assert "是不是“结束”「end」？" in said(capsys)


def test_check_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path / "bad.yaml", BOOK.replace("by: head\n", "by: haed\n"))
    assert main(["rulebook", "check", str(path), "--json"]) == 1
    rows = json.loads(said(capsys))
    assert [(row["code"], row["line"], row["level"]) for row in rows] == [("unheld_post", 19, "error")]
    assert set(rows[0]) == {"level", "code", "where", "file", "line", "message", "message_en"}


def test_check_of_the_scopes_of_a_company(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scopes = "scopes:\n- {reach: all, acts: [see, open_case], posts: [clerk]}\n- {reach: own, acts: [ACT, reveal], posts: [clerk]}\n"
    company = tmp_path / "company.yaml"
    company.write_text(scopes.replace("ACT", "suprevise"), encoding="utf-8")
    assert main(["rulebook", "check", str(book), "--organisation", str(company), "--json"]) == 1
    (found,) = [row for row in json.loads(said(capsys)) if row["level"] == "error"]
    assert (found["code"], found["file"], found["line"]) == ("unknown_act", "company.yaml", 3)
    assert found["message_en"] == "There is no act 'suprevise' to permit; did you mean 'supervise'?"
    company.write_text(scopes.replace("ACT", "supervise"), encoding="utf-8")
    assert main(["rulebook", "check", str(book), "--organisation", str(company)]) == 0


def test_check_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rulebook", "check", str(tmp_path / "gone")]) == 2
    assert "does not exist" in capsys.readouterr().err


def test_show_everything_and_one_rule(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rulebook", "show", str(book)]) == 0
    text = said(capsys)
    assert "T/1  试验制度" in text
    assert "  T-1.2  礼貌  [checklist manners]" in text
    assert "流程 (1)" in text
    assert main(["rulebook", "show", str(book), "complaint", "--lang", "en"]) == 0
    assert said(capsys).splitlines() == [
        "  complaint: complaint begins with 'review' and has 1 step.  [T-1.1]",
        "    review: 'review' is done by head, who fills form.  [T-1.1]",
        "        Limit 'review': within 24 hours of the moment when the step opens; if missed: notify director.",
        "        Outcome 'done' leads to the end.",
    ]
    assert main(["rulebook", "show", str(book), "nothing"]) == 2


def changed(folder: Path) -> Path:
    """The second edition of the book, with something changed in most of its rules."""
    text = (
        BOOK.replace("within: 24h", "within: 12h")
        .replace("      by: head\n", "      by: director\n")
        .replace("out: {done: end}", "out: {done: sign}\n    sign: {title: 签字, by: director, out: {signed: end}}")
        .replace(
            "- {when: {size: large}, then: {approver: director}}", "- {when: {size: large}, then: {approver: head}}"
        )
        .replace("edition: {id: '1'", "edition: {id: '2'")
        .replace(
            "- {checklist: manners, title: 礼貌, items: [微笑], cites: [T-1.2]}\n",
            "- {article: manners, title: 礼貌, text: 微笑, cites: [T-1.2]}\n",
        )
    )
    return written(folder / "new.yaml", text)


def test_diff_in_plain_sentences(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = changed(tmp_path)
    assert main(["rulebook", "diff", str(book), str(new), "--lang", "en"]) == 0
    assert said(capsys).splitlines() == [
        "Edition 1 (2026-01-01) becomes 2 (2026-01-01).",
        "Procedure 'complaint', step 'review': done by head becomes director.",
        "Procedure 'complaint', step 'review': review within 24 hours becomes 12 hours.",
        "Procedure 'complaint', step 'review', outcome 'done': result the end becomes sign.",
        "Procedure 'complaint', step 'sign' is added: director.",
        "Table 'authority': a row (If size is large: approver: director) becomes (If size is large: approver: head).",
        "Article 'manners' is added: manners.",
        "Checklist 'manners' is removed.",
    ]
    assert main(["rulebook", "diff", str(book), str(new)]) == 0
    chinese = said(capsys)
    assert "流程“客户投诉”，环节“审核”：时限“审核”由24小时内变为12小时内。" in chinese
    assert "流程“客户投诉”，环节“审核”：办理人由客服副总监变为总监。" in chinese
    assert "流程“客户投诉”：新增环节“签字”：总监。" in chinese
    assert main(["rulebook", "diff", str(book), str(book)]) == 0
    assert said(capsys) == "没有差异。\n"


def test_coverage_of_a_register(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = written(tmp_path / "register.csv", "id,kind\nT-1.1,E\nT-1.2,C\nOTHER-1,E\n")
    assert main(["rulebook", "coverage", str(book), "--register", str(register)]) == 0
    assert said(capsys).splitlines()[-1] == "2 ids: 1 running, 0 defined, 1 checklist, 0 article, 0 missing; 0 unknown."
    written(register, "id,kind\nT-1.1,E\nT-1.2,C\nT-9,E\n")
    assert main(["rulebook", "coverage", str(book), "--register", str(register), "--json"]) == 1
    found = json.loads(said(capsys))
    assert found["totals"] == {
        "running": 1,
        "defined": 0,
        "checklist": 1,
        "article": 0,
        "missing": 1,
        "unknown": 0,
        "in_part": 0,
    }
    nothing = {"id": "T-9", "carried_by": "missing", "in_part": False, "parts": [], "running": []}
    assert found["rulebooks"][0]["ids"][2] == nothing


def test_coverage_says_what_is_wrong_with_the_register(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rulebook", "coverage", str(book), "--register", str(tmp_path / "gone.csv")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    register = written(tmp_path / "register.csv", "nummer\n1\n")
    assert main(["rulebook", "coverage", str(book), "--register", str(register)]) == 2
    assert "no column 'id'" in capsys.readouterr().err


def test_a_folder_of_editions_is_told_to_name_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "2026").mkdir()
    written(tmp_path / "2026" / "book.yaml", BOOK)
    assert main(["rulebook", "check", str(tmp_path)]) == 2
    assert f"name the edition: {tmp_path / '2026'}" in capsys.readouterr().err


SHORT = """\
rulebook: T
title: 试验制度
edition: {id: '1', in_force: 2026-01-01}
calendars: {office: {days: china, hours: [09:00-17:00]}}
unit_kinds: {group: 集团}
clauses: [{id: T-1, title: 受理, text: 两小时内答复。, source: 一, kind: E}]
rules:
- {post: clerk, title: 客服专员, unit: group, count: 1, cites: [T-1]}
- procedure: question
  title: 咨询
  opens: {by: clerk}
  cites: [T-1]
  steps:
    answer: {title: 答复, by: clerk, due: {answer: {title: 答复时限, from: case.opened, within: 2h, on_miss: [{notify: clerk}], cites: [T-1]}},
      out: {told: {then: end, title: 已答复}, passed: {then: end, title: 不归我们管}}}
"""
TOLD = """\
story: 当场答复
when:
  - 2026-03-02 09:00 客服专员 立案: 咨询
  - 2026-03-02 09:10 客服专员 答复: 已答复
then:
  - 2026-03-02 09:10 按时 答复时限；结案
"""
LATE = """\
---
story: 迟了，转出去
when:
  - 2026-03-02 09:00 客服专员 立案: 咨询
  - 2026-03-02 12:00 客服专员 答复: 不归我们管
then:
  - 2026-03-02 11:00 超时 答复时限
"""


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    (tmp_path / "2026").mkdir()
    (tmp_path / "stories").mkdir()
    written(tmp_path / "2026" / "book.yaml", SHORT)
    written(tmp_path / "stories" / "told.yaml", TOLD)
    return tmp_path / "2026"


def test_stories_say_what_they_leave_out(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rulebook", "stories", str(edition)]) == 0
    assert "1 / 2" in said(capsys)
    assert main(["rulebook", "stories", str(edition), "--unwalked"]) == 1
    assert said(capsys).splitlines()[-2:] == [
        "T: no story takes question.answer.passed",
        "T: in no story question.answer.answer runs out",
    ]
    written(edition.parent / "stories" / "told.yaml", TOLD + LATE)
    assert main(["rulebook", "stories", str(edition), "--unwalked", "--json"]) == 0
    (found,) = json.loads(said(capsys))
    assert found["there"] == {"outcomes": 2, "limits": 1, "procedures": 1}
    assert found["unwalked"] == {"outcomes": [], "limits": [], "procedures": []}


def test_a_story_that_does_not_come_true_is_told(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(edition.parent / "stories" / "told.yaml", TOLD.replace("09:10 按时", "09:10 逾期"))
    assert main(["rulebook", "stories", str(edition)]) == 1
    assert "T: 当场答复" in said(capsys)


def test_stories_that_cannot_be_told(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = edition.parent / "stories" / "told.yaml"
    written(file, TOLD.replace("客服专员 答复", "客服专员 复核"))
    assert main(["rulebook", "stories", str(edition)]) == 2
    assert "当场答复" in capsys.readouterr().err
    written(file, "story: 半个\nwenn: []\n")
    assert main(["rulebook", "stories", str(edition)]) == 2
    assert "unknown keys" in capsys.readouterr().err
    untold = TOLD.replace("客服专员 答复", "客服专员 复核")
    written(file, f"{untold}---\n{untold.replace('当场答复', '再来一次')}---\nstory: 半个\nwenn: []\n")
    assert main(["rulebook", "stories", str(edition)]) == 2
    told = capsys.readouterr().err
    assert all(each in told for each in ("当场答复", "再来一次", "unknown keys"))
    file.unlink()
    assert main(["rulebook", "stories", str(edition)]) == 2
    assert "there are no stories" in capsys.readouterr().err
    assert main(["rulebook", "stories"]) == 2
