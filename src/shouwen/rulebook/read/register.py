"""A register of requirements, read for measuring: its clauses, and the names and figures that its lists tell."""

import csv
import io
import re
from dataclasses import dataclass

from shouwen.rulebook.read.characters import fold

_SECTION = re.compile(r"^## (?P<code>[A-Z]+) .*$", re.MULTILINE)
_ROW = re.compile(r"^\| (?P<id>[A-Z]+-[\w.]+) \| (?P<source>[^|]*) \| [^|]* \| [^|]* \| (?P<text>.*) \|$", re.MULTILINE)
_LIST = re.compile(r"\*\*\((?P<letter>[a-g])\)[^*]*\*\*(?P<text>.*?)(?=\*\*\([a-g]\)|\n#|\Z)", re.DOTALL)
_HAN = r"\u3400-\u9fff"
_TERM = re.compile(rf"[{_HAN}][{_HAN}()/、…]*[{_HAN})]|[{_HAN}]")
_TITLED = re.compile(r"《([^》]+)》|“([^”]+)”")
_PARTIES = re.compile(r"(?:客户|业主|商户|单位|开发商|公司|集团|大区|工队|会|支持)$|^监管部门$")
_UNIT = re.compile(r"(?:部|部门|中心|室|委|组|总部|机构|人事|行政|人力资源)$")
_FORM = re.compile(r"(?:单|表|证|书|卡|簿|薄|函|协议|收据|月报|报告|档案)$")
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twice": 2, "once": 1,
}  # fmt: skip
_N = rf"(?P<n>\d+|{'|'.join(_WORDS)}|\[X\]|×(?:/×)*)"
_EACH = {"day": (1, "day"), "week": (1, "week"), "month": (1, "month"), "quarter": (3, "month"), "year": (1, "year")}
_UNITS = {"d": "day", "h": "hour", "min": "minute"}
_SPAN = re.compile(
    rf"\b{_N}[\s-]*(?P<unit>working[\s-]days?|working[\s-]hours?|minutes?|min|hours?|days?|weeks?|months?|years?|h|d)\b|\[(?P<blank>[{_HAN}]+)\]|years (?P<many>×)"
)
_X = re.compile(r"(?P<n>\[X\]|×(?:/×)*)[\s-]*(?P<unit>working days|minutes|min|hours|h|years?)")
_RHYTHM = re.compile(
    r"\b(?P<half>half-yearly)|\b(?P<monthly>monthly|monthly report|following month|every month)\b|\b(?P<quarterly>quarterly)\b|\b(?P<yearly>yearly|annual|every start of year|start of every year)\b|"
    r"\b(?P<weekly>weekly|every week)\b|\b(?P<daily>daily|every day)\b|\b(?P<sameday>same-day|same day)\b|(?:/|per |a |every )(?P<per>day|week|month|quarter|year)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"(?P<percent>\d+)\s?%|about the (?P<day>\d+)th|days 1.(?P<third>10)|in (?P<january>January)")
Pair = tuple[float | None, str]


@dataclass(frozen=True)
class RegisterRow:
    """One clause: where the source has it, and the words of the source that the register quotes."""

    id: str
    source: str
    text: str

    @property
    def quoted(self) -> tuple[str, ...]:
        return terms(self.text)


@dataclass(frozen=True)
class RegisterBook:
    """One rulebook of the register."""

    code: str
    rows: tuple[RegisterRow, ...]
    posts: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    limits: frozenset[Pair] = frozenset()
    told: frozenset[Pair] = frozenset()
    """Every figure of the clauses' rows as well: what a limit may be without being a timer of list (d)."""
    words: frozenset[str] = frozenset()
    """Every Chinese term of the section."""


def register_books(text: str) -> tuple[RegisterBook, ...]:
    """From the register's Markdown, or from the CSV of its clauses (which has no lists)."""
    if text.lstrip("\ufeff").startswith("id,"):
        return _from_csv(text)
    marks = [*_SECTION.finditer(text)]
    if not marks:
        return ()
    last = text.find("\n# ", marks[-1].end())
    ends = [mark.start() for mark in marks[1:]] + [last if last >= 0 else len(text)]
    return tuple(_book(mark["code"], text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True))


def terms(text: str) -> tuple[str, ...]:
    """Chinese words of an English text, folded."""
    return tuple(term for term in map(_balanced, _TERM.findall(fold(text))) if len(term) > 1)


def _balanced(term: str) -> str:
    return term.strip("()") if term.count("(") != term.count(")") else term


def pairs(text: str) -> frozenset[Pair]:
    """Value and unit of every figure that an English text tells."""
    found: set[Pair] = set()
    for match in [*_SPAN.finditer(text), *_X.finditer(text)]:
        groups = match.groupdict()
        if groups.get("blank") or groups.get("many"):
            found.add((None, "year" if groups.get("many") else "hour"))
            continue
        unit = groups["unit"].replace("-", "_").replace(" ", "_").rstrip("s")
        found.add((_number(groups["n"]), _UNITS.get(unit, unit)))
    for match in _RHYTHM.finditer(text):
        name, word = next((name, word) for name, word in match.groupdict().items() if word)
        found.add(_rhythm(name, word.lower()))
    for match in _OTHERS.finditer(text):
        found |= _other(match)
    return frozenset(found)


def _number(text: str) -> float | None:
    return float(_WORDS[text]) if text in _WORDS else float(text) if text.isdigit() else None


def _rhythm(name: str, word: str) -> Pair:
    fixed: dict[str, Pair] = {
        "half": (6.0, "month"), "monthly": (1.0, "month"), "quarterly": (3.0, "month"), "yearly": (1.0, "year"), "weekly": (1.0, "week"),
        "daily": (1.0, "day"), "sameday": (0.0, "day"),
    }  # fmt: skip
    if name != "per":
        return fixed[name]
    value, unit = _EACH[word]
    return float(value), unit


def _other(match: re.Match[str]) -> set[Pair]:
    if match["percent"]:
        return {(float(match["percent"]), "percent")}
    if match["january"]:
        return {(1.0, "month")}
    return {(float(match["day"] or match["third"]), "day")}


def _book(code: str, text: str) -> RegisterBook:
    rows = tuple(RegisterRow(row["id"], row["source"].strip(), row["text"]) for row in _ROW.finditer(text))
    lists = {found["letter"]: found["text"] for found in _LIST.finditer(text)}
    people = {term for term in _split(lists.get("a", "")) if not _PARTIES.search(term)}
    percent = frozenset(pair for pair in pairs(lists.get("e", "")) if pair[1] == "percent" and ">" not in str(pair[0]))
    told = frozenset(pair for row in rows for pair in pairs(row.text))
    return RegisterBook(
        code=code,
        rows=rows,
        posts=frozenset(term for term in people if not _UNIT.search(term)),
        departments=frozenset(term for term in people if _UNIT.search(term)),
        forms=frozenset(_forms(lists.get("b", "")) | {title for row in rows for title in _titles(row.text)}),
        limits=pairs(lists.get("d", "")) | percent,
        told=told,
        words=frozenset(terms(text)),
    )


def _split(text: str) -> set[str]:
    """客服副总监/主任 stays whole as one post with two titles, 服务中心经理/物业经理 are two names."""
    found: set[str] = set()
    for term in terms(text):
        parts = term.split("/")
        found |= {term} if len(parts) > 1 and min(map(len, parts)) <= _SHORT_TITLE else set(parts)
    return {_balanced(part) for part in found}


_SHORT_TITLE = 2


def _forms(text: str) -> set[str]:
    """The first column of a table; titles in any column."""
    found = set(_titles(text))
    for line in text.splitlines():
        named = line.split("|")[1] if line.startswith("|") else line
        found |= {
            part for term in terms(_TITLED.sub("", named)) for part in re.split("[/、]", term) if _FORM.search(part)
        }
    return {name for name in found if len(name) > 1}


def _titles(text: str) -> set[str]:
    return {
        fold(one) if one else fold(other) for one, other in _TITLED.findall(text) if one or _FORM.search(fold(other))
    }


def _from_csv(text: str) -> tuple[RegisterBook, ...]:
    rows: dict[str, list[RegisterRow]] = {}
    for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff"))):
        code = row["id"].partition("-")[0]
        rows.setdefault(code, []).append(RegisterRow(row["id"], row.get("source") or "", row.get("requirement") or ""))
    return tuple(
        RegisterBook(code, tuple(listed), words=frozenset(term for row in listed for term in row.quoted))
        for code, listed in rows.items()
    )
