"""By which server letters leave: the environment's, else the one named in the browser, looked up for each letter."""

import smtplib
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from shouwen.base.ids import new_uuid
from shouwen.base.seal import SealBroken, close, configured_keys, open_sealed
from shouwen.runtime.models import MailServer

SMTP = "django.core.mail.backends.smtp.EmailBackend"
SECONDS = 10
Source = Literal["environment", "browser", "none"]
Verdict = Literal[
    "sent",
    "nowhere",
    "no_host",
    "refused",
    "silent",
    "unsafe",
    "no_tls",
    "password",
    "sender",
    "recipient",
    "key",
    "other",
]


@dataclass(frozen=True, slots=True)
class Post:
    """How letters leave at this instant, and who said so."""

    source: Source
    host: str
    port: int
    security: str
    user: str
    has_password: bool
    sender: str
    sender_from: Source
    seal_mail: tuple[str, ...]
    seal_mail_from: Source
    row: MailServer | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Tried:
    """How a letter on trial fared; what the server said goes with it."""

    verdict: Verdict
    said: str = ""


def post() -> Post:
    """In force at once for every process: nothing is kept in memory."""
    row = MailServer.objects.first()
    mail = tuple(str(each) for each in settings.SEAL_MAIL)
    kept = tuple(row.seal_mail) if row else ()
    sender = settings.MAIL_FROM or (row.sender if row else "")
    return Post(
        **_server(row),
        sender=sender or settings.DEFAULT_FROM_EMAIL,
        sender_from="environment" if settings.MAIL_FROM else "browser" if sender else "none",
        seal_mail=mail or kept,
        seal_mail_from="environment" if mail else "browser" if kept else "none",
        row=row,
    )


def _server(row: MailServer | None) -> Mapping[str, Any]:
    if settings.EMAIL_HOST:
        return {
            "source": "environment",
            "host": settings.EMAIL_HOST,
            "port": settings.EMAIL_PORT,
            "security": "starttls" if settings.EMAIL_USE_TLS else "none",
            "user": settings.EMAIL_HOST_USER,
            "has_password": bool(settings.EMAIL_HOST_PASSWORD),
        }
    if row is None or not row.host:
        return {
            "source": "none", "host": "", "port": row.port if row else 587, "security": row.security if row else "starttls",
            "user": "", "has_password": False,
        }  # fmt: skip
    return {
        "source": "browser",
        "host": row.host,
        "port": row.port,
        "security": row.security,
        "user": row.user,
        "has_password": bool(row.password),
    }


def sender() -> str:
    return post().sender


def send(letter: EmailMessage) -> None:
    """By the server of this instant; raises what the server or the way to it says."""
    _send(letter, post(), settings.EMAIL_TIMEOUT)


def _send(letter: EmailMessage, found: Post, timeout: int) -> None:
    """A way that was opened is closed, also after a refusal half-way."""
    letter.from_email = found.sender
    letter.connection = _way(found, timeout)
    try:
        letter.send(fail_silently=False)
    finally:
        letter.connection.close()


def _way(found: Post, timeout: int) -> BaseEmailBackend:
    if found.source != "browser" or found.row is None:
        return get_connection()
    return get_connection(
        SMTP,
        host=found.host,
        port=found.port,
        username=found.user,
        password=_password(found.row),
        use_tls=found.security == "starttls",
        use_ssl=found.security == "tls",
        timeout=timeout,
    )


def _password(row: MailServer) -> str:
    if not row.password:
        return ""
    return open_sealed(bytes(row.password), handle=row.handle, key_id=row.key_id, keys=configured_keys())


def try_out(*, to: str, subject: str, body: str) -> Tried:
    """Sends one letter now and says in a word how that went."""
    found = post()
    if found.source == "none":
        return Tried("nowhere")
    letter = EmailMessage(subject=subject, body=body, to=[to], headers={"Auto-Submitted": "auto-generated"})
    try:
        _send(letter, found, SECONDS)
    except (OSError, SealBroken, smtplib.SMTPException, ValueError) as error:
        return Tried(_verdict(error), _words(error))
    return Tried("sent")


# The narrower ones first: a refused certificate is an error of the socket as well.
VERDICTS: tuple[tuple[type[Exception], Verdict], ...] = (
    (SealBroken, "key"),
    (smtplib.SMTPAuthenticationError, "password"),
    (smtplib.SMTPNotSupportedError, "no_tls"),
    (smtplib.SMTPSenderRefused, "sender"),
    (smtplib.SMTPRecipientsRefused, "recipient"),
    (ssl.SSLError, "unsafe"),
    (socket.gaierror, "no_host"),
    (TimeoutError, "silent"),
    (smtplib.SMTPServerDisconnected, "silent"),
    (ConnectionError, "refused"),
)


def _verdict(error: Exception) -> Verdict:
    return next((verdict for kind, verdict in VERDICTS if isinstance(error, kind)), "other")


def _words(error: Exception) -> str:
    """What the server answered, without what was sent to it."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return "; ".join(f"{code} {_text(said)}" for code, said in error.recipients.values())
        case smtplib.SMTPResponseException():
            return f"{error.smtp_code} {_text(error.smtp_error)}"
        case SealBroken():
            return ""
    return str(error)[:300]


def _text(said: bytes | str) -> str:
    return (said.decode(errors="replace") if isinstance(said, bytes) else said)[:300]


def keep(*, server: Mapping[str, Any], password: str | None, at: datetime) -> MailServer:
    """The row as it is from now on; None leaves the password as it was, an empty one takes it away."""
    row = MailServer.objects.select_for_update().first() or MailServer(handle=new_uuid(at=at))
    for name, value in server.items():
        setattr(row, name, value)
    row.changed_at = at
    if password is not None:
        row.handle, key = new_uuid(at=at), configured_keys()[0]
        row.key_id = key.id if password else ""
        row.password = close(password, handle=row.handle, key=key) if password else b""
    row.save()
    return row
