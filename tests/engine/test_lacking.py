"""What lacks has a name: facts unknown and facts that stand against it, papers, their fields, and who has signed which version."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING, ZONE, Town

from shouwen.engine.calendar import WorkCalendar
from shouwen.engine.calendars import Calendars
from shouwen.engine.conditions import Ground
from shouwen.engine.events import FactSet, PaperIssued, PaperReceived, PaperSigned
from shouwen.engine.facts import Assignee
from shouwen.engine.lacking import lacks_of, party
from shouwen.engine.plan import Compiled
from shouwen.rulebook.model import Condition, Who

Small = Callable[[str], Compiled]
HOUR = timedelta(hours=1)
OFFICE = Calendars(WorkCalendar("office", ZONE.key, (((540, 1080),),) * 7))


@pytest.mark.parametrize(
    ("condition", "facts", "lacks"),
    [
        (None, {}, ()),
        ({"a": "1"}, {"a": 1}, ()),
        ({"a": "1"}, {"a": 2}, ("rule:a",)),
        ({"a": "1"}, {}, ("fact:a",)),
        ({"all": [{"a": "1"}, {"b": "1"}]}, {"a": 2, "b": 1}, ("rule:a",)),
        ({"all": [{"a": "1"}, {"b": "1"}]}, {"a": 2, "b": 2}, ("rule:a", "rule:b")),
        ({"all": [{"a": "1"}, {"b": "1"}]}, {"a": 2}, ("rule:a",)),
        ({"all": [{"a": "1"}, {"b": "1"}]}, {"a": 1}, ("fact:b",)),
        ({"any": [{"a": "1"}, {"b": "1"}]}, {"a": 2, "b": 2}, ("rule:a", "rule:b")),
        ({"any": [{"a": "1"}, {"b": "1"}]}, {"a": 2, "b": 1}, ()),
        ({"any": [{"a": "1"}, {"a": "2"}]}, {"a": 3}, ("rule:a",)),
        ({"not": {"all": [{"b": "1"}, {"a": "1"}]}}, {"a": 1, "b": 1}, ("rule:a", "rule:b")),
        ({"all": [{"any": [{"a": "1"}, {"b": "1"}]}, {"c": "1"}]}, {"a": 2, "b": 2, "c": 1}, ("rule:a", "rule:b")),
    ],
)
def test_what_stands_against_a_condition(condition: Any, facts: dict[str, Any], lacks: tuple[str, ...]) -> None:
    asked = Condition.model_validate(condition) if condition is not None else None
    assert lacks_of(asked, Ground(facts.get, MORNING, OFFICE, {})) == lacks


RULES = """
- {post: boss, title: 经理}
- {post: agent, title: 专员, superior: boss}
- {paper: plan, title: 方案, fields: {sum: number}}
- {paper: permit, title: 许可证, copies: [{to: owner}, {to: contractor}]}
- procedure: matter
  roles: {handler: {set: boss}}
  steps: {work: {by: agent, papers: [{NEED}], out: {done: end}}}
"""


@pytest.fixture
def town_of(small: Small, world_of: Any) -> Callable[..., Town]:
    def make(need: str = "paper: plan", **facts: Any) -> Town:
        town: Town = world_of(small(RULES.replace("NEED", need)), facts)
        town.start()
        return town

    return make


def lacks(town: Town) -> tuple[str, ...]:
    return tuple(lack for each in town.finish("matter-1", "work", "done", "专员").refusals for lack in each.lacks)


@pytest.mark.parametrize(
    "event",
    [
        PaperReceived(at=MORNING, paper="plan", paper_id="p1"),
        PaperIssued(at=MORNING, by="专员", paper="plan", paper_id="p1"),
        PaperSigned(at=MORNING, paper="plan", paper_id="p1", party="boss", version="1"),
    ],
)
def test_a_paper_is_there_however_it_came(town_of: Any, event: Any) -> None:
    town = town_of()
    assert lacks(town) == ("paper:plan",)
    assert town.cases["matter-1"].closed_at is None
    town.do("matter-1", event)
    assert lacks(town) == ()


def test_fields_are_looked_for_by_their_own_paper(town_of: Any) -> None:
    town = town_of("paper: plan, fields: [sum]")
    town.do("matter-1", PaperReceived(at=MORNING, paper="plan", paper_id="p1"))
    town.do("matter-1", FactSet(at=MORNING, facts={"sum": 5}))
    assert lacks(town) == ("field:plan.sum",)
    town.do("matter-1", FactSet(at=MORNING, facts={"plan.sum": 0}))
    assert lacks(town) == ()


@pytest.mark.parametrize("by", ["boss", "经理"])
def test_a_party_signs_under_its_own_name_or_that_of_its_holder(town_of: Any, by: str) -> None:
    town = town_of("paper: plan, signed: boss")
    town.do("matter-1", PaperReceived(at=MORNING, paper="plan", paper_id="p1"))
    assert lacks(town) == ("signed:plan:boss",)
    town.do("matter-1", PaperSigned(at=MORNING, paper="plan", paper_id="p1", party="专员", version="1"))
    assert lacks(town) == ("signed:plan:boss",)
    town.do("matter-1", PaperSigned(at=MORNING, paper="plan", paper_id="p1", party=by, version="1"))
    assert lacks(town) == ()


def test_a_signature_covers_one_version_and_one_paper(town_of: Any) -> None:
    town = town_of("paper: plan, signed: [{outside: customer}, {role: handler}]")
    signed: dict[str, Any] = {"at": MORNING, "paper": "plan", "paper_id": "p1"}
    town.do("matter-1", PaperSigned(**signed, party="customer", version="1"))
    town.do("matter-1", PaperSigned(**signed, party="handler", version="2"))
    assert lacks(town) == ("signed:plan:customer",)
    town.do("matter-1", PaperReceived(at=MORNING + HOUR, paper="plan", paper_id="p2"))
    assert lacks(town) == ("signed:plan:customer", "signed:plan:handler")


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("boss", "boss"),
        ({"role": "handler"}, "handler"),
        ({"outside": "customer"}, "customer"),
        ({"group": "crew"}, "crew"),
        ({"unit": "case.branch"}, "case.branch"),
        ("anyone", "anyone"),
    ],
)
def test_the_name_under_which_a_party_signs(who: Any, name: str) -> None:
    assert party(Who.model_validate(who)) == name


def test_a_role_is_signed_for_by_whoever_plays_it(town_of: Any) -> None:
    town = town_of("paper: plan, signed: {role: handler}")
    assert town.cases["matter-1"].roles["handler"] == Assignee("boss", "本单位", "经理", role="handler")
    town.do("matter-1", PaperSigned(at=MORNING, paper="plan", paper_id="p1", party="经理", version="1"))
    assert lacks(town) == ()


def test_a_paper_received_is_one_copy_and_one_issued_is_as_many_as_are_made(town_of: Any) -> None:
    town = town_of("paper: permit, copies: 2")
    town.do("matter-1", PaperReceived(at=MORNING, paper="permit", paper_id="p1"))
    assert lacks(town) == ("copies:permit:1",)
    town.do("matter-1", PaperIssued(at=MORNING, by="专员", paper="permit", paper_id="p2"))
    assert lacks(town) == ()


@pytest.mark.parametrize(
    ("asked", "told", "lack"), [("", 0, ()), (", copies: 2", 2, ()), (", copies: 2", 0, ("copies:permit:2",))]
)
def test_the_copies_that_a_paper_tells_of_count_where_copies_are_asked_for(
    town_of: Any, asked: str, told: int, lack: tuple[str, ...]
) -> None:
    town = town_of(f"paper: permit{asked}", **{"permit.copies": told})
    town.do("matter-1", PaperReceived(at=MORNING, paper="permit", paper_id="p1"))
    assert lacks(town) == lack
