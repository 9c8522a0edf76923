"""Rulebooks to decide with, and random walks through their cases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest

from shouwen.engine.calendars import calendars_of
from shouwen.engine.compile import compile_rulebook
from shouwen.engine.decide import decide
from shouwen.engine.decision import Decision
from shouwen.engine.effects import Effect
from shouwen.engine.events import (
    ActRequested,
    AnyEvent,
    CaseOpened,
    FactSet,
    Happened,
    PromiseMade,
    StepFinished,
    TimeReached,
)
from shouwen.engine.facts import Roster, Value
from shouwen.engine.outcomes import outcomes_of
from shouwen.engine.plan import Compiled
from shouwen.engine.state import Active, Running, State
from shouwen.engine.story import Story
from shouwen.engine.story_cast import cast
from shouwen.engine.story_world import World
from shouwen.rulebook.load import load

SHIPPED = Path(__file__).resolve().parents[2] / "src" / "shouwen" / "rulebooks"
ZONE = ZoneInfo("Asia/Shanghai")
E = TypeVar("E", bound=Effect)
MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
HEADER = """\
rulebook: SMALL
title: 小制度
edition: {id: 1, in_force: 2026-01-01}
calendars: {office: {days: china, hours: [09:00-12:00, 13:00-18:00]}}
parties: {customer: 客户}
warn: 75%
clauses:
- {id: SMALL-4, title: 权限, text: 谁有权决定。, source: 四, kind: P}
- {id: SMALL-4.2, title: 退单, text: 退单由总裁决定。, source: 四.2, parent: SMALL-4, kind: P}
"""


@cache
def shipped(name: str) -> Compiled:
    folder = max(path for path in (SHIPPED / name).iterdir() if path.is_dir() and path.name != "stories")
    found = load(folder).rulebook
    assert found is not None
    return compile_rulebook(found)


@pytest.fixture(scope="session")
def decor() -> Compiled:
    return shipped("decor")


@pytest.fixture(scope="session")
def green() -> Compiled:
    return shipped("green")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Compiled]:
    """A rulebook from a few lines of rules."""

    def make(rules: str) -> Compiled:
        folder = tmp_path_factory.mktemp("rulebook")
        (folder / "header.yaml").write_text(HEADER, encoding="utf-8")
        (folder / "rules.yaml").write_text(rules, encoding="utf-8")
        loaded = load(folder)
        assert loaded.rulebook is not None
        assert not [each for each in loaded.problems if each.level == "error"], loaded.problems
        return compile_rulebook(loaded.rulebook)

    return make


def people(compiled: Compiled, **given: object) -> Roster:
    """Every post held by one person of its title, unless given otherwise."""
    return cast(Story("", given, (), (), MORNING), compiled.rulebook)


class Town(World):
    """A world with hands: what tests do to cases, and what they look at."""

    def start(self, at: datetime = MORNING, *, by: str | None = "专员", case_type: str = "matter") -> str:
        """Open a case."""
        return self.open(CaseOpened(at=at, by=by, case_type=case_type, unit="本单位"))

    def do(self, case: str, event: AnyEvent) -> Decision:
        """Wake what is due, let the event happen, and give its own decision."""
        self.run_to(event.at)
        self.happen(case, event)
        return next(told.decision for told in reversed(self.told) if told.event is event)

    def act(
        self, act: str, by: str | None = "专员", *, at: datetime = MORNING, case: str = "matter-1", **more: Any
    ) -> Decision:
        """Try an act."""
        return self.do(case, ActRequested(at=at, by=by, act=act, **more))

    def finish(self, case: str, step: str, outcome: str, by: str | None = None, **more: Any) -> Decision:
        """Finish the open visit of a step."""
        member, at = more.pop("member", None), more.pop("at", MORNING)
        found = (a for a in self.cases[case].active if a.step == step and a.member == member and not a.group)
        visit = next(found).visit
        event = StepFinished(at=at, by=by, step=step, visit=visit, member=member, outcome=outcome, **more)
        return self.do(case, event)

    def effects(self, kind: type[E]) -> list[E]:
        """Every effect of a kind, in order."""
        return [effect for told in self.told for effect in told.decision.effects if isinstance(effect, kind)]

    def clock(self, key: str) -> Running:
        """A limit of the first case."""
        return next(iter(self.cases.values())).clocks[key]


@pytest.fixture(scope="session")
def world_of() -> Callable[..., Town]:
    """A world in which every post is held, with facts known from the start."""

    def make(compiled: Compiled, facts: dict[str, Value] | None = None, **given: object) -> Town:
        return Town(compiled, calendars_of(compiled.rulebook.header), people(compiled, **given), facts or {})

    return make


FLOW = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- {post: other, title: 协理, superior: boss}
- {paper: plan, title: 方案, fields: {units: {type: several, choices: {a: 甲, b: 乙, c: 丙}}}}
- procedure: matter
  cites: [SMALL-4]
"""
UNITS = {name: (f"{name}长",) for name in "abc"}


@pytest.fixture
def town_of(small: Callable[[str], Compiled], world_of: Callable[..., Town]) -> Callable[..., Town]:
    """A case that walks these steps, with `more` written beside them."""

    def make(steps: str, more: str = "", facts: dict[str, Any] | None = None, **given: Any) -> Town:
        town = world_of(small(f"{FLOW}{more}  steps:\n{steps}"), facts or {}, units=UNITS, **given)
        town.start()
        return town

    return make


@dataclass(frozen=True)
class Move:
    """One draw of a walk: what kind of thing happens, to which of the possible ones, after how many minutes."""

    kind: int
    pick: int
    minutes: int


class Walker:
    """Walks a case at random: finishes steps, tries acts, lets time pass; every choice comes from the moves."""

    def __init__(self, world: World, procedure: str, by: str | None = None) -> None:
        self.world = world
        self.at = MORNING
        self.events: list[tuple[str, AnyEvent]] = []
        self.sweeps = True
        rule = world.compiled.flows[procedure].rule
        opener = by if by is not None else self._opener(procedure)
        opened = CaseOpened(
            at=self.at, by=opener, case_type=procedure, unit="本单位", papers=(rule.intake,) if rule.intake else ()
        )
        world.open(opened)

    def _opener(self, procedure: str) -> str | None:
        opens = self.world.compiled.flows[procedure].rule.opens
        posts = (
            sorted(opens.by.posts()) if opens is not None and opens.by is not None else sorted(self.world.roster.seats)
        )
        return next((p for post in posts for p in self.world.roster.seats[post].persons), None)

    def walk(self, moves: list[tuple[int, int, int]]) -> World:
        for kind, pick, minutes in moves:
            move = Move(kind, pick, minutes)
            self.at += timedelta(minutes=move.minutes)
            if self.sweeps:
                self.world.run_to(self.at)
            made = self._event(move)
            if made is not None:
                self.events.append(made)
                self.world.happen(*made)
        return self.world

    def _event(self, move: Move) -> tuple[str, AnyEvent] | None:
        states = self.world.cases if self.sweeps else self._seen_now()
        open_steps = [(case, active) for case, state in states.items() for active in state.active if not active.group]
        if move.kind < 12 and open_steps:
            case, active = open_steps[move.pick % len(open_steps)]
            return case, self._finish(case, active, move)
        # In the order of opening: the keys count looks, so their alphabet differs from one walk to the next.
        case = list(self.world.cases)[move.pick % len(self.world.cases)]
        return case, self._other(move, states[case])

    def _seen_now(self) -> dict[str, State]:
        """The cases as whoever acts finds them: with what time alone has brought, which nobody has written down yet."""
        world, look = self.world, TimeReached(at=self.at)
        return {
            case: state
            if state.closed_at is not None
            else decide(world.subject(case), look, world.compiled, world.calendars).after
            for case, state in world.cases.items()
        }

    def _finish(self, case: str, active: Active, move: Move) -> AnyEvent:
        flow = self.world.compiled.flows[self.world.cases[case].case_type]
        plan = flow.steps.get(active.step)
        if plan is None:
            return ActRequested(at=self.at, act="done", task=active.task)
        outcomes = outcomes_of(plan, self.world.compiled.scales)
        return StepFinished(
            at=self.at,
            step=active.step,
            visit=active.visit,
            member=active.member,
            outcome=outcomes[move.kind % len(outcomes)],
            papers=(*plan.rule.fill, *(need.paper for need in plan.rule.papers)),
            reason="理由",
        )

    def _other(self, move: Move, state: State) -> AnyEvent:
        later = (self.at + timedelta(minutes=60 + move.pick)).isoformat()
        persons = sorted(self.world.roster.posts_of)
        somebody = persons[move.pick % len(persons)]
        tasks = [active.task for active in state.active if not active.group]
        task = tasks[move.pick % len(tasks)] if tasks else None
        made: list[AnyEvent] = [
            TimeReached(at=self.at),
            ActRequested(at=self.at, act="urge"),
            ActRequested(at=self.at, act="suspend", facts={"until": later}, reason="等客户"),
            ActRequested(at=self.at, act="resume"),
            ActRequested(at=self.at, act="transfer", task=task, facts={"person": somebody}, reason="请假"),
            ActRequested(at=self.at, act="refuse", task=task, reason="不归我管"),
            ActRequested(at=self.at, act="reopen", reason="客户不认可"),
            ActRequested(at=self.at, act="reply"),
            ActRequested(at=self.at, act="close", reason="办完"),
            ActRequested(at=self.at, act="supervise", facts={"limit": later}, reason="拖太久"),
            PromiseMade(at=self.at, promise_id=f"p{move.minutes}", reply_at=self.at + timedelta(hours=2)),
            FactSet(at=self.at, facts={"case.urgent": bool(move.pick % 2)}),
            Happened(at=self.at, name="customer.answered"),
            ActRequested(at=self.at, act="take", by=somebody, task=task),
        ]
        return made[move.kind % len(made)]


@pytest.fixture(scope="session")
def walk() -> Callable[..., Walker]:
    """Walks a new case of the procedure; moves are (kind, pick, minutes)."""

    def walked(world: World, procedure: str, moves: list[tuple[int, int, int]], *, sweeps: bool = True) -> Walker:
        walker = Walker(world, procedure)
        walker.sweeps = sweeps
        walker.walk(moves)
        return walker

    return walked
