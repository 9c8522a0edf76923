"""Who has to agree before a rulebook changes: its own authority table of the edition in force, or else a second person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate
from pydantic import ValidationError

from shouwen.engine.approval import Kind
from shouwen.engine.approvals import KIND
from shouwen.engine.calendar import always_open
from shouwen.engine.calendars import Calendars
from shouwen.engine.conditions import Ground
from shouwen.engine.draft import Draft
from shouwen.engine.facts import Assignee, Roster, Value
from shouwen.engine.seats import persons_of
from shouwen.engine.state import State
from shouwen.engine.tables import ask_table, says
from shouwen.engine.who import Searcher
from shouwen.people.access import Viewer, may, viewer_of
from shouwen.people.organisation import Version, organisation
from shouwen.people.posts import posts_of
from shouwen.people.queries import roster_for
from shouwen.people.snapshot import Organisation
from shouwen.rulebook.model import Row, Rulebook, TableRule, Who
from shouwen.runtime import rulebooks
from shouwen.runtime.rulebooks import Edition

Matter = Literal["first", "revision", "retirement", "move"]
FACT = "rulebook.edition"
APPROVER = "approver"
MANAGE = "manage_rulebook"


@dataclass(frozen=True, slots=True)
class Signers:
    """The seats that sign and how, from where they were looked up, and which row of which table said so."""

    kind: Kind
    seats: tuple[Assignee, ...]
    unit: str
    book: str = ""
    rule: str = ""
    clauses: tuple[str, ...] = ()


class NobodySigns(ValueError):
    """The authority table names somebody who is not there; said in both languages of the pages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


def signers(
    *,
    code: str,
    matter: Matter,
    units: tuple[str, ...],
    barred: frozenset[str],
    at: datetime,
    version: Version | None = None,
) -> Signers:
    """For a rulebook by its code; whoever wrote or asks is barred and agrees to nothing of his own."""
    copy = organisation(version)
    place = meeting_place(copy, units or _where(code, localdate(at)))
    path = tuple(str(each) for each in copy.units[place].path) if place is not None else ()
    edition = _in_force(code, path, at.astimezone(ZoneInfo(copy.zone_of(place))).date())
    found = covering(edition.rulebook, matter, at) if edition is not None else None
    if edition is None or found is None or place is None:
        return _second_person(place, barred, at, version)
    table, number, row = found
    who = _approver(table, row)
    place = _nearer(copy, place, who, edition.rulebook)
    roster = roster_for(place, at=at, posts=posts_of(edition.rulebook), version=version)
    state = State(id="", edition=edition.key, case_type="", unit=str(place))
    resolved = Searcher(edition.rulebook, roster, Draft(state), _nothing).find(who, barred)
    vacant = [alarm.post for alarm in resolved.alarms] or ([] if resolved.seats else sorted(who.posts()))
    if vacant:
        titles = "、".join(_title(edition.rulebook, post) for post in vacant)
        raise NobodySigns(
            f"《{table.title or table.name}》要求“{titles}”同意，从 {copy.units[place].name} 看此岗位无人可签；请先安排人员。",
            f"{table.name} asks for {', '.join(vacant)}, and nobody holds that post as seen from {copy.units[place].name}.",
        )
    rule = f"{table.name}.{number}" if number else f"{table.name}.else"
    return Signers(KIND[resolved.join], resolved.seats, str(place), edition.key, rule, row.cites or table.cites)


def managers(at: datetime, version: Version | None = None) -> Iterator[str]:
    """Everybody who manages rulebooks; found one after the other, since one is often enough."""
    for person in organisation(version).persons:
        viewer = viewer_of(person, at, version=version)
        if viewer is not None and may(viewer, MANAGE):
            yield viewer.id


def _second_person(place: int | None, barred: frozenset[str], at: datetime, version: Version | None) -> Signers:
    if not any(person not in barred for person in managers(at, version)):
        raise NobodySigns(
            "没有第二位制度管理人可以同意；请系统运维用 ./run manage appoint 姓名 --username 登录名 再设一位。",
            "Nobody else manages rulebooks who could agree: ./run manage appoint NAME --username SIGN-IN adds a second person.",
        )
    seat = Assignee(role=MANAGE, barred=tuple(sorted(barred)))
    return Signers("any", (seat,), "" if place is None else str(place))


def _nearer(copy: Organisation, place: int, who: Who, book: Rulebook) -> int:
    """Posts of a kind of unit that there is only one of below are looked up from that one."""
    kinds = {book.posts[post].unit for post in who.posts() if post in book.posts and book.posts[post].unit}
    below = [each for each in copy.units.values() if place in each.path and each.is_active and each.kind in kinds]
    return below[0].id if len(below) == 1 else place


def covering(book: Rulebook, matter: Matter, at: datetime) -> tuple[TableRule, int, Row] | None:
    """The table over changes of the rulebook and its one certain row; None where the rulebook has no such rule."""
    known: dict[str, Value] = {FACT: matter}
    ground = Ground(known.get, at, Calendars(always_open("always", book.header.zone), {}), {})
    for table in book.tables.values():
        if table.hit == "one" and FACT in table.in_:
            answer = ask_table(table, ground)
            if answer.rows and APPROVER in says(table, answer.rows[0][1]):
                return (table, *answer.rows[0])
    return None


def meeting_place(copy: Organisation, units: tuple[str, ...]) -> int | None:
    """The closest unit above all of these; the top of the house where none is named."""
    paths = [copy.units[int(unit)].path for unit in units if int(unit) in copy.units]
    paths = paths or [place.path for place in copy.units.values() if place.parent is None and place.is_active]
    if not paths:
        return None
    shared = [each for each in paths[0] if all(each in path for path in paths)]
    return shared[-1] if shared else paths[0][0]


def may_sign(seat: Assignee, viewer: Viewer, roster: Roster | None) -> bool:
    """A second person is anybody else who manages rulebooks."""
    if seat.role == MANAGE:
        return viewer.id not in seat.barred and may(viewer, MANAGE)
    return viewer.id in acting(seat, roster)


def acting(seat: Assignee, roster: Roster | None) -> tuple[str, ...]:
    """Who can sign for a seat; one that names a person needs no roster. Of a second person everybody who manages."""
    if seat.role == MANAGE:
        return ()
    if roster is not None:
        return persons_of(seat, roster)
    return (seat.person,) if seat.person and seat.person not in seat.barred else ()


def roster_of(book: str, unit: str, at: datetime, version: Version | None = None) -> Roster | None:
    """Who can act for the posts of the edition whose table named them."""
    if not book or not unit:
        return None
    return roster_for(unit, at=at, posts=posts_of(rulebooks.rulebook(book)), version=version)


def _where(code: str, day: date) -> tuple[str, ...]:
    """A change for all is one for the units in which the rulebook holds so far."""
    every = (rulebooks.edition(key) for key in rulebooks.installed())
    held = [each.units for each in every if each.rulebook.header.rulebook == code and each.holds(day)]
    return tuple(sorted(set().union(*held))) if held and all(held) else ()


def _in_force(code: str, path: tuple[str, ...], day: date) -> Edition | None:
    """The edition that holds at the meeting place; one that holds only below it speaks where none does."""
    held = [each for each in rulebooks.in_force(day, path) if each.rulebook.header.rulebook == code]
    every = (rulebooks.edition(key) for key in rulebooks.installed())
    below = [each for each in every if each.rulebook.header.rulebook == code and each.holds(day)]
    return next(reversed(held or below), None)


def _approver(table: TableRule, row: Row) -> Who:
    said: Any = says(table, row)[APPROVER]
    try:
        return Who.model_validate(said["value"] if isinstance(said, dict) and "value" in said else said)
    except ValidationError as wrong:
        raise NobodySigns(
            f"《{table.title or table.name}》的 approver 不是岗位：{said}。", f"{table.name}: {said} is no post."
        ) from wrong


def _title(book: Rulebook, post: str) -> str:
    rule = book.posts.get(post)
    return (rule.title or post) if rule else post


def _nothing(_path: str) -> Value:
    return None
