"""What the frame of every page needs: places, the person's words, unread notices, the demonstration's clock."""

from typing import Any

from django.http import HttpRequest

from shouwen.base.clock import is_movable, now
from shouwen.cases.queries import is_founding
from shouwen.dispatch.queries import PRESENCE_WORDS, own_presence
from shouwen.people.access import may
from shouwen.people.queries import post_words
from shouwen.runtime.queries import unread
from shouwen.web.ui.places import PLACES, START, place_of
from shouwen.web.ui.words import chinese


def shell(request: HttpRequest) -> dict[str, Any]:
    """Only cheap things: three small queries for a signed-in person, none for others."""
    viewer = getattr(request, "viewer", None)
    base = {"now": getattr(request, "at", None) or now(), "language_is_chinese": chinese()}
    if viewer is None:
        return base
    matched = request.resolver_match
    places = [place for place in PLACES if not place.act or any(may(viewer, act) for act in place.acts)]
    if places[0].name == START and not is_founding(viewer):
        places = places[1:]
    here, here_as = place_of(matched.url_name or "", matched.func.__module__) if matched else ("", "")
    return base | {
        "places": places,
        # The rail is drawn once for all who see the same places.
        "may_open": may(viewer, "open_case"),
        "places_key": " ".join(place.name for place in places),
        "here": here,
        "here_as": here_as,
        "person_words": post_words(viewer),
        "presence_words": PRESENCE_WORDS.items(),
        "unread": unread(viewer.id),
        "presence": own_presence(viewer) if viewer.home is not None else None,
        "demo_clock": is_movable(),
    }
