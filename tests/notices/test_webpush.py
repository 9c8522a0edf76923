"""Sealed as the standard has it, signed by the installation, and sent to push services only."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from shouwen.notices.webpush import CURVE, Device, NotAPushAddress, b64, check, point, private_key, sealed, token, unb64

# RFC 8291, appendix A.
KEY = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
GOOD = "https://fcm.googleapis.com/fcm/send/abc"
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def test_the_example_of_the_standard_is_sealed_to_the_byte() -> None:
    own = ec.derive_private_key(int.from_bytes(unb64(SENDER), "big"), CURVE)
    text = b"When I grow up, I want to be a watermelon"
    assert b64(sealed(text, Device(GOOD, KEY, AUTH), own=own, salt=unb64(SALT))) == SEALED


def test_two_messages_never_look_alike() -> None:
    device = Device(GOOD, KEY, AUTH)
    assert sealed(b"x", device) != sealed(b"x", device)


def test_the_sender_proves_who_it_is_to_one_service_for_half_a_day() -> None:
    key = private_key("a secret")
    head, _, known = token(GOOD, key, contact="shouwen@example.com", at=AT).partition(", k=")
    assert known == b64(point(key.public_key()))
    header, claims, signature = head.removeprefix("vapid t=").split(".")
    assert json.loads(unb64(claims)) == {
        "aud": "https://fcm.googleapis.com",
        "exp": int(AT.timestamp()) + 12 * 3600,
        "sub": "mailto:shouwen@example.com",
    }
    raw = unb64(signature)
    dss = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.public_key().verify(dss, f"{header}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))


def test_the_same_secret_is_the_same_sender() -> None:
    first, second, other = (point(private_key(text).public_key()) for text in ("a", "a", "b"))
    assert first == second != other


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com.evil.example/x",
        "https://fcm.googleapis.com:8443/x",
        "https://user@fcm.googleapis.com/x",
        "https://notify.windows.com.evil.example/x",
        "file:///etc/passwd",
    ],
)
def test_no_other_address_is_ever_called(endpoint: str) -> None:
    with pytest.raises(NotAPushAddress):
        check(Device(endpoint, KEY, AUTH))


@pytest.mark.parametrize(("key", "auth"), [("x", AUTH), (KEY, "AA"), ("", "")])
def test_keys_that_are_none_are_refused(key: str, auth: str) -> None:
    with pytest.raises(NotAPushAddress):
        check(Device(GOOD, key, auth))


@pytest.mark.parametrize(
    "endpoint",
    [GOOD, "https://updates.push.services.mozilla.com/wpush/v2/x", "https://db5p.notify.windows.com/w/?token=x"],
)
def test_the_services_of_the_browsers_of_the_day_pass(endpoint: str) -> None:
    check(Device(endpoint, KEY, AUTH))
