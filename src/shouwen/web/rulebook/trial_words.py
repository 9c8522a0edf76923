"""A trial in the words of its readers: who, what, when, by which clause."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwen.authoring.preview import Line, Trial
from shouwen.engine.facts import Assignee
from shouwen.rulebook.model import Rulebook

SORTS: Mapping[str, object] = {
    "clock": gettext_lazy("时限"),
    "warned": gettext_lazy("预警"),
    "missed": gettext_lazy("超时"),
    "task": gettext_lazy("待办"),
    "approval": gettext_lazy("审批"),
    "paper": gettext_lazy("文书"),
    "notice": gettext_lazy("通知"),
    "escalation": gettext_lazy("升级"),
    "hand_over": gettext_lazy("移交"),
    "case": gettext_lazy("子事项"),
    "alarm": gettext_lazy("无人在岗"),
    "asked": gettext_lazy("待补信息"),
    "refused": gettext_lazy("不放行"),
    "closed": gettext_lazy("办结"),
}
COLOURS = {"warned": "is-warn", "missed": "is-late", "alarm": "is-late", "refused": "is-late", "closed": "is-done"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    at: str
    sort: object
    colour: str
    what: str
    who: str
    due: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An open task with the values that finishing it would add to the address."""

    title: str
    who: str
    approval: bool
    clauses: tuple[str, ...]
    task: str
    outcomes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole trial."""

    rows: tuple[Row, ...]
    choices: tuple[Choice, ...]
    outlook: tuple[Row, ...]
    closed: bool
    next_at: str


def shown(trial: Trial, book: Rulebook, persons: Mapping[str, str], units: Mapping[str, str], zone: str) -> Shown:
    teller = _Teller(book, persons, units, ZoneInfo(zone))
    last = max((line.at for line in trial.lines), default=None)
    return Shown(
        tuple(teller.row(line) for line in trial.lines),
        tuple(
            Choice(one.title, teller.who(one.persons), one.approval, one.clauses, one.task, one.outcomes)
            for one in trial.waiting
        ),
        tuple(teller.row(line) for line in trial.outlook),
        trial.closed,
        teller.field(last + timedelta(minutes=30)) if last else "",
    )


@dataclass(frozen=True)
class _Teller:
    book: Rulebook
    persons: Mapping[str, str]
    units: Mapping[str, str]
    zone: ZoneInfo

    def row(self, line: Line) -> Row:
        what = self.title(line.what) if line.sort in {"alarm", "asked", "closed"} else line.what
        due = self.told(line.due) if line.due else ""
        return Row(
            self.told(line.at), SORTS[line.sort], COLOURS.get(line.sort, ""), what, self.who(line.persons), due,
            line.clauses,
        )  # fmt: skip

    def title(self, name: str) -> str:
        post, fact = self.book.posts.get(name), self.book.facts.get(name)
        return (post.title if post else fact.title if fact else "") or name

    def who(self, seats: Iterable[Assignee]) -> str:
        return "、".join(dict.fromkeys(self.one(seat) for seat in seats))

    def one(self, seat: Assignee) -> str:
        if seat.person:
            return self.persons.get(seat.person, seat.person)
        if seat.outside:
            return self.book.header.parties.get(seat.outside, seat.outside)
        place = self.units.get(seat.unit or "", "")
        post = self.title(seat.post) if seat.post else ""
        return " ".join(part for part in (place, post) if part) or _("无人")

    def told(self, at: datetime) -> str:
        return at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")

    def field(self, at: datetime) -> str:
        return at.astimezone(self.zone).strftime("%Y-%m-%dT%H:%M")
