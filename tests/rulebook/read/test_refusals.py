"""Files that give no draft: one clear sentence in each language, and nothing half-made."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from tests.rulebook.read import made

from shouwen.config.cli import main
from shouwen.rulebook.read import LARGEST, CannotRead, read_bytes, read_path
from shouwen.rulebook.read.source.budget import budget

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><d>&b;</d>'


def _scanned() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    return _written(writer)


def _locked() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made.pdf())))
    writer.encrypt("secret", algorithm="AES-256")
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _bomb() -> bytes:
    return made.zipped({"word/document.xml": b" " * 160_000_000})


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": ("empty", lambda: b""),
    "blanks": ("empty", lambda: b" \n\t\r\n"),
    "no words in a page": ("empty", lambda: b"<html><body><script>1</script></body></html>"),
    "word without words": ("empty", lambda: made.word(())),
    "half a word file": ("broken", lambda: made.word()[:3000]),
    "word without parts": (
        "broken",
        lambda: made.zipped({"word/document.xml": b"<x/>", "[Content_Types].xml": CONTENT_TYPES}),
    ),
    "word with entities": ("too_much", lambda: made.zipped({"word/document.xml": ENTITIES})),
    "zip bomb": ("too_much", _bomb),
    "locked word": ("encrypted", lambda: OLE + "EncryptedPackage".encode("utf-16-le")),
    "old word": ("wrong_type", lambda: OLE + "WordDocument".encode("utf-16-le")),
    "spreadsheet": ("wrong_type", lambda: made.zipped({"xl/workbook.xml": b"<x/>"})),
    "archive": ("wrong_type", lambda: made.zipped({"a.txt": b"a"})),
    "picture": ("wrong_type", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100)),
    "binary": ("wrong_type", lambda: bytes(range(256)) * 20),
    "rich text": ("wrong_type", lambda: b"{\\rtf1 hello}"),
    "half a pdf": ("broken", lambda: made.pdf()[:400]),
    "pdf in name only": ("broken", lambda: b"%PDF-1.7\n" + b"junk " * 200),
    "scanned pdf": ("scanned", _scanned),
    "locked pdf": ("encrypted", _locked),
}


def test_an_old_office_file_that_is_no_word_is_called_so() -> None:
    with pytest.raises(CannotRead) as told:
        read_bytes(OLE + "Workbook".encode("utf-16-le"))
    assert "旧版 Office 文件" in told.value.zh


@pytest.mark.parametrize("name", FILES)
def test_one_clear_sentence(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, content = FILES[name]
    path = tmp_path / "file"
    path.write_bytes(content())
    with pytest.raises(CannotRead) as refused:
        read_path(path)
    assert refused.value.code == code
    assert refused.value.zh.endswith("。")
    assert main(["rulebook", "read", str(path), "--into", str(tmp_path / "made")]) == 1
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"shouwen rulebook read: {refused.value.en}\n")
    assert not (tmp_path / "made").exists()


def test_fifty_megabytes_are_not_even_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "big.docx"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert main(["rulebook", "read", str(path)]) == 1
    assert "50 MB and at most 20 MB" in capsys.readouterr().err
    with pytest.raises(CannotRead, match="at most 20 MB"):
        read_bytes(bytes(LARGEST + 1))


def test_a_missing_file_and_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rulebook", "read", str(tmp_path / "none.txt")]) == 1
    assert main(["rulebook", "read", str(tmp_path), "--lang", "zh"]) == 1
    assert "文件夹" in capsys.readouterr().err


def test_work_without_end_is_given_up() -> None:
    with pytest.raises(CannotRead) as refused, budget("pdf", most=10_000):  # noqa: PT012  # the loop is what is stopped
        while True:
            len("")
    assert refused.value.code == "too_much"


@pytest.mark.parametrize("cut", range(20, 2000, 220))
def test_a_word_file_cut_anywhere_is_refused_not_crashed(cut: int) -> None:
    with pytest.raises(CannotRead):
        read_bytes(made.word()[:cut])


@pytest.mark.parametrize("make", [made.word, made.pdf], ids=["word", "pdf"])
def test_a_damaged_file_is_read_or_refused_but_never_crashes(make: Callable[[], bytes]) -> None:
    raw = make()
    outcomes = set()
    for place in range(0, len(raw), len(raw) // 60):
        damaged = bytearray(raw)
        damaged[place] ^= 0x5A
        try:
            read_bytes(bytes(damaged))
            outcomes.add("read")
        except CannotRead as refused:
            outcomes.add(refused.code)
    assert outcomes - {"read"} <= {"broken", "too_much", "encrypted", "scanned", "empty", "wrong_type"}
    assert len(outcomes) > 1
