"""What kind of file some bytes are, told by their content."""

import io
import re
import zipfile

from shouwen.rulebook.read import refusal
from shouwen.rulebook.read.source.text import as_utf16

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_ARCHIVES = (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OFFICE = {"xl/": "表格文件", "ppt/": "演示文稿"}
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<body[\s>]|<head[\s>]", re.IGNORECASE)
_TAGS = re.compile(rb"<(?:p|div|h[1-6]|table|ol|ul|br)[\s>/]", re.IGNORECASE)
_TEXT_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 4096
_FEW = 3


def kind_of(raw: bytes, name: str) -> str:
    """docx, pdf, html or text; everything else is refused with its name."""
    head = raw[:_LOOKED_AT]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(raw)
    if head.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise refusal.encrypted("Word")
        raise refusal.wrong_type(
            "旧版 Word 文件（.doc）" if "WordDocument".encode("utf-16-le") in raw else "旧版 Office 文件"
        )  # a name
    return _plain(raw, head, name)


def _plain(raw: bytes, head: bytes, name: str) -> str:
    if head.startswith(b"{\\rtf"):
        raise refusal.wrong_type("RTF 文件")
    if head.startswith(_PICTURES):
        raise refusal.wrong_type("图片")
    if head.startswith(_ARCHIVES):
        raise refusal.wrong_type("压缩包")
    if not head.startswith(_TEXT_BOMS) and _is_binary(head) and as_utf16(head) is None:
        raise refusal.wrong_type("程序或二进制文件")
    narrow = head.replace(b"\x00", b"")
    named = name.lower().endswith((".htm", ".html", ".xhtml", ".mht"))
    if _HTML.search(narrow) or (named and _TAGS.search(raw)) or len(_TAGS.findall(narrow)) > _FEW:
        return "html"
    return "text"


def _is_binary(head: bytes) -> bool:
    """Control characters belong to no encoding of text but UTF-16, whose zeros stand at every other place."""
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    zeros = head.count(0)
    if zeros and max(head[::2].count(0), head[1::2].count(0)) == zeros and controls == zeros:
        return False
    return controls > len(head) // 100


def _zipped(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise refusal.broken("Word") from fault
    if any(name.startswith("word/") for name in names):
        return "docx"
    for folder, found in _OFFICE.items():
        if any(name.startswith(folder) for name in names):
            raise refusal.wrong_type(found)
    raise refusal.wrong_type("压缩包")
