"""What staff write with a few signs (**bold**, lists, > quotes, [links](https://…)), as safe HTML and as plain text; pure."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

import nh3

TAGS = {"p", "br", "b", "ul", "ol", "li", "blockquote", "a"}
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((https?://[^\s()<>]{1,500})\)")
_BARE = re.compile(r"(?<![\"'(=>])\bhttps?://[A-Za-z0-9\-._~:/?#@!$&*+,;=%]+")
_BULLET = re.compile(r"^\s{0,3}[-*•] +")
_COUNTED = re.compile(r"^\s{0,3}\d{1,2}[.)、] *(?=\S)")
_QUOTED = re.compile(r"^> ?")
_SORTS = (("ul", _BULLET), ("ol", _COUNTED), ("blockquote", _QUOTED))


def as_html(text: str) -> str:
    """Everything typed is text; only our own signs become tags, and a sanitiser has the last word."""
    lines = text.replace("\r\n", "\n").split("\n")
    made = "".join(_block(sort, list(found)) for sort, found in groupby(lines, key=_sort))
    return nh3.clean(
        made, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel="noopener nofollow"
    )


def as_text(text: str) -> str:
    """For a message or a mail that shows no signs: bold loses its stars, a link stands in brackets after its words."""
    return _BOLD.sub(r"\1", _LINK.sub(r"\1（\2）", text))


def _sort(line: str) -> str:
    return next((name for name, pattern in _SORTS if pattern.match(line)), "p" if line.strip() else "")


def _block(sort: str, lines: list[str]) -> str:
    if not sort:
        return ""
    if sort in ("ul", "ol"):
        pattern = dict(_SORTS)[sort]
        items = "".join(f"<li>{_line(pattern.sub('', each))}</li>" for each in lines)
        return f"<{sort}>{items}</{sort}>"
    inner = "<br>".join(_lines(lines, quoted=sort == "blockquote"))
    return f"<{sort}>{inner}</{sort}>"


def _lines(lines: Iterable[str], *, quoted: bool) -> Iterator[str]:
    return (_line(_QUOTED.sub("", each) if quoted else each) for each in lines)


def _line(text: str) -> str:
    made = escape(text, quote=True)
    made = _BARE.sub(_bare, _LINK.sub(r'<a href="\2">\1</a>', made))
    return _BOLD.sub(r"<b>\1</b>", made)


def _bare(found: re.Match[str]) -> str:
    return f'<a href="{found[0]}">{found[0]}</a>'
