"""Two changes of one file brought together line by line; where both changed the same lines, both stay to be read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

from shouwen.rulebook.form.parts import rules_in
from shouwen.rulebook.rewriting import tree_of
from shouwen.rulebook.writing import CannotWrite, spots

_ITEM = re.compile(r"( *)- ")
_CLAUSES = "clauses."
LONG = 3000
_OPEN = (
    "# >>> 两人都改了这里：没有 # 的是现在的内容，有 # 的是您的；改好后删去带 # 的行。\n"
    "# >>> Both changed this: what stands now has no #, yours has; then remove the lines with #.\n"
)
_GONE = "（您删去了这里 / you removed this）\n"
_SHUT = "# <<<\n"


@dataclass(frozen=True, slots=True)
class Merged:
    """The text with both changes, and at how many places they met."""

    text: str
    clashes: int


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Lines of the older text, from one to before another, and what stands there instead."""

    start: int
    end: int
    lines: tuple[str, ...]
    mine: bool


def merged(before: str, theirs: str, mine: str) -> Merged:
    """Their text with my change in it: what is theirs always stands, and what is mine beside it as remarks at worst."""
    old = before.splitlines(keepends=True)
    hunks = [*_hunks(old, theirs, mine=False), *_hunks(old, mine, mine=True)]
    groups = list(_groups(sorted(hunks, key=lambda one: (one.start, one.end))))
    found = _combined(old, groups)
    if not found.clashes and not _holds(before, theirs, mine, found.text):
        return _combined(old, groups, all_clash=True)
    return found


def _hunks(old: Sequence[str], text: str, *, mine: bool) -> Iterator[_Hunk]:
    new = text.splitlines(keepends=True)
    ahead = _alike(zip(old, new, strict=False))
    least = min(len(old), len(new)) - ahead
    behind = min(least, _alike(zip(reversed(old), reversed(new), strict=False)))
    before, after = old[ahead : len(old) - behind], new[ahead : len(new) - behind]
    # Of a very long text the lines that stand everywhere are not looked at: it would take minutes.
    found = SequenceMatcher(None, before, after, autojunk=len(before) > LONG)
    for sort, start, end, first, last in found.get_opcodes():
        if sort != "equal":
            yield _Hunk(ahead + start, ahead + end, tuple(after[first:last]), mine)


def _alike(pairs: Iterable[tuple[str, str]]) -> int:
    """How many pairs are equal before the first that is not."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _groups(hunks: Iterable[_Hunk]) -> Iterator[list[_Hunk]]:
    """Changes of the same lines together; lines that only stand beside each other are apart."""
    group: list[_Hunk] = []
    for hunk in hunks:
        end = max((one.end for one in group), default=-1)
        if group and not (hunk.start < end or (hunk.start == hunk.end == end == group[0].start)):
            yield group
            group = []
        group.append(hunk)
    if group:
        yield group


def _combined(old: Sequence[str], groups: Iterable[list[_Hunk]], *, all_clash: bool = False) -> Merged:
    made: list[str] = []
    at = clashes = 0
    for group in groups:
        start, end = group[0].start, max(one.end for one in group)
        made += old[at:start]
        at = end
        theirs, mine = (_side(old, group, start, end, mine=which) for which in (False, True))
        lines = None if all_clash and any(one.mine for one in group) else _settled(group, theirs, mine)
        clashes += lines is None
        made += _marked(theirs, mine) if lines is None else lines
    return Merged("".join([*made, *old[at:]]), clashes)


def _side(old: Sequence[str], group: Iterable[_Hunk], start: int, end: int, *, mine: bool) -> list[str]:
    """What one of the two wrote for these lines."""
    made: list[str] = []
    for one in group:
        if one.mine == mine:
            made += [*old[start : one.start], *one.lines]
            start = one.end
    return [*made, *old[start:end]]


def _settled(group: Sequence[_Hunk], theirs: list[str], mine: list[str]) -> list[str] | None:
    if len({one.mine for one in group}) == 1:
        return mine if group[0].mine else theirs
    if theirs == mine:
        return theirs
    new = all(one.start == one.end for one in group)
    return [*theirs, *mine] if new and _items(theirs) and _items(mine) else None


def _items(lines: Sequence[str]) -> bool:
    """Whole entries of a list, so that two of them can stand one after the other."""
    first = _ITEM.match(lines[0]) if lines else None
    if first is None or not lines[-1].endswith("\n"):
        return False
    indent = first[1]
    return all(line.startswith((f"{indent}- ", f"{indent} ")) or not line.strip() for line in lines)


def _marked(theirs: Iterable[str], mine: Iterable[str]) -> list[str]:
    told = [f"{line.rstrip()}\n" for line in mine] or [_GONE]
    live = [line if line.endswith("\n") else f"{line}\n" for line in theirs]
    return [_OPEN, *live, *(f"# {line}" for line in told), _SHUT]


def _holds(before: str, theirs: str, mine: str, made: str) -> bool:
    """Every rule and clause that only one of the two touched stands as that one wrote it."""
    try:
        old, other, own = (_parts(text) for text in (before, theirs, mine))
    except CannotWrite:
        return True  # lines are all there is to go by
    try:
        now = _parts(made)
    except CannotWrite:
        return False
    for path in {*old, *other, *own, *now}:
        was, one, two = old.get(path), other.get(path), own.get(path)
        if was is None and one is not None and two is not None and one != two:
            return False
        if was in (one, two) and now.get(path) != (two if was == one else one):
            return False
    return True


def _parts(text: str) -> dict[str, object]:
    """Rules, clauses and what the head says, by path."""
    known = spots(text)
    own = [path for path in known if path.startswith(_CLAUSES) and f"{path}.id" in known]
    head = [path for path in known if path.startswith("header.") and path.count(".") == 1]
    return {path: tree_of(text, path) for path in (*rules_in(text), *own, *head)}
