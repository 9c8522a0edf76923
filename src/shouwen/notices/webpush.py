"""Web push as RFC 8291 and 8292 have it: the text is sealed for one browser, and the sender proves who it is."""

import base64
import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

RECORD = 4096
TOKEN_HOLDS = timedelta(hours=12)
CURVE = ec.SECP256R1()
# The services behind the browsers of the day: a browser names its own, and no other address is ever called.
SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.services.mozilla.com",
    ".notify.windows.com",
    "web.push.apple.com",
    ".push.apple.com",
)


class NotAPushAddress(ValueError):
    """An address that belongs to no push service."""

    def __init__(self, address: str) -> None:
        super().__init__(f"'{address[:100]}' is no address of a push service: subscribe again in the browser.")


@dataclass(frozen=True, slots=True)
class Device:
    """Where a browser is told, and the two keys that only it can answer to."""

    endpoint: str
    key: str
    auth: str


def check(device: Device) -> None:
    """Raises for an address elsewhere, or for keys that are none."""
    address = urlsplit(device.endpoint)
    host = (address.hostname or "").lower()
    named = any(host == each or (each.startswith(".") and host.endswith(each)) for each in SERVICES)
    if address.scheme != "https" or not named or address.port not in {None, 443} or address.username:
        raise NotAPushAddress(device.endpoint)
    try:
        _public(device.key)
        if len(unb64(device.auth)) != 16:  # bytes, as RFC 8291 says
            raise NotAPushAddress(device.endpoint)
    except ValueError as error:
        raise NotAPushAddress(device.endpoint) from error


def sealed(text: bytes, device: Device, *, own: ec.EllipticCurvePrivateKey | None = None, salt: bytes = b"") -> bytes:
    """One record that only this browser opens; key and salt are made anew for each, unless a test gives them."""
    own, salt = own or ec.generate_private_key(CURVE), salt or os.urandom(16)
    theirs, ours = _public(device.key), point(own.public_key())
    shared = own.exchange(ec.ECDH(), theirs)
    info = b"WebPush: info\0" + point(theirs) + ours
    secret = HKDF(hashes.SHA256(), 32, unb64(device.auth), info).derive(shared)
    key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(secret)
    nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(secret)
    head = salt + RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return head + AESGCM(key).encrypt(nonce, text + b"\x02", None)


def token(endpoint: str, key: ec.EllipticCurvePrivateKey, *, contact: str, at: datetime) -> str:
    """The Authorization of one request: who sends, to whom, until when."""
    address = urlsplit(endpoint)
    claims = {
        "aud": f"{address.scheme}://{address.netloc}",
        "exp": int((at + TOKEN_HOLDS).timestamp()),
        "sub": f"mailto:{contact}",
    }
    signed = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={b64(point(key.public_key()))}"


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """From the installation's secret: the same secret is the same sender."""
    digest = hashes.Hash(hashes.SHA256())
    digest.update(f"web push {text}".encode())
    number = int.from_bytes(digest.finalize(), "big") % (2**255) + 1
    return ec.derive_private_key(number, CURVE)


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _public(text: str) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, unb64(text))


def _json(value: dict[str, object]) -> str:
    return b64(json.dumps(value, separators=(",", ":")).encode())


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
