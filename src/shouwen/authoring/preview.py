"""试算: what a draft would make of a case from a given instant on, decided by the engine without touching any table."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shouwen.engine.calendar import always_open
from shouwen.engine.calendars import Calendars
from shouwen.engine.compile import compile_rulebook
from shouwen.engine.effects import (
    CloseCase,
    Effect,
    Escalate,
    HandOver,
    IssuePaper,
    MarkClock,
    Notify,
    OpenCase,
    OpenTask,
    RaiseAlarm,
    Refuse,
    RequestFact,
    StartClock,
)
from shouwen.engine.events import CaseOpened, StepFinished
from shouwen.engine.facts import Assignee, Roster, Value
from shouwen.engine.outcomes import DONE, outcomes_of
from shouwen.engine.plan import Compiled
from shouwen.engine.state import Active
from shouwen.engine.story import StoryError
from shouwen.engine.story_words import Words
from shouwen.engine.story_world import Told, World
from shouwen.people.calendars import calendars_for
from shouwen.people.organisation import Version
from shouwen.people.posts import posts_of
from shouwen.people.queries import roster_for
from shouwen.rulebook.model import Rulebook

OFFICE = "office"
PLAIN = {DONE: "完成"}
LOOK_AHEAD = timedelta(days=30)
MOST_LINES = 300


@dataclass(frozen=True, slots=True)
class Done:
    """A step that somebody finished in the trial: which task, with which outcome, when."""

    task: str
    outcome: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that comes about."""

    at: datetime
    sort: str
    what: str
    persons: tuple[Assignee, ...] = ()
    due: datetime | None = None
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task that stands open after what was done, with its outcomes by name and title."""

    task: str
    title: str
    persons: tuple[Assignee, ...]
    outcomes: Mapping[str, str]
    approval: bool
    clauses: tuple[str, ...]
    papers: tuple[str, ...] = ()
    """The forms that the step asks for."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came about, what waits, and what would come about if nobody acted."""

    lines: tuple[Line, ...]
    waiting: tuple[Waiting, ...]
    outlook: tuple[Line, ...]
    closed: bool = False
    facts: Mapping[str, Value] = field(default_factory=dict)


class CannotTry(ValueError):
    """Something given to the trial cannot be understood."""


def try_out(
    rulebook: Rulebook,
    *,
    procedure: str,
    unit: int,
    at: datetime,
    given: Mapping[str, str],
    done: Sequence[Done],
    version: Version,
    filled: Mapping[str, Value] | None = None,
) -> Trial:
    """The case is opened at `at` and goes on as `done` says; people and calendars are those of the unit.

    `given` are facts in the words of the rulebook, `filled` those that forms have read already.
    """
    compiled = compile_rulebook(rulebook)
    if procedure not in compiled.flows:
        raise CannotTry(procedure)
    roster = roster_for(unit, at=at, posts=posts_of(rulebook), procedure=procedure, version=version)
    facts = {**Words(compiled, roster).facts(given), **(filled or {})}
    world = World(compiled, _calendars(rulebook, unit, version), roster, _known_before(compiled, procedure, facts))
    case = _open(world, procedure, str(unit), at, facts)
    for step in done:
        world.run_to(step.at)
        _finish(world, case, step, facts)
    told = len(world.told)
    waiting = tuple(_waiting(world, case))
    closed = world.cases[case].closed_at is not None
    if not closed:
        world.run_to((done[-1].at if done else at) + LOOK_AHEAD)
    lines = tuple(_lines(world.told[:told], compiled))
    outlook = tuple(_lines(world.told[told:], compiled))[:MOST_LINES]
    return Trial(lines, waiting, outlook, closed, facts)


def fitting_unit(rulebook: Rulebook, procedure: str, units: Iterable[int], *, at: datetime, version: Version) -> int:
    """Where most of its posts are held: there a trial shows most."""
    posts = posts_of(rulebook)
    rule = rulebook.procedures[procedure]
    named = {post for step in rule.steps.values() if step.by for post in step.by.posts()}

    def held(unit: int) -> int:
        seats = roster_for(unit, at=at, posts=posts, procedure=procedure, version=version).seats
        return sum(1 for post in named if (seat := seats.get(post)) is not None and seat.persons)

    return max(units, key=held, default=0)


def _known_before(compiled: Compiled, procedure: str, facts: Mapping[str, Value]) -> dict[str, Value]:
    """What a step's form says is known once the step is finished, not before."""
    later = {paper for step in compiled.flows[procedure].steps.values() for paper in step.rule.fill}
    later.discard(compiled.flows[procedure].rule.intake or "")
    return {path: value for path, value in facts.items() if path.partition(".")[0] not in later}


def _calendars(rulebook: Rulebook, unit: int, version: Version) -> Calendars:
    named = calendars_for(unit, rulebook.header.calendars, version=version)
    default = named.get(OFFICE) or next(iter(named.values()), None) or always_open("always", rulebook.header.zone)
    return Calendars(default, named)


def _open(world: World, procedure: str, unit: str, at: datetime, facts: Mapping[str, Value]) -> str:
    rule = world.compiled.flows[procedure].rule
    posts = rule.opens.by.posts() if rule.opens and rule.opens.by else frozenset(world.compiled.rulebook.posts)
    seats = (world.roster.seats.get(post) for post in world.compiled.rulebook.posts if post in posts)
    opener = next((seat.persons[0] for seat in seats if seat and seat.persons), None)
    papers = (rule.intake,) if rule.intake else ()
    own = {path: value for path, value in facts.items() if path.partition(".")[0] in papers}
    return world.open(CaseOpened(at=at, by=opener, case_type=procedure, unit=unit, facts=own, papers=papers))


def _finish(world: World, case: str, done: Done, facts: Mapping[str, Value]) -> None:
    active = next((each for each in world.cases[case].active if each.task == done.task), None)
    if active is None:
        raise CannotTry(done.task)
    plan = world.compiled.flows[world.cases[case].case_type].steps[active.step]
    own = {path: value for path, value in facts.items() if path.partition(".")[0] in plan.rule.fill}
    event = StepFinished(
        at=done.at, by=_person(active, world.roster), step=active.step, visit=active.visit, member=active.member,
        outcome=done.outcome, facts=own, papers=tuple(plan.rule.fill),
    )  # fmt: skip
    world.happen(case, event)


def _person(active: Active, roster: Roster) -> str | None:
    """Whoever may act: the person named, or the first who holds the post."""
    for seat in active.assignees:
        if seat.person:
            return seat.person
        held = roster.seats.get(f"{seat.post}@{seat.unit}") or roster.seats.get(seat.post or "")
        found = next((person for person in held.persons if person not in seat.barred), None) if held else None
        if found:
            return found
    return None


def _waiting(world: World, case: str) -> Iterator[Waiting]:
    state = world.cases[case]
    steps, scales = world.compiled.flows[state.case_type].steps, world.compiled.scales
    for active in state.active:
        plan = steps.get(active.step)
        if plan is None or active.group:
            continue
        scale = world.compiled.rulebook.facts.get(plan.rule.judge or "")
        titles = scale.titles if scale else {}
        ways = {name: plan.exits[name].title if name in plan.exits else None for name in outcomes_of(plan, scales)}
        outcomes = {name: title or titles.get(name) or PLAIN.get(name, name) for name, title in ways.items()}
        yield Waiting(
            active.task, active.title or plan.title, active.assignees, outcomes,
            bool(plan.rule.approve), plan.cites, tuple(plan.rule.fill),
        )  # fmt: skip


def _lines(told: Sequence[Told], compiled: Compiled) -> Iterator[Line]:
    seen: set[tuple[object, ...]] = set()
    for each in told:
        for effect in each.decision.effects:
            line = _line(effect, each, compiled)
            if line is not None and (key := (line.at, line.sort, line.what, line.persons)) not in seen:
                seen.add(key)
                yield line


def _line(effect: Effect, told: Told, compiled: Compiled) -> Line | None:
    at, cites = told.at, tuple(effect.cites)
    match effect:
        case StartClock():
            return Line(effect.from_at, "clock", effect.title, due=effect.due_at, clauses=cites)
        case MarkClock():
            clocks = told.decision.after.clocks.values()
            title = next((clock.title for clock in clocks if clock.clock == effect.clock), "")
            return Line(effect.at, effect.mark, title or effect.clock, clauses=cites)
        case OpenTask():
            return Line(at, "approval" if effect.approve else "task", effect.title, effect.assignees, None, cites)
        case IssuePaper():
            return Line(at, "paper", _paper(compiled, effect.paper), effect.to, None, cites)
        case Notify():
            said = effect.say or _about((effect.about, effect.kind), told, compiled)
            return Line(at, "notice", said, effect.to, clauses=cites)
        case Escalate():
            return Line(at, "escalation", _about((effect.why,), told, compiled), effect.to, clauses=cites)
        case OpenCase():
            title = compiled.flows[effect.procedure].rule.title or effect.procedure
            return Line(at, "case", title, clauses=cites)
        case _:
            return _said(effect, at)


SAID: Mapping[type[Effect], tuple[str, Callable[[Any], str]]] = {
    HandOver: ("hand_over", lambda effect: effect.what),
    RaiseAlarm: ("alarm", lambda effect: effect.post),
    RequestFact: ("asked", lambda effect: effect.fact),
    Refuse: ("refused", lambda effect: effect.say or "、".join(effect.lacks) or effect.act),
    CloseCase: ("closed", lambda effect: effect.outcome),
}


def _said(effect: Effect, at: datetime) -> Line | None:
    found = SAID.get(type(effect))
    return Line(at, found[0], found[1](effect), getattr(effect, "to", ()), None, effect.cites) if found else None


def _about(words: Sequence[str], told: Told, compiled: Compiled) -> str:
    """The limit or the rule that a message without words of its own is about."""
    clocks = (clock.title for clock in told.decision.after.clocks.values() if any(clock.clock in one for one in words))
    return next(clocks, "") or next((compiled.titles[one] for one in words if one in compiled.titles), words[-1])


def _paper(compiled: Compiled, name: str) -> str:
    rule = compiled.papers.get(name)
    return rule.title or name if rule else name


__all__ = ["CannotTry", "Done", "Line", "StoryError", "Trial", "Waiting", "fitting_unit", "try_out"]
