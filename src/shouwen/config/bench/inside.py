"""What is measured inside one process: decisions of the engine, and the sweep of clocks that are all due at once."""

import time
from datetime import timedelta

from django.db import connection

from shouwen.config.bench.scene import Scene, opening
from shouwen.engine.decide import decide
from shouwen.engine.state import State, Subject
from shouwen.runtime import hands, registry, rulebooks
from shouwen.runtime.subjects import NewSubject

SECONDS = 3.0


def decisions_per_second(stage: Scene) -> float:
    """Openings of complaints under the real rulebook: who is told, what starts, which clauses say so; nothing is written."""
    act = opening(stage, 1)
    assert isinstance(act.subject, NewSubject)
    state = State(id="1", edition=act.subject.edition, case_type=act.subject.procedure, unit=act.subject.unit)
    (found,) = registry.around([(act.subject.kind, registry.Ask(1, state, act.event))])
    compiled = rulebooks.get(act.subject.edition)
    done, until = 0, time.perf_counter() + SECONDS
    began = time.perf_counter()
    while time.perf_counter() < until:
        for _ in range(100):
            decide(Subject(state, found.around, None), act.event, compiled, found.calendars)
        done += 100
    return done / (time.perf_counter() - began)


def sweep_all(stage: Scene) -> tuple[int, float]:
    """Every open case has a limit that ends at the same time; one worker decides, logs and writes all of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(next_wake) FROM runtime_subject WHERE next_wake < %s", [stage.at + timedelta(hours=1)]
        )
        instant = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM runtime_subject WHERE next_wake <= %s", [instant])
        due = cursor.fetchone()[0]
    began = time.perf_counter()
    # As the worker does it, helpers for a large backlog included.
    hands.sweep_all(now=instant, is_stopped=lambda: False, after_batch=lambda: None)
    took = time.perf_counter() - began
    return due, took
