"""Lists that leave the house: few rows at once, many by a second person who sees them all, everything written down."""

from datetime import timedelta

import pytest
from tests.cases.house import AT, HOUR, House

from shouwen.cases import actions, queries
from shouwen.cases.models import Case, Export
from shouwen.cases.queries import Filters
from shouwen.people.access import NotAllowedError
from shouwen.people.models import AuditEntry

ALL = Filters()


def ask(house: House, by: str, reason: str = "月度例会") -> int:
    return actions.ask_export(viewer=house.viewer(by), title="全部", query="", filters=ALL, reason=reason, at=AT)


def decide(house: House, export: int, by: str, agrees: str = "yes", opinion: str = "") -> None:
    actions.decide_export(viewer=house.viewer(by), export_id=export, agrees=agrees, opinion=opinion, at=AT + HOUR)


def many(house: House) -> None:
    for number in range(queries.WITHOUT_ASKING + 1):
        house.open(title=f"第{number}件")


def test_few_rows_are_granted_at_once_and_the_fetching_is_written_down(house: House) -> None:
    house.open()
    made = ask(house, "lee")
    actions.fetch_export(viewer=house.viewer("lee"), export_id=made, at=AT)
    row = Export.objects.get(pk=made)
    assert (row.state, row.count, row.reason, row.fetched_at) == ("agreed", 1, "月度例会", AT)


def test_without_a_reason_or_a_row_nothing_goes_out(house: House) -> None:
    with pytest.raises(actions.ExportRefused, match="empty"):
        ask(house, "lee")
    house.open()
    with pytest.raises(actions.ExportRefused, match="reason"):
        ask(house, "lee", "  ")
    assert not Export.objects.exists()


def test_many_rows_wait_for_a_second_person_who_sees_all_of_them(house: House) -> None:
    many(house)
    house.open(by="olga", unit=str(house.other))
    made = ask(house, "dora")
    with pytest.raises(NotAllowedError):
        actions.fetch_export(viewer=house.viewer("dora"), export_id=made, at=AT)
    with pytest.raises(NotAllowedError):
        decide(house, made, "dora")
    with pytest.raises(NotAllowedError):
        decide(house, made, "alice")
    with pytest.raises(actions.ExportRefused, match="sees_less"):
        decide(house, made, "lee")
    assert [row.id for row in queries.exports_to_decide(house.viewer("lee"))] == [made]
    assert queries.exports_to_decide(house.viewer("dora")) == ()


def test_consent_opens_it_for_the_asker_alone_and_for_a_day(house: House) -> None:
    many(house)
    made = ask(house, "lee")
    assert Export.objects.get(pk=made).state == "waiting"
    decide(house, made, "dora")
    with pytest.raises(actions.ExportRefused, match="decided"):
        decide(house, made, "dora", "no", "重复")
    with pytest.raises(NotAllowedError):
        actions.fetch_export(viewer=house.viewer("dora"), export_id=made, at=AT + 2 * HOUR)
    actions.fetch_export(viewer=house.viewer("lee"), export_id=made, at=AT + 2 * HOUR)
    with pytest.raises(actions.ExportRefused, match="too_late"):
        actions.fetch_export(viewer=house.viewer("lee"), export_id=made, at=AT + timedelta(days=3))


def test_a_refusal_says_why(house: House) -> None:
    many(house)
    made = ask(house, "lee")
    with pytest.raises(actions.ExportRefused, match="opinion"):
        decide(house, made, "dora", "no")
    decide(house, made, "dora", "no", "用途不明")
    row = queries.export_for(house.viewer("lee"), made)
    assert (row.state, row.opinion, row.decided_by) == ("refused", "用途不明", "Dora")


def test_what_came_in_after_the_asking_is_not_in_the_file(house: House) -> None:
    first = house.open()
    made = ask(house, "lee")
    house.open()
    assert actions.fetch_export(viewer=house.viewer("lee"), export_id=made, at=AT) == (first,)


def test_a_list_of_ones_own_work_is_judged_as_the_askers(house: House) -> None:
    """The asker's work is none of the other's, who still sees all of it."""
    many(house)
    filters = Filters(own="work")
    made = actions.ask_export(
        viewer=house.viewer("alice"), title="要我办", query="own=work", filters=filters, reason="交接", at=AT
    )
    actions.decide_export(viewer=house.viewer("lee"), export_id=made, agrees="yes", opinion="", at=AT + HOUR)
    assert Export.objects.get(pk=made).state == "agreed"


def test_what_was_agreed_to_goes_out_whatever_the_list_has_become(house: House) -> None:
    """Asked for: what is late. By the time of fetching one is closed no more late, and others have become late."""
    late, later = house.open(), house.open(AT + 2 * HOUR)
    at = AT + HOUR * 1.5
    made = actions.ask_export(
        viewer=house.viewer("lee", at), title="超时", query="late=1", filters=Filters(late=True), reason="督办", at=at
    )
    house.record(late, at)
    now = AT + 4 * HOUR
    assert later in {row.id for row in queries.listing(house.viewer("lee", now), Filters(late=True)).rows}
    cases = actions.fetch_export(viewer=house.viewer("lee", now), export_id=made, at=now)
    assert [line.id for line, _, _ in queries.sheet_rows(house.viewer("lee", now), cases)] == [late]


def test_what_the_asker_may_no_longer_see_stays_in_the_house(house: House) -> None:
    kept, gone = house.open(), house.open(title="楼上噪音")
    made = ask(house, "lee")
    Case.objects.filter(pk=gone).update(unit=str(house.other), parties=[])
    assert actions.fetch_export(viewer=house.viewer("lee"), export_id=made, at=AT + HOUR) == (kept,)
    assert AuditEntry.objects.filter(act="exported").values_list("detail", flat=True).get() == "1/2"
    Case.objects.filter(pk=kept).update(unit=str(house.other), parties=[])
    with pytest.raises(actions.ExportRefused, match="gone"):
        actions.fetch_export(viewer=house.viewer("lee"), export_id=made, at=AT + HOUR)


def test_rows_stand_in_the_order_of_the_list(house: House) -> None:
    old, new = house.open(AT), house.open(AT - 300 * HOUR)
    cases = actions.fetch_export(viewer=house.viewer("lee"), export_id=ask(house, "lee"), at=AT)
    assert [line.id for line, _, _ in queries.sheet_rows(house.viewer("lee"), cases)] == [old, new]
