"""Posts that a roster of the rulebook wants manned: how many are there now, and who steps in."""

from collections.abc import Iterator
from dataclasses import dataclass

from shouwen.dispatch.models import Presence
from shouwen.notices.timing import next_open
from shouwen.people.access import Viewer, visible_units
from shouwen.people.calendars import calendar_for
from shouwen.people.queries import post_titles
from shouwen.rulebook.model import Roster, Rulebook
from shouwen.runtime import rulebooks

ALWAYS = 1
"""A post that is never unmanned has somebody, where no figure says more."""


@dataclass(frozen=True, slots=True)
class CoverRow:
    """One post in one unit."""

    post: str
    unit: str
    here: int
    least: int
    substitute: str
    clauses: tuple[str, ...]

    @property
    def lacks(self) -> bool:
        return self.here < self.least


def cover(viewer: Viewer) -> tuple[CoverRow, ...]:
    """Rosters whose hours run now, in the units that the viewer supervises; those that lack somebody first."""
    rosters = [(book, block) for book, block in _rosters() if block.posts]
    if not rosters:
        return ()
    copy, reach = viewer.organisation, visible_units(viewer, "supervise")
    held = [each for each in copy.holdings if each.unit in reach and each.at(viewer.at)]
    here = set(Presence.objects.filter(state=Presence.State.HERE).values_list("person", flat=True))
    titles = post_titles(viewer)
    found: dict[tuple[str, int], CoverRow] = {}
    for book, block in rosters:
        for unit in {each.unit for each in held if each.post in block.posts}:
            if not _runs(viewer, book, block, unit):
                continue
            own = {each.person for each in held if each.unit == unit and each.post in block.posts}
            post = "、".join(_title(book, titles, name) for name in block.posts)
            least = (block.at_least.value if block.at_least is not None else None) or ALWAYS
            instead = block.substitute.posts() if block.substitute is not None else ()
            substitute = "、".join(_title(book, titles, name) for name in instead)
            found[block.name, unit] = CoverRow(
                post, copy.units[unit].name, len(own & here), least, substitute, tuple(block.cites)
            )
    return tuple(sorted(found.values(), key=lambda row: (not row.lacks, row.unit, row.post)))


def _rosters() -> Iterator[tuple[Rulebook, Roster]]:
    for key in rulebooks.installed():
        book = rulebooks.rulebook(key)
        yield from ((book, block) for block in book.blocks if isinstance(block, Roster))


def _runs(viewer: Viewer, book: Rulebook, block: Roster, unit: int) -> bool:
    """Whether the hours of the roster run now; without a calendar they always do."""
    rule = book.header.calendars.get(block.calendar or "")
    if rule is None:
        return True
    hours = calendar_for(unit, block.calendar or "", rule, version=viewer.version)
    return next_open(viewer.at, hours) == viewer.at


def _title(book: Rulebook, titles: dict[str, str], post: str) -> str:
    rule = book.posts.get(post)
    return (rule.title if rule else "") or titles.get(post, post)
