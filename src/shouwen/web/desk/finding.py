"""One box for everything: cases, customers, objects, documents, articles, clauses and people, each within the viewer's scope."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from shouwen.base.pinyin import spoken
from shouwen.cases import queries
from shouwen.cases.rows import CaseRow
from shouwen.customers.dossier import CustomerCard
from shouwen.customers.queries import find, find_objects
from shouwen.people.access import Viewer
from shouwen.people.queries import colleagues, posts_held
from shouwen.web.desk.articles import SORTS
from shouwen.web.templatetags.ui import object_word, state_tag
from shouwen.web.ui.staff import StaffRequest, staff_page
from shouwen.web.ui.words import said

LONGEST = 80
MOST_SPOKEN = 200
SHOWN_OF_TEXT = 60
SHORTEST_WORD = 2
"""One Chinese character or letter means a name; everything else is asked for by two."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: its words, what tells it from others, where it leads."""

    title: str
    more: str
    url: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Hits of one kind, and where there are more."""

    name: str
    title: str
    hits: tuple[Hit, ...]
    url: str = ""


Finder = Callable[[Viewer, str, int], Iterable[Hit]]


@staff_page
def quick(request: StaffRequest) -> HttpResponse:
    """First results while somebody types; a fragment of options."""
    return render(request, "desk/quick.html", _answer(request, 5))


@staff_page
def search(request: StaffRequest) -> HttpResponse:
    """The same as a page, with more of each."""
    return render(request, "desk/search.html", _answer(request, 20))


def _answer(request: StaffRequest, most: int) -> dict[str, Any]:
    """Longer words than anybody would type are cut, and that is told."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    cut = LONGEST if len(asked) == LONGEST else 0
    return {"groups": found(request.viewer, asked, most), "query": asked, "cut": cut}


@staff_page
def latin(request: StaffRequest) -> HttpResponse:
    """How words of the page are spoken, in full and by their initials, so that commands are found by either."""
    words = [each[:LONGEST] for each in request.GET.getlist("w")[:MOST_SPOKEN]]
    return JsonResponse({each: [key for one in spoken(each) for key in (one.full, one.initials)] for each in words})


def found(viewer: Viewer, asked: str, most: int) -> list[Group]:
    """Every kind in its place, however little of it was found; kinds with nothing are left out."""
    if not asked:
        return []
    customers = find(viewer, asked, most=most)
    cases = queries.found_cases(viewer, asked, [each.id for each in customers], most=most)
    wordy = len(asked) >= SHORTEST_WORD
    groups = [
        Group(
            "cases", _("事项"), tuple(_case(row) for row in cases), f"{reverse('cases')}?{urlencode({'text': asked})}"
        ),
        Group(
            "customers",
            _("客户"),
            tuple(_customer(card) for card in customers),
            f"{reverse('customers')}?{urlencode({'q': asked})}",
        ),
        Group("objects", _("对象"), tuple(_objects(viewer, asked, most)) if wordy else ()),
        Group("documents", _("文书"), tuple(_documents(viewer, asked, most)) if wordy else ()),
        Group("articles", _("知识"), tuple(_articles(viewer, asked, most)) if wordy else ()),
        Group("people", _("同事"), tuple(_people(viewer, asked, most))),
        Group("clauses", _("条款"), tuple(_clauses(viewer, asked, most)) if wordy else ()),
    ]
    return [group for group in groups if group.hits]


def tag(word: str) -> str:
    """What sort of thing it is, beside its title."""
    return format_html('<span class="tag">{}</span>', word)


def _case(row: CaseRow) -> Hit:
    return Hit(
        row.title, f"{row.number} {row.customer_name}".strip(), reverse("case", args=[row.id]), state_tag(row.state)
    )


def _customer(card: CustomerCard) -> Hit:
    shown = " ".join((card.number, *(contact.masked for contact in card.contacts[:2])))
    return Hit(card.title, shown, reverse("customer", args=[card.id]))


def _objects(viewer: Viewer, asked: str, most: int) -> Iterable[Hit]:
    for customer, thing in find_objects(viewer, asked, most=most):
        kind = object_word(thing.kind)
        yield Hit(thing.name, f"{kind} {thing.number}".strip(), reverse("customer", args=[customer]))


def _documents(viewer: Viewer, asked: str, most: int) -> Iterable[Hit]:
    for paper, case in queries.found_documents(viewer, asked, most=most):
        yield Hit(paper.title, f"{paper.number} · {case}", reverse("case", args=[paper.subject]))


def _people(viewer: Viewer, asked: str, most: int) -> Iterable[Hit]:
    for person in colleagues(viewer, asked, most=most, own=True):
        held = posts_held(person.id, at=viewer.at, version=viewer.version)
        places = _("、").join(tuple(dict.fromkeys(each.unit_name for each in held))[:2])
        yield Hit(person.name, places, f"{reverse('cases')}?carried_by={person.id}")


def _articles(viewer: Viewer, asked: str, most: int) -> Iterable[Hit]:
    for one in queries.articles_like(viewer, asked, most=most):
        more = f"{one.rulebook} · {one.text[:SHOWN_OF_TEXT]}"
        yield Hit(said(one.title), said(more), reverse("article", args=[one.key, one.name]), tag(_(SORTS[one.sort])))


def _clauses(viewer: Viewer, asked: str, most: int) -> Iterable[Hit]:
    for one in queries.clauses_like(viewer, asked, most=most):
        yield Hit(
            said(f"{one.id} {one.title}"), said(one.text[:SHOWN_OF_TEXT]), reverse("clause", args=[one.key, one.id])
        )
