"""邮件: the server by which letters leave, named in the browser, and a letter on trial with its verdict in words."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.people import actions as people
from shouwen.runtime.mail_server import Post, Tried, post
from shouwen.web.administration.forms import Field, Form, Typed, answer, choice
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

MANAGE = "manage_mail"
NO_PORT = -1


@staff_page
@needs(MANAGE)
def mail_set(request: StaffRequest) -> HttpResponse:
    """What the environment names is not asked here."""
    found = post()
    form = Form(
        title=_("邮件设置"),
        button=_("保存"),
        back=reverse("admin-channels"),
        fields=(*_of_the_server(found), *_of_letters(found)),
        note=_note(found),
    )

    def do(typed: Typed) -> str:
        people.set_mail_server(wanted=_wanted(typed, found), by=request.viewer, at=request.at)
        return _("邮件设置已保存，下一封信起生效")

    return answer(request, form, do)


@staff_page
@needs(MANAGE)
def mail_try(request: StaffRequest) -> HttpResponse:
    """Sent while one waits, so that the answer is the server's own."""
    found = post()
    mine = request.viewer.organisation.persons.get(request.viewer.person)
    form = Form(
        title=_("发一封测试邮件"),
        button=_("发送"),
        back=reverse("admin-channels"),
        fields=(Field("to", _("收件地址"), value=getattr(mine, "email", "") or "", must=True),),
        note=_("现在就发，最多等十来秒。"),
    )

    def do(typed: Typed) -> str:
        tried = people.try_mail(to=typed["to"], by=request.viewer, at=request.at)
        if tried.verdict != "sent":
            raise ValidationError(_verdict(tried, found))
        return _("服务器 %(host)s 收下了给 %(to)s 的信；没有收到的话，请看垃圾邮件箱") % {
            "host": found.host, "to": typed["to"],
        }  # fmt: skip

    return answer(request, form, do)


def _securities() -> tuple[tuple[str, str], ...]:
    return (
        ("starttls", _("STARTTLS（多为端口 587）")),
        ("tls", _("TLS（多为端口 465）")),
        ("none", _("不加密（只用于内网）")),
    )


def _verdicts() -> dict[str, str]:
    return {
        "nowhere": _("还没有邮件服务器，先设置再试。"),
        "no_host": _("找不到服务器 %(host)s：请核对地址。"),
        "refused": _("服务器 %(host)s 不接受端口 %(port)s 的连接：请核对端口，或问服务商。"),
        "silent": _("服务器 %(host)s 没有回应或断开了连接：请核对端口和加密方式。"),
        "unsafe": _("与 %(host)s 的加密连接没有建成：请核对加密方式；证书不可信时请联系服务商。"),
        "no_tls": _("服务器 %(host)s 不支持所选的加密方式或登录方式：请换一种加密方式再试。"),
        "password": _("服务器 %(host)s 不接受这个用户名和密码：请核对，许多服务商要用授权码代替密码。"),
        "sender": _("服务器 %(host)s 不接受发件人 %(sender)s：请换成此账号自己的邮箱。"),
        "recipient": _("服务器 %(host)s 不接受收件人：请核对收件地址。"),
        "key": _("存着的密码打不开：封存用的密钥换过，请重新填写密码。"),
        "other": _("没有发出。"),
    }


def _verdict(tried: Tried, found: Post) -> str:
    words = _verdicts()[tried.verdict] % {"host": found.host, "port": found.port, "sender": found.sender}
    return f"{words}\n{_('服务器的原话')}：{tried.said}" if tried.said else words


def _note(found: Post) -> str:
    """The environment wins, and says so."""
    given = {
        _("邮件服务器"): found.source == "environment",
        _("发件人"): found.sender_from == "environment",
        _("安全邮箱"): found.seal_mail_from == "environment",
    }
    names = [name for name, is_given in given.items() if is_given]
    return _("已由环境变量设定、这里不能改：%(names)s。") % {"names": "，".join(names)} if names else ""


def _of_the_server(found: Post) -> tuple[Field, ...]:
    if found.source == "environment":
        return ()
    kept = _("已存有密码，不改就留空；不会再显示。") if found.has_password else _("加密保存，不会再显示。")
    return (
        Field("host", _("服务器"), value=found.host, hint=_("如 smtp.example.com；留空就不寄出，信件写进数据目录")),
        Field("port", _("端口"), value=str(found.port), must=True),
        choice("security", _("加密方式"), _securities(), value=found.security),
        Field("user", _("用户名"), value=found.user, hint=_("服务器不要求登录就留空")),
        Field("password", _("密码或授权码"), kind="password", hint=kept),
    )


def _of_letters(found: Post) -> tuple[Field, ...]:
    row, fields = found.row, []
    if found.sender_from != "environment":
        fields.append(Field("sender", _("发件人"), value=row.sender if row else "", hint=_("收信人看到的邮箱地址")))
    if found.seal_mail_from != "environment":
        hint = _("台账封印定时寄到这里；请用系统之外的邮箱，几个用逗号分开")
        fields.append(Field("seal_mail", _("安全邮箱"), value=", ".join(row.seal_mail if row else ()), hint=hint))
    return tuple(fields)


def _wanted(typed: Typed, found: Post) -> people.Wanted:
    """What was not asked stays as it is kept."""
    row = found.row
    kept: Mapping[str, str] = {
        "host": row.host if row else "",
        "port": str(row.port) if row else "587",
        "security": row.security if row else "starttls",
        "user": row.user if row else "",
        "sender": row.sender if row else "",
        "seal_mail": ",".join(row.seal_mail) if row else "",
    }
    said = {**kept, **typed}
    port = said["port"]
    return people.Wanted(
        host=said["host"],
        port=int(port) if port.isascii() and port.isdecimal() and len(port) < 6 else NO_PORT,  # digits of a port
        security=said["security"],
        user=said["user"],
        password=said.get("password") or None,
        sender=said["sender"],
        seal_mail=said["seal_mail"].replace("，", ",").replace("、", ",").replace(",", " ").split(),
    )
