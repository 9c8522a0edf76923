"""Many decisions in few transactions give what one after the other gives."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from tests.cases.house import AT, HOUR, RECORD, House

from shouwen.cases.actions import take
from shouwen.cases.actions.opening import Intake, opening
from shouwen.cases.actions.steps import finishing
from shouwen.engine.events import Event
from shouwen.engine.state import State
from shouwen.runtime.bulk import Answer, TimedAct, pass_time, submit_many
from shouwen.runtime.models import Finding, Ledger, Task
from shouwen.runtime.sweep import sweep
from shouwen.runtime.verify import verify

LATER = AT + timedelta(days=3)
unheard: list[Sequence[tuple[TimedAct, Answer]]] = []


def open_at_once(house: House, count: int) -> list[int]:
    intake = Intake(case_type="complaint", unit=str(house.branch), title="厨房漏水", fields={"caller": "王女士"})
    acts = [opening(intake=intake, by=house["alice"], at=AT + n * HOUR / 4) for n in range(count)]
    return [answer.subject for answer in submit_many(acts=acts, recorded_at=LATER)]


def recorded(house: House, case_id: int, hours: float, *, by: str = "alice") -> TimedAct:
    at = AT + hours * HOUR

    def make(state: State) -> tuple[Event, Mapping[str, Any]]:
        event = finishing(state=state, task="record#1", outcome="recorded", fields=RECORD, by=house[by], at=at)
        return event, {}

    return TimedAct(at, case_id, make)


def story_of(case_id: int) -> list[tuple[object, ...]]:
    """What the ledger tells of a case, without its number."""
    rows = Ledger.objects.filter(subject=case_id).order_by("seq")
    return [(row.seq, row.kind, row.at, row.refused, row.rules, row.clauses) for row in rows]


def found_in(case_id: int) -> set[tuple[str, str, str]]:
    return set(Finding.objects.filter(subject=case_id).values_list("rule", "clause", "result"))


def test_a_batch_of_beginnings_is_like_one_after_the_other(house: House) -> None:
    many = open_at_once(house, 3)
    alone = house.open(AT)
    assert story_of(many[0]) == story_of(alone)
    assert set(Task.objects.filter(subject__in=many).values_list("key", flat=True)) == {"record#1"}
    assert list(verify()) == []


def test_time_that_passes_for_many_is_time_that_passes_for_one(house: House) -> None:
    early, late = open_at_once(house, 2)
    pass_time(
        subjects=[early, late],
        acts=[recorded(house, early, 0.5), recorded(house, late, 5)],
        until=LATER,
        recorded_at=LATER,
        written=unheard.append,
    )
    alone = house.open(AT + HOUR / 4)
    sweep(now=AT + 5 * HOUR)
    house.record(alone, AT + 5 * HOUR)
    sweep(now=LATER)
    assert story_of(late) == story_of(alone)
    assert found_in(late) == found_in(alone)
    assert ("DESK-1.1", "kept") in {(clause, result) for _, clause, result in found_in(early)}
    assert ("DESK-1.1", "broken") in {(clause, result) for _, clause, result in found_in(late)}
    assert list(verify()) == []


def test_a_case_that_opens_on_the_way_goes_on_with_the_others(house: House) -> None:
    (case_id,) = open_at_once(house, 1)
    house.to_handling(case_id, AT + HOUR / 2)
    take(case_id=case_id, task="handle#1", by=house["frank"], at=AT + HOUR)

    def handled(state: State) -> tuple[Event, Mapping[str, Any]]:
        fields = {"result": {"done": "已修好"}}
        at = AT + 2 * HOUR
        by = house["frank"]
        return finishing(state=state, task="handle#1", outcome="handled", fields=fields, by=by, at=at), {}

    pass_time(
        subjects=[case_id],
        acts=[TimedAct(AT + 2 * HOUR, case_id, handled)],
        until=AT + timedelta(days=10),
        recorded_at=AT + timedelta(days=10),
        written=unheard.append,
    )
    assert ("DESK-4", "broken") in {(clause, result) for _, clause, result in found_in(house.child(case_id))}


def test_small_batches_decide_the_same(house: House) -> None:
    one, other = open_at_once(house, 2)
    told = []
    for case_id, batch in ((one, 1), (other, 500)):
        shift = (0 if case_id == one else 0.25) + 2
        pass_time(
            subjects=[case_id],
            acts=[recorded(house, case_id, shift)],
            until=LATER + (shift - 2) * HOUR,
            recorded_at=LATER,
            written=unheard.append,
            batch=batch,
        )
        told.append([(seq, kind, rules) for seq, kind, _, _, rules, _ in story_of(case_id)])
    assert told[0] == told[1]


def test_nothing_happens_after_the_end(house: House) -> None:
    (case_id,) = open_at_once(house, 1)
    decided = pass_time(
        subjects=[case_id],
        acts=[recorded(house, case_id, 5)],
        until=AT + 2 * HOUR,
        recorded_at=LATER,
        written=unheard.append,
    )
    assert decided > 0
    assert house.open_tasks(case_id) == {"record#1"}


def test_a_refused_act_is_told_and_on_record(house: House) -> None:
    (case_id,) = open_at_once(house, 1)
    told: list[Answer] = []
    pass_time(
        subjects=[case_id],
        acts=[recorded(house, case_id, 0.5, by="lee")],
        until=AT + HOUR / 2,
        recorded_at=LATER,
        written=lambda answers: told.extend(answer for _, answer in answers),
    )
    assert [answer.refusals[0].lacks for answer in told] == [("person:",)]
    assert Ledger.objects.filter(subject=case_id, refused=True).count() == 1
