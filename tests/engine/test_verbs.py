"""What a rule makes happen, verb by verb: who is reached, what is given along, which limit runs, and what a gate leaves out."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.engine.conftest import MORNING, ZONE, Town

from shouwen.engine.decision import Decision
from shouwen.engine.effects import (
    AssignRole,
    Escalate,
    HandOver,
    IssuePaper,
    Notify,
    OpenCase,
    OpenTask,
    RaiseAlarm,
    ReassignTask,
    Refuse,
    RequestFact,
    SetFact,
    StartClock,
    StopClock,
)
from shouwen.engine.events import Happened
from shouwen.engine.facts import Assignee
from shouwen.engine.plan import Compiled

Small = Callable[[str], Compiled]
HOUR = timedelta(hours=1)
RULES = """
- {post: agent, title: 专员, superior: boss}
- {post: boss, title: 经理}
- {post: worker, title: 师傅, superior: boss}
- {paper: letter, title: 函}
- {fact: secret, title: 举报人, sealed: true}
- procedure: matter
  cites: [SMALL-4]
  roles: {handler: {title: 主办, set: worker}, tracker: {title: 跟踪, set: opener, fixed: true}}
  due: {answer: {title: 答复, within: 24h, until: customer.answered}}
  steps:
    work: {by: [{role: handler}], out: {done: last}}
    last: {by: agent, out: {done: end}}
  anytime:
  - {upon: go, do: [DO]}
- {procedure: side, steps: {look: {by: boss, out: {seen: end}}}}
GATE
"""


@pytest.fixture
def run(small: Small, world_of: Any) -> Callable[..., tuple[Town, Decision]]:
    """A case in which one rule does something at ten o'clock."""

    def make(do: str, gate: str = "", held: Any = None, later: Any = None, **facts: Any) -> tuple[Town, Decision]:
        text = RULES.replace("DO", do).replace("GATE", gate)
        town: Town = world_of(small(text), facts, **(held or {}))
        town.start()
        town.facts.update(later or {})
        return town, town.do("matter-1", Happened(at=MORNING + HOUR, name="go"))

    return make


def only(decision: Decision, kind: type[Any]) -> Any:
    (found,) = [effect for effect in decision.effects if isinstance(effect, kind)]
    return found


def posts(seats: tuple[Assignee, ...]) -> list[str | None]:
    return [seat.post or seat.person for seat in seats]


def test_a_notice_reaches_whom_it_names_each_once(run: Any) -> None:
    notice = only(run("{notify: [boss, worker, boss], say: 请看}")[1], Notify)
    assert (posts(notice.to), notice.kind, notice.say, notice.cites) == (
        ["boss", "worker"],
        "rule",
        "请看",
        ("SMALL-4",),
    )


@pytest.mark.parametrize(("do", "kind"), [("notify", Notify), ("escalate", Escalate)])
def test_only_what_a_rule_wants_told_at_once_is_urgent(run: Any, do: str, kind: type[Any]) -> None:
    assert only(run(f"{{{do}: boss, at_once: true}}")[1], kind).urgent
    assert not only(run(f"{{{do}: boss}}")[1], kind).urgent


def test_a_notice_that_reaches_nobody_reaches_the_owner(run: Any) -> None:
    assert posts(only(run("{notify: {role: nobody_yet}}")[1], Notify).to) == ["专员"]


def test_lines_have_lasting_names_of_their_own(run: Any) -> None:
    _, decision = run("{notify: boss}, {notify: worker}")
    abouts = [each.about for each in decision.effects if isinstance(each, Notify)]
    assert [about.rpartition(".")[2] for about in abouts] == ["0", "1"]
    assert len({about.rpartition(".")[0] for about in abouts}) == 1


@pytest.mark.parametrize(
    ("due", "ends"),
    [
        ("{from: go, within: 2h}", MORNING + 3 * HOUR),
        ("{from: case.opened, within: 2h}", MORNING + 2 * HOUR),
        ("{from: never.was, within: 2h}", MORNING + 3 * HOUR),
        ("{from: go, within: 1wd}", datetime(2026, 3, 3, 18, tzinfo=ZONE)),
        ("{from: go, by: end_of_day}", datetime(2026, 3, 3, tzinfo=ZONE)),
        ("{from: go, by: {fact: visit.at}}", datetime(2026, 3, 4, 15, tzinfo=ZONE)),
    ],
)
def test_a_task_beside_the_flow_has_the_limit_that_is_written(run: Any, due: str, ends: datetime) -> None:
    facts = {"visit.at": "2026-03-04T15:00:00+08:00"}
    town, decision = run(f"{{task: 看现场, by: boss, due: {due}}}", **facts)
    task, clock = only(decision, OpenTask), only(decision, StartClock)
    assert (task.title, posts(task.assignees), task.join, task.cites) == ("看现场", ["boss"], "one", ("SMALL-4",))
    assert (clock.due_at, clock.title, clock.task, clock.cites) == (ends, "看现场", task.task, ("SMALL-4",))
    town.act("done", "经理", at=MORNING + 2 * HOUR, task=task.task)
    assert town.cases["matter-1"].clocks[clock.clock].result == "met"


def test_a_limit_whose_day_nobody_knows_does_not_run(run: Any) -> None:
    _, decision = run("{task: 看现场, by: boss, due: {from: go, by: {fact: visit.at}}}")
    assert only(decision, OpenTask)
    assert not [each for each in decision.effects if isinstance(each, StartClock)]


def test_a_task_for_several_is_done_by_all(run: Any) -> None:
    task = only(run("{task: 会商, by: {all: [boss, worker]}}")[1], OpenTask)
    assert (posts(task.assignees), task.join) == (["boss", "worker"], "all")


def test_a_task_for_nobody_in_particular_is_the_owners(run: Any) -> None:
    assert posts(only(run("{task: 看现场}")[1], OpenTask).assignees) == ["专员"]
    assert posts(only(run("{task: 看现场, by: {role: nobody_yet}}")[1], OpenTask).assignees) == ["专员"]


def test_a_task_for_a_post_that_nobody_holds_raises_the_alarm(run: Any) -> None:
    _, decision = run("{task: 看现场, by: worker}", held={"holders": {"师傅": []}})
    alarm = only(decision, RaiseAlarm)
    assert (alarm.post, posts(alarm.to), alarm.task) == ("worker", ["boss"], only(decision, OpenTask).task)


def test_after_closing_a_task_is_only_said(small: Small, world_of: Any) -> None:
    rules = RULES.replace("upon: go", "upon: case.closed").replace(
        "DO", "{task: 回访, by: boss, due: {from: go, within: 2h}}"
    )
    town: Town = world_of(small(rules.replace("GATE", "")))
    town.start()
    town.finish("matter-1", "work", "done", "师傅")
    decision = town.finish("matter-1", "last", "done", "专员")
    notice = [each for each in decision.effects if isinstance(each, Notify)][-1]
    assert (posts(notice.to), notice.say, notice.cites) == (["boss"], "回访", ("SMALL-4",))
    assert decision.after.active == ()
    assert not [each for each in decision.effects if isinstance(each, StartClock)]


def test_a_paper_goes_out_with_what_it_is_given(run: Any) -> None:
    do = "{issue: letter, to: boss, by: worker, with: {name: customer.name, who: secret, kind: urgent, paid: 'true', left: 'false', gone: no.where}}"
    paper = only(run(do, **{"customer.name": "王某", "secret": "李某"})[1], IssuePaper)
    assert (posts(paper.to), posts(paper.by), paper.cites) == (["boss"], ["worker"], ("SMALL-4",))
    assert paper.facts == {
        "name": "王某", "who": "secret", "kind": "urgent", "paid": True, "left": False, "gone": "no.where"
    }  # fmt: skip


def test_papers_of_two_lines_are_two_papers(run: Any) -> None:
    _, decision = run("{issue: letter, to: boss}, {issue: letter, to: worker}")
    assert len({each.key for each in decision.effects if isinstance(each, IssuePaper)}) == 2


def test_a_linked_case_knows_what_it_is_given_and_who_plays_which_part(run: Any) -> None:
    town, decision = run("{open: side, with: {name: customer.name}}", **{"customer.name": "王某"})
    opened = only(decision, OpenCase)
    assert (opened.procedure, opened.facts, opened.cites) == ("side", {"name": "王某"}, ("SMALL-4",))
    assert {name: seat.person for name, seat in opened.roles.items()} == {"handler": "师傅", "tracker": "专员"}
    assert town.cases[opened.key].case_type == "side"


def test_a_role_changes_hands_with_its_open_tasks(run: Any) -> None:
    town, decision = run("{assign: handler, to: boss}")
    assert (only(decision, AssignRole).to.post, only(decision, AssignRole).cites) == ("boss", ("SMALL-4",))
    assert posts(only(decision, ReassignTask).assignees) == ["boss"]
    assert town.cases["matter-1"].active[0].assignees[0].role == "handler"
    assert not town.finish("matter-1", "work", "done", "经理").refusals


def test_of_several_the_first_takes_the_role(run: Any) -> None:
    assert only(run("{assign: handler, to: [boss, agent]}")[1], AssignRole).to.post == "boss"


def test_others_of_the_same_task_keep_it(small: Small, world_of: Any) -> None:
    rules = RULES.replace("[{role: handler}]", "[agent, {role: handler}]").replace("DO", "{assign: handler, to: boss}")
    town: Town = world_of(small(rules.replace("GATE", "")))
    town.start()
    decision = town.do("matter-1", Happened(at=MORNING, name="go"))
    assert posts(only(decision, ReassignTask).assignees) == ["agent", "boss"]


@pytest.mark.parametrize("do", ["{assign: tracker, to: boss}", "{assign: handler, to: {role: nobody_yet}}"])
def test_a_fixed_role_stays_and_nobody_takes_over_from_anybody(run: Any, do: str) -> None:
    town, decision = run(do)
    assert not [each for each in decision.effects if isinstance(each, AssignRole | ReassignTask)]
    assert town.cases["matter-1"].roles["tracker"].person == "专员"


@pytest.mark.parametrize(
    ("value", "fact"),
    [("", True), (", value: 'false'", False), (", value: high", "high"), (", value: customer.name", "王某")],
)
def test_a_fact_is_set_to_what_is_written(run: Any, value: str, fact: Any) -> None:
    found = only(run(f"{{set: case.urgent{value}}}", **{"customer.name": "王某"})[1], SetFact)
    assert (found.fact, found.value, found.cites) == ("case.urgent", fact, ("SMALL-4",))


def test_a_limit_is_stopped_by_name_and_counts_neither_way(run: Any) -> None:
    _, decision = run("{stop: answer}, {stop: answer}")
    assert (only(decision, StopClock).clock, only(decision, StopClock).result) == ("matter.answer#1", "excused")
    assert not decision.findings
    assert not [each for each in run("{stop: review}")[1].effects if isinstance(each, StopClock)]


def test_the_next_level_answers_for_it(run: Any) -> None:
    found = only(run("{escalate: boss}")[1], Escalate)
    assert (posts(found.to), found.cites) == (["boss"], ("SMALL-4",))


def test_the_file_goes_to_somebody_else(run: Any) -> None:
    found = only(run("{hand_over: 全部材料, to: [boss, worker]}")[1], HandOver)
    assert (posts(found.to), found.what, found.cites) == (["boss", "worker"], "全部材料", ("SMALL-4",))


def test_what_nobody_knows_is_asked_of_somebody(run: Any) -> None:
    town, decision = run("{ask: customer.name, by: boss}")
    found = only(decision, RequestFact)
    assert (found.fact, posts(found.to), found.cites) == ("customer.name", ["boss"], ("SMALL-4",))
    assert town.cases["matter-1"].pending == ("ask:customer.name",)
    assert posts(only(run("{ask: customer.name}")[1], RequestFact).to) == ["专员"]


@pytest.mark.parametrize(
    ("do", "act", "kind"),
    [
        ("{notify: boss}", "notify", Notify),
        ("{issue: letter, to: boss}", "issue", IssuePaper),
        ("{issue: letter, to: boss}", "issue_letter", IssuePaper),
        ("{open: side}", "open", OpenCase),
        ("{open: side}", "open_side", OpenCase),
        ("{assign: handler, to: boss}", "assign_handler", AssignRole),
        ("{set: case.urgent}", "set", SetFact),
        ("{escalate: boss}", "escalate", Escalate),
        ("{hand_over: 全部材料, to: boss}", "hand_over", HandOver),
    ],
)
def test_what_a_gate_forbids_is_left_out_and_said(run: Any, do: str, act: str, kind: type[Any]) -> None:
    gate = f"- {{gate: shut, act: {act}, needs: {{ready: true}}}}"
    _, decision = run(do, gate, ready=True)
    assert only(decision, kind)
    _, decision = run(do, gate, ready=True, later={"ready": False})
    assert not [each for each in decision.effects if isinstance(each, kind)]
    assert [refusal.rule for refusal in decision.effects if isinstance(refusal, Refuse)] == ["shut"]
