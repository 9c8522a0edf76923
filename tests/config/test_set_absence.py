"""An administrator enters who is away; the work of the absent reaches whoever stands in."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.cases.house import RECORD, House, found_house

from shouwen.base import clock
from shouwen.cases import queries


@pytest.fixture
def house(db: None) -> House:
    return found_house()


def away(*words: str) -> str:
    out = StringIO()
    call_command("set_absence", *words, stdout=out)
    return out.getvalue()


def test_the_stand_in_finds_the_tasks_of_the_absent(house: House) -> None:
    now = clock.now()
    case_id = house.open(now)
    assert queries.my_tasks(house.viewer("amy", now), now) == ()
    back = (now + timedelta(days=2)).isoformat()
    said = away("Alice", "--until", back, "--substitute", "Amy", "--reason", "年休假")
    assert "Amy stands in" in said
    later = now + timedelta(hours=1)
    assert [duty.case_id for duty in queries.my_tasks(house.viewer("amy", later), later)] == [case_id]
    house.finish(case_id, "record#1", "recorded", by="amy", at=later, fields=RECORD)
    assert house.open_tasks(case_id) == {"review#1"}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("Nobody", "--until", "2100-01-01"), "Nobody called 'Nobody' works here"),
        (("Alice", "--until", "tomorrow"), "'tomorrow' is no instant"),
        (("Alice", "--until", "2100-01-01", "--substitute", "Alice"), "Nobody stands in for themselves"),
        (("Alice", "--from", "2100-01-02", "--until", "2100-01-01"), "the end is not after the start"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(house: House, words: tuple[str, ...], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        away(*words)
