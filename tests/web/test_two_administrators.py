"""Two administrators have the same form open: the second is told what the first changed, and undoes nothing unseen."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from tests.cases.house import House
from tests.web.signed_in import signed_in, text_of

from shouwen.base.clock import now
from shouwen.people import actions as people
from shouwen.people.models import Person, PostScope
from shouwen.runtime.models import MailServer

pytestmark = pytest.mark.django_db
SCOPE = "/admin/scopes/grant/?post=leader&kind=&reach=unit"
MAIL = "/admin/channels/mail/"
HIDDEN = re.compile(r'name="opened_with" value="([^"]*)"')


def pair(house: House, office: str) -> tuple[Client, Client]:
    for name in ("amy", "fay"):
        people.appoint_administrator(person=int(house[name]), office=office, by=None, at=now())
    return signed_in("amy"), signed_in("fay")


def opened(client: Client, address: str) -> dict[str, str]:
    """What an open page carries along."""
    return {"opened_with": unescape(HIDDEN.findall(text_of(client.get(address)))[0])}


def acts_of_leaders() -> list[str]:
    return sorted(PostScope.objects.get(post="leader", reach="unit").acts)


def test_a_right_that_was_withdrawn_meanwhile_does_not_come_back(house: House) -> None:
    amy, fay = pair(house, "security")
    people.grant_scope(post="leader", reach="unit", acts=("see", "reply", "take"), by=None, at=now())
    hers, his = opened(amy, SCOPE), opened(fay, SCOPE)
    sent: dict[str, Any] = {"post": "leader", "kind": "", "reach": "unit"}
    assert amy.post(SCOPE, {**sent, **hers, "acts": ["take"]}).status_code == 302
    refused = fay.post(SCOPE, {**sent, **his, "acts": ["see", "reply", "take", "reopen"]})
    assert refused.status_code == 409
    shown = text_of(refused)
    assert "刚刚有人改过" in shown
    assert "去掉了" in shown
    assert "查看事项" in shown
    assert acts_of_leaders() == ["take"]
    # What he added stays ticked, what she took away is gone, and now it passes.
    assert sorted(re.findall(r'name="acts" value="(\w+)" checked', shown)) == ["reopen", "take"]
    again = {"opened_with": unescape(HIDDEN.findall(shown)[0])}
    assert fay.post(SCOPE, {**sent, **again, "acts": ["take", "reopen"]}).status_code == 302
    assert acts_of_leaders() == ["reopen", "take"]


def test_a_telephone_number_entered_meanwhile_is_not_emptied(house: House) -> None:
    amy, fay = pair(house, "system")
    address = f"/admin/people/{house['frank']}/correct/"
    hers, his = opened(amy, address), opened(fay, address)
    assert amy.post(address, {**hers, "name": "Frank", "phone": "13911112222", "email": ""}).status_code == 302
    refused = fay.post(address, {**his, "name": "Frank", "phone": "", "email": "frank.new@example.com"})
    assert refused.status_code == 409
    shown = text_of(refused)
    assert "电话 现在是" in shown
    assert re.findall(r'name="email" value="([^"]*)"', shown) == ["frank.new@example.com"]
    again = {"opened_with": unescape(HIDDEN.findall(shown)[0])}
    now_shown = re.findall(r'name="phone" value="([^"]*)"', shown)[0]
    fay.post(address, {**again, "name": "Frank", "phone": now_shown, "email": "frank.new@example.com"})
    frank = Person.objects.get(pk=house["frank"])
    assert (frank.phone, frank.email) == ("13911112222", "frank.new@example.com")


def test_a_sender_set_meanwhile_is_not_undone_by_a_port(house: House) -> None:
    amy, fay = pair(house, "system")
    hers, his = opened(amy, MAIL), opened(fay, MAIL)
    plain = {"host": "127.0.0.1", "port": "25", "security": "none", "user": "", "password": "", "seal_mail": ""}
    assert amy.post(MAIL, {**plain, **hers, "sender": "desk@example.com"}).status_code == 302
    refused = fay.post(MAIL, {**plain, **his, "port": "2525", "sender": ""})
    assert refused.status_code == 409
    assert 'value="desk@example.com"' in text_of(refused)
    assert (MailServer.objects.get().port, MailServer.objects.get().sender) == (25, "desk@example.com")


def test_one_alone_saves_as_before(house: House) -> None:
    amy, _fay = pair(house, "system")
    address = f"/admin/people/{house['frank']}/correct/"
    carried = opened(amy, address)
    assert amy.post(address, {**carried, "name": "Franz", "phone": "", "email": ""}).status_code == 302
    assert Person.objects.get(pk=house["frank"]).name == "Franz"
