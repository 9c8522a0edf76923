"""Messages of earlier months for each company: written to a file, taken in and let pass again as the two commands do."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from shouwen.analytics import actions
from shouwen.analytics.source import FIELDS, read_source
from shouwen.config.demo import written
from shouwen.config.demo.organisation import DECOR, GREEN, Company
from shouwen.config.demo.papers import ZONE
from shouwen.config.demo.trades import trades
from shouwen.people import actions as people
from shouwen.runtime import rulebooks

CASE_TYPE = "message"
TOPICS = {DECOR: ("decor", "problem"), GREEN: ("green", "matter")}
"""Where the matters of the companies that are written out stand, and under what."""
OLDEST, STEP = timedelta(days=118), timedelta(days=6, hours=5)
# Hours until the reply; most are in time, some late, some never came.
REPLIED: tuple[int | None, ...] = (20, 52, 71, 90, 130, 160, 30, 210, 340, None, 44, 400, 66, 690, 760, 26, 118, None)
# Three people about one thing, days apart.
ALIKE = ("", "我也住在这里，", "邻居们都在反映，")
REPLY = "您好！您反映的“{title}”一事已经查实办理，情况已电话告知您，感谢监督。"


@dataclass(frozen=True)
class Office:
    """Who answers messages where, and what people write about."""

    name: str
    code: str
    unit: str
    officer: str
    head: str
    matters: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wrote:
    """One message, and after how many hours it was answered, if ever."""

    number: int
    title: str
    text: str
    opened: datetime
    hours: int | None


def play_history(company: Company, *, since: datetime, until: datetime) -> int:
    """One import run for each company; how many messages came in."""
    offices = tuple(_offices(company))
    folder = max((Path(settings.PACKAGE_DIR) / "rulebooks" / "messages").glob("*/header.yaml")).parent
    rulebooks.install(path=folder, units=tuple(office.unit for office in offices), by=None, at=since)
    for office in offices:
        for post, person in (("message_officer", office.officer), ("message_head", office.head)):
            people.place(
                person=int(person), post=post, unit=int(office.unit), starts_on=since.date(), by=None, at=since
            )
    with TemporaryDirectory() as home:
        return sum(_take_in(office, Path(home), until) for office in offices)


def _take_in(office: Office, home: Path, until: datetime) -> int:
    path = home / f"{office.name}历史留言.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[words[0] for words in FIELDS.values()], *_rows(office, until)])
    source = read_source(path, zone=str(ZONE), now=until)
    target = actions.Target(CASE_TYPE, office.unit)
    run, outcome = actions.import_source(
        source=source, target=target, zone=str(ZONE), by=None, at=until, progress=_quietly
    )
    actions.find_bursts(run=run)
    actions.replay(run=run, until=until, at=until, progress=_quietly)
    return outcome.opened


def _quietly(done: int, total: int) -> None:
    """The company is told about as a whole."""


def _rows(office: Office, until: datetime) -> Iterator[tuple[str, ...]]:
    """In the order of the headings; the last one has a time that nobody can read."""
    for number, hours in enumerate(REPLIED):
        title, text = office.matters[number % len(office.matters)]
        yield _row(office.code, Wrote(number, title, text, until - OLDEST + number * STEP, hours), until)
    title, text = office.matters[0]
    for number, before in enumerate(ALIKE):
        opened = until - timedelta(days=40 - 3 * number)
        yield _row(office.code, Wrote(len(REPLIED) + number, title, before + text, opened, 96), until)
    yield (f"{office.code}099", "网友", title, "上周三上午", text, "", "")


def _row(code: str, wrote: Wrote, until: datetime) -> tuple[str, ...]:
    replied = wrote.opened + timedelta(hours=wrote.hours) if wrote.hours is not None else until
    came = replied < until
    return (
        f"{code}{wrote.number + 1:03}",
        f"{code}网友{wrote.number + 1:02}",
        wrote.title,
        f"{wrote.opened.astimezone(ZONE):%Y-%m-%d %H:%M:%S}",
        wrote.text,
        REPLY.format(title=wrote.title) if came else "",
        f"{replied.astimezone(ZONE):%Y-%m-%d %H:%M:%S}" if came else "",
    )


def _offices(company: Company) -> Iterator[Office]:
    own = written.company().units
    for code, desk, agent, head in (
        (DECOR, "HJ-KF", "service_assistant", "service_deputy"),
        (GREEN, "QH-KF", "service_specialist", "service_supervisor"),
    ):
        topics, words = TOPICS[code]
        yield Office(
            name=own[code][0],
            code=code,
            unit=company.units[desk],
            officer=company.posts[f"{agent}@{desk}"][0],
            head=company.posts[f"{head}@{desk}"][0],
            matters=tuple((topic["title"], topic[words]) for topic in written.topics()[topics]),
        )
    for trade in trades():
        place, above = trade.places[trade.agent], trade.places[trade.manager]
        yield Office(
            name=trade.written.name,
            code=trade.written.code,
            unit=company.units[place],
            officer=company.posts[f"{trade.agent}@{place}"][0],
            head=company.posts[f"{trade.manager}@{above}"][0],
            matters=trade.written.matters,
        )
