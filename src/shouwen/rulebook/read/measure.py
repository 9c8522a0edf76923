"""How much of a register a draft found: clauses, limits, posts and forms, with what was missed and what was too much.

Which rulebook a draft (or, in a file of several, one of its parts) is, the shared Chinese words tell. Then
- a clause counts as found when the tree has a clause with the numbers that the register gives as its source, in their
  order from the outside in and the last one its own, and the words that the register adds to the source, or at least
  half of the words it quotes, stand in it, above it or below it. Demands that the register split off one source clause
  (letters a, b) count each; F rows, which were read from charts, are measured like the others;
- limits are compared as pairs of value and unit, because the register tells its timers in English: of the figures in
  its list (d), and the percentages of its list (e), how many a draft has (recall); of all limits of the draft, how many
  are figures of the lists or of the clauses' rows (precision). Words such as 'regular' have no figure and do not count;
- by clause they are compared once more: of the timers that the English of a row tells, those found in or below the clause
  of that row, so that a limit found in another clause does not stand in for it;
- posts and departments are the Chinese names of list (a) without customers and companies; forms are titles in 《》 of
  the section and names of list (b) that end as papers do. A name is found when a draft has it or a longer or shorter form
  of it (法务中心, 集团法务中心); a draft's name is right when the register's section says it anywhere. Names that only the
  register's English tells cannot be looked for.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shouwen.rulebook.read.characters import fold
from shouwen.rulebook.read.draft import Draft, DraftClause
from shouwen.rulebook.read.numerals import number
from shouwen.rulebook.read.register import Pair, RegisterBook, RegisterRow, pairs

_LIKELY = 0.35
_TOKEN = re.compile(
    r"(?P<word>[\u3400-\u9fff]{2,}?(?=[\s\d(.]|$|[一二三四五六七八九十]章)|[图表])|(?P<number>[一二三四五六七八九十]+|\d+|(?<=\d)[A-Fa-f](?![A-Za-z\d]))"
)
_HEAD = re.compile(r"[一二三四五六七八九十]+章?|\d+|[A-Fa-f](?![A-Za-z])|[\u3400-\u9fff]+")
_GENERIC = re.compile(r"^(?:章|图|表|表尾|矩阵|段|前言|综述|结语|目录|总述|至)$|段$")
_SHORTEST = 2
_TELLING = 4


@dataclass
class Score:
    """How many there are, how many were found, and what is wrong."""

    wanted: int = 0
    found: int = 0
    given: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    too_much: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float | None:
        return self.found / self.wanted if self.wanted else None

    @property
    def precision(self) -> float | None:
        return self.right / self.given if self.given else None

    def add(self, other: "Score") -> None:
        self.wanted += other.wanted
        self.found += other.found
        self.given += other.given
        self.right += other.right
        self.missed += other.missed
        self.too_much += other.too_much


@dataclass(frozen=True)
class Measured:
    """One rulebook of the register against what was read."""

    code: str
    clauses: Score
    limits: Score
    posts: Score
    departments: Score
    forms: Score
    by_clause: Score
    """Limits again, each row of the register for itself."""


@dataclass(frozen=True)
class _Unit:
    """A draft, or one part of it, with all that was found in its clauses."""

    clauses: tuple[DraftClause, ...]
    limits: tuple[tuple[Pair, str, str], ...]
    """Figure, path of the clause, words."""
    posts: frozenset[str]
    departments: frozenset[str]
    forms: frozenset[str]
    text: str


def measure(drafts: Iterable[Draft], books: Sequence[RegisterBook]) -> tuple[Measured, ...]:
    """Only the rulebooks of the register that were among the files."""
    units = [unit for draft in drafts for unit in _units(draft)]
    found = []
    for book in books:
        unit = max(units, key=lambda unit: _likeness(book, unit), default=None)
        if unit is not None and _likeness(book, unit) >= _LIKELY:
            found.append(_measured(book, unit))
    return tuple(found)


def _units(draft: Draft) -> list[_Unit]:
    """Top clauses that hold a document of their own (第1篇, 篇1) stand apart."""
    parts = [clause.path for clause in draft.clauses if not clause.parent and "篇" in clause.number]
    own = {clause.path: next((part for part in parts if _is_below(clause.path, part)), "") for clause in draft.clauses}
    return [_unit(draft, {path for path, part in own.items() if part == wanted}) for wanted in ("", *parts)]


def _is_below(path: str, part: str) -> bool:
    return path == part or path.startswith(f"{part}.")


def _unit(draft: Draft, paths: set[str]) -> _Unit:
    clauses = tuple(clause for clause in draft.clauses if clause.path in paths)
    text = fold("\n".join(f"{clause.number}{clause.heading}\n{clause.text}" for clause in clauses))
    limits = tuple(
        (
            ((float(limit.value) if isinstance(limit.value, (int, float)) else None), limit.unit),
            limit.clause,
            limit.words,
        )
        for limit in draft.limits
        if limit.clause in paths and limit.unit != "clock"
    )
    posts, departments, forms = (
        frozenset(fold(found.name) for found in names if paths & set(found.clauses))
        for names in (draft.posts, draft.departments, draft.forms)
    )
    return _Unit(clauses, limits, posts, departments, forms, text)


def _likeness(book: RegisterBook, unit: _Unit) -> float:
    words = [word for word in book.words if len(word) > _SHORTEST]
    return sum(word in unit.text for word in words) / len(words) if words else 0.0


def _measured(book: RegisterBook, unit: _Unit) -> Measured:
    return Measured(
        code=book.code,
        clauses=_clauses(book, unit),
        limits=_limits(book, unit),
        posts=_names(book.posts, unit.posts, book),
        departments=_names(book.departments, unit.departments, book),
        forms=_names(book.forms, unit.forms, book),
        by_clause=_by_clause(book, unit),
    )


def _clauses(book: RegisterBook, unit: _Unit) -> Score:
    score = Score(wanted=len(book.rows))
    tree = _Places(unit.clauses)
    for row in book.rows:
        if tree.has(row):
            score.found += 1
        else:
            score.missed.append(f"{row.id} ({row.source})")
    return score


def _limits(book: RegisterBook, unit: _Unit) -> Score:
    given = {pair for pair, _, _ in unit.limits}
    missed = [f"{value or 'blank'} {unit_}" for value, unit_ in sorted(book.limits - given, key=str)]
    wrong = [f"{path} {words}" for pair, path, words in unit.limits if pair not in book.limits | book.told]
    return Score(
        wanted=len(book.limits),
        found=len(book.limits & given),
        given=len(unit.limits),
        right=len(unit.limits) - len(wrong),
        missed=missed,
        too_much=wrong,
    )


def _by_clause(book: RegisterBook, unit: _Unit) -> Score:
    """Of the timers that a row tells, those that the draft has in or below the clause of that row."""
    score, tree = Score(), _Places(unit.clauses)
    for row in book.rows:
        wanted = pairs(row.text) & book.limits
        places = tree.places(row) if wanted else ()
        given = {pair for pair, path, _ in unit.limits if any(_is_below(path, place) for place in places)}
        score.wanted += len(wanted)
        score.found += len(wanted & given)
        score.missed += [f"{row.id} {value or 'blank'} {of}" for value, of in sorted(wanted - given, key=str)]
    return score


def _names(wanted: frozenset[str], given: frozenset[str], book: RegisterBook) -> Score:
    missed = sorted(name for name in wanted if not any(_alike(name, other) for other in given))
    wrong = sorted(name for name in given if not any(_alike(name, word) for word in book.words | wanted))
    return Score(len(wanted), len(wanted) - len(missed), len(given), len(given) - len(wrong), missed, wrong)


def _alike(one: str, other: str) -> bool:
    """The same name, or one of them with more in front, or both titles of a post with two."""
    short, long = sorted((one, other), key=len)
    return long.endswith(short) or short in long.split("/") or (len(short) >= _TELLING and short in long)


class _Places:
    """The numbers above each clause, and the words around it."""

    def __init__(self, clauses: Sequence[DraftClause]) -> None:
        self._by_path = {clause.path: clause for clause in clauses}
        self._chains = {clause.path: self._chain(clause) for clause in clauses}
        self._around: dict[str, str] = {}
        self._all = fold("\n".join(f"{clause.heading}\n{clause.text}" for clause in clauses))

    def has(self, row: RegisterRow) -> bool:
        return bool(self.places(row))

    def places(self, row: RegisterRow) -> tuple[str, ...]:
        """The clauses that the row may be; every top one for a row that names no number."""
        numbers, words = _source(row.source)
        if not numbers:
            there = bool(self._all) and all(word in self._all for word in words)
            return tuple(path for path in self._chains if "." not in path) if there else ()
        return tuple(
            path
            for path, chain in self._chains.items()
            if chain and chain[-1] == numbers[-1] and _is_within(numbers, chain) and self._says(path, words, row.quoted)
        )

    def _says(self, path: str, words: Sequence[str], quoted: Sequence[str]) -> bool:
        around = self.around(path)
        return all(word in around for word in words) or (
            bool(quoted) and sum(word in around for word in quoted) * 2 >= len(quoted)
        )

    def around(self, path: str) -> str:
        if path not in self._around:
            near = [
                clause for other, clause in self._by_path.items() if _is_below(other, path) or _is_below(path, other)
            ]
            self._around[path] = fold("\n".join(f"{clause.number}{clause.heading}\n{clause.text}" for clause in near))
        return self._around[path]

    def _chain(self, clause: DraftClause) -> tuple[int, ...]:
        found: list[int] = []
        here: DraftClause | None = clause
        while here is not None:
            found = [*_values(here.number), *found] if "篇" not in here.number else found
            here = self._by_path.get(here.parent)
        return tuple(found)


def _values(written: str) -> list[int]:
    """1.2.1 is three numbers; 1.0 is one; (A) and a) count from 1."""
    bare = fold(written).strip("()、. ").removeprefix("第").rstrip("章节条")
    if re.fullmatch(r"[A-Za-z]", bare):
        return [ord(bare.lower()) - ord("a") + 1]
    parts = bare.split(".")
    values = [number(part) for part in parts[-1:]]
    return [int(value) for value in values if value] or ([int(parts[0])] if parts[0].isdigit() else [])


def _source(source: str) -> tuple[list[int], list[str]]:
    """三.1 电话 → [3, 1] and 电话; 四章一.6 → [4, 1, 6]; 要求8A → [8, 1] and 要求."""
    numbers: list[int] = []
    words: list[str] = []
    for token in _HEAD.findall(_without_range(fold(source))):
        value = number(token.rstrip("章"))
        if re.fullmatch(r"[A-Fa-f]", token):
            numbers.append(ord(token.lower()) - ord("a") + 1)
        elif value is not None:
            numbers.append(int(value))
        elif not _GENERIC.search(token):
            words += [token]
    return numbers, words


def _without_range(source: str) -> str:
    """1.2.1 stands for its last number alone, since the clause says its own place; 六章一至六章五 for its beginning."""
    source = source.partition("至")[0] + (" " + source.rpartition(" ")[2] if "至" in source else "")
    return (
        re.sub(r"\b(\d+\.)+(\d+)\b", lambda m: m.group(2) if m.group(2) != "0" else m.group(1).split(".")[0], source)
        if re.match(r"^\d+\.\d", source)
        else source
    )


def _is_within(numbers: Sequence[int], chain: Sequence[int]) -> bool:
    """In their order, with others between."""
    rest = iter(chain)
    return all(any(wanted == here for here in rest) for wanted in numbers)
