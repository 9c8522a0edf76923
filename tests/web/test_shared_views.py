"""共用视图: listed in words, renamed, shared elsewhere, handed over when the owner left, removed; each on record."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.cases.actions import save_view
from shouwen.cases.models import SavedView
from shouwen.people import actions as people
from shouwen.people.models import AuditEntry

pytestmark = pytest.mark.django_db
PAGE = "/admin/views/"


@pytest.fixture
def system(house: House) -> Client:
    people.appoint_administrator(person=int(house["fay"]), office="system", by=None, at=now())
    return signed_in("fay")


def view(house: House, name: str = "本周投诉", *, by: str = "lee", query: str = "late=1&case_type=complaint") -> int:
    row = save_view(person=house[by], name=name, filters={"query": query}, unit=str(house.branch), at=now())
    return row.pk


def test_each_is_listed_with_its_unit_owner_and_conditions_in_words(house: House, system: Client) -> None:
    assert "没有共用的视图" in text_of(system.get(PAGE))
    view(
        house,
        query=f"late=1&case_type=complaint&state=working&unit={house.branch}&text=漏水&field=x.y&is=1&sort=due&odd=1",
    )
    save_view(person=house["lee"], name="我自己的", filters={"query": ""}, at=now())
    shown = text_of(system.get(PAGE))
    for words in ("本周投诉", "华东一分", "Lee", "超时", "“漏水”", "x.y：1", "odd=1"):
        assert words in shown
    assert "我自己的" not in shown
    assert "due" not in shown.partition("本周投诉")[2].partition("</tr>")[0]


def test_another_name_another_unit_and_none_at_all(house: House, system: Client) -> None:
    row = view(house)
    view(house, "别的")
    assert system.post(f"{PAGE}{row}/rename/", {"name": "别的"}).status_code == 422
    system.post(f"{PAGE}{row}/rename/", {"name": "  逾期 投诉 "})
    system.post(f"{PAGE}{row}/share/", {"unit": str(house.other)})
    found = SavedView.objects.get(pk=row)
    assert (found.name, found.unit) == ("逾期 投诉", str(house.other))
    assert "逾期 投诉" in text_of(signed_in("olga").get("/cases/"))
    assert "事项不受影响" in text_of(system.get(f"{PAGE}{row}/remove/"))
    system.post(f"{PAGE}{row}/remove/")
    assert not SavedView.objects.filter(pk=row).exists()
    acts = AuditEntry.objects.filter(subject=f"view:{row}").order_by("id").values_list("act", flat=True)
    assert list(acts) == ["view_renamed", "view_shared", "view_removed"]
    assert system.post(f"{PAGE}{row}/remove/").status_code == 404


def test_a_view_of_who_left_goes_to_a_colleague(house: House, system: Client) -> None:
    row = view(house, by="alice")
    people.leave(person=int(house["alice"]), last_day=now().date() - timedelta(days=1), by=None, at=now())
    people.close_departures(at=now())
    assert system.post(f"{PAGE}{row}/give/", {"person": house["alice"]}).status_code == 422
    system.post(f"{PAGE}{row}/give/", {"person": house["amy"]})
    assert SavedView.objects.get(pk=row).person == house["amy"]
    assert "Amy" in text_of(system.get(PAGE))


def test_a_private_view_is_out_of_reach(house: House, system: Client) -> None:
    own = save_view(person=house["lee"], name="我自己的", filters={}, at=now()).pk
    for act in ("rename", "share", "give", "remove"):
        assert system.get(f"{PAGE}{own}/{act}/").status_code == 404
