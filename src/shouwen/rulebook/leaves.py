"""The single values of a rule that a form can ask for: spans, figures, days, posts and titles, each where it is written."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from shouwen.rulebook.figures import Sort, fits, sort_of
from shouwen.rulebook.load.parameters import Parameter
from shouwen.rulebook.model import Figure, Frozen, Part, PostRule, Rulebook, Test, Who
from shouwen.rulebook.walk import rule_path, walk
from shouwen.rulebook.words.labels import KEYS
from shouwen.rulebook.words.tongue import Lang

LeafSort = Sort | Literal["post"]
_TITLED = ("title", "text")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value with the path under which it is written."""

    path: str
    title: str
    sort: LeafSort
    value: str
    options: tuple[tuple[str, str], ...] = ()
    """Of a choice: each value with its words."""


def leaves(part: Part, rulebook: Rulebook, written: Mapping[str, str | None], lang: Lang = "zh") -> tuple[Leaf, ...]:
    """In the order of the rule; what is not written as one value of its own is left to the YAML."""
    found: dict[str, Leaf] = {}
    titles: dict[str, str] = {}
    for where, piece in walk(part, rule_path(part)):
        if isinstance(piece, Frozen) and (title := getattr(piece, "title", "")):
            titles[where] = str(title)
        for path, sort in _spots(where, piece, rulebook):
            value = written.get(path)
            if value is not None:
                found.setdefault(path, Leaf(path, _title(path, titles, lang), sort, value))
    return tuple(found.values())


def acceptable(leaf: Leaf, value: str, rulebook: Rulebook) -> bool:
    """Whether the value can stand where the leaf stands."""
    if leaf.sort == "post":
        return value.partition("@")[0] in rulebook.posts
    return bool(value.strip()) and fits(_parameter(leaf.path, leaf.value), value, rulebook)


def _spots(where: str, piece: Any, rulebook: Rulebook) -> Iterator[tuple[str, LeafSort]]:
    if isinstance(piece, (Figure, Test)):
        value = piece.value
        if isinstance(value, str | int | float):
            sort = sort_of(_parameter(where, str(value)), rulebook)
            if sort != "text":
                yield from ((where, sort), (f"{where}.value", sort))
    elif isinstance(piece, Who):
        if piece.post is not None:
            yield from ((path, "post") for path in _written_who(where))
    elif isinstance(piece, Frozen):
        if isinstance(piece, PostRule) and piece.superior:
            yield f"{where}.superior", "post"
        yield from ((f"{where}.{key}", "text") for key in _TITLED if isinstance(getattr(piece, key, None), str))


def _written_who(where: str) -> Collection[str]:
    """`by: [a, b]` is an `any` that nobody wrote."""
    return dict.fromkeys((where, f"{where}.post", where.replace(".any.", ".")))


def _parameter(path: str, value: str) -> Parameter:
    return Parameter(key=path, path=path.removesuffix(".value"), value=value, confirm="-")


def _title(path: str, titles: Mapping[str, str], lang: Lang) -> str:
    """The titles of the parts around it, then the key in words."""
    steps = path.split(".")
    around = [".".join(steps[:n]) for n in range(2, len(steps))]
    key = next((step for step in reversed(steps) if not step.isdecimal() and step not in ("value", "post")), path)
    word = KEYS[key][0 if lang == "zh" else 1] if key in KEYS else key
    return " · ".join([*(titles[each] for each in around if each in titles), word])
