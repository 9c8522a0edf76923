"""Posts that a roster of the rulebook wants manned: how many are there now, who on duty is missing, who steps in."""

from dataclasses import dataclass

from shouwen.dispatch.models import Presence
from shouwen.dispatch.queries.duty import on_duty
from shouwen.dispatch.queries.rosters import Wanted, post_words, rosters_of
from shouwen.people.access import Viewer, visible_units


@dataclass(frozen=True, slots=True)
class CoverRow:
    """One post in one unit."""

    post: str
    unit: str
    here: int
    least: int
    substitute: str
    missing: tuple[str, ...]
    """On duty by the roster, and not there."""
    clauses: tuple[str, ...]

    @property
    def lacks(self) -> bool:
        return self.here < self.least


def cover(viewer: Viewer) -> tuple[CoverRow, ...]:
    """Rosters whose hours run now, in the units that the viewer supervises; those that lack somebody first."""
    copy, reach = viewer.organisation, visible_units(viewer, "supervise")
    held = [each for each in copy.holdings if each.unit in reach and each.at(viewer.at)]
    wanted = {unit: rosters_of(viewer, unit) for unit in {each.unit for each in held}}
    if not any(wanted.values()):
        return ()
    here = set(Presence.objects.filter(state=Presence.State.HERE).values_list("person", flat=True))
    duty = on_duty(copy, viewer.at)
    titles = post_words(
        viewer, {name for own in wanted.values() for one in own for name in (*one.posts, *one.substitute)}
    )
    found: dict[tuple[str, int], CoverRow] = {}
    for unit, rosters in wanted.items():
        for one in rosters:
            own = {each.person for each in held if each.unit == unit and each.post in one.posts}
            if own and one.runs(viewer.at):
                named = {int(person) for post in one.posts for person in duty.get(post, ())}
                gone = tuple(copy.persons[person].name for person in sorted(own & named - here))
                found[one.name, unit] = _row(one, titles, copy.units[unit].name, len(own & here), gone)
    return tuple(sorted(found.values(), key=lambda row: (not row.lacks, row.unit, row.post)))


def _row(one: Wanted, titles: dict[str, str], unit: str, here: int, gone: tuple[str, ...]) -> CoverRow:
    post, instead = ("、".join(titles[name] for name in names) for names in (one.posts, one.substitute))
    return CoverRow(post, unit, here, one.least, instead, gone, one.clauses)
