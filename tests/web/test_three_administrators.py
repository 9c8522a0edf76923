"""Three administrators, none of them two: every page of 管理 is tried with each of the three and with a post that may all."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.house import House
from tests.web.administered import OFFICES, OPEN_TO, POSTED, given, keep_something
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.base.models import User
from shouwen.people import actions as people
from shouwen.people.access import BY_OFFICE_ONLY, OFFICE_ACTS, may
from shouwen.people.models import Person
from shouwen.people.snapshot import TOP_ZONE
from shouwen.web.administration.person_acts import ACTS
from shouwen.web.administration.urls import urlpatterns

pytestmark = pytest.mark.django_db
REFUSED = 404


@pytest.fixture
def three(house: House) -> dict[str, Client]:
    for name, office in OFFICES.items():
        people.appoint_administrator(person=int(house[name]), office=office, by=None, at=now())
    people.appoint_administrator(person=int(house["frank"]), office="audit", by=None, at=now())
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


def act(house: House, client: Client, name: str, on: str, **sent: str) -> str:
    """The answer to an act on a person, whatever it was."""
    address = reverse("admin-person-act", args=[house[on], name])
    return text_of(client.post(address, sent, follow=True))


def test_a_system_administrator_gives_themselves_no_post_and_stands_in_for_nobody(
    house: House, three: dict[str, Client]
) -> None:
    system = three["system"]
    sent = {"post": "director", "unit": str(house.group), "starts": "2026-01-01", "ends": ""}
    assert "不能给自己安排岗位" in act(house, system, "place", "fay", **sent)
    away = {"from": "2026-01-01T09:00", "until": "2099-01-01T09:00", "substitute": house["fay"], "reason": "出差"}
    assert "也不能指定自己代理" in act(house, system, "away", "dora", **away)
    fay = house.viewer("fay", now())
    assert [held.post for held in fay.posts] == ["fixer"]
    away["substitute"] = house["lee"]
    act(house, system, "away", "dora", **away)
    assert {held.instead_of for held in house.viewer("lee", now()).posts} == {None, int(house["dora"])}


def test_none_of_the_three_takes_over_the_sign_in_of_another(house: House, three: dict[str, Client]) -> None:
    system, audit = three["system"], three["audit"]
    for name in ("reset", "close"):
        assert "账号由另一位安全管理员办理" in act(house, system, name, "amy", reason="忘了")
        assert "账号由另一位审计管理员办理" in act(house, system, name, "lee", reason="忘了")
    assert amy_signs_in(house)
    assert "一次性密码" in act(house, system, "reset", "alice", reason="忘了")
    peer = reverse("admin-peer-reset", args=[house["frank"]])
    assert "一次性密码" in text_of(audit.post(peer, {"reason": "忘了"}))
    for client, person in ((audit, "amy"), (three["security"], "frank"), (audit, "lee")):
        assert client.post(reverse("admin-peer-reset", args=[house[person]]), {"reason": "x"}).status_code == REFUSED


def amy_signs_in(house: House) -> bool:
    user = User.objects.get(username="amy")
    return user.is_active and not user.must_change_password


def test_the_last_holder_of_an_office_does_not_leave(house: House, three: dict[str, Client]) -> None:
    sent = {"last": "2026-01-01", "to": house["dora"], "reason": "离职"}
    assert "是最后一位安全管理员" in act(house, three["system"], "leave", "amy", **sent)
    assert Person.objects.get(pk=int(house["amy"])).office == "security"
    assert "离职已办理" in act(house, three["system"], "leave", "frank", **sent)


def test_the_last_who_looks_after_the_machine_cannot_go(house: House, three: dict[str, Client]) -> None:
    sent = {"last": "2026-01-01", "to": house["dora"], "reason": "离职"}
    assert "不能给自己办理离职" in act(house, three["system"], "leave", "fay", **sent)
    people.appoint_administrator(person=int(house["olga"]), office="system", by=None, at=now())
    olga = signed_in("olga")
    assert "账号已停用" in act(house, olga, "close", "fay", reason="休假", to=house["frank"])
    people.open_sign_in(person=int(house["fay"]), reason="回来", by=None, at=now())
    User.objects.filter(username="olga").update(is_active=False)
    with pytest.raises(people.ChangeRefused, match="last system administrator"):
        people.close_sign_in(person=int(house["fay"]), reason="x", by=int(house["dora"]), at=now())


def test_nobody_gives_rights_to_a_post_of_their_own(house: House, three: dict[str, Client]) -> None:
    grant = {"post": "agent", "kind": "", "reach": "all", "acts": ["*"]}
    address = reverse("admin-scope-grant")
    assert "不能给自己任职或代理的岗位授权" in text_of(three["security"].post(address, grant))
    assert "权限已授予" in text_of(three["security"].post(address, {**grant, "post": "fixer"}, follow=True))


def test_who_is_appointed_has_a_password_that_nobody_else_knows(house: House, three: dict[str, Client]) -> None:
    """Otherwise whoever gave the one-time password would be the administrator appointed."""
    User.objects.filter(username="dora").update(must_change_password=True)
    address = reverse("admin-appoint", args=["security"])
    assert "改掉首次密码" in text_of(three["security"].post(address, {"person": house["dora"]}))
    User.objects.filter(username="dora").update(must_change_password=False)
    assert "管理员已任命" in text_of(three["security"].post(address, {"person": house["dora"]}, follow=True))


@pytest.mark.parametrize("office", ["system", "security"])
@pytest.mark.parametrize("ended", ["dismissed", "left"])
def test_nobody_audits_their_own_acts(house: House, three: dict[str, Client], office: str, ended: str) -> None:
    dora, at = int(house["dora"]), now()
    people.appoint_administrator(person=dora, office=office, by=None, at=at - timedelta(days=400))
    day = at - timedelta(days=364, hours=20)
    if ended == "dismissed":
        people.appoint_administrator(person=dora, office="", by=None, at=day)
    else:
        people.leave(person=dora, last_day=day.date(), by=None, at=day)
        people.take_back(person=dora, reason="回来", by=None, at=at)
        User.objects.filter(username="dora").update(must_change_password=False)
    address = reverse("admin-appoint", args=["audit"])
    assert "满 365 天后才能任命" in text_of(three["security"].get(address))
    refused = text_of(three["security"].post(address, {"person": house["dora"]}))
    title = {"system": "系统管理员", "security": "安全管理员"}[office]
    assert f"为止是{title}：不能审计自己的操作" in refused
    assert (day + timedelta(days=365)).astimezone(ZoneInfo(TOP_ZONE)).date().isoformat() in refused
    assert Person.objects.get(pk=dora).office == ""
    # What was refused is refused for audit alone, and for no longer than the term.
    by = int(house["amy"])
    row = people.appoint_administrator(person=dora, office="audit", by=by, at=day + timedelta(days=365))
    assert row.office == "audit"


def test_the_term_is_the_installation_s_to_set_and_binds_no_other_office(
    house: House, three: dict[str, Client], settings: Any
) -> None:
    dora, by, at = int(house["dora"]), int(house["amy"]), now()
    for office in ("system", "", "security", ""):
        people.appoint_administrator(person=dora, office=office, by=by, at=at)
    settings.AUDITS_AFTER = timedelta(days=30)
    with pytest.raises(people.ChangeRefused, match="nobody audits their own acts"):
        people.appoint_administrator(person=dora, office="audit", by=by, at=at + timedelta(days=29))
    settings.AUDITS_AFTER = timedelta()
    assert people.appoint_administrator(person=dora, office="audit", by=by, at=at).office == "audit"
    people.appoint_administrator(person=dora, office="", by=by, at=at)
    settings.AUDITS_AFTER = timedelta(days=30)
    with pytest.raises(people.ChangeRefused):
        people.appoint_administrator(person=dora, office="audit", by=by, at=at)
    assert people.appoint_administrator(person=dora, office="system", by=by, at=at).office == "system"


def test_who_founds_a_company_alone_may_take_a_post(house: House) -> None:
    people.appoint_administrator(person=int(house["fay"]), office="system", by=None, at=now())
    User.objects.exclude(username="fay").update(is_active=False)
    sent = {"post": "leader", "unit": str(house.branch), "starts": "2026-01-01", "ends": ""}
    assert "岗位已安排" in act(house, signed_in("fay"), "place", "fay", **sent)


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
