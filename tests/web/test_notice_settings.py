"""The page on which somebody chooses how to be told."""

import json
import re

import pytest
from django.urls import reverse
from tests.cases.house import House
from tests.notices.test_webpush import AUTH, GOOD, KEY
from tests.web.signed_in import signed_in, text_of

from shouwen.notices.models import NoticeChoice, PushDevice

pytestmark = pytest.mark.django_db

URL = "/notices/settings/"


def subscription(endpoint: str) -> dict[str, str]:
    return {"subscription": json.dumps({"endpoint": endpoint, "keys": {"p256dh": KEY, "auth": AUTH}})}


def test_what_is_chosen_stands_there_again(house: House) -> None:
    lee = signed_in("lee")
    assert "您还没有选过" in text_of(lee.get(URL))
    lee.post(URL, {"email": ["limits", "nonsense"], "push": ["work"], "hours": "any", "window": "30"})
    row = NoticeChoice.objects.get(person=int(house["lee"]))
    assert (row.email, row.push, row.any_hour, row.window_minutes) == (["limits"], ["work"], True, 30)
    page = text_of(lee.get(URL))
    assert "您还没有选过" not in page
    assert 'name="email" value="limits" checked' in page
    assert 'name="email" value="work" ' in page
    assert 'name="email" value="work" checked' not in page
    assert "lee@example.com" in page


def test_before_the_first_choice_what_holds_is_ticked_and_saving_that_changes_nothing(house: House) -> None:
    lee = signed_in("lee")
    ticked = re.findall(r'name="(\w+)" value="(\w+)" checked', text_of(lee.get(URL)))
    by_mail = ["at_once", "limits", "pushes"]
    assert [each for each in ticked if each[0] in {"email", "push"}] == [("email", group) for group in by_mail]
    answer = lee.post(URL, {"email": by_mail, "hours": "office", "window": "10"}, follow=True)
    assert "仍按原来的发" in text_of(answer)
    assert not NoticeChoice.objects.exists()
    lee.post(URL, {"hours": "office", "window": "10"})
    assert NoticeChoice.objects.get().email == []


def test_a_window_that_is_none_is_refused(house: House) -> None:
    lee = signed_in("lee")
    assert lee.post(URL, {"window": "-1"}).status_code == 400
    assert lee.post(URL, {"window": "2000"}).status_code == 422


def test_a_browser_agrees_and_is_taken_off_again(house: House) -> None:
    lee = signed_in("lee")
    devices = reverse("notice-devices")
    agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
    assert lee.post(devices, subscription(GOOD), headers={"User-Agent": agent}).status_code == 204
    row = PushDevice.objects.get()
    assert (row.person_id, row.label) == (int(house["lee"]), "Chrome Linux")
    assert "Chrome Linux" in text_of(lee.get(URL))
    signed_in("olga").post(devices, {"drop": str(row.pk)})
    assert PushDevice.objects.exists()
    lee.post(devices, {"drop": str(row.pk)})
    assert not PushDevice.objects.exists()


def test_an_address_that_is_no_push_service_is_refused_clearly(house: House) -> None:
    lee = signed_in("lee")
    answer = lee.post(reverse("notice-devices"), subscription("https://10.0.0.1/inside"))
    assert answer.status_code == 422
    assert "不在支持之列" in text_of(answer)
    assert lee.post(reverse("notice-devices"), {"subscription": "{}"}).status_code == 400


def test_the_worker_lies_at_the_root(house: House) -> None:
    answer = signed_in("lee").get("/push-worker.js")
    assert answer["Content-Type"] == "text/javascript"
    assert "showNotification" in text_of(answer)
