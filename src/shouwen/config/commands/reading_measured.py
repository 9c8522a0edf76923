"""What `shouwen rulebook read --against` prints: a table of shares, and on request every miss and every false find."""

from collections.abc import Iterator, Sequence

from shouwen.rulebook.read import Draft
from shouwen.rulebook.read.measure import Measured, Score, measure
from shouwen.rulebook.read.register import RegisterBook

SORTS = ("clauses", "limits", "by_clause", "posts", "departments", "forms")
# Only what was missed is told of these: what a rulebook says besides is no fault of theirs.
FOUND_ONLY = ("clauses", "by_clause")


def table(drafts: Sequence[Draft], books: Sequence[RegisterBook], *, with_misses: bool) -> Iterator[str]:
    """Markdown, as it stands in docs/benchmarks.md: found of wanted, then right of given."""
    measured = measure(drafts, books)
    yield "| rulebook | clauses found | limits recall | precision | by clause | posts recall | precision | departments recall | precision | forms recall | precision |"
    yield "|---|" + "--:|" * 10
    total = {sort: Score() for sort in SORTS}
    for one in measured:
        scores = {sort: _score(one, sort) for sort in SORTS}
        for sort, score in scores.items():
            total[sort].add(score)
        yield _line(one.code, scores)
    yield _line("all", total)
    if with_misses:
        yield from _misses(measured)


def _score(one: Measured, sort: str) -> Score:
    scores: dict[str, Score] = {
        "clauses": one.clauses,
        "limits": one.limits,
        "by_clause": one.by_clause,
        "posts": one.posts,
        "departments": one.departments,
        "forms": one.forms,
    }
    return scores[sort]


def _line(name: str, scores: dict[str, Score]) -> str:
    cells = []
    for sort in SORTS:
        score = scores[sort]
        cells.append(_share(score.found, score.wanted))
        if sort not in FOUND_ONLY:
            cells.append(_share(score.right, score.given))
    return f"| {name} | " + " | ".join(cells) + " |"


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.1%}" if whole else "—"


def _misses(measured: Sequence[Measured]) -> Iterator[str]:
    for one in measured:
        for sort in SORTS:
            score = _score(one, sort)
            if score.missed:
                yield f"{one.code} {sort} missed: {'; '.join(score.missed)}"
            if score.too_much:
                yield f"{one.code} {sort} not in the register: {'; '.join(score.too_much)}"
