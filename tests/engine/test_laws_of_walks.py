"""Laws that hold wherever a case may wander: in DECOR, in GREEN, whatever people try."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shouwen.engine.codec import (
    effect_from_json,
    effect_to_json,
    event_from_json,
    event_to_json,
    state_from_json,
    state_to_json,
)
from shouwen.engine.decide import decide
from shouwen.engine.effects import CloseCase, LeaveStep, OpenTask, RaiseAlarm
from shouwen.engine.events import TimeReached
from shouwen.engine.fold import fold
from shouwen.engine.keeping import Kept
from shouwen.engine.plan import Compiled
from shouwen.engine.state import State
from shouwen.engine.story_world import World

Moves = list[tuple[int, int, int]]
MOVES = st.lists(st.tuples(st.integers(0, 25), st.integers(0, 40), st.integers(1, 4000)), min_size=1, max_size=30)
FIRMLY = st.lists(st.tuples(st.integers(0, 13), st.integers(0, 40), st.integers(1, 900)), min_size=10, max_size=40)
SOME = settings(max_examples=max(8, settings().max_examples // 5))
PROCEDURES = [
    ("decor", "complaint"),
    ("decor", "chase"),
    ("decor", "staff_complaint"),
    ("decor", "send_letter"),
    ("green", "complaint"),
    ("green", "consultation"),
]


@pytest.fixture(scope="session")
def wander(request: pytest.FixtureRequest, world_of: Any, walk: Any) -> Callable[..., Any]:
    def go(name: str, procedure: str, moves: Moves, *, sweeps: bool = True) -> Any:
        compiled: Compiled = request.getfixturevalue(name)
        return walk(world_of(compiled, {"repeats": 1}), procedure, moves, sweeps=sweeps)

    return go


def still(state: State) -> State:
    """The state without the count of looks at it."""
    return replace(state, seq=0, at=None)


@pytest.mark.parametrize(("name", "procedure"), PROCEDURES)
@SOME
@given(moves=MOVES)
def test_law_6_the_log_folds_to_the_state_and_replays_to_the_decisions(
    wander: Any, name: str, procedure: str, moves: Moves
) -> None:
    world: World = wander(name, procedure, moves).world
    for case in world.cases:
        log = [told for told in world.told if told.case == case]
        state = world.cases[case]
        start = State(id=case, edition=state.edition, case_type=state.case_type, unit=state.unit)
        half = len(log) // 2
        first = folded(start, log[:half])
        assert folded(first, log[half:]) == folded(start, log) == state


def folded(state: State, log: Any) -> State:
    for told in log:
        state = fold(state, told.event, told.decision.effects)
        assert state == told.decision.after
    return state


@pytest.mark.parametrize(("name", "procedure"), PROCEDURES)
@SOME
@given(moves=MOVES)
def test_law_7_no_case_is_in_limbo_and_none_is_open_after_closing(
    wander: Any, name: str, procedure: str, moves: Moves
) -> None:
    world: World = wander(name, procedure, moves).world
    for told in world.told:
        state = told.decision.after
        if state.opened_at is None:
            continue
        tasks = [active for active in state.active if not active.group]
        running = [clock for clock in state.clocks.values() if clock.result is None]
        if state.closed_at is not None:
            assert not state.active
            assert not running
            assert told.decision.next_wake is None
        else:
            waits = any(not child.closed for child in state.children.values())
            assert tasks or waits or told.decision.next_wake
            assert all(active.assignees or alarmed(world, told.case, active.task) for active in tasks)


def alarmed(world: World, case: str, task: str) -> bool:
    effects = [effect for told in world.told if told.case == case for effect in told.decision.effects]
    return any(isinstance(effect, RaiseAlarm) and effect.task == task for effect in effects)


@pytest.mark.parametrize(("name", "procedure"), PROCEDURES)
@SOME
@given(moves=FIRMLY)
def test_law_9_no_step_is_visited_more_often_than_it_may(wander: Any, name: str, procedure: str, moves: Moves) -> None:
    world: World = wander(name, procedure, moves).world
    for state in world.cases.values():
        for path, plan in world.compiled.flows[state.case_type].steps.items():
            rounds = plan.rule.rounds
            done = {visit.visit for visit in state.visits if visit.step == path}
            seen = done | {active.visit for active in state.active if active.step == path}
            if rounds is not None and rounds.bound is not None:
                assert len(seen) <= rounds.bound


@pytest.mark.parametrize(("name", "procedure"), PROCEDURES)
@SOME
@given(moves=MOVES)
def test_law_4_looking_again_changes_nothing(wander: Any, name: str, procedure: str, moves: Moves) -> None:
    world: World = wander(name, procedure, moves).world
    for case in list(world.cases):
        state = world.cases[case]
        at = max(told.at for told in world.told)
        once = look(world, case, at)
        assert not look(world, case, at, once).effects
        late = look(world, case, at - timedelta(days=3), once)
        assert not late.effects
        assert still(late.after) == still(once.after)
        assert state.seq < once.after.seq


def look(world: World, case: str, at: Any, after: Any = None) -> Any:
    subject = world.subject(case)
    if after is not None:
        subject = replace(subject, state=after.after)
    return decide(subject, TimeReached(at=at), world.compiled, world.calendars)


@pytest.mark.parametrize(("name", "procedure"), PROCEDURES)
@SOME
@given(moves=MOVES)
@example(
    moves=[(5, 0, 31), (12, 0, 1), (12, 0, 1), (20, 0, 1), (23, 0, 1), (0, 1, 1), (5, 0, 1), (23, 1, 1)]
)  # a tenth look makes `@10` of what another walk calls `@8`
@example(moves=[(16, 0, 1), (1, 0, 1), (0, 0, 1), (9, 0, 58)])  # the flow ends during a rest; an act when it is over
@example(moves=[(16, 0, 1), (1, 0, 1), (0, 0, 1), (9, 0, 99)])
def test_law_2_the_verdict_does_not_depend_on_who_looked_and_when(
    wander: Any, name: str, procedure: str, moves: Moves
) -> None:
    watched, unwatched = wander(name, procedure, moves), wander(name, procedure, moves, sweeps=False)
    for walker in (watched, unwatched):
        for case in list(walker.world.cases):
            walker.world.happen(case, TimeReached(at=walker.at + timedelta(days=1)))
    assert verdicts(watched.world) == verdicts(unwatched.world)


def verdicts(world: World) -> Any:
    """How every limit of every case ended; cases in the order of their opening, keys without counts of looks."""
    return [
        sorted(
            (clock.rule, clock.from_at, clock.due_at, clock.warned, clock.missed, clock.result, clock.stopped_at)
            for clock in state.clocks.values()
        )
        for state in world.cases.values()
    ]


@pytest.mark.parametrize(("name", "procedure"), PROCEDURES)
@SOME
@given(moves=MOVES)
def test_what_is_written_is_read_again_as_it_was(wander: Any, name: str, procedure: str, moves: Moves) -> None:
    world: World = wander(name, procedure, moves).world
    for told in world.told:
        assert event_from_json(event_to_json(told.event)) == told.event
        assert state_from_json(state_to_json(told.decision.after)) == told.decision.after
        for effect in told.decision.effects:
            assert effect_from_json(effect_to_json(effect)) == effect


@pytest.mark.parametrize(("name", "procedure"), PROCEDURES)
@SOME
@given(moves=MOVES)
def test_what_a_decision_left_as_it_was_is_written_like_the_rest(
    wander: Any, name: str, procedure: str, moves: Moves
) -> None:
    before: dict[str, State] = {}
    for told in wander(name, procedure, moves).world.told:
        if told.case in before:
            kept = Kept(state_to_json(before[told.case]))
            after = fold(kept.state, told.event, told.decision.effects)
            assert after == told.decision.after
            assert kept.to_json(after) == state_to_json(after)
        before[told.case] = told.decision.after


@settings(max_examples=40)
@given(moves=FIRMLY)
def test_walks_reach_the_ends_that_the_laws_speak_of(wander: Any, moves: Moves) -> None:
    """The laws would hold emptily if no walk ever opened a second task."""
    world: World = wander("decor", "complaint", moves).world
    effects = [effect for told in world.told for effect in told.decision.effects]
    assert sum(isinstance(effect, OpenTask) for effect in effects) >= 2
    assert all(not isinstance(effect, CloseCase | LeaveStep) or effect.outcome for effect in effects)
