"""Identifiers that sort by the time they were made."""

import secrets
from datetime import datetime
from typing import NewType
from uuid import UUID

UserId = NewType("UserId", int)

MILLISECOND_BITS = 48


def new_uuid(*, at: datetime) -> UUID:
    """A version 7 UUID (RFC 9562): milliseconds first, chance after, so that an index grows at its end."""
    milliseconds = int(at.timestamp() * 1000) & ((1 << MILLISECOND_BITS) - 1)
    value = (milliseconds << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)
