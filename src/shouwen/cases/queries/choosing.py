"""What somebody finds by typing at intake: case types and their categories, by name, pinyin, initials and synonyms."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from shouwen.base.bigrams import runs
from shouwen.base.pinyin import spoken
from shouwen.cases.forms import choices_of
from shouwen.cases.queries.at_once import category_of
from shouwen.cases.queries.intake import edition_for
from shouwen.people.access import Viewer
from shouwen.rulebook.model import FieldRule, Rulebook


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to choose: a case type, or a category within it; `keys` is what typed letters are compared with."""

    case_type: str
    type_title: str
    path: str = ""
    """The field that holds the category, as `paper.field`."""
    value: str = ""
    title: str = ""
    keys: str = ""
    own: str = ""
    """Those of its own name, which go before everyday words for it."""

    @property
    def words(self) -> str:
        return f"{self.type_title} › {self.title}" if self.title else self.type_title


def entries(viewer: Viewer, types: Sequence[tuple[str, str]], unit: str, at: datetime) -> tuple[Entry, ...]:
    """Every type that the viewer may open there, each followed by its categories."""
    found: list[Entry] = []
    for name, title in types:
        edition = edition_for(name, unit, at, version=viewer.version)
        keys = keys_of(title, edition.rulebook.case_types[name].synonyms)
        found.append(Entry(name, title, keys=keys, own=keys_of(title)))
        found += _categories(edition.rulebook, name, title, viewer, unit)
    return tuple(found)


def _categories(rulebook: Rulebook, name: str, title: str, viewer: Viewer, unit: str) -> Iterator[Entry]:
    field = category_of(rulebook, name, viewer, unit)
    if field is None:
        return
    also = synonyms_of(field.rule, rulebook)
    for value, word in choices_of(field.rule, rulebook).items():
        yield Entry(name, title, field.path, value, word, keys_of(word, also.get(value, "")), keys_of(word))


def synonyms_of(rule: FieldRule, rulebook: Rulebook) -> dict[str, str]:
    """Other words of each value: those of the field go before those of the fact it gives."""
    fact = rulebook.facts.get(rule.fact) if rule.fact else None
    return {**(fact.synonyms if fact else {}), **rule.synonyms}


@lru_cache(maxsize=4096)
def keys_of(title: str, also: str = "") -> str:
    """Each word as written, in full pinyin and by its initials, with bars between them."""
    keys: dict[str, None] = {}
    for word in (title, *also.replace("、", " ").replace("，", " ").split()):
        ways = spoken(word)
        keys["".join(runs(word))] = None
        keys.update(dict.fromkeys(key for latin in ways for key in (latin.full, latin.initials)))
    return "|".join(key for key in keys if key)
