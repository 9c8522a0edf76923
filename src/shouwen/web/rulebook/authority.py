"""Who decides this, on what papers, by which row: a table tried out on what the reader says, nothing stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shouwen.engine.calendar import always_open
from shouwen.engine.calendars import Calendars
from shouwen.engine.conditions import Ground
from shouwen.engine.facts import Roster
from shouwen.engine.tables import ask_table, possible, says
from shouwen.people.access import NotAllowedError, Viewer
from shouwen.people.calendars import calendars_for
from shouwen.people.posts import posts_of
from shouwen.people.queries import names, roster_for, units_for
from shouwen.people.snapshot import Place
from shouwen.rulebook import words
from shouwen.rulebook.model import Row, Rulebook, TableRule, Who
from shouwen.rulebook.words.tongue import Lang
from shouwen.runtime import rulebooks
from shouwen.web.ui.addresses import ASKS
from shouwen.web.ui.staff import StaffRequest, staff_page
from shouwen.web.ui.words import chinese


@dataclass(frozen=True, slots=True)
class Asked:
    """One fact that the table looks up: its words, what may be chosen, and what was."""

    path: str
    field: str
    title: str
    choices: tuple[tuple[str, str], ...]
    """Empty where a number or word is typed."""
    chosen: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the row says under one key, and the people who hold the posts it names, seen from the unit."""

    title: str
    words: str
    holders: tuple[tuple[str, str], ...] = ()
    """Post → names, empty if nobody sits there."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as the page names it."""

    number: int
    title: str
    when: str
    cites: tuple[str, ...]
    confirm: str
    told: tuple[Told, ...] = ()


@staff_page
def table(request: StaffRequest, key: str, name: str) -> HttpResponse:
    """A form with the table's inputs and, below it, its answer or what is still needed for one."""
    book, found = _table(key, name)
    units = _units(request.viewer)
    unit = _unit(request, units)
    asked = _asked(request, found, book)
    context: dict[str, Any] = {
        "book": book,
        "key": key,
        "table": found,
        "title": words.label(found.title, found.name, book, _lang()),
        "asked": asked,
        "units": tuple(units.values()),
        "unit": unit,
    }
    if any(one.chosen for one in asked):
        context |= _answer(_Reader(request.viewer, book, unit), found, {one.path: one.chosen for one in asked})
    return render(request, "rulebook/table.html", context)


class _Reader:
    """A rulebook in the reader's words, with the people seen from one unit today."""

    def __init__(self, viewer: Viewer, book: Rulebook, unit: Place | None) -> None:
        self.viewer, self.book, self.lang = viewer, book, _lang()
        self.unit = unit
        self.roster: Roster | None = None
        if unit is not None:
            self.roster = roster_for(unit.id, at=viewer.at, posts=posts_of(book), version=viewer.version)

    def ground(self, known: Mapping[str, str], scales: Mapping[str, tuple[str, ...]]) -> Ground:
        """The answers given and nothing else; a constant of the table takes their type."""
        named = (
            calendars_for(self.unit.id, self.book.header.calendars, version=self.viewer.version) if self.unit else {}
        )
        default = next(iter(named.values()), None) or always_open("always", self.book.header.zone)
        return Ground(lambda path: known.get(path) or None, self.viewer.at, Calendars(default, named), scales)

    def row(self, number: int, row: Row, table: TableRule, *, whole: bool = False) -> Shown:
        """Where the row stands, when it holds and, if it is the answer, all that it says."""
        said = says(table, row) if whole else {}
        order = dict.fromkeys((*row.then, *said))
        return Shown(
            number=number,
            title=words.label(row.title, "", self.book, self.lang),
            when=words.condition(row.when, self.book, self.lang) if row.when else _("其他情形"),
            cites=row.cites or table.cites,
            confirm=("；" if chinese() else "; ").join(row.questions) or table.confirm or "",
            told=tuple(self._told(key, said[key]) for key in order if key in said),
        )

    def _told(self, key: str, value: Any) -> Told:
        posts = [post for post in self.book.posts if post in _named(value)]
        return Told(
            title=words.row_key(key, self.book, self.lang),
            words=words.said(value, self.book, self.lang),
            holders=tuple((words.said(post, self.book, self.lang), self._people(post)) for post in posts),
        )

    def _people(self, post: str) -> str:
        seat = self.roster.seats.get(post) if self.roster else None
        found = names(seat.persons, version=self.viewer.version) if seat else {}
        return ("、" if chinese() else ", ").join(found.values())


def _answer(reader: _Reader, table: TableRule, known: Mapping[str, str]) -> dict[str, Any]:
    """The one row, or the facts that are missing with the rows still open, or that none or several hold."""
    scales = {name: rule.scale for name, rule in reader.book.facts.items() if rule.scale}
    ground = reader.ground(known, scales)
    answer = ask_table(table, ground)
    if answer.rows:
        number, row = answer.rows[0]
        shown = reader.row(number, row, table, whole=True)
        return {"row": shown, "clauses": [reader.book.clause[each] for each in shown.cites]}
    still = [reader.row(number, row, table) for number, row in possible(table, ground)]
    needed = [words.fact(path, reader.book, reader.lang) for path in answer.unknown]
    return {"needed": needed, "still": still}


def _named(value: Any) -> frozenset[str]:
    """The names of posts within what a row says; papers and plain words are told apart by the rulebook."""
    if isinstance(value, Mapping):
        return _named(value["value"]) if "value" in value else Who.model_validate(dict(value)).posts()
    if isinstance(value, (list, tuple)):
        return frozenset(name for part in value for name in _named(part))
    return frozenset({str(value)})


def _lang() -> Lang:
    return "zh" if chinese() else "en"


def _table(key: str, name: str) -> tuple[Rulebook, TableRule]:
    try:
        book = rulebooks.rulebook(key)
    except rulebooks.NotInstalled as missing:
        raise Http404(_("没有这一版制度")) from missing
    found = book.tables.get(name)
    if found is None or found.hit != "one":
        raise Http404(_("制度里没有这张表"))
    return book, found


def _units(viewer: Viewer) -> dict[str, Place]:
    """The units that the viewer sees, and always the own one: whoever sees only own cases still asks for it."""
    home = viewer.organisation.units.get(viewer.home) if viewer.home is not None else None
    places = units_for(viewer)
    return {str(place.id): place for place in ((home, *places) if home and home not in places else places)}


def _unit(request: StaffRequest, places: Mapping[str, Place]) -> Place | None:
    """The chosen one, else the viewer's own; one out of reach is refused."""
    chosen = request.GET.get("unit", "")
    if chosen and chosen not in places:
        raise NotAllowedError("see")
    return places.get(chosen) or places.get(str(request.viewer.home)) or next(iter(places.values()), None)


def _asked(request: StaffRequest, table: TableRule, book: Rulebook) -> tuple[Asked, ...]:
    found = []
    for path in table.in_:
        choices, given = _choices(path, book), request.GET.get(ASKS + path, "").strip()
        known = given if not choices or given in dict(choices) else ""
        found.append(Asked(path, ASKS + path, words.fact(path, book, _lang()), choices, known))
    return tuple(found)


def _choices(path: str, book: Rulebook) -> tuple[tuple[str, str], ...]:
    """The values of a declared fact or of a form's field, in their words; nothing for numbers and free words."""
    rule = book.facts.get(path)
    head, _dot, tail = path.rpartition(".")
    paper = book.papers.get(head)
    field = paper.fields.get(tail) if paper else None
    values = (rule.scale or rule.one_of or ()) if rule else tuple(field.choices) if field else ()
    if not values and "yes_no" in (getattr(rule, "type", ""), getattr(field, "type", "")):
        return (("true", _("是")), ("false", _("否")))
    return tuple((value, words.value(path, value, book, _lang())) for value in values)
