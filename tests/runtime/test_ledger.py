"""The ledger takes new rows only, and shows whoever tampers with it by other means."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from tests.cases.house import AT, HOUR, House

from shouwen.cases import actions
from shouwen.engine.facts import Value
from shouwen.runtime import seals
from shouwen.runtime.models import Ledger, Seal, Subject
from shouwen.runtime.sweep import sweep
from shouwen.runtime.verify import Tally, verify


@contextmanager
def tampering() -> Iterator[None]:
    """As somebody with the rights of the owner could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE runtime_ledger DISABLE TRIGGER USER")
        yield
        cursor.execute("ALTER TABLE runtime_ledger ENABLE TRIGGER USER")


def faults() -> set[tuple[str, int | None]]:
    return {(fault.kind, fault.subject) for fault in verify()}


def three_rows(house: House) -> int:
    case_id = house.open()
    house.to_handling(case_id, AT + HOUR / 2)
    return case_id


def test_a_row_is_neither_changed_nor_removed(house: House) -> None:
    case_id = house.open()
    for tamper in (
        lambda: Ledger.objects.filter(subject=case_id).update(seq=7),
        Ledger.objects.filter(subject=case_id).delete,
    ):
        with pytest.raises(DatabaseError, match="new rows only"), transaction.atomic():
            tamper()
    assert Ledger.objects.get(subject=case_id).seq == 1


def test_a_whole_ledger_has_no_fault(house: House) -> None:
    three_rows(house)
    house.open()
    seals.seal(at=AT + HOUR)
    tally = Tally()
    assert list(verify(tally)) == []
    assert (tally.rows, tally.subjects, tally.seals) == (4, 2, 1)


def test_a_changed_row_is_found(house: House) -> None:
    case_id = three_rows(house)
    with tampering():
        Ledger.objects.filter(subject=case_id, seq=2).update(event={"is": "StepFinished", "outcome": "nothing"})
    assert faults() == {("changed", case_id)}


def test_a_changed_instant_is_found(house: House) -> None:
    case_id = three_rows(house)
    with tampering():
        Ledger.objects.filter(subject=case_id, seq=2).update(at=F("at") - HOUR)
    assert faults() == {("changed", case_id)}


def test_a_removed_row_is_found(house: House) -> None:
    case_id = three_rows(house)
    with tampering():
        Ledger.objects.filter(subject=case_id, seq=2)._raw_delete("default")
    assert ("removed", case_id) in faults()


def test_a_cut_off_end_is_found_by_the_head(house: House) -> None:
    case_id = three_rows(house)
    with tampering():
        Ledger.objects.filter(subject=case_id, seq=3)._raw_delete("default")
    assert faults() == {("removed", case_id)}


def test_a_cut_off_end_with_a_forged_head_is_found_by_the_seal(house: House) -> None:
    case_id = three_rows(house)
    seals.seal(at=AT + HOUR)
    with tampering():
        Ledger.objects.filter(subject=case_id, seq=3)._raw_delete("default")
    before = Ledger.objects.get(subject=case_id, seq=2)
    Subject.objects.filter(pk=case_id).update(seq=2, head_hash=before.hash)
    assert faults() == {("removed", None)}


def test_a_subject_that_vanished_whole_is_found_by_the_seal(house: House) -> None:
    case_id = three_rows(house)
    seals.seal(at=AT + HOUR)
    with tampering():
        Ledger.objects.filter(subject=case_id)._raw_delete("default")
    Subject.objects.filter(pk=case_id).update(seq=0, head_hash=bytes(32))
    assert ("removed", None) in faults()


def test_an_inserted_row_is_found(house: House) -> None:
    case_id = three_rows(house)
    row = Ledger.objects.get(subject=case_id, seq=3)
    row.pk, row.seq = None, 4
    row.save(force_insert=True)
    assert ("changed", case_id) in faults()
    assert ("inserted", case_id) in faults()


def test_reordered_rows_are_found(house: House) -> None:
    case_id = three_rows(house)
    with tampering():
        for old, new in ((2, 99), (3, 2), (99, 3)):
            Ledger.objects.filter(subject=case_id, seq=old).update(seq=new)
    assert {kind for kind, _ in faults()} >= {"changed"}


def test_seals_follow_each_other_and_seal_each_row_once(house: House) -> None:
    three_rows(house)
    assert seals.seal(at=AT + HOUR) == 3
    assert seals.seal(at=AT + HOUR) == 0
    house.open()
    assert seals.seal(at=AT + 2 * HOUR) == 1
    first, second = Seal.objects.order_by("pk")
    assert bytes(second.prev_hash) == bytes(first.hash)
    assert faults() == set()


def test_every_state_is_what_its_log_folds_to(house: House) -> None:
    case_id = house.open(fields={"caller": "王女士", "phone": "13812345678"})
    house.to_handling(case_id, AT + HOUR)
    sweep(now=AT + 30 * HOUR)
    actions.suspend(case_id=case_id, reason="等配件", until=AT + 60 * HOUR, by=house["lee"], at=AT + 31 * HOUR)
    sweep(now=AT + 70 * HOUR)
    house.handle(case_id, AT + 71 * HOUR)
    house.finish(house.child(case_id), "ask#1", "not_satisfied", by="alice", at=AT + 72 * HOUR)
    assert list(verify(fold_again=True)) == []


def test_a_state_changed_beside_the_log_is_found(house: House) -> None:
    case_id = house.open()
    row = Subject.objects.get(pk=case_id)
    Subject.objects.filter(pk=case_id).update(state=row.state.replace("record#1", "record#2"))
    assert [(fault.kind, fault.subject) for fault in verify(fold_again=True)] == [("state", case_id)]


def test_numbers_with_fractions_and_large_ones_survive_the_database(house: House) -> None:
    case_id = house.open()
    odd: dict[str, Value] = {
        "note.a": 0.1,
        "note.b": 2.0,
        "note.c": 1e16,
        "note.d": 1e-7,
        "note.e": "3.50",
        "note.f": (1, 2.5),
    }
    actions.set_facts(case_id=case_id, facts=odd, by=house["alice"], at=AT)
    assert faults() == set()
