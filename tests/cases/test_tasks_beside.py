"""Tasks beside the flow are finished like any other: those of rules, of supervision, of helpers."""

import pytest
from tests.cases.house import AT, HOUR, House

from shouwen.cases import actions
from shouwen.cases.actions import Refused
from shouwen.cases.models import Case
from shouwen.cases.queries import my_tasks
from shouwen.runtime.models import Clock, Finding, Notice, Task


def flooded(house: House) -> tuple[int, str]:
    """A case in which a rule made a task for the leader; its id and the task."""
    case_id = house.open()
    actions.set_facts(case_id=case_id, facts={"flood": True}, by=house["alice"], at=AT)
    return case_id, Task.objects.get(subject=case_id, step="").key


@pytest.mark.parametrize(("hours", "result", "finding"), [(1, "met", "kept"), (3, "late", "broken")])
def test_a_task_of_a_rule_is_finished_and_its_limit_ends(house: House, hours: int, result: str, finding: str) -> None:
    case_id, task = flooded(house)
    house.finish(case_id, task, "done", by="lee", at=AT + hours * HOUR)
    assert Task.objects.get(subject=case_id, key=task).state == "done"
    clock = Clock.objects.get(subject=case_id, task=task)
    assert (clock.result, clock.stopped_at) == (result, AT + hours * HOUR)
    assert Finding.objects.filter(subject=case_id, rule=clock.rule).latest("pk").result == finding
    assert house.open_tasks(case_id) == {"record#1"}


def test_the_case_closes_once_the_task_beside_it_is_done(house: House) -> None:
    case_id, task = flooded(house)
    house.finish(
        case_id,
        "record#1",
        "nothing",
        by="alice",
        reason="无需处理",
        fields={"record": {"what": "漏水", "kind": "noise"}},
    )
    assert Case.objects.get(pk=case_id).closed_at is None
    house.finish(case_id, task, "done", by="lee")
    assert Case.objects.get(pk=case_id).closed_at == AT


def test_only_its_one_outcome_finishes_it_and_only_once(house: House) -> None:
    case_id, task = flooded(house)
    for outcome, by, lacks in (
        ("explode", "lee", "outcome:explode"),
        ("", "lee", "outcome:"),
        ("done", "fay", "person:"),
    ):
        with pytest.raises(Refused) as refusal:
            house.finish(case_id, task, outcome, by=by)
        assert refusal.value.lacks == (lacks,)
    house.finish(case_id, task, "done", by="lee")
    with pytest.raises(Refused) as refusal:
        house.finish(case_id, task, "done", by="lee")
    assert refusal.value.lacks == ("task:",)


def test_supervision_and_help_are_finished_the_same_way(house: House) -> None:
    case_id = house.open()
    actions.supervise(
        case_id=case_id, reason="领导批示", limit=AT + 5 * HOUR, person=house["fay"], by=house["dora"], at=AT
    )
    actions.co_handle(case_id=case_id, person=house["fay"], reason="帮忙", by=house["dora"], at=AT)
    for task in house.open_tasks(case_id) - {"record#1"}:
        house.finish(case_id, task, "done", by="fay", at=AT + HOUR, reason="已派人上门，今晚修好")
    assert house.open_tasks(case_id) == {"record#1"}
    assert Clock.objects.get(subject=case_id, title="督办").result == "met"


def test_a_supervision_is_answered_in_words_and_the_supervisor_gets_them(house: House) -> None:
    case_id = house.open()
    actions.supervise(
        case_id=case_id, reason="领导批示", limit=AT + 5 * HOUR, person=house["fay"], by=house["dora"], at=AT
    )
    (task,) = house.open_tasks(case_id) - {"record#1"}
    with pytest.raises(Refused) as refusal:
        house.finish(case_id, task, "done", by="fay", at=AT + HOUR)
    assert refusal.value.lacks == ("reason:",)
    house.finish(case_id, task, "done", by="fay", at=AT + HOUR, reason="今晚修好")
    told = Notice.objects.get(person=house["dora"], kind="case.supervision_answered")
    assert (told.text, told.subject_id) == ("今晚修好", case_id)
    assert "asked" not in " ".join(title for title, _ in house.page(case_id, "dora").facts)


def test_a_task_of_several_leaves_each_list_with_its_own_part(house: House) -> None:
    case_id = house.open()
    actions.set_facts(case_id=case_id, facts={"storm": True}, by=house["alice"], at=AT)
    task = Task.objects.get(subject=case_id, step="").key

    def holders() -> list[str]:
        shown = {name: [duty.task for duty in my_tasks(house.viewer(name), AT)] for name in ("alice", "lee")}
        return [name for name, tasks in shown.items() if task in tasks]

    assert holders() == ["alice", "lee"]
    house.finish(case_id, task, "done", by="alice")
    assert holders() == ["lee"]
    assert Task.objects.get(subject=case_id, key=task).state == "open"
    house.finish(case_id, task, "done", by="lee")
    assert holders() == []
    assert Task.objects.get(subject=case_id, key=task).state == "done"
