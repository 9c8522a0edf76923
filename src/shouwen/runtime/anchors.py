"""The ledger's last seal, sent outside the house: whoever rewrites the database cannot rewrite what others hold."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction

from shouwen.runtime import database, mail_server, outbox
from shouwen.runtime.outbox import Message

FILE_CHANNEL = "seal-file"
# Words may have been wrapped on the way: any white space parts them.
WRITTEN = re.compile(r"SHOUWEN-SEAL\s+1\s+(\d{1,18})\s+(\S+)\s+([0-9a-f]{64})\s+(\S+)")
NEWEST = "SELECT last_id, at, hash FROM runtime_seal ORDER BY id DESC LIMIT 1"
BEFORE = "SELECT last_id, at FROM runtime_anchor ORDER BY last_id DESC LIMIT 1"
STORE = "INSERT INTO runtime_anchor (last_id, at) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING id"


@dataclass(frozen=True, slots=True)
class SealSent:
    """A seal as it went outside."""

    last_id: int
    at: str
    hash: bytes
    signature: str

    @property
    def signed(self) -> str:
        return f"1 {self.last_id} {self.at} {self.hash.hex()}"

    def line(self) -> str:
        return f"SHOUWEN-SEAL {self.signed} {self.signature}"


def is_sent_outside() -> bool:
    """Whether anybody named a place for it."""
    return bool(settings.SEAL_FILE or mail_server.post().seal_mail)


@transaction.atomic
def anchor(at: datetime) -> int:
    """Lines the newest seal up for every place outside, once, when the last time is long enough ago; tells for how many."""
    newest = database.rows(NEWEST) if is_sent_outside() else []
    if not newest:
        return 0
    last_id, sealed_at, digest = newest[0]
    before = database.rows(BEFORE)
    if before and (before[0][0] >= last_id or at < before[0][1] + settings.SEAL_EVERY):
        return 0
    if not database.rows(STORE, [last_id, at]):
        return 0  # another worker has done it meanwhile
    line = _signed(last_id, sealed_at, bytes(digest)).line()
    for channel, to in _places():
        payload = {"kind": "ledger.seal", "subject_line": "首问台账封印", "body": _words(line)}
        outbox.add(channel=channel, to=to, payload=payload, dedupe_key=f"seal:{last_id}:{channel}:{to}", at=at)
    return len(_places())


def append_to_file(message: Message) -> None:
    """One line more at the end of the file, on the disk before it counts as sent."""
    found = next(read_seals(str(message.payload["body"])))
    path = Path(message.to)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(f"{found.line()}\n")
        file.flush()
        os.fsync(file.fileno())


def read_seals(text: str) -> Iterator[SealSent]:
    """Every seal in a text, a letter or a file of them."""
    for number, at, digest, signature in WRITTEN.findall(text):
        yield SealSent(int(number), at, bytes.fromhex(digest), signature)


def is_genuine(seal: SealSent) -> bool:
    """Signed with a key of this installation."""
    try:
        _signer().unsign(f"{seal.signed}:{seal.signature}")
    except BadSignature:
        return False
    return True


def _signed(last_id: int, at: datetime, digest: bytes) -> SealSent:
    plain = SealSent(last_id, at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), digest, "")
    return SealSent(plain.last_id, plain.at, plain.hash, _signer().signature(plain.signed))


def _signer() -> Signer:
    return Signer(key=settings.SEAL_KEY, fallback_keys=[*settings.SEAL_KEY_FALLBACKS], salt="shouwen.ledger.seal")


def _places() -> Sequence[tuple[str, str]]:
    mails = [("email", address) for address in mail_server.post().seal_mail]
    return [*mails, (FILE_CHANNEL, str(settings.SEAL_FILE))] if settings.SEAL_FILE else mails


def _words(line: str) -> str:
    return (
        "请保存这封信：下面一行是台账到此刻为止的封印。日后核对：\n"
        "./run shouwen ledger verify --seal 保存此行的文件\n\n"
        f"{line}\n"
    )
