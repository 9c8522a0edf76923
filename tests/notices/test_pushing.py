"""Over the wire to a push service of this machine: sealed for one browser, signed, patient, and forgetful of who is gone."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from tests.cases.house import AT, House
from tests.notices.push_service import Browser, PushService, push_service

from shouwen.base.clock import now
from shouwen.notices import actions
from shouwen.notices.models import PushDevice
from shouwen.notices.transports import ONE_BROWSER, push_again, push_message
from shouwen.notices.webpush import unb64
from shouwen.runtime import outbox
from shouwen.runtime.models import Outbox

URGENT = {"subject_line": "已超时", "body": "客户在等"}


@pytest.fixture
def service() -> Iterator[PushService]:
    with push_service() as running:
        yield running


def subscribed(house: House, *names: str) -> list[Browser]:
    browsers = [Browser(name) for name in names]
    for browser in browsers:
        actions.add_device(person=int(house["lee"]), device=browser.device, label=browser.name, at=AT)
    return browsers


def urgent(house: House) -> outbox.Message:
    return outbox.Message(1, "notice:1:push", "push", house["lee"], URGENT, 1)


def test_the_browser_opens_it_and_the_service_knows_who_sent_it(house: House, service: PushService) -> None:
    browser, other = subscribed(house, "chrome", "edge")
    push_message(urgent(house), service.courier)
    (path, headers, body), (_, _, second) = service.heard
    assert path == "/fcm/send/chrome"
    assert (headers["Content-Encoding"], headers["Ttl"], headers["Urgency"]) == ("aes128gcm", "86400", "high")
    assert json.loads(browser.opened(body)) == {"title": "已超时", "body": "客户在等", "url": "/notices/"}
    assert json.loads(other.opened(second))["body"] == "客户在等"
    with pytest.raises(InvalidTag):
        other.opened(body)
    token, _, known = headers["Authorization"].removeprefix("vapid t=").partition(", k=")
    head, claims, signature = token.split(".")
    assert json.loads(unb64(claims))["aud"] == "https://fcm.googleapis.com"
    assert json.loads(unb64(claims))["exp"] - now().timestamp() < timedelta(hours=24).total_seconds()
    r, s = (int.from_bytes(part, "big") for part in (unb64(signature)[:32], unb64(signature)[32:]))
    sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(known))
    sender.verify(encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_not_tried_again(
    house: House, service: PushService, status: int
) -> None:
    subscribed(house, "gone", "here")
    service.answers = [(status, {})]
    push_message(urgent(house), service.courier)
    assert list(PushDevice.objects.values_list("label", flat=True)) == ["here"]
    assert not Outbox.objects.exists()


def retried(before: datetime) -> tuple[Outbox, timedelta]:
    row = Outbox.objects.get()
    return row, row.not_before - before


def test_a_service_that_asks_for_patience_is_left_alone_that_long(house: House, service: PushService) -> None:
    _, second = subscribed(house, "first", "second")
    service.answers = [(201, {}), (429, {"Retry-After": "120"})]
    before = now()
    push_message(urgent(house), service.courier)
    row, wait = retried(before)
    assert row.channel == ONE_BROWSER
    assert timedelta(seconds=120) <= wait < timedelta(seconds=130)
    message = outbox.Message(row.pk, row.dedupe_key, row.channel, row.to, row.payload, 1)
    service.answers = [(429, {"Retry-After": "300"})]
    with pytest.raises(outbox.TryLater) as asked:
        push_again(message, service.courier)
    assert asked.value.after == timedelta(seconds=300)
    push_again(message, service.courier)
    assert [path for path, _, _ in service.heard].count("/fcm/send/first") == 1, "who heard it hears it no second time"
    assert json.loads(second.opened(service.heard[-1][2]))["title"] == "已超时"


@pytest.mark.parametrize("answer", [(500, {}), (302, {"Location": "http://127.0.0.1:1/"}), (429, {})])
def test_what_failed_is_tried_again_and_nobody_is_followed_elsewhere(
    house: House, service: PushService, answer: tuple[int, dict[str, str]]
) -> None:
    subscribed(house, "chrome")
    service.answers = [answer]
    before = now()
    push_message(urgent(house), service.courier)
    assert retried(before)[1] >= outbox.FIRST_WAIT
    assert len(service.heard) == 1


def test_nobody_answering_is_tried_again_too(house: House) -> None:
    subscribed(house, "chrome")
    with push_service() as stopped:
        address = stopped
    push_message(urgent(house), address.courier)
    assert Outbox.objects.get().channel == ONE_BROWSER


def test_the_outbox_waits_as_long_as_it_was_asked_to(real_house: House) -> None:
    def busy(_message: outbox.Message) -> None:
        raise outbox.TryLater("429", timedelta(minutes=20))

    outbox.register_transport("busy", busy)
    outbox.add(channel="busy", to=real_house["lee"], payload={}, dedupe_key="busy", at=AT)
    outbox.send_waiting(now=AT)
    row = Outbox.objects.get(dedupe_key="busy")
    assert (row.state, row.not_before) == ("waiting", AT + timedelta(minutes=20))
