"""Turns the catalogue of English words (django.po) into the form that gettext reads, whenever it has changed."""

import ast
import os
import struct
from collections.abc import Iterator
from pathlib import Path

MAGIC = 0x950412DE
LOCALE = Path(__file__).parent / "locale"


def compile_catalogues(folder: Path = LOCALE) -> None:
    """Writes each .mo beside its .po; a folder that cannot be written to has brought its own."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        try:
            draft.write_bytes(compiled(dict(entries(source.read_text(encoding="utf-8")))))
            draft.replace(target)
        except PermissionError:
            continue


def entries(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of word and translation; strings may go on over several lines."""
    word, said, into = "", "", ""
    for line in [*text.splitlines(), 'msgid ""']:
        if line.startswith("msgid "):
            if into == "msgstr" and said:
                yield word, said
            word, said, into = _plain(line[6:]), "", "msgid"
        elif line.startswith("msgstr "):
            said, into = _plain(line[7:]), "msgstr"
        elif line.startswith('"') and into == "msgid":
            word += _plain(line)
        elif line.startswith('"'):
            said += _plain(line)


def _plain(quoted: str) -> str:
    return str(ast.literal_eval(quoted))


def compiled(words: dict[str, str]) -> bytes:
    """The binary form: a header, two tables of lengths and places, then the strings, sorted by word."""
    pairs = sorted((word.encode(), said.encode()) for word, said in words.items())
    start = 7 * 4 + 16 * len(pairs)
    tables, body = [b"", b""], b""
    for side in (0, 1):
        for pair in pairs:
            tables[side] += struct.pack("<II", len(pair[side]), start + len(body))
            body += pair[side] + b"\0"
    count = len(pairs)
    return struct.pack("<7I", MAGIC, 0, count, 28, 28 + 8 * count, 0, 0) + tables[0] + tables[1] + body
