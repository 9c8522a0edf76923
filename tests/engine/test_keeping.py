"""States written again after a decision."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from shouwen.engine.codec import state_to_json
from shouwen.engine.keeping import Kept
from shouwen.engine.state import State

CHINA = timezone(timedelta(hours=8))
SEVEN = datetime(2026, 3, 2, 7, tzinfo=UTC)


def test_one_instant_in_another_zone_is_written_anew() -> None:
    state = State(id="1", edition="SMALL/1", case_type="matter", unit="1", happened={"case.opened": SEVEN})
    after = replace(state, happened={"case.opened": SEVEN.astimezone(CHINA)})
    assert after == state
    assert Kept(state_to_json(state)).to_json(after) == state_to_json(after)
