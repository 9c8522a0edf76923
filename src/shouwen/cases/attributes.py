"""What a case's forms and rules know of it in single values, kept beside the list's row so that lists can be narrowed to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from shouwen.cases.forms import choices_of
from shouwen.rulebook.model import FieldRule, Rulebook
from shouwen.runtime import rulebooks

LONGEST_VALUE = 500
"""As long as a line of a form may be; of a longer text its beginning is kept."""
MOST_ITEMS = 20
# Of these a page shows only a part, or another panel shows them: no list tells them by asking.
KEPT_BACK = frozenset({"phone", "address", "customer", "object", "photo", "file", "signature", "table"})
OWN = ("case.", "extended.", "promise.", "signing_link.", "occasion.")
YES_NO = (("true", "是"), ("false", "否"))


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field of a form or a fact of a rulebook by which lists can be narrowed."""

    path: str
    title: str
    group: str
    """The form it stands in, or the rulebook for a fact."""
    kind: str
    choices: tuple[tuple[str, str], ...] = ()


def values_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The single values among a case's facts; tables and handles of sealed ones stay out."""
    kept = ((path, _begun(value)) for path, value in facts.items() if not path.startswith(OWN))
    return {path: value for path, value in kept if _is_short(value)}


def _begun(value: Any) -> Any:
    return f"{value[: LONGEST_VALUE - 1]}…" if isinstance(value, str) and len(value) > LONGEST_VALUE else value


def _is_short(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return 0 < len(value) <= MOST_ITEMS and all(isinstance(item, str) and _is_short(item) for item in value)
    if isinstance(value, str):
        return 0 < len(value) <= LONGEST_VALUE and not value.startswith("sealed:")
    return isinstance(value, bool | int | float)


def attributes(edition: str) -> Mapping[str, Attribute]:
    """By path, all of one edition by which a list may be narrowed: nothing sealed, nothing masked."""
    here = rulebooks.edition(edition)
    return _attributes(edition, here.version, here.content_hash)


@lru_cache(maxsize=64)
def _attributes(edition: str, _version: int, _content: str) -> Mapping[str, Attribute]:
    compiled = rulebooks.get(edition)
    found = (*_of_facts(compiled.rulebook), *_of_papers(compiled.rulebook))
    return {one.path: one for one in found if one.path not in compiled.sealed}


def _of_facts(book: Rulebook) -> Iterator[Attribute]:
    for path, fact in book.facts.items():
        if fact.about != "case" or not fact.title:
            continue
        if fact.titles:
            yield Attribute(path, fact.title, book.header.title, "choice", tuple(fact.titles.items()))
        elif fact.type == "yes_no":
            yield Attribute(path, fact.title, book.header.title, "yes_no", YES_NO)


def _of_papers(book: Rulebook) -> Iterator[Attribute]:
    for name, paper in book.papers.items():
        for field, rule in paper.fields.items():
            if rule.type not in KEPT_BACK and not rule.sealed:
                yield _of_field(f"{name}.{field}", rule, paper.title or name, book)


def _of_field(path: str, rule: FieldRule, group: str, book: Rulebook) -> Attribute:
    choices = YES_NO if rule.type == "yes_no" else tuple(choices_of(rule, book).items())
    return Attribute(path, rule.title or path.rpartition(".")[2], group, rule.type, choices)
