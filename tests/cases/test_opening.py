"""A case is taken in: its numbers, its secrets, its repeats, and what is typed wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from tests.cases.house import AT, DESK, House

from shouwen.cases import actions, queries
from shouwen.cases.forms import Invalid
from shouwen.cases.models import Case
from shouwen.customers import actions as customers
from shouwen.customers.models import Customer
from shouwen.people.models import SealedIdentity
from shouwen.rulebook.load import shipped
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Ledger, Notice, Subject, Task


def test_numbers_count_for_each_day_and_kind(house: House) -> None:
    days = [AT, AT, AT + timedelta(days=1)]
    numbers = [Case.objects.get(pk=house.open(at)).number for at in days]
    assert numbers == ["TS20260302-0001", "TS20260302-0002", "TS20260303-0001"]


def test_the_day_is_the_rulebooks_own(house: House) -> None:
    late_evening_in_london = AT.replace(hour=17)
    assert Case.objects.get(pk=house.open(late_evening_in_london)).number == "TS20260303-0001"


def test_a_sealed_name_stands_nowhere_but_under_its_handle(house: House) -> None:
    case_id = house.open(fields={"caller": "举报人赵某"})
    handle = Subject.objects.get(pk=case_id)
    assert SealedIdentity.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT event::text || effects::text || facts::text FROM runtime_ledger")
        written = "".join(row[0] for row in cursor.fetchall())
    assert "赵某" not in written + handle.state + Case.objects.get(pk=case_id).search_text
    page = house.page(case_id, "alice")
    assert ("来电人", "（已密封）") in page.facts
    assert "赵某" not in repr(page)


def test_an_intake_form_that_lacks_something_opens_nothing(house: House) -> None:
    with pytest.raises(Invalid) as invalid:
        house.open(fields={"phone": "abc"})
    assert set(invalid.value.errors) == {"intake.caller", "intake.phone"}
    assert Case.objects.count() == 0
    assert SealedIdentity.objects.count() == 0


def test_a_case_without_a_title_goes_by_what_was_said_else_by_its_kind(house: House) -> None:
    said, silent = house.open(title=" ", content="楼上漏水，滴到橱柜上。"), house.open(title=" ")
    titles = dict(Case.objects.values_list("pk", "title"))
    assert (titles[said], titles[silent]) == ("楼上漏水，滴到橱柜上。", "投诉")


def test_an_empty_form_is_told_all_that_lacks_at_once(house: House) -> None:
    with pytest.raises(Invalid) as invalid:
        house.open(title=" ", fields={})
    assert set(invalid.value.errors) == {"intake.caller"}


def test_a_second_complaint_of_a_customer_is_told_to_the_director(house: House) -> None:
    customer = customers.register_customer(name="王女士", by=int(house["alice"]), at=AT).pk
    house.open(customer=customer)
    told = Notice.objects.filter(person=house["dora"])
    assert told.count() == 0
    house.open(AT + timedelta(days=80), customer=customer)
    assert told.count() == 1
    house.open(AT + timedelta(days=300), customer=customer)
    assert told.count() == 1


def test_types_are_offered_to_those_whose_post_may_open_them(house: House) -> None:
    unit = str(house.branch)
    offered = (("complaint", "投诉"), ("survey", "现场查看"), ("offering", "发函"))
    assert queries.case_types(house.viewer("alice"), unit, AT) == offered
    assert queries.case_types(house.viewer("frank"), unit, AT) == ()


def test_a_rulebook_is_not_in_force_before_its_day(house: House) -> None:
    with pytest.raises(LookupError, match="in force"):
        house.open(AT - timedelta(days=100))


def test_a_caller_becomes_a_customer_only_with_the_case(house: House) -> None:
    caller = actions.Caller("13812340000", "王女士", house.branch)
    intake = actions.Intake("complaint", str(house.branch), "厨房漏水", fields={"phone": "abc"})
    with pytest.raises(Invalid):
        actions.open_for(caller=caller, intake=intake, by=house["alice"], at=AT)
    assert Customer.objects.count() == 0
    good = replace(intake, fields={"caller": "王女士"})
    first = actions.open_for(caller=caller, intake=good, by=house["alice"], at=AT, key="once")
    again = actions.open_for(caller=caller, intake=good, by=house["alice"], at=AT, key="once")
    assert (again.subject, again.repeated) == (first.subject, True)
    (customer,) = Customer.objects.all()
    assert (customer.name, Case.objects.get().customer_id) == ("王女士", customer.pk)


def test_a_case_refused_leaves_the_caller_known_and_the_refusal_on_record(house: House) -> None:
    caller = actions.Caller("13812340000", "王女士", house.branch)
    intake = actions.Intake("complaint", str(house.branch), "厨房漏水", fields={"caller": "王女士"})
    with pytest.raises(actions.Refused):
        actions.open_for(caller=caller, intake=intake, by=house["dora"], at=AT)
    assert Ledger.objects.filter(refused=True).count() == 1
    assert Customer.objects.count() == 1


def test_only_units_under_a_rulebook_that_knows_ones_post_are_offered(house: House) -> None:
    """Lee reaches the whole branch, but where other rules hold there is no such post."""
    lee, at = house.viewer("lee"), AT
    green = next(path for name, _edition, path in shipped() if name == "green")
    assert [place.id for place in queries.units_to_open(lee, at)] == [house.branch]
    rulebooks.install(path=green, units=(str(house.other),), by=None, at=at)
    rulebooks.install(path=DESK, units=(str(house.other),), by=None, at=at)
    rulebooks.install(path=green, units=(str(house.branch),), by=None, at=at)
    assert queries.units_to_open(lee, at) == ()


def test_a_form_means_the_units_under_its_own_rulebook_whatever_else_holds_in_some(house: House) -> None:
    messages = next(path for name, _edition, path in shipped() if name == "messages")
    whole = {house.group, house.branch, house.other}
    rulebooks.install(path=DESK, units=(str(house.group),), by=None, at=AT)
    rulebooks.install(path=messages, units=(str(house.branch),), by=None, at=AT)
    ours = queries.edition_for("complaint", str(house.branch), AT).key
    assert {place.id for place in queries.units_under(ours)} == whole
    rulebooks.install(path=DESK, units=(str(house.branch),), by=None, at=AT)
    assert [place.id for place in queries.units_under(ours)] == [house.branch]


def test_a_customer_who_is_not_there_is_told(house: House) -> None:
    with pytest.raises(Invalid, match="客户"):
        house.open(customer=987654321)
    assert Case.objects.count() == 0


def test_a_dossier_made_with_the_case_is_told_to_its_rules_once(house: House) -> None:
    caller = actions.Caller("13812340000", "王女士", house.branch)
    intake = actions.Intake("complaint", str(house.branch), "厨房漏水", fields={"caller": "王女士"})
    new, known, unknown = (
        actions.open_for(caller=each, intake=intake, by=house["alice"], at=AT).subject
        for each in (caller, caller, actions.Caller())
    )
    titles = {
        case: set(Task.objects.filter(subject=case).values_list("title", flat=True)) for case in (new, known, unknown)
    }
    assert titles == {new: {"登记", "核对客户资料"}, known: {"登记"}, unknown: {"登记"}}
    event = Ledger.objects.get(kind="Happened")
    assert (event.subject_id, event.refused) == (new, False)
