"""People come, take up posts, are away and leave; contradictions are refused with what to do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from tests.people.company import AT, START, Company

from shouwen.people import actions, listeners, queries
from shouwen.people.actions import ChangeRefused
from shouwen.people.listeners import Departure
from shouwen.people.models import Absence, Holding, Person, Unit

DAY = timedelta(days=1)


def test_people_are_listed_in_pinyin_order_and_found_by_initials(company: Company) -> None:
    ids = {name: company.employ(name) for name in ("王敏", "单雄信", "阿明", "Smith")}
    viewer = company.viewer(ids["王敏"])
    assert [person.name for person in queries.colleagues(viewer)] == ["阿明", "单雄信", "Smith", "王敏"]
    assert [person.name for person in queries.colleagues(viewer, "sx")] == ["单雄信"]
    assert [person.name for person in queries.colleagues(viewer, "明")] == ["阿明"]


def test_an_employee_number_belongs_to_one_person(company: Company) -> None:
    first = actions.hire(name="王敏", employee_no="E7", by=None, at=AT)
    assert actions.hire(name="王敏", employee_no="e7", by=None, at=AT).pk == first.pk
    with pytest.raises(ChangeRefused, match="'E7'"):
        actions.hire(name="李强", employee_no="E7", by=None, at=AT)


def test_the_same_post_is_not_held_twice_at_once(company: Company) -> None:
    person = company.employ("王敏", "agent", company.branch)
    again = actions.place(person=person, post="agent", unit=company.branch, starts_on=START, by=None, at=AT)
    assert Holding.objects.get().pk == again.pk
    with pytest.raises(ChangeRefused, match="already"):
        actions.place(person=person, post="agent", unit=company.branch, starts_on=date(2026, 5, 1), by=None, at=AT)
    actions.end_holding(holding=again.pk, last_day=date(2026, 4, 30), by=None, at=AT)
    actions.place(person=person, post="agent", unit=company.branch, starts_on=date(2026, 5, 1), by=None, at=AT)
    actions.place(person=person, post="agent", unit=company.other, starts_on=START, by=None, at=AT)
    assert Holding.objects.count() == 3


def test_the_database_itself_refuses_a_double_holding(company: Company) -> None:
    person = company.employ("王敏", "agent", company.branch)
    with pytest.raises(IntegrityError, match="holding_not_twice_at_once"), transaction.atomic():
        Holding.objects.create(person_id=person, post="agent", unit_id=company.branch, starts_on=START)


def test_an_end_before_the_start_takes_the_holding_away(company: Company) -> None:
    company.employ("王敏", "agent", company.branch)
    actions.end_holding(holding=Holding.objects.get().pk, last_day=START - DAY, by=None, at=AT)
    assert not Holding.objects.exists()


def test_impossible_substitutes_are_refused(company: Company) -> None:
    boss, deputy = company.employ("张三"), company.employ("李四")
    away = {"starts_at": AT, "ends_at": AT + DAY, "by": None, "at": AT}
    with pytest.raises(ChangeRefused, match="themselves"):
        actions.set_absence(person=boss, substitute=boss, **away)  # type: ignore[arg-type]  # one set of arguments for all
    actions.set_absence(person=deputy, **away)  # type: ignore[arg-type]  # as above
    with pytest.raises(ChangeRefused, match="never asked"):
        actions.set_absence(person=boss, substitute=deputy, **away)  # type: ignore[arg-type]  # as above
    with pytest.raises(ChangeRefused, match="already"):
        actions.set_absence(person=deputy, **away)  # type: ignore[arg-type]  # as above
    with pytest.raises(ChangeRefused, match="end is not after"):
        actions.set_absence(person=boss, starts_at=AT, ends_at=AT, by=None, at=AT)
    assert Absence.objects.count() == 1


def test_coming_back_early_ends_the_absence(company: Company) -> None:
    boss = company.employ("张三")
    absence = actions.set_absence(person=boss, starts_at=AT, ends_at=AT + 9 * DAY, by=None, at=AT)
    later = actions.set_absence(person=boss, starts_at=AT + 20 * DAY, ends_at=AT + 21 * DAY, by=None, at=AT)
    actions.end_absence(absence=absence.pk, by=boss, at=AT + DAY)
    actions.end_absence(absence=later.pk, by=boss, at=AT + DAY)
    assert Absence.objects.get().ends_at == AT + DAY


@pytest.fixture
def departures(monkeypatch: pytest.MonkeyPatch) -> list[Departure]:
    heard: list[Departure] = []
    monkeypatch.setattr(listeners, "_on_departure", [heard.append])
    return heard


def test_open_work_is_handed_over_when_the_last_day_is_over(company: Company, departures: list[Departure]) -> None:
    leaver, heir = company.employ("张三", "agent", company.branch), company.employ("李四")
    actions.give_sign_in(person=leaver, username="zs", password=None, by=None, at=AT)
    actions.leave(person=leaver, last_day=date(2026, 3, 3), successor=heir, by=heir, at=AT)
    assert actions.close_departures(at=AT) == 0
    assert departures == []
    midnight = datetime(2026, 3, 3, 16, 0, tzinfo=UTC)
    assert actions.close_departures(at=midnight) == 1
    assert actions.close_departures(at=midnight + DAY) == 0
    assert departures == [Departure(person=str(leaver), successor=str(heir), by=None, at=midnight)]
    row = Person.objects.select_related("user").get(pk=leaver)
    assert row.user is not None
    assert not row.user.is_active


def test_leaving_at_once_closes_the_open_session(
    company: Company, departures: list[Departure], client: Client, rf: RequestFactory
) -> None:
    person = company.employ("张三", "agent", company.branch)
    row = actions.give_sign_in(person=person, username="zs", password="蓝天白云-2026", by=None, at=AT)
    assert row.user is not None
    client.force_login(row.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    request = rf.get("/")
    request.session = client.session
    assert get_user(request).is_authenticated
    actions.leave(person=person, last_day=date(2026, 3, 1), by=None, at=AT)
    assert not get_user(request).is_authenticated
    assert len(departures) == 1


def test_a_leaver_takes_no_new_post(company: Company) -> None:
    person = company.employ("张三", "agent", company.branch)
    actions.leave(person=person, last_day=date(2026, 3, 1), by=None, at=AT)
    with pytest.raises(ChangeRefused, match="has left"):
        actions.place(person=person, post="agent", unit=company.branch, starts_on=START, by=None, at=AT)
    assert Holding.objects.get().ends_on == date(2026, 3, 1)


def test_a_post_not_yet_taken_up_falls_away(company: Company) -> None:
    person = company.employ("张三", "agent", company.branch)
    actions.place(person=person, post="agent", unit=company.other, starts_on=date(2026, 6, 1), by=None, at=AT)
    actions.leave(person=person, last_day=date(2026, 3, 31), by=None, at=AT)
    assert [(row.unit_id, row.ends_on) for row in Holding.objects.all()] == [(company.branch, date(2026, 3, 31))]


def test_a_moved_unit_takes_its_parts_along(company: Company) -> None:
    actions.move_unit(unit=company.branch, to=company.group, by=None, at=AT)
    finance = Unit.objects.get(pk=company.finance)
    assert finance.path == f"/{company.group}/{company.branch}/{company.finance}/"
    assert queries.unit(company.finance).path == (company.group, company.branch, company.finance)
    with pytest.raises(ChangeRefused, match="own part"):
        actions.move_unit(unit=company.group, to=company.finance, by=None, at=AT)


def test_a_unit_with_people_is_not_closed(company: Company) -> None:
    company.employ("张三", "agent", company.finance)
    with pytest.raises(ChangeRefused, match="1 posts"):
        actions.close_unit(unit=company.branch, by=None, at=AT)
    actions.end_holding(holding=Holding.objects.get().pk, last_day=date(2026, 3, 2), by=None, at=AT)
    with pytest.raises(ChangeRefused, match="1 posts"):
        actions.close_unit(unit=company.branch, by=None, at=AT)
    actions.close_unit(unit=company.branch, by=None, at=AT + DAY)
    assert not queries.unit(company.finance).is_active
    actions.close_unit(unit=company.other, by=None, at=AT)
    assert not queries.unit(company.other).is_active


def test_a_code_belongs_to_one_unit(company: Company) -> None:
    same = actions.found_unit(name="华东一分", code="华东一分", kind="branch", parent=company.east, by=None, at=AT)
    assert same.pk == company.branch
    with pytest.raises(ChangeRefused, match="another one"):
        actions.found_unit(name="别的", code="华东一分", kind="branch", parent=company.east, by=None, at=AT)
    with pytest.raises(ChangeRefused, match="no time zone"):
        actions.found_unit(name="别的", code="B9", kind="branch", zone="Asia/Atlantis", by=None, at=AT)


def test_notices_go_to_those_with_an_address(company: Company) -> None:
    with_mail = actions.hire(name="王敏", email="wang@example.com", by=None, at=AT).pk
    without = company.employ("李强")
    found = queries.reachable([str(with_mail), str(without), "999999", "unknown"])
    assert {person: one.email for person, one in found.items()} == {
        str(with_mail): "wang@example.com",
        str(without): "",
    }


def test_the_head_of_the_page_names_person_post_and_unit(company: Company) -> None:
    person = company.employ("王敏", "agent", company.centre)
    assert queries.post_words(company.viewer(person)) == "王敏 · agent · 客服中心"
    assert queries.post_words(company.viewer(company.employ("李强"))) == "李强"
