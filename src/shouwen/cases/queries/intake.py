"""What may be opened where, by whom, on which form."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from shouwen.cases.forms import Known, view
from shouwen.cases.models import Case
from shouwen.cases.rows import PaperForm
from shouwen.engine.facts import Value
from shouwen.people.access import Viewer
from shouwen.people.organisation import Version
from shouwen.people.posts import posts_of
from shouwen.people.queries import all_units, copy_of, roster_for, units_for
from shouwen.people.snapshot import Place
from shouwen.rulebook.model import ProcedureRule, Who
from shouwen.runtime import rulebooks
from shouwen.runtime.rulebooks import Edition

OPEN = "open_case"
LATEST = 300
COMPLAINT = "投诉"
BRANCH = "case.branch"


class NotOpenHere(LookupError):
    """No rulebook that holds in this unit knows such cases."""

    def __init__(self, case_type: str, unit: str) -> None:
        super().__init__(f"No rulebook in force in unit {unit} knows cases of type '{case_type}'.")


def edition_for(case_type: str, unit: str, at: datetime, *, version: Version | None = None) -> Edition:
    """The edition under which a case opened now begins, and which it keeps."""
    for edition in editions_at(unit, at, version=version):
        if case_type in edition.rulebook.case_types:
            return edition
    raise NotOpenHere(case_type, unit)


def editions_at(unit: str, at: datetime, *, version: Version | None = None) -> tuple[Edition, ...]:
    """The editions in force in a unit, on its own calendar day; with a `version` it costs no query."""
    organisation = copy_of(version)
    place = organisation.units.get(int(unit)) if unit.isdecimal() else None
    path = tuple(str(each) for each in place.path) if place else ()
    day = at.astimezone(ZoneInfo(organisation.zone_of(place.id if place else None))).date()
    return rulebooks.in_force(day, path)


def case_types(viewer: Viewer, unit: str, at: datetime) -> tuple[tuple[str, str], ...]:
    """Types the viewer may open in the unit, with their titles; those that only rules open are left out.

    What comes in by the most ways stands first: it is what a desk takes in most.
    """
    found = []
    for edition in editions_at(unit, at, version=viewer.version):
        for name, rule in edition.rulebook.procedures.items():
            if _may_open(viewer, edition, rule, unit, at):
                ways = len(rule.opens.via) if rule.opens else 0
                found.append((-ways, name, rule.title or name))
    return tuple((name, title) for _, name, title in sorted(found, key=lambda each: each[0]))


def usual_type(viewer: Viewer, types: Sequence[tuple[str, str]]) -> str:
    """Of the latest cases what the viewer took in most, else what others did; before that, what is complained of."""
    offered = dict(types)
    latest = Case.objects.filter(parent_id__isnull=True).order_by("-opened_at", "-subject")
    taken = [row for row in latest.values_list("opener", "case_type")[:LATEST] if row[1] in offered]
    count = Counter(name for opener, name in taken if opener == viewer.id) or Counter(name for _, name in taken)
    if count:
        return count.most_common(1)[0][0]
    return next((name for name, title in types if COMPLAINT in title), next(iter(offered), ""))


def units_to_open(viewer: Viewer, at: datetime) -> tuple[Place, ...]:
    """Where the viewer may take in: by scope, under a rulebook that knows one of their posts, and something at all."""
    posts = {held.post for held in viewer.posts}
    return tuple(
        place
        for place in units_for(viewer, OPEN) or units_for(viewer)
        if any(posts & set(each.rulebook.posts) for each in editions_at(str(place.id), at, version=viewer.version))
        and case_types(viewer, str(place.id), at)
    )


def units_under(edition: str, *, version: Version | None = None) -> tuple[Place, ...]:
    """The units in which the edition holds: those that its forms can mean, whatever else holds in some of them."""
    places, within = all_units(version=version), rulebooks.edition(edition).units
    return tuple(place for place in places if not within or not within.isdisjoint(map(str, place.path)))


def concerned_unit(edition: Edition, case_type: str, facts: Mapping[str, Value]) -> str:
    """The unit that the form names as the one concerned; empty where it names none.

    A post is looked up from the case's unit upwards, so a branch's people are found only in the branch.
    """
    paper = edition.rulebook.papers.get(edition.rulebook.case_types[case_type].intake or "")
    named = (f"{paper.name}.{name}" for name, field in paper.fields.items() if field.fact == BRANCH) if paper else ()
    return next((str(facts[path]) for path in named if facts.get(path)), "")


def intake_form(case_type: str, unit: str, at: datetime) -> PaperForm | None:
    """The paper that such a case begins with; some need none."""
    edition = edition_for(case_type, unit, at)
    paper = edition.rulebook.papers.get(edition.rulebook.case_types[case_type].intake or "")
    return view(paper, Known(edition.rulebook, {}, at)) if paper else None


def _may_open(viewer: Viewer, edition: Edition, rule: ProcedureRule, unit: str, at: datetime) -> bool:
    if rule.opens is None or rule.opens.by is None:
        return False
    return _covers(viewer, edition, rule.opens.by, unit, at)


def _covers(viewer: Viewer, edition: Edition, who: Who, unit: str, at: datetime) -> bool:
    if who.anyone:
        return True
    version: Version = viewer.version
    roster = roster_for(unit, at=at, posts=posts_of(edition.rulebook), version=version)
    held = set(roster.posts_of.get(viewer.id, ()))
    return not held.isdisjoint(who.posts())
