"""`shouwen rulebook read` as a person runs it: JSON, sentences, a folder, and the comparison with a register."""

import json
from pathlib import Path

import pytest

from shouwen.config.cli import main
from shouwen.rulebook.load import load
from shouwen.rulebook.read import read_path
from shouwen.rulebook.read.measure import measure
from shouwen.rulebook.read.register import pairs, register_books

TEXT = """借书室服务办法
一、接待
1.读者来访由借书室管理员接待，登记《来访登记表》。
2.投诉应在[X]小时内答复，答复不了的及时上报馆长。
二、盘点
每季度盘点一次，完好率不低于95%。
"""
REGISTER = """# Register

| Rulebook | Total |
|---|---|
| LIB | 4 |

## LIB 借书室 — Lending library (借书室服务办法)

### LIB: clauses (4)

| Id | Source | Kind | Capabilities | Requirement |
|---|---|---|---|---|
| LIB-1.1 | 一.1 | E | INTAKE | The librarian (借书室管理员) registers every visitor in 《来访登记表》. |
| LIB-1.2 | 一.2 | E | CLOCK | Complaint answered within [X] hours (configurable), else up to the head (馆长). |
| LIB-2.0 | 二 | M | KPI | Stock-taking (盘点) quarterly, at least 95% whole. |
| LIB-3.1 | 三.1 | E | DESK | Fines (罚款) are paid at once. |

### LIB: lists

**(a) Roles/posts.** Librarian (借书室管理员); head (馆长); cashier (出纳); reader (客户).

**(b) Forms and documents.** Visitors (来访登记表), lending card (借书卡).

**(d) Timers/frequencies.** Complaint [X] hours (configurable); stock-taking quarterly; inspection 'regular' (configurable).

**(e) KPIs.** Whole ≥ 95%.
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "办法.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_json_has_the_promised_shape(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rulebook", "read", str(written), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["clauses", "limits", "posts", "departments", "forms", "escalations"]
    assert told["clauses"][0] == {"number": "一、", "path": "1", "heading": "接待", "text": ""}
    keys = ("clause", "words", "value", "unit", "kind", "times", "min")
    assert told["limits"] == [
        dict(zip(keys, limit, strict=True))
        for limit in (
            ("1.2", "[X]小时内", None, "hour", "deadline", None, None),
            ("2", "每季度盘点一次", 3, "month", "frequency", 1, None),
            ("2", "不低于95%", 95, "percent", "ratio", None, None),
        )
    ]
    assert told["posts"] == ["借书室管理员", "馆长"]
    assert told["forms"] == ["来访登记表"]
    assert told["escalations"] == [{"clause": "1.2", "words": "投诉应在[X]小时内答复，答复不了的及时上报馆长。"}]


@pytest.mark.parametrize(("lang", "word"), [("en", "limits: 3"), ("zh", "时限与频次: 3")])
def test_sentences(written: Path, lang: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rulebook", "read", str(written), "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert out.startswith("借书室服务办法\n")
    assert word in out


def test_the_folder_loads_and_checks_without_errors(
    written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "edition"
    args = ["rulebook", "read", str(written), "--into", str(folder), "--code", "LIB", "--in-force", "2027-01-01"]
    assert main(args) == 0
    assert main(["rulebook", "check", str(folder)]) == 0
    capsys.readouterr()
    loaded = load(folder)
    assert loaded.problems == ()
    assert loaded.rulebook is not None
    assert loaded.rulebook.header.title == "借书室服务办法"
    assert loaded.rulebook.clause["LIB-1.2"].parent == "LIB-1"
    assert {post.title for post in loaded.rulebook.posts.values()} == {"借书室管理员", "馆长"}
    confirm = {str(word.confirm) for word in loaded.rulebook.header.words.values()}
    assert "源文留空：“[X]小时内”（LIB-1.2）" in confirm
    suggested = json.loads((folder / "suggestions.json").read_text(encoding="utf-8"))
    assert [limit["clause"] for limit in suggested["limits"]] == ["LIB-1.2", "LIB-2", "LIB-2"]
    assert suggested["forms"] == ["来访登记表"]


def test_a_folder_that_holds_something_is_left_alone(
    written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "mine.yaml").write_text("rulebook: X", encoding="utf-8")
    assert main(["rulebook", "read", str(written), "--into", str(folder)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["mine.yaml"]


def test_clause_ids_for_headings_without_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("值班制度的说明在此。\n早班要求：\n1.开门。\n1.点灯。\n晚班要求：\n1.关门。", encoding="utf-8")
    assert main(["rulebook", "read", str(path), "--into", str(tmp_path / "made"), "--code", "DUTY"]) == 0
    loaded = load(tmp_path / "made")
    assert loaded.problems == ()
    assert loaded.rulebook is not None
    assert [clause.id for clause in loaded.rulebook.clauses] == [
        "DUTY-0",
        "DUTY-h1",
        "DUTY-h1.1",
        "DUTY-h1.1n2",
        "DUTY-h2",
        "DUTY-h2.1",
    ]


def test_against_a_register(written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    register = tmp_path / "register.md"
    register.write_text(REGISTER, encoding="utf-8")
    assert main(["rulebook", "read", str(written), "--against", str(register), "--misses"]) == 0
    out = capsys.readouterr().out
    row = next(line for line in out.splitlines() if line.startswith("| LIB"))
    cells = [cell.strip() for cell in row.split("|")][2:-1]
    # 3 of 4 clauses; all limits, and in their clauses; 2 of 3 posts (no cashier); no departments; 1 of 2 forms (no card)
    assert cells[:4] == ["3/4 = 75.0%", "3/3 = 100.0%", "3/3 = 100.0%", "3/3 = 100.0%"]
    assert cells[4:6] == ["2/3 = 66.7%", "2/2 = 100.0%"]
    assert cells[8:] == ["1/2 = 50.0%", "1/1 = 100.0%"]
    assert "LIB clauses missed: LIB-3.1 (三.1)" in out
    assert "LIB posts missed: 出纳" in out


def test_what_is_not_in_the_register_lowers_precision(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text(TEXT + "三、罚款\n1.罚款3天内缴纳，由保安队长收取，开具《罚款单》。\n", encoding="utf-8")
    (measured,) = measure([read_path(path)], register_books(REGISTER))
    assert measured.clauses.recall == 1
    assert measured.limits.too_much == ["3.1 3天内"]
    assert measured.posts.too_much == ["保安队长"]
    assert measured.forms.too_much == ["罚款单"]


def test_a_register_that_cannot_be_used(written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rulebook", "read", str(written), "--against", str(tmp_path / "none.md")]) == 2
    (tmp_path / "empty.md").write_text("# nothing", encoding="utf-8")
    assert main(["rulebook", "read", str(written), "--against", str(tmp_path / "empty.md")]) == 2
    assert main(["rulebook", "read", str(written), str(written)]) == 2
    assert main(["rulebook", "read", str(written), "--into", str(tmp_path / "x"), "--code", "small"]) == 2
    capsys.readouterr()


def test_figures_of_an_english_register() -> None:
    text = "first response [X] minutes; ≤ two weeks; 2/month; survey half-yearly; same-day contact; 24 h; 10 working days; at least 95%"
    assert pairs(text) == {
        (None, "minute"),
        (2.0, "week"),
        (1.0, "month"),
        (6.0, "month"),
        (0.0, "day"),
        (24.0, "hour"),
        (10.0, "working_day"),
        (95.0, "percent"),
    }


def test_a_register_of_clauses_alone(written: Path) -> None:
    csv = 'id,source,kind,capabilities,requirement\nLIB-1.1,一.1,E,INTAKE,"Register visitors (来访登记表, 借书室管理员)."\nLIB-9,九,E,X,"Nothing (接待)."\n'
    (measured,) = measure([read_path(written)], register_books(csv))
    assert (measured.clauses.found, measured.clauses.wanted) == (1, 2)
