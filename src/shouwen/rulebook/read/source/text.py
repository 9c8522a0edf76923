"""Plain text in the encodings that Chinese offices use."""

from shouwen.rulebook.read import refusal
from shouwen.rulebook.read.blocks import Block, Paragraph, Table
from shouwen.rulebook.read.characters import fold

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_EVERYDAY = (0xB0, 0xD7)
"""First bytes of the characters that GB2312 puts into its first, everyday half."""
_PAIR = 2
_DOUBT = 2
_LATIN = 0.3
_MOSTLY = 0.7
_MIN_COLUMNS = 2


def blocks(raw: bytes) -> tuple[Block, ...]:
    """A line is a paragraph; lines of tab-separated cells that follow each other are a table."""
    return tuple(_blocks(decode(raw).splitlines()))


def decode(raw: bytes) -> str:
    """Byte order mark, then UTF-8, then UTF-16 without a mark, then the likelier of GB18030 and Big5."""
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return _strict(raw, name)
    try:
        plain = raw.decode("utf-8")
        # Zeros are no text in UTF-8: a UTF-16 text of Latin letters decodes as well.
        if "\x00" not in plain:
            return plain
        wide = as_utf16(raw)
    except UnicodeDecodeError:
        wide = as_utf16(raw)
    if wide is not None:
        return wide
    best = max(_likely(raw, name) for name in ("utf-8", "gb18030", "big5hkscs"))
    if best[0] <= 0:
        raise refusal.wrong_type("程序或二进制文件")
    return raw.decode(best[1], errors="replace")


def _strict(raw: bytes, name: str) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError as fault:
        raise refusal.broken("text") from fault


def as_utf16(raw: bytes) -> str | None:
    """Text in UTF-16 without its mark: in the right one of both orders nearly all characters are everyday ones."""
    if len(raw) % _PAIR:
        return None
    for name in ("utf-16-le", "utf-16-be"):
        decoded = fold(raw.decode(name, errors="replace"))
        usual = sum(
            1 for character in decoded if _is_everyday(character) or " " <= character <= "~" or character in "\r\n\t"
        )
        if decoded and usual / len(decoded) > _MOSTLY:
            return raw.decode(name, errors="replace")
    return None


def _likely(raw: bytes, name: str) -> tuple[float, str]:
    """How many of the characters are everyday ones; a text in the wrong encoding is full of rare signs."""
    decoded = fold(raw.decode(name, errors="replace"))
    if not decoded:
        return (0.0, name)
    everyday = sum(1 for character in decoded if _is_everyday(character))
    latin = sum(1 for character in decoded if " " <= character <= "~") * _LATIN
    return ((everyday + latin - decoded.count("\ufffd") * _DOUBT) / len(decoded), name)


def _is_everyday(character: str) -> bool:
    code = character.encode("gb2312", errors="ignore")
    return len(code) == _PAIR and _EVERYDAY[0] <= code[0] <= _EVERYDAY[1]


def _blocks(lines: list[str]) -> list[Block]:
    found: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*lines, ""]:
        cells = tuple(cell.strip() for cell in line.strip().split("\t"))
        if len(cells) >= _MIN_COLUMNS and sum(map(bool, cells)) >= _MIN_COLUMNS:
            rows.append(cells)
            continue
        if len(rows) >= _MIN_COLUMNS:
            found.append(Table(tuple(rows)))
        else:
            found += [Paragraph(" ".join(row)) for row in rows]
        rows = []
        found.append(Paragraph(line.strip()))
    return found[:-1]
