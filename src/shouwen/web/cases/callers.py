"""The caller's box at taking in: whoever may be calling, with what they hold, what is open and what was said last."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from shouwen.cases import queries
from shouwen.customers.contacts import FRAGMENT, asked_digits
from shouwen.customers.dossier import CustomerCard, Held
from shouwen.customers.queries import find, find_by_phone, get_for, held_by
from shouwen.web.ui.staff import StaffRequest, staff_page

MOST_CALLERS = 6


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who may be calling: dossier, what they hold, what is open and what was said last."""

    card: CustomerCard
    past: queries.Past
    things: tuple[Held, ...]

    @property
    def address(self) -> str:
        """Hidden; empty where none is known."""
        return next((each.masked for each in self.card.contacts if each.kind == "address"), "")

    @property
    def unit(self) -> int | None:
        """Where the case most likely belongs."""
        only = self.things[0].unit if len(self.things) == 1 else None
        return only or self.card.unit


@staff_page
def caller(request: StaffRequest) -> HttpResponse:
    """Who calls: dossiers by number, name or initials, with open cases and the last contacts."""
    asked = request.GET.get("phone", "").strip().removeprefix("tel:")[:60]
    found = _callers(request, asked)[:MOST_CALLERS]
    ids = [card.id for card in found]
    past, things = queries.past_of(request.viewer, ids), held_by(ids)
    cards = [Caller(card, past.get(card.id, queries.Past()), things.get(card.id, ())) for card in found]
    context = {"cards": cards, "asked": asked, "object": request.GET.get("object", "")}
    return render(request, "cases/caller.html", context)


def _callers(request: StaffRequest, asked: str) -> Sequence[CustomerCard]:
    chosen = request.GET.get("customer", "")
    if chosen.isdecimal():
        return [get_for(request.viewer, int(chosen)).card]
    if not asked:
        return ()
    digits = asked_digits(asked)
    exact = find_by_phone(request.viewer, asked) if digits else ()
    # Four digits are what a caller reads out, or what a list shows.
    return exact or (find(request.viewer, asked, most=MOST_CALLERS) if not digits or len(digits) >= FRAGMENT else ())
