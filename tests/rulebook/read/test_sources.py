"""The same rulebook out of every kind of file and encoding."""

import pytest
from tests.rulebook.read import made

from shouwen.rulebook.read import Draft, read_bytes

TEXT = "\n".join(made.LINES)


def outline(draft: Draft) -> list[tuple[str, str]]:
    return [(clause.path, clause.heading or clause.text) for clause in draft.clauses]


EXPECTED = [("1", "总则"), ("1.1", "答复要在24小时内作出。"), ("1.2", "退款由客服主管审批。")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_every_encoding(encoding: str) -> None:
    assert outline(read_bytes(TEXT.encode(encoding))) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_broken_byte_spoils_one_character_only(encoding: str) -> None:
    raw = bytearray(TEXT.encode(encoding))
    raw[-4] = 0xFF
    assert outline(read_bytes(bytes(raw)))[:2] == EXPECTED[:2]


def test_big5_keeps_traditional() -> None:
    text = "第一章 總則\n第一條 答覆應於二十四小時內為之，並記錄於來訪登記簿。\n第二條 退款由客服主管核准。"
    draft = read_bytes(text.encode("big5"))
    assert outline(draft)[0] == ("1", "總則")
    assert draft.limits[0].words == "二十四小時內"
    assert draft.limits[0].value == 24


def test_word() -> None:
    assert outline(read_bytes(made.word())) == EXPECTED


def test_numbers_that_word_draws_itself() -> None:
    draft = read_bytes(made.numbered_word())
    assert [(clause.path, clause.heading or clause.text) for clause in draft.clauses] == [
        ("1", "接待"),
        ("1.1", "起立迎接。"),
        ("1.2", "问明来意。"),
        ("2", "送客"),
        ("2.1", "送到门口。"),
    ]


def test_a_table_of_a_word_file_belongs_to_its_clause() -> None:
    draft = read_bytes(made.word(("一、权限", "见下表。"), (("事项", "批准人"), ("退款", "客服经理"))))
    (clause,) = draft.clauses
    assert clause.tables[0].rows == (("事项", "批准人"), ("退款", "客服经理"))
    assert "退款 | 客服经理" in clause.text
    assert [found.name for found in draft.posts] == ["客服经理"]


def test_pdf_with_text() -> None:
    draft = read_bytes(made.pdf())
    assert outline(draft) == EXPECTED
    assert [(limit.clause, limit.value, limit.unit) for limit in draft.limits] == [("1.1", 24, "hour")]


def test_lines_of_a_pdf_are_sentences_again() -> None:
    long = "一、接待要求：" + "接待人员看到有人来访要起立迎接并问明来意然后登记" * 4 + "。"
    (clause,) = read_bytes(made.pdf((long,))).clauses
    assert "\n" not in clause.text
    assert clause.text.count("问明来意") == 4


PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>制度</title><script>var 一 = "第九条";</script></head>
<body><nav>首页 &gt; 制度</nav><h1>值班制度</h1><div class="ad" style="display: none">广告第八条</div>
<p>第一条　值班室24小时有人。</p><p>第二条　交班要填<b>《交接班记录表》</b>。</p>
<ol><li>写清时间；</li><li>写清事项。</li></ol>
<table><tr><th>班次</th><th>时间</th></tr><tr><td>早班</td><td>8:00-16:00</td></tr></table>
<footer>版权所有</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_saved_web_page(charset: str) -> None:
    draft = read_bytes(PAGE.format(charset=charset).encode("gb18030" if charset == "gb2312" else charset), "page.html")
    assert [clause.path.rpartition("值班制度.")[2] for clause in draft.clauses if clause.number] == [
        "1",
        "2",
        "2.1",
        "2.2",
    ]
    assert [found.name for found in draft.forms] == ["交接班记录表"]
    text = "".join(clause.heading + clause.text for clause in draft.clauses)
    assert "早班 | 8:00-16:00" in text
    assert not any(word in text for word in ("首页", "广告", "版权", "var", "第九条"))


def test_columns_of_text_are_a_table() -> None:
    (clause,) = read_bytes("一、班次\n班次\t时间\n早班\t8:00-16:00".encode()).clauses
    assert clause.tables[0].rows[1] == ("早班", "8:00-16:00")


def test_the_same_file_gives_the_same_draft() -> None:
    assert read_bytes(made.word()) == read_bytes(made.word())


def test_a_pdf_whose_text_lost_its_line_breaks_keeps_its_clauses() -> None:
    """Lines end where the page does: inside a sentence, behind one, and before numbers that begin a clause."""
    parts = ["一、总则"] + [
        f"{n}.第{n}项工作由客服专员当天办理完毕并逐项登记，办理结果告诉来访的客户。" for n in range(1, 9)
    ]
    parts += ["二、回访"] + [
        f"{n}.第{n}次回访由客服主管在{n + 20}日之内安排，并把客户的意见记在回访记录表上。" for n in range(1, 9)
    ]
    draft = read_bytes(made.pdf(("".join(parts),)), "规定.pdf")
    wanted = ["1", *(f"1.{n}" for n in range(1, 9)), "2", *(f"2.{n}" for n in range(1, 9))]
    assert [clause.path for clause in draft.clauses] == wanted
    assert [limit.value for limit in draft.limits if limit.unit == "day" and limit.clause.startswith("2")] == [
        *range(21, 29)
    ]
    assert draft.clauses[-1].text == "第8次回访由客服主管在28日之内安排，并把客户的意见记在回访记录表上。"
