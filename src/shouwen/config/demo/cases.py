"""The cases of the demonstration: each opened at its own instant, then left to its people and the rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor
from random import Random
from struct import pack
from zlib import compress, crc32

from shouwen.cases import actions
from shouwen.cases.actions.occasions import CAUGHT_UP
from shouwen.config.demo import written
from shouwen.config.demo.customers import Client, everybody
from shouwen.config.demo.organisation import Company
from shouwen.config.demo.regular import Regular
from shouwen.config.demo.slots import slots_of
from shouwen.config.demo.stage import Stage, awake
from shouwen.config.demo.thread import Thread
from shouwen.config.demo.trade_cases import Setting, plan_cases, register
from shouwen.config.demo.trades import trades
from shouwen.config.demo.written import Course
from shouwen.documents.actions import add_file

SEED = 20050801
# Posts are held from a while before the first case on.
BEFORE = timedelta(days=130)
# Every month's duty comes twice in it.
REGULAR = timedelta(days=62)
MINUTES = 150
# A course this young is played out to the very minute, day or night.
FRESH = timedelta(hours=6)
TOLD_EVERY = timedelta(days=7)
# Older notices have been read.
NEWS = timedelta(hours=20)
Say = Callable[[str], None]


@dataclass
class Cast:
    """What all cases draw on."""

    company: Company
    clients: Mapping[str, tuple[Client, ...]]
    evidence: str
    until: datetime


def play_cases(
    company: Company, clients: Mapping[str, tuple[Client, ...]], *, until: datetime, share: float = 1.0, say: Say
) -> Stage:
    """Everything that happened up to `until`; the same every time but for the calendar and the hour of day."""
    stage = Stage(until)
    cast = Cast(company, clients, _evidence(until), until)
    wanted = [(course, number) for course in written.courses().courses for number in range(course.count)]
    for serial, (course, number) in enumerate(wanted, start=1):
        # Evenly over all courses, so that a few cases still show many kinds.
        if floor(serial * share) > floor((serial - 1) * share):
            thread = _thread(stage, cast, course, serial, number)
            stage.plan(_opening(course, thread.rng, until), thread.open)
    for trade in trades():
        setting = Setting(trade, company, cast.evidence, until)
        plan_cases(stage, setting, register(setting, at=until - BEFORE), share=share)
    client = everybody(clients, "")[0]
    # At least as far back as the worker looks: nothing of the months shown is left for it to open late.
    since = until - max(REGULAR * min(share, 1.0), CAUGHT_UP)
    Regular(stage, company, cast.evidence, client, since).plan(until=until)
    stage.plan(until - NEWS, lambda at: _read_everything(company, at))
    stage.play(tell=_Days(say).tell)
    return stage


def _thread(stage: Stage, cast: Cast, course: Course, serial: int, number: int) -> Thread:
    rng = Random(SEED + serial)  # noqa: S311  # invented people, not secrets
    topic = written.topics()[course.topics][(number + serial) % len(written.topics()[course.topics])]
    client = _client(cast, course, topic, rng)
    unit = cast.company.units[course.unit] if course.unit else client.unit
    slots = slots_of(cast.company, topic, client, unit=unit, serial=serial) | {"file": cast.evidence}
    return Thread(stage, cast.company, course, topic, client, unit, serial, rng, slots)


def _client(cast: Cast, course: Course, topic: Mapping[str, str], rng: Random) -> Client:
    if "company" in topic:
        return rng.choice(cast.clients[topic["company"]])
    known = cast.clients.get(course.unit) or everybody(cast.clients, course.topics)
    return rng.choice([client for client in known if client.grade == course.grade] or known)


def _opening(course: Course, rng: Random, until: datetime) -> datetime:
    at = until - timedelta(days=rng.uniform(*course.days))
    return at if until - at < FRESH else min(awake(at, rng.randint(0, MINUTES)), until - timedelta(minutes=2))


def _read_everything(company: Company, at: datetime) -> None:
    """What is told later is news to whoever signs in."""
    for person in company.persons.values():
        actions.read_notices(person=person, at=at)


def _evidence(at: datetime) -> str:
    """A picture of plain green: the photograph of a lawn, as far as an invented one goes."""
    width = height = 48
    rows = b"".join(b"\0" + bytes((96, 150, 84)) * width for _ in range(height))
    parts = ((b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", compress(rows)), (b"IEND", b""))
    body = b"".join(pack(">I", len(data)) + name + data + pack(">I", crc32(name + data)) for name, data in parts)
    kept = add_file(subject=None, name="现场照片.png", content=b"\x89PNG\r\n\x1a\n" + body, by="", at=at)
    return f"file:{kept.pk}"


@dataclass
class _Days:
    """Tells week by week how far it has got."""

    say: Say
    told: datetime | None = None
    acts: int = 0

    def tell(self, at: datetime) -> None:
        self.acts += 1
        if self.told is None or at - self.told >= TOLD_EVERY:
            self.told = at
            self.say(f"  … {at:%Y-%m-%d} ({self.acts} acts)")
