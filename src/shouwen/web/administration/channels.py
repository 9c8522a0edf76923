"""渠道, 分类 and the door to 管理: what is connected and how it fares, and the case types that rulebooks name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.people.access import SEE_ADMINISTRATION, NotAllowedError, may
from shouwen.people.filled import in_use
from shouwen.people.keys import count_keys
from shouwen.rulebook.model import Rulebook
from shouwen.runtime.channels import EMAIL, SEAL_FILE, Sent, sent_by_channel
from shouwen.runtime.mail_server import Post, post
from shouwen.web.ui.administration import open_groups
from shouwen.web.ui.staff import StaffRequest, needs, staff_page
from shouwen.web.ui.words import counted

MANAGE = "manage_operations"
MAIL = "manage_mail"
NOTHING = Sent(0, 0, 0, None)
EMAIL_CHANNELS = (EMAIL, "email_parcel")
SEAL_CHANNELS = (SEAL_FILE,)
PUSH_CHANNELS = ("push", "push_parcel", "push_browser")


@dataclass(frozen=True, slots=True)
class Channel:
    """One way in or out: what it is for, whether it is set up, where that is done, and how it fares."""

    title: str
    does: str
    is_ready: bool
    state: str
    where: str
    sent: Sent
    acts: tuple[tuple[str, str], ...] = ()
    """Address and word of what can be done about it here."""


@staff_page
def admin(request: StaffRequest) -> HttpResponse:
    """The first page that the viewer may open."""
    if not (may(request.viewer, SEE_ADMINISTRATION) or may(request.viewer, MANAGE)):
        raise NotAllowedError(SEE_ADMINISTRATION)
    wanted = {"audit": "admin-audit", "security": "admin-scopes", "system": "admin-people"}.get(request.viewer.office)
    pages = [page for _title, group in open_groups(request.viewer) for page in group]
    return HttpResponseRedirect(reverse(wanted or pages[-1].url_name))


@staff_page
@needs(MANAGE)
def channels(request: StaffRequest) -> HttpResponse:
    return render(
        request,
        "administration/channels.html",
        {"channels": list(_channels(request.at)), "may_set": may(request.viewer, MAIL)},
    )


@staff_page
@needs(MANAGE)
def categories(request: StaffRequest) -> HttpResponse:
    """Shown where they are used, changed where they are written."""
    books = [(edition, _scales(edition.rulebook)) for edition in in_use(request.viewer)]
    return render(
        request,
        "administration/categories.html",
        {"books": books, "may_write": may(request.viewer, "manage_rulebook")},
    )


def _channels(at: datetime) -> Iterator[Channel]:
    sent = sent_by_channel(at)
    found = post()
    yield _letters(found, _together(sent, EMAIL_CHANNELS))
    yield _seals(found, _together(sent, SEAL_CHANNELS))
    yield Channel(
        title=_("浏览器推送"),
        does=_("通知关着页面的同事，由各人在通知设置里打开"),
        is_ready=True,
        state=_("密钥由系统自己生成，不用设置"),
        where=_("各人的通知设置"),
        sent=_together(sent, PUSH_CHANNELS),
    )
    keys = count_keys(at)
    yield Channel(
        title=_("接口"),
        does=_("别的程序用密钥登记和查询事项"),
        is_ready=keys > 0,
        state=counted("有效密钥 %(count)s 个", keys) % {"count": keys} if keys else _("没有发放密钥"),
        where=_("安全管理员：接口密钥"),
        sent=NOTHING,
    )


def _letters(found: Post, sent: Sent) -> Channel:
    ready = found.source != "none"
    return Channel(
        title=_("邮件（发出）"),
        does=_("通知同事、发给客户的文书"),
        is_ready=ready,
        state=_("经 %(host)s，发件人 %(sender)s") % {"host": found.host, "sender": found.sender}
        if ready
        else _("没有邮件服务器：信件写进数据目录的 mail 文件夹，不会寄出"),
        where=_where(found.source, "SHOUWEN_SMTP_HOST"),
        sent=sent,
        acts=(
            (reverse("admin-mail"), _("设置邮件")),
            *(((reverse("admin-mail-try"), _("发一封测试邮件")),) if ready else ()),
        ),
    )


def _seals(found: Post, sent: Sent) -> Channel:
    outside = [*found.seal_mail, *([str(settings.SEAL_FILE)] if settings.SEAL_FILE else [])]
    return Channel(
        title=_("台账封印（外存）"),
        does=_("把台账的封印定时送到系统之外，改动历史会因此露出来"),
        is_ready=bool(outside),
        state=_("送往：%(places)s") % {"places": ", ".join(outside)} if outside else _("没有设置去处"),
        where=_where(found.seal_mail_from, "SHOUWEN_SEAL_MAIL, SHOUWEN_SEAL_FILE"),
        sent=sent,
        acts=((reverse("admin-mail"), _("设置安全邮箱")),) if found.seal_mail_from != "environment" else (),
    )


def _where(source: str, variable: str) -> str:
    """What the environment names wins over this page."""
    return _("环境变量 %(name)s，优先于本页") % {"name": variable} if source == "environment" else _("本页")


def _together(sent: Mapping[str, Sent], channels: Iterable[str]) -> Sent:
    found = [sent[channel] for channel in channels if channel in sent]
    last = max((one.last_at for one in found if one.last_at), default=None)
    return Sent(
        sum(one.today for one in found), sum(one.waiting for one in found), sum(one.parked for one in found), last
    )


def _scales(book: Rulebook) -> list[tuple[str, list[str]]]:
    """Facts that are chosen from a list: severities, kinds, sources."""
    found = []
    for rule in book.facts.values():
        values = rule.scale or rule.one_of or ()
        if values and rule.title:
            found.append((rule.title, [rule.titles.get(value, value) for value in values]))
    return found
