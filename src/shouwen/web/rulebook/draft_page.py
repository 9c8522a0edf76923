"""What the page of a draft shows: the chosen clause or rule, its sentences, forms and YAML, and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from shouwen.authoring.queries import DraftView, Study
from shouwen.rulebook import words
from shouwen.rulebook.figures import sort_of
from shouwen.rulebook.form.clauses import next_id
from shouwen.rulebook.form.figures_said import FiguresSaid
from shouwen.rulebook.leaves import Leaf, leaves
from shouwen.rulebook.listing import carriers, part_lines
from shouwen.rulebook.load.parameters import Parameter, parameters
from shouwen.rulebook.load.parts import BLOCK_KINDS, RULE_KINDS
from shouwen.rulebook.model import Clause, Part, Problem, ProcedureRule, Rulebook
from shouwen.rulebook.walk import rule_path, walk
from shouwen.rulebook.words.labels import KINDS
from shouwen.rulebook.words.tongue import Lang
from shouwen.rulebook.writing import CannotWrite, Spot, part, spots
from shouwen.web.rulebook import reading
from shouwen.web.rulebook.choices_said import options

CLAUSES = "clauses."
# As many problems as a page shows.
MOST_PLACED = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """One rule as the page shows it, with the file and version that a change is made from."""

    path: str
    sort: str
    title: str
    sentence: str
    lines: tuple[str, ...]
    leaves: tuple[Leaf, ...]
    yaml: str
    file: str
    version: int
    is_flow: bool = False


@dataclass(frozen=True, slots=True)
class ClauseForm:
    """A clause with what its form asks for."""

    clause: Clause
    file: str
    version: int


@dataclass(frozen=True, slots=True)
class HeaderForm:
    """What the head of a draft says and a form asks for."""

    PATHS: ClassVar[Mapping[str, str]] = {
        "number": "header.edition.id",
        "title": "header.title",
        "in_force": "header.edition.in_force",
    }

    code: str
    number: str
    title: str
    in_force: str
    file: str
    version: int


@dataclass(frozen=True, slots=True)
class Found:
    """One problem with the link to the part that it is about."""

    problem: Problem
    message: str
    part: str
    clause: str
    place: str = ""
    """Where it is, in words."""


class Written:
    """Where every part of a draft is written."""

    def __init__(self, draft: DraftView) -> None:
        self.draft = draft
        self.spots: dict[str, Spot] = {}
        self.file: dict[str, str] = {}
        for name, file in draft.files.items():
            try:
                found = spots(file.text)
            except CannotWrite:
                continue  # the checker says so, with the line
            for path, spot in found.items():
                self.spots.setdefault(path, spot)
                self.file.setdefault(path, name)

    @property
    def values(self) -> Mapping[str, str | None]:
        return {path: spot.value for path, spot in self.spots.items()}

    def place(self, path: str) -> tuple[str, int]:
        """File and version; a part in a file that cannot be read has none."""
        name = self.file.get(path, "")
        return name, self.draft.files[name].version if name else 0


def header_form(written: Written) -> HeaderForm | None:
    """None as long as the draft has no head with the three in one file."""
    values = {key: written.values.get(path) for key, path in HeaderForm.PATHS.items()}
    files = {written.file.get(path, "") for path in HeaderForm.PATHS.values()}
    if len(files) > 1 or any(value is None for value in values.values()):
        return None
    number, title, in_force = (value or "" for value in values.values())
    code = written.values.get("header.rulebook") or ""
    return HeaderForm(code, number, title, in_force, *written.place(HeaderForm.PATHS["number"]))


def clause_form(clause: Clause, written: Written) -> ClauseForm:
    return ClauseForm(clause, *written.place(f"{CLAUSES}{clause.id}"))


def pieces(book: Rulebook, written: Written, lang: Lang, *, clause: str = "", path: str = "") -> list[Piece]:
    """The rules that carry a clause, or the one at a path."""
    chosen = carriers(book).get(clause, []) if clause else [one for one in parts_of(book) if rule_path(one) == path]
    made = [_piece(one, book, written, lang) for one in chosen]
    return [_about(piece, one, book, lang, clause) for piece, one in zip(made, chosen, strict=True)] if clause else made


def _about(piece: Piece, one: Part, book: Rulebook, lang: Lang, clause: str) -> Piece:
    """Of a procedure only what carries the clause: the whole of it stands on a page of its own."""
    if not isinstance(one, ProcedureRule):
        return piece
    told = [each for each in reading.carriers(book, clause, lang) if each.procedure == one.name]
    parts = [where for where, inner in walk(one, piece.path) if clause in getattr(inner, "cites", ())]
    near = tuple(leaf for leaf in piece.leaves if any(leaf.path.startswith(f"{where}.") for where in parts))
    lines = tuple(f"{each.title}：{each.sentence}" for each in told)
    return replace(piece, sentence="", lines=lines, leaves=near)


def told_lines(one: Part, book: Rulebook, path: str, lang: Lang) -> tuple[str, ...]:
    """The rule in words; of a procedure asked about one of its steps only that step."""
    if isinstance(one, ProcedureRule) and path.startswith(f"{one.name}.steps."):
        name = path.split(".")[2]
        step = one.steps.get(name)
        return words.step_sentences(name, step, one, book, lang) if step else ("",)
    # The steps of a procedure have forms, and sentences, of their own.
    others = [] if isinstance(one, ProcedureRule) else list(part_lines(one, book, lang))[1:]
    return (words.sentence(one, book, lang), *(line.strip() for line in others))


def header_lines(book: Rulebook, lang: Lang) -> tuple[str, ...]:
    """The vague words and the calendars, in words."""
    said, chinese = FiguresSaid(book, lang), lang == "zh"
    words_ = [
        said.words("span", name) if chinese else f"{name}: {one.value or '-'}"
        for name, one in book.header.words.items()
    ]
    hours = [
        f"{one.title or name}：{'、'.join(one.hours) or ('全天' if chinese else 'round the clock')}"
        for name, one in book.header.calendars.items()
    ]
    return (*words_, *hours)


def kinds_offered(lang: Lang) -> list[tuple[str, str]]:
    """Every kind of rule and block that a form can make."""
    return [(kind, KINDS[kind][0 if lang == "zh" else 1]) for kind in (*RULE_KINDS, *BLOCK_KINDS)]


def next_clause(book: Rulebook | None, chosen: Clause | None) -> dict[str, str]:
    """Where a new clause would stand: below a heading that is open, else beside the clause."""
    if book is None or chosen is None:
        return {"next_id": f"{book.header.rulebook}-1" if book else "", "parent": "", "after": ""}
    below = [one.id for one in book.clauses if one.parent == chosen.id]
    parent = chosen.id if below else chosen.parent or ""
    beside = below or [one.id for one in book.clauses if (one.parent or "") == parent]
    number = next_id([one.id for one in book.clauses], chosen.id, below=bool(below))
    return {"next_id": number, "parent": parent, "after": beside[-1] if below or chosen.parent else chosen.id}


def to_confirm(book: Rulebook, study: Study, lang: Lang) -> list[tuple[Parameter, Mapping[str, str]]]:
    """What the draft leaves open, with place and value in words."""
    said = FiguresSaid(book, lang)
    return [
        (one, {"place": said.place(one.path), "words": said.words(sort_of(one, book), one.value)})
        for one in parameters(book, study.loaded.places)
    ]


def parts_of(book: Rulebook) -> tuple[Part, ...]:
    return (*book.rules, *book.blocks)


def problems(study: Study, lang: Lang) -> list[Found]:
    """Errors first, then warnings; what is only left to confirm has a list of its own."""
    rank = {"error": 0, "warning": 1}
    told = [problem for problem in study.problems if problem.level in rank]
    book = study.rulebook
    known = {rule_path(one) for one in parts_of(book)} if book else set()
    found: list[Found] = []
    for problem in sorted(told, key=lambda one: rank[one.level]):
        where = problem.where
        clause = where.removeprefix(CLAUSES) if book and where.removeprefix(CLAUSES) in book.clause else ""
        message = problem.message if lang == "zh" else problem.message_en
        place = FiguresSaid(book, lang).place(where) if book and len(found) < MOST_PLACED else where
        found.append(Found(problem, message, "" if clause else _around(where, known), clause, place))
    return found


def _around(where: str, known: set[str]) -> str:
    """The rule in which a place stands, or the header."""
    if where.startswith("header"):
        return "header"
    while where and where not in known:
        where = where.rpartition(".")[0]
    return where


def _said_leaves(found: tuple[Leaf, ...], book: Rulebook, lang: Lang) -> tuple[Leaf, ...]:
    """Spans, days and happenings in words; posts and readings are chosen by their titles."""
    said = FiguresSaid(book, lang)
    return tuple(
        one
        if one.sort == "post"
        else replace(one, options=options(one.path, book))
        if one.sort == "choice"
        else replace(one, value=said.words(one.sort, one.value))
        for one in found
    )


def _piece(one: Part, book: Rulebook, written: Written, lang: Lang) -> Piece:
    path = rule_path(one)
    name, version = written.place(path)
    sort = reading.KINDS.get(one.kind, ("规则", "Rule"))[0 if lang == "zh" else 1]
    lines = tuple(part_lines(one, book, lang))[1:]
    return Piece(
        path=path,
        sort=sort,
        title=one.title or one.name,
        sentence=words.sentence(one, book, lang),
        lines=tuple(line.strip() for line in lines),
        leaves=_said_leaves(leaves(one, book, written.values, lang), book, lang) if name else (),
        yaml=part(written.draft.files[name].text, path) if name else "",
        file=name,
        version=version,
        is_flow=isinstance(one, ProcedureRule),
    )
