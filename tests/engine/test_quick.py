"""Quick records are the frozen dataclasses they look like."""

import pickle
from copy import copy
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from datetime import UTC, datetime

import pytest

from shouwen.engine.effects import Notify, SetFact
from shouwen.engine.facts import Assignee
from shouwen.engine.quick import changed, quick
from shouwen.engine.state import Running

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


@quick
@dataclass(frozen=True, slots=True)
class Sample:
    """One of each kind of field."""

    first: int
    second: str = "two"
    notes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plain:
    """The same without the decorator."""

    first: int
    second: str = "two"
    notes: dict[str, int] = field(default_factory=dict)


def test_it_says_and_compares_as_a_dataclass_does() -> None:
    assert repr(Sample(1, notes={"a": 2})) == repr(Plain(1, notes={"a": 2})).replace("Plain", "Sample")
    assert Sample(1) == Sample(1, "two")
    assert Sample(1) != Sample(2)
    assert type(Sample(1)) is Sample
    assert hash(Assignee(post="designer")) == hash(Assignee(post="designer"))


def test_nothing_can_be_written_once_it_is_made() -> None:
    for record in (Sample(1), changed(Sample(1), first=2), copy(Sample(1)), pickle.loads(pickle.dumps(Sample(1)))):  # noqa: S301  # our own
        with pytest.raises(FrozenInstanceError):
            record.first = 9  # type: ignore[misc]  # that is what must fail
        with pytest.raises(FrozenInstanceError):
            del record.first


def test_defaults_that_can_be_filled_are_made_anew() -> None:
    one, other = Sample(1), Sample(1)
    one.notes["a"] = 1
    assert other.notes == {}


@pytest.mark.parametrize("given", [{}, {"first": 1, "third": 3}], ids=["one is lacking", "one too many"])
def test_wrong_fields_are_refused(given: dict[str, int]) -> None:
    with pytest.raises(TypeError):
        Sample(**given)  # type: ignore[arg-type]


def test_fields_by_name_only_stay_so() -> None:
    with pytest.raises(TypeError):
        SetFact("case.urgent", "yes")  # type: ignore[call-arg, arg-type]
    assert SetFact(fact="case.urgent", value=True, cites=("4.1",)).cites == ("4.1",)
    assert [each.name for each in fields(Notify)] == ["cites", "to", "kind", "say", "urgent", "about"]


def test_a_change_is_what_replace_gives() -> None:
    clock = Running("complaint.answer#1", "complaint.answer", AT, AT, title="回复")
    later = changed(clock, missed=True, result="late", stopped_at=AT)
    assert later == replace(clock, missed=True, result="late", stopped_at=AT)
    assert clock.result is None
    with pytest.raises(AttributeError):
        changed(clock, nosuch=1)
