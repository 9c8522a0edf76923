"""Turns the catalogue of English words (django.po) into the form that gettext reads, and makes the one of 繁體, whenever it has changed."""

import ast
import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from shouwen.web.traditional import WORDS, traditional

FORMS = ("msgid_plural", "msgstr", "msgstr[0]", "msgstr[1]")
MAGIC = 0x950412DE
LOCALE = Path(__file__).parent / "locale"
ENGLISH = Path("en/LC_MESSAGES/django.po")
TRADITIONAL = Path("zh_Hant/LC_MESSAGES/django.mo")
HEAD = "Content-Type: text/plain; charset=UTF-8\nLanguage: zh_Hant\nPlural-Forms: nplurals=1; plural=0;\n"
BETWEEN = "\0"
"""Between the forms of one word, for one and for many, as gettext keeps them."""


def compile_catalogues(folder: Path = LOCALE) -> None:
    """Writes each .mo beside its .po; a folder that cannot be written to has brought its own."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not _is_newer(target, source):
            _write(target, dict(entries(source.read_text(encoding="utf-8"))))
    source, target = folder / ENGLISH, folder / TRADITIONAL
    if source.exists() and not _is_newer(target, source, WORDS):
        _write(target, in_traditional(word for word, _ in entries(source.read_text(encoding="utf-8"))))


def in_traditional(words: Iterable[str]) -> dict[str, str]:
    """Every word of the pages in 繁體: the English catalogue knows all of them."""
    return {"": HEAD, **{word: traditional(word.partition(BETWEEN)[0]) for word in words if word}}


def _is_newer(target: Path, *sources: Path) -> bool:
    return target.exists() and all(target.stat().st_mtime >= source.stat().st_mtime for source in sources)


def _write(target: Path, words: dict[str, str]) -> None:
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(compiled(words))
        draft.replace(target)
    except PermissionError:
        return


def entries(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of word and translation; strings may go on over several lines, and forms for one and for many follow each other."""
    words: list[str] = []
    said: list[str] = []
    into = words
    for line in [*text.splitlines(), 'msgid ""']:
        head, _, quoted = line.partition(" ")
        if head == "msgid":
            if any(said):
                yield BETWEEN.join(words), BETWEEN.join(said)
            words, said = [_plain(quoted)], []
            into = words
        elif head in FORMS:
            into = words if head == "msgid_plural" else said
            into.append(_plain(quoted))
        elif line.startswith('"'):
            into[-1] += _plain(line)


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
