"""A trial in the words of its readers: who, what, when, by which clause."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from shouwen.authoring.preview import Line, Trial
from shouwen.engine.facts import Assignee
from shouwen.rulebook import words
from shouwen.rulebook.model import Rulebook
from shouwen.rulebook.words.tongue import Lang

SORTS: Mapping[str, str] = {
    "clock": "时限",
    "warned": "预警",
    "missed": "超时",
    "task": "待办",
    "approval": "审批",
    "paper": "文书",
    "notice": "通知",
    "escalation": "升级",
    "hand_over": "移交",
    "case": "子事项",
    "alarm": "无人在岗",
    "asked": "待补信息",
    "refused": "不放行",
    "closed": "办结",
}
NAMED = frozenset({"alarm", "asked", "closed"})
VARIABLE = re.compile(r"\{([a-z][\w.]*)\}")
COLOURS = {"warned": "is-warn", "missed": "is-late", "alarm": "is-late", "refused": "is-late", "closed": "is-done"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    at: str
    sort: str
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
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole trial."""

    rows: tuple[Row, ...]
    choices: tuple[Choice, ...]
    outlook: tuple[Row, ...]
    closed: bool
    next_at: str


def shown(
    trial: Trial, book: Rulebook, persons: Mapping[str, str], units: Mapping[str, str], zone: str, lang: Lang
) -> Shown:
    teller = _Teller(book, persons, units, ZoneInfo(zone), lang)
    last = max((line.at for line in trial.lines), default=None)
    return Shown(
        tuple(teller.row(line) for line in trial.lines),
        tuple(
            Choice(one.title, teller.who(one.persons), one.approval, one.clauses, one.task, one.outcomes, one.papers)
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
    lang: Lang

    def row(self, line: Line) -> Row:
        what = self.title(line.what) if line.sort in NAMED else VARIABLE.sub(self.variable, line.what)
        due = self.told(line.due) if line.due else ""
        return Row(
            self.told(line.at), _(SORTS[line.sort]), COLOURS.get(line.sort, ""), what, self.who(line.persons), due,
            line.clauses,
        )  # fmt: skip

    def title(self, name: str) -> str:
        post, fact = self.book.posts.get(name), self.book.facts.get(name)
        return (post.title if post else fact.title if fact else self.units.get(name, "")) or name

    def variable(self, found: re.Match[str]) -> str:
        """What a notice will fill in, by its name: a trial has no number yet."""
        return f"〔{words.fact(found[1], self.book, self.lang)}〕"

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
