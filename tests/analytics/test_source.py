"""A file of messages is read whole, and what is wrong with it is told by line, column and reason."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.analytics.files import HEADINGS, SMALL, write

from shouwen.analytics.source import Source, UnreadableFile, read_map, read_source

NOW = datetime(2020, 6, 1, tzinfo=UTC)
GOOD = SMALL[0]


def read(path: Path, **more: object) -> Source:
    return read_source(path, zone="Asia/Shanghai", now=NOW, **more)  # type: ignore[arg-type]  # passed on


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_usual_encoding_gives_the_same_messages(tmp_path: Path, encoding: str) -> None:
    source = read(write(tmp_path / "file.csv", encoding=encoding))
    assert len(source.messages) == source.rows == len(SMALL)
    assert not source.faults
    first = source.messages[0]
    assert (first.source_id, first.customer, first.title) == ("1", "A1", "物业管理有问题")
    # Half past nine in Shanghai is half past one in London.
    assert first.opened_at == datetime(2019, 4, 22, 1, 32, 9, tzinfo=UTC)


def test_a_file_in_another_encoding_is_refused_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"\xff\xfe\x00\x81\x20\xff")
    with pytest.raises(UnreadableFile, match="neither UTF-8 nor GB18030"):
        read(path)


@pytest.mark.parametrize(
    ("place", "value", "column", "reason"),
    [
        (0, "", "留言编号", "is empty"),
        (3, "昨天", "留言时间", "no time such as"),
        (3, "", "留言时间", "is empty"),
        (3, "2031-01-01 00:00:00", "留言时间", "in the future"),
        (6, "2019-04-22 09:32:08", "答复时间", "before the message"),
        (6, "", "答复时间", "a reply without a time"),
        (5, "", "答复意见", "a time without a reply"),
        (5, "字" * 20_001, "答复意见", "20001 characters"),
    ],
)
def test_a_bad_cell_is_told_by_line_column_and_reason(
    tmp_path: Path, place: int, value: str, column: str, reason: str
) -> None:
    bad = [*GOOD[:place], value, *GOOD[place + 1 :]]
    source = read(write(tmp_path / "file.csv", [SMALL[1], bad, SMALL[2]]))
    found = {(fault.line, fault.column) for fault in source.faults if reason in fault.reason}
    assert found == {(3, column)}
    assert [message.source_id for message in source.messages] == ["2", "3"]
    assert all(fault.reason_zh for fault in source.faults)


def test_a_number_given_twice_counts_once(tmp_path: Path) -> None:
    source = read(write(tmp_path / "file.csv", [GOOD, SMALL[1], GOOD]))
    assert [message.source_id for message in source.messages] == ["1", "2"]
    (fault,) = source.faults
    assert (fault.line, fault.value, fault.reason) == (4, "1", "also in line 2")


def test_a_row_with_cells_too_many_is_told_and_letters_of_several_lines_keep_the_count(tmp_path: Path) -> None:
    long = [*GOOD[:4], "第一行\n第二行\n第三行", *GOOD[5:]]
    source = read(write(tmp_path / "file.csv", [long, [*SMALL[1], "多余"]]))
    assert source.messages[0].content == "第一行\n第二行\n第三行"
    (fault,) = source.faults
    assert (fault.line, fault.reason) == (5, "8 cells, but 7 headings")


def test_a_quotation_mark_left_open_is_told(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(",".join(HEADINGS) + '\n1,A1,"题目,2019-04-22 09:32:09,,,\n', encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"line 2: .*quotation mark left open"):
        read(path)


def test_unknown_headings_want_a_map_and_get_one(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("No,Wann,Was\n7,2019-04-22 09:32:09,Lärm\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="which column is source_id, opened_at, title; it has No, Wann, Was"):
        read(path)
    source = read(path, columns=read_map("No=source_id,Wann=opened_at,Was=title"))
    assert [(message.source_id, message.title) for message in source.messages] == [("7", "Lärm")]


@pytest.mark.parametrize("text", ["留言编号", "留言编号=number", "=source_id"])
def test_a_map_that_cannot_be_read_names_the_fields(text: str) -> None:
    with pytest.raises(UnreadableFile, match="the fields are source_id, customer"):
        read_map(text)


def test_a_heading_of_the_map_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no column '编码' for source_id"):
        read(write(tmp_path / "file.csv"), columns={"source_id": "编码"})


@pytest.mark.parametrize("written", ["2019/1/5 9:05", "2019/01/05 09:05:00", "2019-1-5 09:05"])
def test_a_spreadsheet_writes_days_without_noughts(tmp_path: Path, written: str) -> None:
    path = tmp_path / "messages.csv"
    path.write_text(f"编号,主题,留言时间\n1,漏水,{written}\n", encoding="utf-8")
    (message,) = read(path).messages
    assert message.opened_at.isoformat() == "2019-01-05T09:05:00+08:00"


def test_headings_longer_than_any_cell_are_told(tmp_path: Path) -> None:
    path = tmp_path / "messages.csv"
    path.write_text("a" * 10_000_001, encoding="utf-8")
    with pytest.raises(UnreadableFile, match="headings in line 1"):
        read(path)
