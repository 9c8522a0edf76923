"""Who is meant: every way to name people, those kept out, and posts that nobody holds."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.engine.conftest import MORNING, people

from shouwen.engine.draft import Draft
from shouwen.engine.facts import Assignee, Seat
from shouwen.engine.plan import Compiled
from shouwen.engine.seats import persons_of
from shouwen.engine.state import State, Visit
from shouwen.engine.who import Resolved, Searcher
from shouwen.rulebook.model import Who

Small = Callable[[str], Compiled]
RULES = """
- {post: head, title: 总裁}
- {post: boss, title: 经理, superior: head}
- {post: agent, title: 专员, superior: boss}
- {post: other, title: 协理, superior: boss}
- {procedure: matter, steps: {work: {by: agent, out: {done: end}}}}
"""


@pytest.fixture
def searcher(small: Small) -> Callable[..., Searcher]:
    compiled = small(RULES)

    def make(
        facts: dict[str, Any] | None = None,
        roles: dict[str, Assignee] | None = None,
        acted: tuple[tuple[str, str | None], ...] = (),
        roster: dict[str, Any] | None = None,
        **given: Any,
    ) -> Searcher:
        draft = Draft(State(id="m", edition="SMALL/1", case_type="matter", unit="本单位"))
        draft.roles.update(roles or {})
        draft.visits = tuple(
            Visit(step, n, "done", MORNING, MORNING, person) for n, (step, person) in enumerate(acted, start=1)
        )
        here = replace(people(compiled, **given), **(roster or {}))
        return Searcher(compiled.rulebook, here, draft, (facts or {}).get)

    return make


def find(searcher: Searcher, who: Any, *barred: str) -> Resolved:
    return searcher.find(Who.model_validate(who), frozenset(barred))


def names(found: Resolved) -> list[str | None]:
    return [seat.post or seat.person or seat.unit or seat.outside for seat in found.seats]


@pytest.mark.parametrize(
    ("who", "seats"),
    [
        ("boss", ["boss"]),
        (["agent", "other"], ["agent", "other"]),
        (["agent", "agent"], ["agent"]),
        ({"role": "handler"}, ["王某"]),
        ({"role": "nobody"}, []),
        ({"superior_of": "agent"}, ["boss"]),
        ({"superior_of": {"role": "handler"}}, ["head"]),
        ({"superior_of": "head"}, []),
        ({"unit": "case.branch"}, ["分公司"]),
        ({"unit": "case.nowhere"}, []),
        ({"unit": "each"}, []),
        ({"group": "crew"}, ["张某", "李某"]),
        ({"group": "single"}, ["张某"]),
        ({"group": "empty"}, []),
        ({"outside": "customer"}, ["customer"]),
        ({"acted_in": "survey"}, ["专员", "协理"]),
        ({"acted_in": "vey"}, []),
        ({"from_fact": "table.approver"}, ["boss"]),
        ({"from_fact": "table.person"}, ["赵某"]),
        ({"from_fact": "table.several"}, ["agent", "boss"]),
        ({"from_fact": "table.wrong"}, []),
        ({"from_fact": "table.unknown"}, []),
        ({"any": [{"all": ["agent", "other"]}, "boss"]}, ["agent", "other", "boss"]),
    ],
)
def test_every_way_to_name_people(searcher: Any, who: Any, seats: list[str]) -> None:
    facts = {
        "case.branch": "分公司",
        "group.crew": ("张某", "李某"),
        "group.single": "张某",
        "table.approver": "boss",
        "table.person": "赵某",
        "table.several": {"any": ["agent", "boss"]},
        "table.wrong": {"nobody": 1},
    }
    roles = {"handler": Assignee(person="王某", role="handler")}
    acted = (("survey", "专员"), ("joint.survey", "协理"), ("survey", None), ("survey", "专员"))
    here = searcher(facts, roles, acted, {"superiors": {"王某": "head"}, "units": {"分公司": ("钱某",)}})
    assert names(find(here, who)) == seats


@pytest.mark.parametrize(("who", "join"), [("all", "all"), ("turn", "turn"), ("any", "one")])
def test_how_many_must_act(searcher: Any, who: str, join: str) -> None:
    assert find(searcher(), {who: ["agent", "boss"]}).join == join
    assert find(searcher(), {"any": [{who: ["agent", "boss"]}]}).join == join or who != "any"


def test_a_group_goes_on_without_the_member_who_is_kept_out(searcher: Any) -> None:
    among = searcher({"group.crew": ("张某", "李某")})
    assert names(find(among, {"group": "crew", "otherwise": "boss"}, "张某")) == ["李某"]
    assert names(find(among, {"all": [{"group": "crew"}]}, "张某")) == ["李某"]


def test_a_group_of_whom_all_are_kept_out_gives_way_to_the_next_named(searcher: Any) -> None:
    among = searcher({"group.crew": ("张某", "李某")})
    assert names(find(among, {"group": "crew", "otherwise": "boss"}, "张某", "李某")) == ["boss"]


def test_all_of_a_group_are_all_of_its_people(searcher: Any) -> None:
    found = find(searcher({"group.crew": ("张某", "李某")}), {"all": [{"group": "crew"}]})
    assert (found.join, names(found)) == ("all", ["张某", "李某"])


def test_one_of_several_ways_that_is_for_all_stays_for_all(searcher: Any) -> None:
    inner = {"all": ["agent", "boss"], "otherwise": "head"}
    assert find(searcher(holders={"协理": []}), {"any": [inner]}).join == "one"
    found = find(searcher(holders={"协理": []}), {"any": [{"all": ["agent", "other"]}]})
    assert (found.join, names(found)) == ("all", ["agent", "other", "boss"])


def test_a_seat_stands_in_the_unit_that_a_fact_names(searcher: Any) -> None:
    seats = {"boss": Seat("本单位", ("经理",)), "boss@分公司": Seat("分公司", ("分公司经理",))}
    here = searcher({"case.branch": "分公司"}, roster={"seats": seats})
    (seat,) = find(here, "boss@case.branch").seats
    assert (seat.unit, persons_of(seat, here.roster)) == ("分公司", ("分公司经理",))
    (seat,) = find(here, "boss@case.nowhere").seats
    assert (seat.unit, persons_of(seat, here.roster)) == ("本单位", ("经理",))


def test_a_member_of_a_list_is_its_unit(searcher: Any) -> None:
    here = replace(searcher(roster={"units": {"分公司": ("钱某",)}}), member="分公司")
    assert names(find(here, {"unit": "each"})) == ["分公司"]


def test_the_role_stands_with_the_seat(searcher: Any) -> None:
    here = searcher(roles={"handler": Assignee(person="王某")})
    assert find(here, {"role": "handler"}).seats == (Assignee(person="王某", role="handler"),)


def test_anybody_may_where_the_rule_says_so(searcher: Any) -> None:
    here = searcher()
    for who in ("anyone", ["boss", "anyone"]):
        assert find(here, who).anyone
        assert here.covers(Who.model_validate(who), "路人")
        assert here.covers(Who.model_validate(who), None)
    assert not find(here, "boss").anyone
    assert not here.covers(Who.model_validate("boss"), "路人")
    assert here.covers(Who.model_validate("boss"), "经理")
    assert here.persons(Who.model_validate(["boss", "agent"])) == {"经理", "专员"}


def test_anybody_needs_no_other_way(searcher: Any) -> None:
    found = find(searcher(), {"any": ["anyone"], "otherwise": "boss"})
    assert (found.anyone, found.seats) == (True, ())
    assert find(searcher(holders={"经理": []}), ["anyone", "boss"]).anyone
    found = find(searcher(), {"any": [{"role": "nobody"}, "anyone"], "otherwise": "boss"})
    assert (found.anyone, found.seats) == (True, ())


# Posts that nobody holds


def alarms(found: Resolved) -> list[tuple[str, list[str | None], str | None]]:
    return [(alarm.post, [seat.post for seat in alarm.to], alarm.unit) for alarm in found.alarms]


def test_a_vacant_post_keeps_its_seat_and_the_next_one_up_acts(searcher: Any) -> None:
    found = find(searcher(holders={"专员": []}), "agent")
    assert names(found) == ["agent", "boss"]
    assert alarms(found) == [("agent", ["boss"], "本单位")]


def test_it_goes_up_until_somebody_is_there(searcher: Any) -> None:
    found = find(searcher(holders={"专员": [], "经理": []}), "agent")
    assert names(found) == ["agent", "head"]
    found = find(searcher(holders={"专员": [], "经理": [], "总裁": []}), "agent")
    assert (names(found), alarms(found)) == (["agent"], [("agent", [], "本单位")])


def test_another_way_is_taken_before_the_alarm(searcher: Any) -> None:
    here = searcher(holders={"专员": []})
    found = find(here, {"post": "agent", "otherwise": "other"})
    assert (names(found), alarms(found)) == (["other"], [])
    found = find(here, {"any": ["agent"], "otherwise": "other"})
    assert names(found) == ["agent", "boss"]
    found = find(here, {"role": "nobody", "otherwise": "other"})
    assert names(found) == ["other"]
    assert names(find(searcher(), {"post": "agent", "otherwise": "other"})) == ["agent"]


def test_where_one_of_several_is_there_the_vacant_one_is_left_out(searcher: Any) -> None:
    here = searcher(holders={"专员": []})
    found = find(here, ["agent", "other"])
    assert (names(found), alarms(found)) == (["boss", "other"], []) or (names(found), alarms(found)) == (["other"], [])
    assert "other" in names(found)
    found = find(here, {"all": ["agent", "other"]})
    assert (names(found), alarms(found)) == (["agent", "boss", "other"], [("agent", ["boss"], "本单位")])


def test_a_unit_without_people_goes_to_the_post_that_heads_it(searcher: Any) -> None:
    here = searcher({"case.branch": "分公司"}, roster={"units": {}, "heads": {"分公司": "boss"}})
    found = find(here, {"unit": "case.branch"})
    assert (names(found), alarms(found)) == (["分公司", "boss"], [("分公司", ["boss"], "分公司")])


def test_posts_that_stand_above_each_other_are_asked_once(small: Small, searcher: Any) -> None:
    here = searcher(holders={"专员": [], "经理": [], "总裁": []})
    posts = dict(here.rulebook.posts)
    posts["head"] = posts["head"].model_copy(update={"superior": "agent"})
    looped = replace(here, rulebook=_Posts(posts))
    assert names(find(looped, "agent")) == ["agent"]


class _Posts:
    """Of a rulebook only its posts are asked."""

    def __init__(self, posts: dict[str, Any]) -> None:
        self.posts = posts


# Those kept out


def test_whoever_is_kept_out_never_acts_and_the_post_above_does(searcher: Any) -> None:
    here = searcher(acted=(("work", "专员"),))
    found = find(here, {"post": "agent", "exclude": [{"acted_in": "work"}]})
    assert (names(found), alarms(found)) == (["boss"], [])
    assert found.seats[0].barred == ("专员",)
    found = find(here, ["agent", "boss"], "专员")
    assert [(seat.post, seat.barred) for seat in found.seats] == [("boss", ("专员",))]


def test_those_who_are_left_of_a_post_act(searcher: Any) -> None:
    here = searcher(holders={"专员": ["甲", "乙"]})
    found = find(here, "agent", "甲")
    assert [persons_of(seat, here.roster) for seat in found.seats] == [("乙",)]


def test_where_everybody_is_kept_out_and_nobody_stands_above_the_alarm_is_raised(searcher: Any) -> None:
    found = find(searcher(), "head", "总裁")
    assert (names(found), alarms(found)) == (["head"], [("head", [], "本单位")])
    found = find(searcher(), {"all": ["boss", "head"]}, "总裁")
    assert (names(found), alarms(found)) == (["boss", "head"], [("head", [], "本单位")])


def test_a_vacant_post_keeps_nobody_out(searcher: Any) -> None:
    here = searcher(holders={"协理": []})
    found = find(here, {"any": ["boss", "agent"], "exclude": ["other"]})
    assert [(seat.post, seat.barred) for seat in found.seats] == [("boss", ()), ("agent", ())]
    found = find(searcher(), {"any": ["boss", "other"], "exclude": [["other", "agent"]]})
    assert [(seat.post, seat.barred) for seat in found.seats] == [("boss", ("专员", "协理"))]


def test_a_role_is_kept_out_like_a_post(searcher: Any) -> None:
    here = searcher(roles={"handler": Assignee(person="专员", role="handler")})
    assert names(find(here, {"role": "handler"})) == ["专员"]
    found = find(here, {"role": "handler", "exclude": ["agent"]})
    assert names(found) == ["boss"]
    assert found.seats[0].barred == ("专员",)


def test_a_part_of_several_keeps_out_its_own(searcher: Any) -> None:
    found = find(searcher(), {"all": [{"post": "boss", "exclude": ["agent"]}, "other"]})
    assert [(seat.post, seat.barred) for seat in found.seats] == [("boss", ("专员",)), ("other", ())]


def test_who_acted_is_kept_out_and_not_whoever_stands_in_for_him(searcher: Any) -> None:
    here = searcher(acted=(("work", "专员"),), roster={"standing_in": {"专员": ("经理",)}})
    (seat,) = find(here, {"post": "boss", "exclude": [{"acted_in": "work"}]}).seats
    assert (seat.post, seat.barred) == ("boss", ("专员",))
    (seat,) = find(here, {"post": "boss", "exclude": ["agent"]}).seats
    assert (seat.post, seat.barred) == ("boss", ("专员",))
