"""Tables on steps: one certain row or none, every certain row, what is asked for, and what the modes let pass."""

from collections.abc import Callable
from typing import Any

import pytest

from shouwen.engine.effects import Notify, OpenCase, RequestFact
from shouwen.engine.events import FactSet
from shouwen.engine.plan import Compiled

Small = Callable[[str], Compiled]
RULES = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- {post: head, title: 总裁}
- table: authority
  title: 权限表
  cites: [SMALL-4]
  in: [INPUTS]
  hit: HIT
  MODE
  defaults: {sign: [agreement]}
  rows: ROWS
  ELSE
- procedure: matter
  steps:
    ask: {by: agent, table: authority, out: {asked: decide}}
    decide: {by: {from_fact: authority.approver, otherwise: boss}, out: {decided: end}}
- {procedure: side, steps: {look: {by: boss, out: {seen: end}}}}
"""
TITLED = """
  - {title: 未量房退定金, when: {matter: deposit, measured: false}, then: {approver: boss}}
  - {title: 已量房退定金, when: {matter: deposit, measured: true}, then: {approver: head, sign: [termination]}}
  - {title: 退单, when: {matter: cancellation}, then: {approver: head}, do: [{notify: head}, {open: side}], cites: [SMALL-4.2]}"""
UNTITLED = """
  - {when: {amount: {less_than: 100}}, then: {approver: boss}}
  - {when: {amount: {at_least: 100, less_than: 1000}}, then: {approver: head}}"""


@pytest.fixture
def ask(small: Small, world_of: Any) -> Callable[..., Any]:
    def make(
        hit: str = "one",
        mode: str = "block",
        otherwise: str = "",
        reason: str = "",
        rows: str = TITLED,
        inputs: str = "",
        **facts: Any,
    ) -> Any:
        line = f"else: {{then: {{approver: {otherwise}}}}}" if otherwise else ""
        text = RULES.replace("HIT", hit).replace("MODE", f"mode: {mode}").replace("ELSE", line)
        text = text.replace(" ROWS", rows).replace("INPUTS", inputs or "matter, measured")
        world = world_of(small(text), facts)
        case = world.start()
        return world, world.finish(case, "ask", "asked", by="专员", reason=reason)

    return make


def decider(world: Any) -> list[str | None]:
    return [seat.post for active in world.cases["matter-1"].active for seat in active.assignees]


@pytest.mark.parametrize(
    ("facts", "post", "sign"),
    [
        ({"matter": "deposit", "measured": False}, "boss", ("agreement",)),
        ({"matter": "deposit", "measured": True}, "head", ("termination",)),
        ({"matter": "cancellation"}, "head", ("agreement",)),
    ],
)
def test_the_certain_row_says_who_decides_on_what_papers(
    ask: Any, facts: Any, post: str, sign: tuple[str, ...]
) -> None:
    world, decision = ask(**facts)
    assert not decision.refusals
    assert decider(world) == [post]
    assert world.cases["matter-1"].facts["authority.sign"] == sign


def test_an_unknown_input_is_asked_for_never_guessed(ask: Any) -> None:
    world, decision = ask(matter="deposit")
    assert decision.refusals[0].lacks == ("fact:measured",)
    assert [effect.fact for effect in decision.effects if isinstance(effect, RequestFact)] == ["measured"]
    assert [each.result for each in decision.findings] == ["unknown"]
    assert [active.step for active in world.cases["matter-1"].active] == ["ask"]
    world.do("matter-1", FactSet(at=world.told[0].at, facts={"measured": True}))
    assert world.cases["matter-1"].pending == ()
    assert not world.finish("matter-1", "ask", "asked", by="专员").refusals
    assert decider(world) == ["head"]


def test_what_no_row_provides_for_waits_unless_there_is_another_row(ask: Any) -> None:
    _, decision = ask(matter="quality", measured=True)
    assert decision.refusals[0].lacks == ("row:authority",)
    world, decision = ask(matter="quality", measured=True, otherwise="head")
    assert not decision.refusals
    assert decider(world) == ["head"]


def test_a_milder_mode_passes_with_a_reason_and_says_so(ask: Any) -> None:
    assert ask(mode="warn", matter="deposit", otherwise="boss")[1].refusals
    world, decision = ask(mode="warn", matter="deposit", otherwise="boss", reason="客户在等")
    assert not decision.refusals
    assert decider(world) == ["boss"]
    assert "unknown" in [each.result for each in decision.findings]


def test_every_certain_row_does_its_part(ask: Any) -> None:
    world, decision = ask(hit="all", matter="cancellation")
    assert [effect.to[0].post for effect in decision.effects if isinstance(effect, Notify)] == ["head"]
    assert [effect.procedure for effect in decision.effects if isinstance(effect, OpenCase)] == ["side"]
    world, decision = ask(hit="all", matter="deposit")
    assert not decision.refusals
    assert [effect.fact for effect in decision.effects if isinstance(effect, RequestFact)] == ["measured"]
    assert decider(world) == ["boss"]


def test_rows_are_counted_from_one_and_the_other_row_is_none_of_them(ask: Any) -> None:
    world, decision = ask(rows=UNTITLED, inputs="amount", amount=100)
    assert world.cases["matter-1"].facts["authority.row"] == "2"
    assert [each.rule for each in decision.findings if each.rule.startswith("authority")] == ["authority.2"]
    world, decision = ask(rows=UNTITLED, inputs="amount", amount=1000, otherwise="head")
    assert world.cases["matter-1"].facts["authority.row"] == "0"


def test_the_clause_of_a_table_stands_in_the_explanation_even_when_no_row_holds(ask: Any) -> None:
    _, decision = ask(hit="all", matter="quality", measured=True)
    assert "authority" in decision.explanation.rules
    assert "SMALL-4" in decision.explanation.clauses


def test_where_rows_add_up_none_may_hold(ask: Any) -> None:
    world, decision = ask(hit="all", matter="quality", measured=True)
    assert not decision.refusals
    assert "unknown" not in [each.result for each in decision.findings]
    assert "authority.row" not in world.cases["matter-1"].facts
    assert decider(world) == ["boss"]


def test_where_rows_add_up_what_nobody_knows_is_noted(ask: Any) -> None:
    world, decision = ask(hit="all", matter="deposit", otherwise="head")
    (finding,) = [each for each in decision.findings if each.result == "unknown"]
    assert (finding.rule, finding.note, finding.cites) == ("authority", "measured", ("SMALL-4",))
    assert world.cases["matter-1"].facts["authority.row"] == "0"
    assert decider(world) == ["head"]


def test_what_a_row_says_is_kept_with_its_name_and_its_clause(ask: Any) -> None:
    world, decision = ask(hit="all", mode="record", matter="cancellation")
    assert world.cases["matter-1"].facts["authority.row"] == "退单"
    (finding,) = [each for each in decision.findings if each.rule == "authority.3"]
    assert (finding.result, finding.mode, finding.cites) == ("kept", "record", ("SMALL-4.2",))
    _, decision = ask(matter="deposit", measured=True)
    (finding,) = [each for each in decision.findings if each.rule == "authority.2"]
    assert (finding.mode, finding.cites) == ("block", ("SMALL-4",))


TWICE = """
  - {when: {amount: {less_than: 200}}, then: {approver: boss}}
  - {when: {amount: {at_least: 100}}, then: {approver: head}}"""


@pytest.mark.parametrize(("amount", "approver"), [(50, "boss"), (500, "head"), (150, None)])
def test_two_rows_at_once_decide_nothing_where_one_must(ask: Any, amount: int, approver: str | None) -> None:
    world, decision = ask(rows=TWICE, inputs="amount", amount=amount)
    assert [refusal.lacks for refusal in decision.refusals] == ([] if approver else [("row:authority",)])
    assert world.cases["matter-1"].facts.get("authority.approver") == approver


CERTAIN_AND_NOT = """
  - {when: {amount: {less_than: 200}}, then: {approver: boss}}
  - {when: {urgent: true}, then: {approver: head}}"""


def test_a_certain_row_waits_for_what_might_make_it_two(ask: Any) -> None:
    _, decision = ask(rows=CERTAIN_AND_NOT, inputs="amount, urgent", amount=50)
    assert decision.refusals[0].lacks == ("fact:urgent",)
    world, decision = ask(rows=CERTAIN_AND_NOT, inputs="amount, urgent", amount=50, urgent=False)
    assert decider(world) == ["boss"]
