"""What a saved list asks for, as one reads it aloud."""

from collections.abc import Iterator

from django.http import QueryDict
from django.utils.translation import gettext as _

from shouwen.cases.queries import known_attributes
from shouwen.cases.words import LIST_WORDS, OWN_WORDS, RESULTS, STATES
from shouwen.people.access import Viewer
from shouwen.people.queries import post_titles
from shouwen.runtime import rulebooks
from shouwen.web.templatetags.ui import CHANNELS

# They say how the list looks, not what is on it.
NO_CONDITION = frozenset({"sort", "after", "case", "is", "field"})


def in_words(viewer: Viewer, query: QueryDict) -> list[str]:
    """One for each condition; one that nobody knows any more stands as it was kept."""
    plain = [
        _one(viewer, name, value)
        for name in query
        if name not in NO_CONDITION
        for value in query.getlist(name)
        if value
    ]
    return [*plain, *_fields(query)]


def _one(viewer: Viewer, name: str, value: str) -> str:
    if name in LIST_WORDS:
        return _(LIST_WORDS[name])
    known = {
        "text": {value: f"“{value}”"},
        "own": OWN_WORDS,
        "state": STATES,
        "result": RESULTS,
        "channel": CHANNELS,
        "post": post_titles(viewer),
        "unit": {str(place.id): place.name for place in viewer.organisation.units.values()},
        "case_type": _types(),
        "severity": _levels(),
        "customer": {value: _("同一客户")},
        "object": {value: _("同一对象")},
        "since": {value: _("从 %(day)s") % {"day": value[:10]}},
        "until": {value: _("到 %(day)s") % {"day": value[:10]}},
        **dict.fromkeys(("handler", "carried_by"), _names(viewer)),
    }
    return _(known[name][value]) if value in known.get(name, {}) else f"{name}={value}"


def _fields(query: QueryDict) -> Iterator[str]:
    known = known_attributes()
    for path, value in zip(query.getlist("field"), query.getlist("is"), strict=False):
        if path and value:
            one = known.get(path)
            yield f"{one.title}：{dict(one.choices).get(value, value)}" if one else f"{path}：{value}"


def _names(viewer: Viewer) -> dict[str, str]:
    return {str(member.id): member.name for member in viewer.organisation.persons.values()}


def _types() -> dict[str, str]:
    books = [rulebooks.rulebook(key) for key in rulebooks.installed()]
    return {name: rule.title or name for book in books for name, rule in book.case_types.items()}


def _levels() -> dict[str, str]:
    books = [rulebooks.rulebook(key) for key in rulebooks.installed()]
    return {value: title for book in books for fact in book.facts.values() for value, title in fact.titles.items()}
