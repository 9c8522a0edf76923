"""Which rulebooks the page offers: those that hold somewhere the viewer sees, their own first."""

from shouwen.cases.queries import editions_at
from shouwen.people.access import Viewer
from shouwen.people.queries import units_for
from shouwen.runtime import rulebooks


def offered(viewer: Viewer) -> tuple[str, ...]:
    """Editions for a unit that the viewer sees or works in; older and retired ones too, for their cases are there."""
    units = viewer.organisation.units
    places = (*units_for(viewer), *(units[post.unit] for post in viewer.posts))
    above = {str(each) for place in places for each in place.path}
    return tuple(key for key in rulebooks.installed() if _covers(rulebooks.edition(key).units, above))


def own(viewer: Viewer, among: tuple[str, ...]) -> str:
    """The one that holds in the viewer's own unit and knows their posts; if several, the one that says the most."""
    # Whoever answers messages besides looks at the rulebook of their trade first.
    posts = {held.post for held in viewer.posts}
    here = [
        each for each in editions_at(str(viewer.home or ""), viewer.at, version=viewer.version) if each.key in among
    ]
    ranked = sorted(
        here, key=lambda each: (not posts & set(each.rulebook.posts), not each.units, -len(each.rulebook.clauses))
    )
    return next((each.key for each in ranked), among[0] if among else "")


def _covers(units: frozenset[str], above: set[str]) -> bool:
    return not units or not units.isdisjoint(above)
