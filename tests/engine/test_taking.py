"""接单: what waits to be taken is worked on once it was, and waits again once it is given back."""

from collections.abc import Callable
from typing import Any

from tests.engine.test_acts import AT, HOUR, RULES, to_work

from shouwen.engine.events import CaseOpened
from shouwen.engine.plan import Compiled


def test_a_step_that_waits_to_be_taken_is_worked_on_once_it_was(
    small: Callable[[str], Compiled], world_of: Any
) -> None:
    """Whether or not its rule names the waiting as its state, and also after a rest."""
    waiting = RULES.replace("MODE", "warn").replace("take: true", "take: true\n      state: to_take")
    world = world_of(small(waiting), {"plan.ready": True}, holders={"师傅": ["王师傅", "李师傅"]})
    world.open(CaseOpened(at=AT, by="专员", case_type="matter", unit="本单位"))
    to_work(world)
    seen = [world.cases["matter-1"].state]
    for act, by, facts in (
        ("take", "王师傅", {}),
        ("put_back", "王师傅", {}),
        ("give_to", "经理", {"person": "王师傅"}),
        ("suspend", "经理", {"until": (AT + 48 * HOUR).isoformat()}),
        ("resume", "经理", {}),
        ("transfer", "经理", {"post": "worker"}),
    ):
        assert not world.act(act, by, reason="换人", facts=facts).refusals
        seen.append(world.cases["matter-1"].state)
    assert seen == ["to_take", "working", "to_take", "working", "suspended", "working", "to_take"]
    world.act("take", "王师傅")
    world.finish("matter-1", "work", "again", "王师傅", reason="没修好")
    world.act("take", "王师傅")
    assert world.cases["matter-1"].state == "redoing"
