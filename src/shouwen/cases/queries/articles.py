"""What the rulebooks in force tell people to read: articles and clauses, found where the viewer works and looks after units."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from shouwen.base.bigrams import normalise
from shouwen.base.pinyin import spoken
from shouwen.people.access import Viewer, visible_units
from shouwen.rulebook.model import Article
from shouwen.runtime import rulebooks
from shouwen.runtime.rulebooks import Edition

SHORTEST_INITIALS = 2
MOST_RANKED = 500
Found = TypeVar("Found")


class NoSuchArticle(LookupError):
    """There is no such article in an edition that holds where the viewer is."""


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """One article with the edition it stands in."""

    key: str
    rulebook: str
    """The title of its rulebook."""
    name: str
    title: str
    sort: str
    text: str
    cites: tuple[str, ...]
    until: date | None


@dataclass(frozen=True, slots=True)
class FoundClause:
    """One clause with the edition it stands in."""

    key: str
    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class _Words(Generic[Found]):
    """What typed words are compared with."""

    found: Found
    near: str
    far: str
    initials: str
    full: tuple[str, ...]


def articles_like(viewer: Viewer, asked: str, *, most: int) -> tuple[FoundArticle, ...]:
    """By title and its pinyin before text; nothing that is no longer valid on the viewer's day."""
    day = _day(viewer)
    words = (each for edition in editions_for(viewer) for each in _articles(edition.key, edition.content_hash))
    return _ranked((each for each in words if each.found.until is None or day <= each.found.until), asked, most)


def clauses_like(viewer: Viewer, asked: str, *, most: int) -> tuple[FoundClause, ...]:
    """By number, title and its pinyin before text."""
    words = (each for edition in editions_for(viewer) for each in _clauses(edition.key, edition.content_hash))
    found = _ranked(words, asked, MOST_RANKED)
    number = normalise(asked).strip()
    return tuple(sorted(found, key=lambda one: normalise(one.id) != number)[:most])


def article_for(viewer: Viewer, key: str, name: str) -> FoundArticle:
    """One of them, as it is read; also one that is no longer valid, which says so itself."""
    for edition in editions_for(viewer):
        if edition.key == key:
            for each in _articles(edition.key, edition.content_hash):
                if each.found.name == name:
                    return each.found
    raise NoSuchArticle(f"{key}/{name}")


def editions_for(viewer: Viewer) -> tuple[Edition, ...]:
    """Those in force today in units where the viewer has a post, or which they see; each once."""
    units = viewer.organisation.units
    # Of a unit's path only those places matter by which editions differ: hundreds of units come to a few questions.
    telling = frozenset[str]().union(*(rulebooks.edition(key).units for key in rulebooks.installed()))
    near = {post.unit for post in viewer.posts} | visible_units(viewer)
    paths = {tuple(str(each) for each in units[unit].path if str(each) in telling) for unit in near if unit in units}
    found = (edition for path in sorted(paths) for edition in rulebooks.in_force(_day(viewer), path))
    return tuple({edition.key: edition for edition in found}.values())


def editions_seen(viewer: Viewer) -> tuple[str, ...]:
    """All editions, of whatever day, of the rulebooks in force where the viewer works or looks: cases stand under each."""
    names = {edition.rulebook.header.rulebook for edition in editions_for(viewer)}
    return tuple(key for key in rulebooks.installed() if rulebooks.rulebook(key).header.rulebook in names)


def _day(viewer: Viewer) -> date:
    return viewer.at.astimezone(ZoneInfo(viewer.organisation.zone_of(viewer.home))).date()


def _ranked(words: Iterable[_Words[Found]], asked: str, most: int) -> tuple[Found, ...]:
    wanted = normalise(asked).split()
    if not wanted:
        return ()
    letters = "".join(wanted)
    is_latin = letters.isascii() and letters.isalpha() and len(letters) >= SHORTEST_INITIALS
    near: list[Found] = []
    far: list[Found] = []
    for each in words:
        if all(word in each.near for word in wanted) or (is_latin and _is_spoken(each, letters)):
            near.append(each.found)
        elif all(word in each.near or word in each.far for word in wanted):
            far.append(each.found)
    return tuple((near + far)[:most])


def _is_spoken(each: _Words[Found], letters: str) -> bool:
    return letters in each.initials or any(full.startswith(letters) for full in each.full)


@lru_cache(maxsize=64)
def _articles(key: str, _content: str) -> tuple[_Words[FoundArticle], ...]:
    book = rulebooks.rulebook(key)
    found = (
        FoundArticle(key, book.header.title, one.name, one.title or one.name, one.sort, one.text, one.cites, one.until)
        for one in book.blocks
        if isinstance(one, Article)
    )
    return tuple(_worded(one, one.title, f"{one.text} {' '.join(one.cites)}") for one in found)


@lru_cache(maxsize=64)
def _clauses(key: str, _content: str) -> tuple[_Words[FoundClause], ...]:
    return tuple(_of_clauses(key))


def _of_clauses(key: str) -> Iterator[_Words[FoundClause]]:
    for clause in rulebooks.rulebook(key).clauses:
        found = FoundClause(key, clause.id, clause.title, clause.text)
        yield _worded(found, f"{clause.id} {clause.title}", clause.text, said=clause.title)


def _worded(found: Found, near: str, far: str, *, said: str | None = None) -> _Words[Found]:
    ways = spoken(near if said is None else said)
    letters = "|".join(way.initials for way in ways)
    return _Words(found, normalise(near), normalise(far), letters, tuple(way.full for way in ways))
