"""One complaint told from the call to the archive on the console, by the real rules: the smoke test of an installation."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.utils import translation

from shouwen.base import actions as base_actions
from shouwen.cases import queries
from shouwen.cases.rows import TimelineEntry
from shouwen.config.demo import organisation, written
from shouwen.config.demo.customers import Client
from shouwen.config.demo.papers import ZONE
from shouwen.config.demo.slots import slots_of
from shouwen.config.demo.stage import Stage
from shouwen.config.demo.thread import Thread
from shouwen.customers import actions as customers
from shouwen.customers.actions.dossier import NewContact
from shouwen.engine.state import State
from shouwen.people.access import Viewer, viewer_of
from shouwen.runtime import rulebooks
from shouwen.runtime.queries import family_of, log_of
from shouwen.runtime.verify import verify

LASTS = timedelta(days=60)
BEFORE = timedelta(days=30)
WATCHER = "center_director@HJ-KF"
WORDS = {
    "zh": {
        "head": "首问 · 一次客户投诉，从来电到归档（用后即弃的数据库）",
        "rulebook": "制度",
        "time": "时限到",
        "rule": "规则",
        "end": "已归档：{entries} 条记录，{cases} 个事项，{late} 个时限超时，记录链校验无误。",
    },
    "en": {
        "head": "Shouwen · one complaint from the call to the archive (in a database that is thrown away)",
        "rulebook": "Rulebook",
        "time": "time passed",
        "rule": "rule",
        "end": "Archived: {entries} entries, {cases} cases, {late} limits missed, the chain of the ledger is whole.",
    },
}


class TourFailedError(RuntimeError):
    """Something did not come out as the rulebook says."""


@dataclass
class Narrator:
    """Tells what is new in the case and in everything that was opened from it."""

    thread: Thread
    viewer: Viewer
    posts: dict[str, str]
    words: dict[str, str]
    told: dict[int, int] = field(default_factory=dict)
    messages: int = 0

    def tell(self, at: datetime) -> None:
        """What happened since the last time, in order, up to the instant."""
        found = [
            line for case_id, state in family_of(self.thread.root).items() for line in self._new(case_id, state, at)
        ]
        # A case that ends is told before the one that it was opened from learns of it.
        for entry, number in sorted(found, key=lambda line: (line[0].at, line[0].kind == "child_closed")):
            self._print(entry, number)

    def _new(self, case_id: int, state: State, at: datetime) -> Iterator[tuple[TimelineEntry, str]]:
        told = self.told.get(case_id, 0)
        if state.seq == told:
            return
        page = queries.case_page(self.viewer, case_id, at)
        self.told[case_id] = page.seq
        for entry in page.timeline:
            if entry.seq is not None and entry.seq > told:
                yield entry, f"{page.case.type_title} {page.case.number}"

    def _print(self, entry: TimelineEntry, number: str) -> None:
        when = entry.at.astimezone(ZONE)
        by_rule = self.words["time"] if entry.kind == "time_reached" else self.words["rule"]
        who = f"{entry.by} · {self.posts.get(entry.by, '')}" if entry.by else f"（{by_rule}）"
        print(f"\n{when:%Y-%m-%d %H:%M}  {who}  [{number}]  {entry.title}")
        if entry.text:
            print(f"    “{entry.text}”")
        for consequence in entry.consequences:
            mark = "!" if consequence.startswith(("预警", "超时", "升级")) else "→"
            print(f"    {mark} {consequence}")
        if entry.clauses:
            print(f"    § {' '.join(entry.clauses)}", flush=True)


def main(argv: Sequence[str]) -> int:
    """0 when everything came out as the rulebook says, 1 with the reason otherwise."""
    parser = argparse.ArgumentParser(prog="./run tour", description=__doc__)
    parser.add_argument("--lang", choices=sorted(WORDS), default="zh", help="language of the frame (default: zh)")
    words = WORDS[parser.parse_args(argv).lang]
    try:
        # The story itself is in the rulebook's language, whatever the frame's.
        with translation.override("zh-hans"):
            _tell(words)
    except (TourFailedError, base_actions.AlreadyFoundedError) as failed:
        print(f"\nThe tour failed: {failed}")
        return 1
    return 0


def _tell(words: dict[str, str]) -> None:
    begins = datetime.combine(written.tour().begins.date(), written.tour().begins.time(), ZONE)
    base_actions.found_installation(company="和居装饰集团", is_demo=True, at=begins)
    company = organisation.found_company(at=begins - BEFORE, today=begins + LASTS + BEFORE)
    stage = Stage(begins + LASTS)
    thread = _thread(stage, company, begins)
    narrator = _narrator(thread, company, begins, words)
    print(words["head"])
    for key in rulebooks.installed():
        print(f"{words['rulebook']} {key} 《{rulebooks.rulebook(key).header.title}》")
    stage.plan(begins, thread.open)
    stage.play(tell=narrator.tell)
    narrator.tell(stage.until)
    _judge(stage, thread, words)


def _thread(stage: Stage, company: organisation.Company, at: datetime) -> Thread:
    tour = written.tour()
    who = tour.customer
    unit = company.units[tour.course.unit]
    contacts = [NewContact("phone", who["phone"]), NewContact("address", who["address"])]
    row = customers.register_customer(name=who["name"], unit=int(unit), contacts=contacts, by=None, at=at - BEFORE)
    house = customers.add_object(
        customer=row.pk, kind="contract", number="HT260001", name="装修合同", unit=int(unit), by=None, at=at - BEFORE
    )
    client = Client(row.pk, who["name"], who["phone"], who["address"], unit, house.pk, who["value"])
    topic = written.topics()[tour.course.topics][tour.topic]
    slots = slots_of(company, topic, client, unit=unit, serial=1)
    return Thread(stage, company, tour.course, topic, client, unit, 1, Random(1), slots)  # noqa: S311  # no secret


def _narrator(thread: Thread, company: organisation.Company, at: datetime, words: dict[str, str]) -> Narrator:
    viewer = viewer_of(company.posts[WATCHER][0], at)
    if viewer is None:
        raise TourFailedError("nobody holds the post from which the case is watched.")
    titles = {name: rule.title for key in rulebooks.installed() for name, rule in rulebooks.rulebook(key).posts.items()}
    by_id = {person: name for name, person in company.persons.items()}
    posts = {
        by_id[person]: titles.get(place.partition("@")[0], "")
        for place, persons in company.posts.items()
        for person in persons
    }
    return Narrator(thread, viewer, posts, words)


def _judge(stage: Stage, thread: Thread, words: dict[str, str]) -> None:
    """Whether the story has everything that this rulebook asks for."""
    if stage.refused:
        raise TourFailedError(f"an act was refused: {stage.refused[0]}")
    family = family_of(thread.root)
    open_cases = [f"{state.case_type} ({state.state})" for state in family.values() if state.archived_at is None]
    if open_cases:
        raise TourFailedError(f"not archived at the end: {', '.join(open_cases)}.")
    refused = [row.kind for case_id in family for row in log_of(case_id) if row.refused]
    if refused:
        raise TourFailedError(f"the rules refused what the program itself did: {refused[0]}.")
    lacking = set(written.tour().expected) - set(_seen(family))
    if lacking:
        raise TourFailedError(f"it did not come to this: {', '.join(sorted(lacking))}.")
    faults = [fault.message for fault in verify()]
    if faults:
        raise TourFailedError(f"the ledger does not hold together: {faults[0]}")
    late = sum(clock.missed for state in family.values() for clock in state.clocks.values())
    entries = sum(state.seq for state in family.values())
    print("\n" + words["end"].format(entries=entries, cases=len(family), late=late))


def _seen(family: dict[int, State]) -> Iterator[str]:
    """Everything that came true, in one word each."""
    for case_id, state in family.items():
        yield from (mark for clock in state.clocks.values() for mark in _marks(clock.warned, clock.missed))
        yield from (mark.paper for mark in state.papers if mark.issued_at)
        yield from (visit.outcome for visit in state.visits)
        yield from ("archived",) if state.archived_at else ()
        yield from ("escalated" for row in log_of(case_id) for each in row.effects if each["is"] == "Escalate")


def _marks(*marks: bool) -> Iterator[str]:
    yield from (name for name, is_so in zip(("warned", "missed"), marks, strict=True) if is_so)
