"""What reading a rulebook gives: clauses and suggestions, each with the words it came from; nothing is applied by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shouwen.rulebook.read.blocks import Block, Table
from shouwen.rulebook.read.characters import fold
from shouwen.rulebook.read.clean import clean
from shouwen.rulebook.read.limits import Limit, Value, limits
from shouwen.rulebook.read.names import Found, departments, papers, posts, without_collectives
from shouwen.rulebook.read.pieces import pieces
from shouwen.rulebook.read.sayings import Saying, escalations, open_words, principles
from shouwen.rulebook.read.tree import Node, grow, in_order

_SENTENCE_MARKS = frozenset("。,;")
PREFACE = "0"
"""Path of what stands before the first clause."""


@dataclass(frozen=True, slots=True)
class DraftClause:
    """One clause: its number as written, its place in Arabic numbers, and its own text without its sub-clauses'."""

    number: str
    path: str
    heading: str
    text: str
    parent: str = ""
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitFound:
    """A time limit, frequency, ratio, window or validity suggested for a clause."""

    clause: str
    words: str
    value: Value
    unit: str
    kind: str
    times: float | int | None = None
    min: Value = None


@dataclass(frozen=True, slots=True)
class NameFound:
    """A post, department or paper, and the clauses that name it."""

    name: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SayingFound:
    """A sentence or word of a clause: escalation, approval, principle, blank or vague."""

    clause: str
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything found in one file."""

    title: str
    clauses: tuple[DraftClause, ...]
    limits: tuple[LimitFound, ...]
    posts: tuple[NameFound, ...]
    departments: tuple[NameFound, ...]
    forms: tuple[NameFound, ...]
    escalations: tuple[SayingFound, ...]
    principles: tuple[SayingFound, ...]
    parameters: tuple[SayingFound, ...]
    """Blanks and vague words: figures that an administrator must settle."""


def draft_of(blocks: Sequence[Block]) -> Draft:
    """Deterministic: the same file gives the same draft."""
    root = grow(pieces(clean(blocks)))
    title, clauses = _clauses(root)
    texts = [_searched(clause) for clause in clauses]
    found = [(clause.path, limit) for clause, text in zip(clauses, texts, strict=True) for limit in limits(text)]
    sayings = [(clause.path, text) for clause, text in zip(clauses, texts, strict=True)]
    return Draft(
        title=title,
        clauses=clauses,
        limits=tuple(_limit(path, limit) for path, limit in found),
        posts=_posts(clauses, texts),
        departments=_gathered(clauses, departments(texts)),
        forms=_gathered(clauses, papers(texts)),
        escalations=tuple(_said(path, saying) for path, text in sayings for saying in escalations(text)),
        principles=tuple(_said(path, saying) for path, text in sayings for saying in principles(text)),
        parameters=(
            *(SayingFound(path, limit.words, "blank") for path, limit in found if limit.value is None),
            *(_said(path, saying) for path, text in sayings for saying in open_words(text)),
        ),
    )


def _limit(path: str, limit: Limit) -> LimitFound:
    return LimitFound(path, limit.words, limit.value, limit.unit, limit.kind, limit.times, limit.min)


def _posts(clauses: Sequence[DraftClause], texts: Sequence[str]) -> tuple[NameFound, ...]:
    found = _gathered(clauses, posts(texts))
    kept = without_collectives(name.name for name in found)
    return tuple(name for name in found if name.name in kept)


def _said(path: str, saying: Saying) -> SayingFound:
    return SayingFound(path, saying.words, saying.kind)


def _clauses(root: Node) -> tuple[str, tuple[DraftClause, ...]]:
    parents = {id(child): node.path for node in [root, *in_order(root)] for child in node.children}
    titles = [line for line in root.lines if not _SENTENCE_MARKS & set(fold(line))]
    preface = [line for line in root.lines if line not in titles]
    listed = [_clause(node, parents[id(node)]) for node in in_order(root)]
    if preface or root.tables:
        listed.insert(0, DraftClause("", PREFACE, "", _text(preface, root.tables), "", tuple(root.tables)))
    return (titles[0] if titles else ""), tuple(listed)


def _clause(node: Node, parent: str) -> DraftClause:
    return DraftClause(
        node.written, node.path, node.heading, _text(node.lines, node.tables), parent, tuple(node.tables)
    )


def _text(lines: Sequence[str], tables: Sequence[Table]) -> str:
    """Rows of a table are lines with bars, so that its words are searched and shown too."""
    rows = [" | ".join(row) for table in tables for row in table.rows]
    return "\n".join([*lines, *rows])


def _searched(clause: DraftClause) -> str:
    return f"{clause.heading}\n{clause.text}" if clause.heading else clause.text


_ONE_NAME = re.compile(r"[/\s]|座(?=席)|(?<=[\u3400-\u9fff]{2})部(?=主管$)|(?<=部)门$")
"""总监/主任 and 总监主任, 坐席员 and 座席员, 客服主管 and 客服部主管 are one post; 客服部门 and 客服部 one department."""


def _same(match: re.Match[str]) -> str:
    return "坐" if match.group(0) == "座" else ""


def _gathered(clauses: Sequence[DraftClause], mentions: Sequence[tuple[Found, ...]]) -> tuple[NameFound, ...]:
    """Each name once, in the order of the text; spellings that differ only in script or width are one name."""
    names: dict[str, str] = {}
    places: dict[str, dict[str, None]] = {}
    for clause, row in zip(clauses, mentions, strict=True):
        for mention in row:
            key = _ONE_NAME.sub(_same, fold(mention.name))
            names.setdefault(key, mention.name)
            places.setdefault(key, {})[clause.path] = None
    return tuple(NameFound(name, tuple(places[key])) for key, name in names.items())
