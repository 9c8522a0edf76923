"""To what a list can be narrowed: kinds, scales and fields of the rulebooks whose cases the viewer sees, alike ones told apart."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from shouwen.cases import queries
from shouwen.cases.attributes import Attribute
from shouwen.people.access import Viewer
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks

Named = tuple[str, str, str]
"""A value, its word, and what it belongs to."""


def types_for(viewer: Viewer) -> list[tuple[str, str]]:
    """Kinds of cases with their words."""
    return _apart(
        (name, rule.title or name, book.header.title)
        for book in _books(viewer)
        for name, rule in book.procedures.items()
    )


def levels_for(viewer: Viewer) -> list[tuple[str, str]]:
    """Values of the scales of severity with their words."""
    facts = (fact for book in _books(viewer) for fact in book.facts.values() if fact.scale)
    return _apart((value, fact.titles.get(value, value), fact.title) for fact in facts for value in fact.scale or ())


def fields_for(viewer: Viewer) -> dict[str, Attribute]:
    """Fields and facts by path; one that has another's name says in which form it stands."""
    keys = queries.editions_seen(viewer)
    titles = {key: rulebooks.rulebook(key).header.title for key in keys}
    several = len(set(titles.values())) > 1
    found: dict[str, Attribute] = {}
    for key in keys:
        for path, one in queries.known_attributes((key,)).items():
            is_apart = several and one.group != titles[key]
            found[path] = replace(one, group=f"{titles[key]} · {one.group}") if is_apart else one
    alike = Counter(one.title for one in found.values())
    return {
        path: replace(one, title=f"{one.title}（{one.group}）") if alike[one.title] > 1 else one
        for path, one in found.items()
    }


def _books(viewer: Viewer) -> Iterator[Rulebook]:
    return (rulebooks.rulebook(key) for key in queries.editions_seen(viewer))


def _apart(named: Iterable[Named]) -> list[tuple[str, str]]:
    """Each value once with all its words; a word that several values have says what each belongs to."""
    words: dict[str, dict[str, str]] = {}
    for value, word, of in named:
        words.setdefault(value, {})[word] = of
    alike = Counter(word for each in words.values() for word in each)
    told = {
        value: " / ".join(f"{word}（{of}）" if alike[word] > 1 and of else word for word, of in each.items())
        for value, each in words.items()
    }
    return sorted(told.items(), key=lambda pair: pair[1])
