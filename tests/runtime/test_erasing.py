"""An erased log keeps its chain, its figures and its instants, and no word that anybody wrote."""

import json
from contextlib import closing

import pytest
from django.db import DatabaseError, connection, transaction
from tests.cases.house import AT, HOUR, House
from tests.runtime.test_ledger import tampering

from shouwen.cases import actions
from shouwen.runtime import seals
from shouwen.runtime.erasing import erase_subjects
from shouwen.runtime.models import Clock, Finding, Ledger, Subject
from shouwen.runtime.redaction import ERASED, redacted
from shouwen.runtime.subjects import SubjectErased
from shouwen.runtime.verify import verify

WRITTEN = ("厨房天花板漏水", "13812345678", "重复登记，客户已撤诉")


def ended(house: House) -> int:
    """A complaint with words of people in it, voided by the leader."""
    case_id = house.open()
    house.record(case_id)
    reason = "重复登记，客户已撤诉 13812345678"
    actions.act(case_id=case_id, act="void", reason=reason, by=house["lee"], at=AT + HOUR)
    return case_id


def faults() -> list[tuple[str, int | None]]:
    return [(fault.kind, fault.subject) for fault in verify(fold_again=True)]


def everything(case_id: int) -> str:
    with closing(connection.cursor()) as cursor:
        cursor.execute("SELECT json_agg(l)::text FROM runtime_ledger l WHERE subject_id = %s", [case_id])
        (log,) = cursor.fetchone()
        cursor.execute("SELECT row_to_json(s)::text FROM runtime_subject s WHERE id = %s", [case_id])
        (subject,) = cursor.fetchone()
    return str(log + subject)


def test_the_words_go_and_the_chain_holds(house: House) -> None:
    case_id, other = ended(house), house.open()
    house.record(other)
    seals.seal(at=AT + 2 * HOUR)
    clocks = list(Clock.objects.filter(subject=case_id).order_by("pk").values("key", "due_at", "result", "stopped_at"))
    findings = Finding.objects.filter(subject=case_id).count()
    assert any(word in everything(case_id) for word in WRITTEN)
    assert erase_subjects(subjects=[case_id], at=AT + 3 * HOUR) == (case_id,)
    seals.seal(at=AT + 4 * HOUR)
    assert [word for word in WRITTEN if word in everything(case_id)] == []
    assert faults() == []
    assert "天花板" in everything(other)
    left = Clock.objects.filter(subject=case_id).order_by("pk")
    assert list(left.values("key", "due_at", "result", "stopped_at")) == clocks
    assert Finding.objects.filter(subject=case_id).count() == findings
    assert Ledger.objects.filter(subject=case_id).latest("seq").kind == "Erased"


def test_nothing_is_done_on_it_any_more_and_it_is_erased_once(house: House) -> None:
    case_id = ended(house)
    erase_subjects(subjects=[case_id], at=AT + 2 * HOUR)
    with pytest.raises(SubjectErased):
        actions.act(case_id=case_id, act="reopen", reason="又漏了", by=house["dora"], at=AT + 3 * HOUR)
    assert erase_subjects(subjects=[case_id], at=AT + 3 * HOUR) == ()


def test_what_still_runs_is_not_erased(house: House) -> None:
    case_id = house.open()
    house.record(case_id)
    assert erase_subjects(subjects=[case_id], at=AT + HOUR) == ()
    assert "天花板" in everything(case_id)


def test_what_is_left_cannot_be_changed_afterwards(house: House) -> None:
    case_id = ended(house)
    erase_subjects(subjects=[case_id], at=AT + 2 * HOUR)
    with tampering():
        row = Ledger.objects.get(subject=case_id, seq=2)
        Ledger.objects.filter(pk=row.pk).update(event={**row.event, "outcome": "nothing"})
    assert ("changed", case_id) in faults()


def test_who_empties_an_entry_by_hand_is_found(house: House) -> None:
    case_id = ended(house)
    with tampering():
        Ledger.objects.filter(subject=case_id, seq=2).update(
            event={"is": "TimeReached", "at": "2026-03-02"}, erased=True
        )
    assert ("erased", case_id) in [(fault.kind, fault.subject) for fault in verify()]


def test_the_database_lets_only_an_erasure_through(house: House) -> None:
    case_id = ended(house)
    for more in ({"erased": True}, {"seq": 9}):
        with pytest.raises(DatabaseError, match="new rows only"), transaction.atomic():
            Ledger.objects.filter(subject=case_id, seq=1).update(**more)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL shouwen.erasing = 'on'")
    with pytest.raises(DatabaseError, match="new rows only"), transaction.atomic():
        Ledger.objects.filter(subject=case_id, seq=1).update(erased=True, kind="TimeReached")
    assert Subject.objects.get(pk=case_id).erased_at is None


def test_a_form_cannot_hide_a_text_behind_a_name_of_ours() -> None:
    event = {
        "is": "StepFinished", "step": "record", "reason": "电话 13812345678", "at": "2026-03-02T01:00:00+00:00",
        "facts": {"record.title": "王女士", "record.state": {"unit": "三单元", "n": 3}, "record.on": "2026-03-01", "record.kind": "noise"},
    }  # fmt: skip
    left = redacted(event, frozenset({"noise"}))
    assert left["facts"] == {
        "record.title": ERASED, "record.state": {"unit": ERASED, "n": 3}, "record.on": "2026-03-01", "record.kind": "noise",
    }  # fmt: skip
    assert (left["reason"], left["step"], left["at"]) == (ERASED, "record", event["at"])
    assert "13812345678" not in json.dumps(left)
