"""The audit log: rows nobody changes, and a chain that stays one however many write at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, connections, transaction
from tests.people.company import AT, Company, found_company

from shouwen.people import actions, audit
from shouwen.people.audited import ACTS, KINDS, entry_hash
from shouwen.people.models import AuditEntry

WRITERS, EACH = 8, 10


def checked(company: Company) -> audit.Checked:
    auditor = company.employ("审计")
    actions.appoint_administrator(person=auditor, office="audit", by=None, at=AT)
    return audit.go_through()


@pytest.mark.django_db(transaction=True)
def test_writers_side_by_side_make_one_chain() -> None:
    company = found_company()

    def write(number: int) -> None:
        try:
            for turn in range(EACH):
                actions.record(act="exported", by=None, at=AT, name=f"{number}.{turn}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    found = checked(company)
    assert found.is_whole
    assert found.entries >= WRITERS * EACH


@pytest.mark.django_db
def test_a_row_is_neither_changed_nor_removed(company: Company) -> None:
    actions.record(act="exported", by=None, at=AT)
    for statement in ("UPDATE people_auditentry SET reason = 'x'", "DELETE FROM people_auditentry"):
        with (
            pytest.raises(DatabaseError, match="only ever added to"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.django_db
def test_what_is_taken_back_leaves_no_gap_in_the_chain(company: Company) -> None:
    with transaction.atomic():
        actions.record(act="exported", by=None, at=AT, name="不算")
        transaction.set_rollback(True)
    actions.record(act="exported", by=None, at=AT, name="算")
    assert list(AuditEntry.objects.filter(act="exported").values_list("name", flat=True)) == ["算"]
    assert checked(company).is_whole


@pytest.mark.django_db
def test_every_change_of_the_organisation_is_an_entry(company: Company) -> None:
    """Each act that is known is written by somebody, and under a kind that has a word."""
    assert {kind for kind, _ in ACTS.values()} == KINDS.keys()
    before = AuditEntry.objects.count()
    person = company.employ("王敏", "agent", company.branch)
    actions.correct_person(person=person, name="王敏", phone="1", email="", by=None, at=AT)
    actions.grant_scope(post="agent", reach="own", acts=("see",), by=None, at=AT)
    actions.withdraw_scope(post="agent", reach="own", by=None, at=AT)
    actions.withdraw_scope(post="agent", reach="own", by=None, at=AT)
    actions.move_unit(unit=company.branch, to=company.group, by=None, at=AT)
    acts = list(AuditEntry.objects.order_by("id").values_list("act", flat=True))[before:]
    assert acts == ["hired", "placed", "corrected", "scope_granted", "scope_withdrawn", "unit_moved"]


@pytest.mark.django_db
def test_long_and_odd_texts_are_kept_on_one_line(company: Company) -> None:
    row = actions.record(act="exported", by=None, at=AT, name="甲\n乙\x00", reason="长" * 900, subject="x" * 300)
    assert row.name == "甲 乙"
    assert len(row.reason) == 500
    row.refresh_from_db()
    said = audit._said(row)
    assert entry_hash(said, bytes(row.prev_hash)) == bytes(row.hash)
