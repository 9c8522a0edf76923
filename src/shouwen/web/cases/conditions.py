"""The conditions of a list in words, each with the way to drop it, and the form for more of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.cases import queries
from shouwen.cases.attributes import Attribute
from shouwen.cases.words import LIST_WORDS, OWN_WORDS, RESULTS
from shouwen.people.queries import all_units, colleagues, post_titles
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.web.cases.asked import IN_ROWS, MOST_FIELDS, attributes_of, filters_of, in_rows, plain
from shouwen.web.cases.narrowing import fields_for, levels_for, types_for
from shouwen.web.templatetags.ui import CHANNELS
from shouwen.web.ui.staff import StaffRequest, staff_page
from shouwen.web.ui.words import chinese

IN_VIEW = ("text", "state", "unit")
IN_SHEET = ("case_type", "severity", "channel", "since", "until", *IN_ROWS)
NO_CONDITION = ("after", "sort", "case")
HOW = {"is": "是", "contains": "包含", "between": "介于", "empty": "为空", "filled": "已填"}
INPUTS = {"number": "number", "money": "number", "score": "number", "date": "date", "datetime": "date", "time": "time"}
MOST_OFFERED = 300
LOOKS = {
    "late": "is-late",
    "unassigned": "is-over",
    "rests_long": "is-pause",
    "urgent": "is-late",
    "nearly_late": "is-warn",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One condition in words and the address without it."""

    words: str
    look: str
    query: str


def carried(query: QueryDict, among: tuple[str, ...] | None = None) -> list[tuple[str, str]]:
    """What a form has to send along: of the sheet's names, or all that no visible field asks."""
    shown = (*IN_VIEW, *IN_SHEET, *NO_CONDITION)
    names = [name for name in query if (name in among if among else name not in shown)]
    return [(name, value) for name in names for value in query.getlist(name)]


def told(request: StaffRequest, filters: queries.Filters) -> list[Told]:
    """All conditions but those that a field of the page shows."""
    return [*_plain_words(request, filters), *_of_attributes(request)]


def _plain_words(request: StaffRequest, filters: queries.Filters) -> Iterator[Told]:
    query = request.GET
    for name, words in LIST_WORDS.items():
        if getattr(filters, name):
            yield Told(_(words), LOOKS.get(name, "is-todo"), without(query, name))
    if filters.own in OWN_WORDS:
        yield Told(_(OWN_WORDS[filters.own]), LOOKS.get(filters.own, "is-todo"), without(query, "own"))
    if filters.by_finding:
        figure = _(RESULTS[filters.result]) if filters.result in RESULTS else ""
        what = f"{_('条款')} {filters.clause}" if filters.clause else filters.edition
        yield Told(f"{what} {figure}".strip(), "is-todo", without(query, "clause", "result", "edition", "rule"))
    if filters.carried_by:
        name = queries.person_name(request.viewer, filters.carried_by)
        late = _("超时") if filters.carried_late else _("在办")
        yield Told(f"{name} {late}", "is-todo", without(query, "carried_by", "carried_late"))
    if filters.post:
        title = post_titles(request.viewer).get(filters.post, filters.post)
        yield Told(title, "is-todo", without(query, "post"))
    if filters.among is not None and query.get("spot"):
        yield Told(_("热点"), "is-late", without(query, "spot"))
    yield from (Told(_left_out(key), "is-todo", without(query, "without")) for key in filters.without)
    yield from _of_sheet(request, filters)
    yield from _of_run(query, filters)


def _left_out(key: str) -> str:
    title = rulebooks.rulebook(key).header.title if key in rulebooks.installed() else key
    return _("不含《%(title)s》的事项") % {"title": title}


def _of_sheet(request: StaffRequest, filters: queries.Filters) -> Iterator[Told]:
    query = request.GET
    titles = type_titles() | dict(types_for(request.viewer)) if filters.case_type else {}
    for name in filters.case_type:
        yield Told(titles.get(name, name), "is-todo", without(query, "case_type"))
    if filters.severity:
        levels = level_titles() | dict(levels_for(request.viewer))
        yield Told(levels.get(filters.severity, filters.severity), "is-warn", without(query, "severity"))
    if filters.channel:
        yield Told(_(CHANNELS.get(filters.channel, filters.channel)), "is-todo", without(query, "channel"))
    if filters.since or filters.until:
        yield Told(
            f"{_('期间')} {_day(filters.since)} – {_day(filters.until)}", "is-todo", without(query, "since", "until")
        )
    if filters.customer is not None:
        yield Told(_("同一客户"), "is-todo", without(query, "customer"))
    if filters.object is not None:
        yield Told(_("同一对象"), "is-todo", without(query, "object"))


def _of_run(query: QueryDict, filters: queries.Filters) -> Iterator[Told]:
    if filters.among is None or not query.get("run"):
        return
    reply = {"came": _("已答复"), "to_come": _("答复未到")}.get(query.get("reply", ""), "")
    words = f"{_('批次')} {query.get('run', '')} {reply}".strip()
    yield Told(words, "is-todo", without(query, "run", "reply"))


def _of_attributes(request: StaffRequest) -> Iterator[Told]:
    query, rows = request.GET, attributes_of(request.GET)
    known = queries.known_attributes() | fields_for(request.viewer) if rows else {}
    for each in rows:
        one, left = known.get(each.path), [other for other in rows if other is not each]
        address = "&".join(part for part in (without(query, *IN_ROWS), urlencode(in_rows(left))) if part)
        title = one.title if one else each.path
        yield Told(f"{title}：{_worded(one, each)}", "is-todo" if one else "is-late", address)


def _worded(one: Attribute | None, sought: queries.Sought) -> str:
    words = dict(one.choices) if one else {}
    if sought.how in ("empty", "filled"):
        return _(HOW[sought.how])
    value, until = words.get(sought.value, sought.value), words.get(sought.until, sought.until)
    return f"{value} – {until}" if sought.how == "between" else value


def without(query: QueryDict, *names: str) -> str:
    """The address without these conditions, from its beginning."""
    left = query.copy()
    for name in (*names, "after", "case"):
        left.pop(name, None)
    return plain(left)


@staff_page
def conditions(request: StaffRequest) -> HttpResponse:
    """The rest of the conditions: type, severity, channel, period, and any fields of any forms."""
    known, chosen = fields_for(request.viewer), attributes_of(request.GET)
    everywhere = queries.known_attributes()
    # What a saved list asks stays chosen, whoever looks at it.
    known |= {each.path: everywhere[each.path] for each in chosen if each.path in everywhere and each.path not in known}
    rows = [_row(request, number, each) for number, each in enumerate(chosen)]
    context: dict[str, Any] = {
        "filters": filters_of(request.GET),
        "types": _with_chosen(types_for(request.viewer), request.GET.get("case_type", ""), type_titles()),
        "levels": _with_chosen(levels_for(request.viewer), request.GET.get("severity", ""), level_titles()),
        "channels": [(name, _(word)) for name, word in CHANNELS.items()],
        "groups": grouped(known),
        "rows": rows if len(rows) == MOST_FIELDS else [*rows, _row(request, len(rows), queries.Sought(""))],
    }
    return render(request, "cases/conditions.html", context)


@staff_page
def condition_value(request: StaffRequest) -> HttpResponse:
    """What can be asked of the chosen field, and the fields for its values."""
    asked = request.GET.get("row", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and int(asked) < MOST_FIELDS else 0
    sought = queries.Sought(request.GET.get("field", ""))
    return render(request, "cases/condition_value.html", {"row": _row(request, number, sought)})


def _row(request: StaffRequest, number: int, sought: queries.Sought) -> dict[str, Any]:
    """One field with its ways, its values, and what may be offered for them."""
    one = queries.known_attributes().get(sought.path)
    return {
        "number": number,
        "sought": sought,
        "one": one,
        "ways": [(way, _(_way_word(one, way))) for way in queries.ways_of(one)] if one else [],
        "between": one is not None and "between" in queries.ways_of(one),
        "input": INPUTS.get(one.kind, "text") if one else "text",
        "offered": _offered(request, one.kind) if one else (),
    }


def _way_word(one: Attribute, way: str) -> str:
    is_text = not one.choices and one.kind not in (*INPUTS, "person", "unit", "post")
    return HOW["contains" if way == "is" and is_text else way]


def _offered(request: StaffRequest, kind: str) -> list[str]:
    """Names to choose from while typing."""
    if kind == "unit":
        return [place.name for place in all_units(version=request.viewer.version)][:MOST_OFFERED]
    if kind == "person":
        return [person.name for person in colleagues(request.viewer, most=MOST_OFFERED, own=True)]
    return sorted(post_titles(request.viewer).values()) if kind == "post" else []


def _with_chosen(offered: list[tuple[str, str]], chosen: str, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a saved list asks stays chosen, whoever looks at it."""
    is_known = not chosen or chosen in dict(offered) or chosen not in words
    return offered if is_known else [*offered, (chosen, words[chosen])]


def grouped(known: Mapping[str, Attribute]) -> list[tuple[str, list[Attribute]]]:
    """Under the form they stand in, in its order."""
    found: dict[str, list[Attribute]] = {}
    for one in known.values():
        found.setdefault(one.group, []).append(one)
    return sorted(found.items())


def type_titles() -> dict[str, str]:
    """Case types of every edition in use with their words."""
    return {name: procedure.title or name for book in _books() for name, procedure in book.procedures.items()}


def level_titles() -> dict[str, str]:
    """Values of the scales of severity with their words."""
    facts = (fact for book in _books() for fact in book.facts.values() if fact.scale)
    return {value: fact.titles.get(value, value) for fact in facts for value in fact.scale or ()}


def _books() -> Iterator[Rulebook]:
    return (rulebooks.rulebook(key) for key in rulebooks.installed())


def _day(at: datetime | None) -> str:
    if at is None:
        return ""
    local = timezone.localtime(at)
    return local.strftime("%m-%d %H:%M" if chinese() else "%Y-%m-%d %H:%M")
