"""A flow that comes to its end while its case rests."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shouwen.engine.events import ActRequested, StepFinished, TimeReached
from shouwen.engine.plan import Compiled

AT = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
HOUR = timedelta(hours=1)
Small = Callable[[str], Compiled]


@pytest.mark.parametrize("looked", [False, True])
def test_a_flow_that_ended_during_a_rest_closes_when_the_rest_is_over(
    small: Small, world_of: Any, *, looked: bool
) -> None:
    rules = "- {post: agent, title: 专员}\n- {procedure: matter, steps: {look: {by: agent, out: {seen: end}}}}"
    world = world_of(small(rules))
    case = world.start(at=AT)
    until = AT + HOUR
    world.happen(
        case, ActRequested(at=AT, by="专员", act="suspend", facts={"until": until.isoformat()}, reason="等客户")
    )
    world.happen(case, StepFinished(at=AT, by="专员", step="look", visit=1, outcome="seen"))
    assert world.cases[case].closed_at is None
    if looked:
        world.run_to(until)
    world.happen(case, ActRequested(at=until + HOUR, by="专员", act="supervise", reason="查问"))
    assert world.told[-1].decision.refusals
    world.happen(case, TimeReached(at=until + HOUR))
    assert world.cases[case].closed_at == until
