"""Hidden values stay hidden until somebody entitled says why; corrections keep what was there before."""

from dataclasses import asdict
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.customers.desk import Desk
from tests.people.company import AT

from shouwen.customers import actions, queries
from shouwen.customers.actions import CustomerRefused, NewContact
from shouwen.customers.contacts import masked, normal_phone
from shouwen.people import actions as people
from shouwen.people.access import NotAllowedError
from shouwen.people.models import AccessLog

PHONE = "13812340000"


def _contact(desk: Desk, customer: int) -> int:
    return queries.get_for(desk.all_seeing, customer).card.contacts[0].id


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("138 1234 0000", PHONE),
        ("+86-138-1234-0000", PHONE),
        ("００８６13812340000", PHONE),
        ("0371-6666 8888转8001", "037166668888"),
        ("8612", "8612"),
    ],
)
def test_telephone_numbers_are_compared_by_their_digits(typed: str, digits: str) -> None:
    assert normal_phone(typed) == digits


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", PHONE, "138****0000"),
        ("phone", "037166668888", "****8888"),
        ("phone", "110", "****"),
        ("email", "wangmin@example.com", "w****@example.com"),
        ("wechat", "wxid_77", "wx****"),
        ("address", "高新区科学大道88号3栋1201", "高新区科学大****"),
        ("address", "三号", "三****"),
    ],
)
def test_hidden_values_tell_apart_and_no_more(kind: str, value: str, shown: str) -> None:
    assert masked(kind, value) == shown


def test_a_dossier_holds_no_value_in_clear(desk: Desk) -> None:
    customer = desk.customer("王敏", PHONE)
    actions.add_contact(customer=customer, kind="email", value="wangmin@example.com", by=None, at=AT)
    actions.add_object(customer=customer, kind="house", name="房子", address="科学大道88号3栋1201", by=None, at=AT)
    everything = repr(asdict(queries.get_for(desk.all_seeing, customer)))
    for clear in (PHONE, "wangmin@", "1201"):
        assert clear not in everything
    assert "138****0000" in everything


def test_a_look_needs_the_right_and_a_reason_and_is_written_down(desk: Desk) -> None:
    customer = desk.customer("王敏", PHONE, unit=desk.company.branch)
    contact = _contact(desk, customer)
    with pytest.raises(CustomerRefused, match="why"):
        actions.reveal_contact(contact=contact, reason=" ", by=desk.all_seeing, at=AT)
    for other in (desk.branch_clerk, desk.other_clerk, desk.newcomer):
        with pytest.raises(NotAllowedError):
            actions.reveal_contact(contact=contact, reason="回电", by=desk.viewer(other), at=AT)
    assert not AccessLog.objects.exists()
    assert actions.reveal_contact(contact=contact, reason="回电", by=desk.all_seeing, at=AT) == PHONE
    row = AccessLog.objects.get()
    assert (row.person_id, row.subject, row.field, row.reason) == (
        desk.hotline,
        f"customer:{customer}",
        "phone",
        "回电",
    )


def test_the_right_to_look_ends_where_sight_ends(desk: Desk) -> None:
    people.grant_scope(post="clerk", reach="unit", acts=["see", "reveal"], by=None, at=AT)
    contact = _contact(desk, desk.customer("王敏", PHONE, unit=desk.company.branch))
    with pytest.raises(NotAllowedError):
        actions.reveal_contact(contact=contact, reason="回电", by=desk.viewer(desk.other_clerk), at=AT)
    near = desk.viewer(desk.branch_clerk)
    assert actions.reveal_contact(contact=contact, reason="回电", by=near, at=AT) == PHONE
    handler = desk.viewer(desk.other_clerk)
    assert actions.reveal_contact(contact=contact, reason="办理", by=handler, at=AT, own=True) == PHONE


def test_the_record_of_looks_cannot_be_changed(desk: Desk) -> None:
    customer = desk.customer("王敏", PHONE)
    actions.reveal_contact(contact=_contact(desk, customer), reason="回电", by=desk.all_seeing, at=AT)
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        AccessLog.objects.update(reason="别的")
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        AccessLog.objects.all().delete()
    assert AccessLog.objects.get().reason == "回电"


def test_an_unknown_caller_becomes_a_customer_and_is_known_the_next_time(desk: Desk) -> None:
    first = actions.find_or_make(phone="138 1234 0000", by=desk.hotline, at=AT)
    again = actions.find_or_make(phone="+8613812340000", name="王女士", by=desk.hotline, at=AT)
    full_name = actions.find_or_make(phone=PHONE, name="王敏", by=desk.hotline, at=AT)
    assert first is not None
    assert again is not None
    assert full_name is not None
    assert first.id == again.id == full_name.id
    assert queries.get_for(desk.all_seeing, first.id).card.name == "王女士"


def test_another_name_on_the_same_number_is_another_customer(desk: Desk) -> None:
    wife = actions.find_or_make(phone=PHONE, name="王敏", by=None, at=AT)
    husband = actions.find_or_make(phone=PHONE, name="李强", by=None, at=AT)
    assert wife is not None
    assert husband is not None
    assert wife.id != husband.id
    (likeness,) = queries.likenesses(desk.all_seeing, wife.id)
    assert (likeness.card.id, likeness.because) == (husband.id, "same_contact")


def test_without_number_and_name_the_case_goes_on_alone(desk: Desk) -> None:
    assert actions.find_or_make(by=None, at=AT) is None
    known = desk.customer("王敏")
    somebody = actions.find_or_make(name="王敏", by=None, at=AT)
    assert somebody is not None
    assert somebody.id != known


def test_one_main_number_and_each_number_once(desk: Desk) -> None:
    customer = desk.customer("王敏", PHONE, "13900001111")
    actions.add_contact(customer=customer, kind="phone", value="138-1234-0000", by=None, at=AT)
    card = queries.get_for(desk.all_seeing, customer).card
    assert [(line.masked, line.is_main) for line in card.contacts] == [("138****0000", True), ("139****1111", False)]
    actions.drop_contact(contact=card.contacts[0].id, by=None, at=AT)
    assert queries.get_for(desk.all_seeing, customer).card.phone == "139****1111"


def test_a_corrected_date_keeps_the_old_one_with_the_reason(desk: Desk) -> None:
    house = actions.add_object(customer=desk.customer("王敏"), kind="house", name="房子", by=None, at=AT).pk
    actions.set_milestone(object_id=house, name="started", on=date(2026, 3, 1), source="合同", by=None, at=AT)
    with pytest.raises(CustomerRefused, match="say why"):
        actions.set_milestone(object_id=house, name="started", on=date(2026, 3, 5), by=None, at=AT)
    for _ in range(2):
        actions.set_milestone(
            object_id=house, name="started", on=date(2026, 3, 5), because="业主推迟", by=desk.hotline, at=AT
        )
    owner = queries.find(desk.all_seeing, "房子")[0].id
    (shown,) = queries.get_for(desk.all_seeing, owner).objects
    assert [line.on for line in shown.milestones] == [date(2026, 3, 5)]
    assert [(line.on, line.replaced_because) for line in shown.history] == [(date(2026, 3, 1), "业主推迟")]
    assert queries.facts_for(owner, house)["house.started"] == "2026-03-05"


def test_facts_for_rules_hold_nothing_hidden(desk: Desk) -> None:
    customer = desk.customer("王敏", PHONE)
    facts = queries.facts_for(customer)
    classes = {"customer.grade": "normal", "customer.class": "ordinary", "customer.kind": "person"}
    assert facts == {"customer.id": str(customer), **classes}


def test_a_dossier_costs_the_same_whatever_it_holds(desk: Desk) -> None:
    def cost(customer: int) -> int:
        with CaptureQueriesContext(connection) as made:
            queries.get_for(desk.all_seeing, customer)
        return len(made)

    small, large = desk.customer("王敏", PHONE), desk.customer("李强", PHONE)
    actions.add_object(customer=small, kind="house", name="一", by=None, at=AT)
    for number in range(4):
        house = actions.add_object(customer=large, kind="house", name=f"房{number}", by=None, at=AT).pk
        actions.set_milestone(object_id=house, name="started", on=date(2026, 3, 1), by=None, at=AT)
        actions.add_contact(customer=large, kind="phone", value=f"1390000000{number}", by=None, at=AT)
    desk.all_seeing.reach()
    assert cost(large) == cost(small)


def test_a_customer_without_a_number_gets_one(desk: Desk) -> None:
    row = actions.register_customer(name="王敏", contacts=[NewContact("phone", PHONE)], by=None, at=AT)
    assert queries.get_for(desk.all_seeing, row.pk).card.number == f"K{row.pk:06}"
    with pytest.raises(CustomerRefused, match="belongs to another"):
        actions.register_customer(name="李强", number=row.number, by=None, at=AT)
    with pytest.raises(CustomerRefused, match="given by the program"):
        actions.register_customer(name="李强", number="K99999999", by=None, at=AT)


def test_only_those_with_the_act_may_change_a_dossier(desk: Desk) -> None:
    people.grant_scope(post="clerk", reach="unit", acts=["see", "edit_customer"], by=None, at=AT)
    customer = desk.customer("王敏", unit=desk.company.branch)
    assert queries.editable(desk.viewer(desk.branch_clerk), customer) == customer
    for viewer in (desk.viewer(desk.other_clerk), desk.all_seeing):
        with pytest.raises(NotAllowedError):
            queries.editable(viewer, customer)


def test_an_unknown_caller_costs_few_queries(desk: Desk) -> None:
    with CaptureQueriesContext(connection) as made:
        actions.find_or_make(phone=PHONE, name="王敏", by=None, at=AT)
    # Savepoint and release, and one write each for customer and contact; the search before is the driver's own.
    assert len(made) <= 4
    assert [card.name for card in queries.find_by_phone(desk.all_seeing, PHONE)] == ["王敏"]


def test_a_contact_of_a_kind_unheard_of_is_refused(desk: Desk) -> None:
    with pytest.raises(CustomerRefused, match="fax"):
        actions.register_customer(name="王敏", contacts=[NewContact("fax", "1")], by=None, at=AT)
    with pytest.raises(CustomerRefused, match="nothing that can be used"):
        actions.register_customer(name="王敏", contacts=[NewContact("phone", "无")], by=None, at=AT)
    assert queries.find(desk.all_seeing, "王敏") == ()
