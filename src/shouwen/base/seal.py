"""Closes and opens sealed values with AES-GCM; the keys are in a file or variable, never in the database."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class SealBroken(Exception):
    """The value cannot be opened: the key is gone, or somebody changed the row."""

    def __init__(self, handle: UUID, reason: str) -> None:
        super().__init__(f"The sealed value {handle} cannot be opened: {reason}")


@dataclass(frozen=True, slots=True)
class SealKey:
    """A key and the short name under which rows remember it."""

    id: str
    secret: bytes


def seal_key(text: str) -> SealKey:
    """The text of a key file may have any length; its digest is the key, and a digest of that its name."""
    secret = hashlib.sha256(b"shouwen seal " + text.encode()).digest()
    return SealKey(id=hashlib.sha256(secret).hexdigest()[:12], secret=secret)


def configured_keys() -> tuple[SealKey, ...]:
    """The present key first, then those it replaced."""
    return tuple(seal_key(text) for text in (settings.SEAL_KEY, *settings.SEAL_KEY_FALLBACKS))


def close(value: str, *, handle: UUID, key: SealKey) -> bytes:
    """The handle is bound in, so that a value moved to another row does not open there."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key.secret).encrypt(nonce, value.encode(), handle.bytes)


def open_sealed(sealed: bytes, *, handle: UUID, key_id: str, keys: Iterable[SealKey]) -> str:
    key = next((each for each in keys if each.id == key_id), None)
    if key is None:
        raise SealBroken(handle, f"it was sealed with key {key_id}, which is not configured; add it as a fallback.")
    try:
        return AESGCM(key.secret).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], handle.bytes).decode()
    except InvalidTag as error:
        raise SealBroken(handle, "the row was changed since; restore it from a backup.") from error
