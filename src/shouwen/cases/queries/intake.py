"""What may be opened where, by whom, on which form."""

from datetime import datetime
from zoneinfo import ZoneInfo

from shouwen.cases.forms import Known, view
from shouwen.cases.rows import PaperForm
from shouwen.people.access import Viewer
from shouwen.people.organisation import Version
from shouwen.people.posts import posts_of
from shouwen.people.queries import copy_of, roster_for
from shouwen.rulebook.model import ProcedureRule, Who
from shouwen.runtime import rulebooks
from shouwen.runtime.rulebooks import Edition


class NotOpenHere(LookupError):
    """No rulebook that holds in this unit knows such cases."""

    def __init__(self, case_type: str, unit: str) -> None:
        super().__init__(f"No rulebook in force in unit {unit} knows cases of type '{case_type}'.")


def edition_for(case_type: str, unit: str, at: datetime, *, version: Version | None = None) -> Edition:
    """The edition under which a case opened now begins, and which it keeps."""
    for edition in editions_at(unit, at, version=version):
        if case_type in edition.rulebook.procedures:
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


def intake_form(case_type: str, unit: str, at: datetime) -> PaperForm | None:
    """The paper that such a case begins with; some need none."""
    edition = edition_for(case_type, unit, at)
    paper = edition.rulebook.papers.get(edition.rulebook.procedures[case_type].intake or "")
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
