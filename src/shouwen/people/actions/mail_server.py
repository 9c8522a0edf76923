"""The mail server as the system administrator names it, and the letter on trial that tells whether it works."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from shouwen.people.access import Viewer, require
from shouwen.people.actions.audit import record
from shouwen.people.actions.change import ChangeRefused
from shouwen.runtime import mail_server
from shouwen.runtime.mail_server import Tried

MANAGE = "manage_mail"
HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\]")
PORTS = range(1, 65536)
MOST_ADDRESSES = 10
LETTER = "这是首问发出的测试邮件。收到它，说明邮件设置有效。"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed; a password of None stays as it was."""

    host: str
    port: int
    security: str
    user: str
    password: str | None = field(repr=False)
    sender: str
    seal_mail: Sequence[str]


@transaction.atomic
def set_mail_server(*, wanted: Wanted, by: Viewer, at: datetime) -> None:
    """In force for the next letter, in every process."""
    require(by, MANAGE)
    _ensure_right(wanted)
    password = _ensure_own_password(wanted) if wanted.user else ""
    server = {
        "host": wanted.host.lower(),
        "port": wanted.port,
        "security": wanted.security,
        "user": wanted.user,
        "sender": wanted.sender,
        "seal_mail": list(wanted.seal_mail),
    }
    row = mail_server.keep(server=server, password=password, at=at)
    told = [f"{row} {row.security}" if row.host else "-", row.user, row.sender, *row.seal_mail]
    detail = " · ".join(each for each in told if each)
    record(act="mail_server_set", by=by.person, at=at, subject="mail", name=row.host, detail=detail)


def try_mail(*, to: str, by: Viewer, at: datetime) -> Tried:
    """Never inside a transaction: the answer may take seconds."""
    require(by, MANAGE)
    _ensure_address(to)
    tried = mail_server.try_out(to=to, subject="首问测试邮件", body=LETTER)
    record(
        act="mail_tried", by=by.person, at=at, subject="mail", name=to, detail=f"{tried.verdict} {tried.said}".strip()
    )
    return tried


def _ensure_right(wanted: Wanted) -> None:
    if wanted.host and not HOST.fullmatch(wanted.host):
        raise ChangeRefused(
            f"'{wanted.host}' is no name of a server: write it as smtp.example.com, without http:// or a port.",
            f"“{wanted.host}”不是服务器地址：请写成 smtp.example.com，不带 http:// 和端口。",
        )
    if wanted.port not in PORTS:
        raise ChangeRefused("A port is a number from 1 to 65535.", "端口是 1 到 65535 的数。")
    if wanted.user and not wanted.host:
        raise ChangeRefused("Name the server that the user name is for.", "填了用户名，请把服务器也填上。")
    if not f"{wanted.user}{wanted.password or ''}".isascii():
        raise ChangeRefused(
            "Mail servers take user names and passwords in plain letters, digits and signs only.",
            "用户名和密码只能用英文字母、数字和符号，邮件服务器不认别的。",
        )
    if len(wanted.seal_mail) > MOST_ADDRESSES:
        raise ChangeRefused(f"At most {MOST_ADDRESSES} addresses.", f"安全邮箱最多 {MOST_ADDRESSES} 个。")
    for address in (*wanted.seal_mail, *([wanted.sender] if wanted.sender else [])):
        _ensure_address(address)


def _ensure_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise ChangeRefused(
            f"'{address}' is no e-mail address: write it as name@example.com.",
            f"“{address}”不是邮箱地址：请写成 name@example.com。",
        ) from None


def _ensure_own_password(wanted: Wanted) -> str | None:
    """A password goes to the server it was given for: whoever names another one types it again."""
    row = mail_server.post().row
    if wanted.password is not None or row is None or not row.password:
        return wanted.password
    if (row.host, row.port, row.security, row.user) != (wanted.host.lower(), wanted.port, wanted.security, wanted.user):
        raise ChangeRefused(
            "The server, port, encryption or user changed: type the password again.",
            "服务器、端口、加密方式或用户名改了：请重新填写密码。",
        )
    return None
