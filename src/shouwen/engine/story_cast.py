"""The people of a story: every post held by one person who bears its title, unless the story says otherwise."""

from collections.abc import Mapping, Sequence
from typing import Any

from shouwen.engine.facts import Roster, Seat
from shouwen.engine.story import Story
from shouwen.rulebook.model import Rulebook

HOME = "本单位"


def cast(story: Story, rulebook: Rulebook) -> Roster:
    """Who holds what, who is away and who stands in."""
    given = story.given
    home = str(given.get("unit") or HOME)
    held = _held(given.get("holders") or {}, rulebook)
    away = _away(_listed(given.get("absent")), held, rulebook)
    stand_ins = {str(person): tuple(_listed(who)) for person, who in (given.get("substitutes") or {}).items()}
    posts_of: dict[str, tuple[str, ...]] = {}
    for post, persons in held.items():
        for person in persons:
            posts_of[person] = (*posts_of.get(person, ()), post, *_included(post, rulebook))
    units = {str(unit): tuple(_listed(people)) for unit, people in (given.get("units") or {}).items()}
    return Roster(
        unit=home,
        seats={post: Seat(home, _seated(post, held, away, stand_ins, rulebook)) for post in rulebook.posts},
        superiors={
            person: superior
            for post, persons in held.items()
            for person in persons
            if (superior := rulebook.posts[post].superior) is not None
        },
        units={home: tuple(dict.fromkeys(person for persons in held.values() for person in persons)), **units},
        heads={},
        posts_of=posts_of,
        standing_in={person: who for person, who in stand_ins.items() if person in away},
    )


def _held(given: Mapping[str, Any], rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    by_title = {post.title: post.name for post in rulebook.posts.values()}
    named = {by_title.get(str(post), str(post)): tuple(_listed(persons)) for post, persons in given.items()}
    return {name: named.get(name, (post.title or name,)) for name, post in rulebook.posts.items()}


def _away(absent: Sequence[str], held: Mapping[str, tuple[str, ...]], rulebook: Rulebook) -> frozenset[str]:
    by_title = {post.title: post.name for post in rulebook.posts.values()}
    return frozenset(person for name in absent for person in held.get(by_title.get(name, name), (name,)))


def _seated(
    post: str,
    held: Mapping[str, tuple[str, ...]],
    away: frozenset[str],
    stand_ins: Mapping[str, tuple[str, ...]],
    rulebook: Rulebook,
) -> tuple[str, ...]:
    """Direct holders, then who stands in for those away, then holders of posts that include this one."""
    here = [person for person in held[post] if person not in away]
    instead = [
        other for person in held[post] if person in away for other in stand_ins.get(person, ()) if other not in away
    ]
    wider = [
        person
        for other in rulebook.posts
        if post in _included(other, rulebook)
        for person in held[other]
        if person not in away
    ]
    return tuple(dict.fromkeys((*here, *instead, *wider)))


def _included(post: str, rulebook: Rulebook) -> tuple[str, ...]:
    found: dict[str, None] = {}
    todo = list(rulebook.posts[post].includes)
    while todo:
        name = todo.pop()
        if name in rulebook.posts and name not in found:
            found[name] = None
            todo.extend(rulebook.posts[name].includes)
    return tuple(found)


def _listed(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else [str(value)]
