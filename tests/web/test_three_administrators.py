"""Three administrators, none of them two: every page of 管理 is tried with each of the three and with a post that may all."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.house import House
from tests.web.administered import OFFICES, OPEN_TO, POSTED, given, keep_something
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.people import actions as people
from shouwen.people.access import BY_OFFICE_ONLY, OFFICE_ACTS, may
from shouwen.web.administration.person_acts import ACTS
from shouwen.web.administration.urls import urlpatterns

pytestmark = pytest.mark.django_db
REFUSED = 404


@pytest.fixture
def three(house: House) -> dict[str, Client]:
    for name, office in OFFICES.items():
        people.appoint_administrator(person=int(house[name]), office=office, by=None, at=now())
    people.make_key(person=int(house["alice"]), name="网站", scopes=["cases:read"], at=now())
    keep_something(house)
    return {office: signed_in(name) for name, office in OFFICES.items()}


def url(house: House, name: str) -> str:
    query = "?post=agent&kind=&reach=own" if name.startswith("admin-scope-") else ""
    return reverse(name, kwargs=dict(given(house).get(name, {}))) + query


def test_every_page_of_the_administration_is_in_the_table() -> None:
    assert {pattern.name for pattern in urlpatterns} == OPEN_TO.keys()


@pytest.mark.parametrize("name", sorted(OPEN_TO))
def test_each_opens_their_own_pages_and_no_others(house: House, three: dict[str, Client], name: str) -> None:
    seen = set()
    for office, client in three.items():
        answer = client.post(url(house, name)) if name in POSTED else client.get(url(house, name))
        if answer.status_code != REFUSED:
            assert answer.status_code in {200, 302}
            seen.add(office)
    assert seen == OPEN_TO[name]


@pytest.mark.parametrize(
    "name", sorted(OPEN_TO.keys() - {"admin", "admin-channels", "admin-categories", "admin-offices"})
)
def test_a_post_that_may_every_act_opens_none_of_them(house: House, name: str) -> None:
    """Dora is director; the machine itself, the calendar and rulebooks may be given to posts, and are."""
    dora = signed_in("dora")
    answer = dora.post(url(house, name)) if name in POSTED else dora.get(url(house, name))
    assert answer.status_code == REFUSED


@pytest.mark.parametrize("act", sorted(ACTS))
def test_every_act_on_a_person_is_the_system_administrator_s(house: House, three: dict[str, Client], act: str) -> None:
    address = reverse("admin-person-act", args=[house["alice"], act])
    assert three["security"].post(address).status_code == REFUSED
    assert three["audit"].post(address).status_code == REFUSED


def test_no_post_adds_another_administrator_s_acts(house: House, three: dict[str, Client]) -> None:
    """Lee holds a post and an office; whatever the post may, the office's neighbours' acts stay closed."""
    people.grant_scope(post="leader", reach="all", acts=("*",), by=None, at=now())
    lee = house.viewer("lee", now())
    assert lee.office == "audit"
    others = (OFFICE_ACTS["system"] | OFFICE_ACTS["security"]) - OFFICE_ACTS["audit"]
    assert [act for act in sorted(others) if may(lee, act)] == []
    assert all(may(lee, act) for act in OFFICE_ACTS["audit"])
    dora = house.viewer("dora", now())
    assert [act for act in sorted(BY_OFFICE_ONLY) if may(dora, act)] == []


def test_the_list_beside_the_pages_shows_only_what_opens(house: House, three: dict[str, Client]) -> None:
    for office, client in three.items():
        page = client.get(reverse("admin-offices"))
        closed = [name for name, offices in OPEN_TO.items() if office not in offices and name not in given(house)]
        assert [name for name in closed if f'href="{reverse(name)}"' in text_of(page)] == [], office
    assert 'data-place="admin"' in text_of(three["audit"].get("/"))
    assert 'data-place="admin"' not in text_of(signed_in("alice").get("/"))


def test_the_door_leads_each_to_their_first_page(house: House, three: dict[str, Client]) -> None:
    led = {office: client.get("/admin/").headers["Location"] for office, client in three.items()}
    assert led == {"system": "/admin/people/", "security": "/admin/scopes/", "audit": "/admin/audit/"}
