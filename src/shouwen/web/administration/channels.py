"""渠道, 分类 and the door to 管理: what is connected and how it fares, and the case types that rulebooks name."""

from collections.abc import Iterator
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
from shouwen.web.ui.administration import open_groups
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

MANAGE = "manage_operations"
NOTHING = Sent(0, 0, 0, None)


@dataclass(frozen=True, slots=True)
class Channel:
    """One way in or out: what it is for, whether it is set up, where that is done, and how it fares."""

    title: str
    does: str
    is_ready: bool
    state: str
    where: str
    sent: Sent
    used_at: datetime | None = None


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
    return render(request, "administration/channels.html", {"channels": list(_channels(request.at))})


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
    host = settings.EMAIL_HOST
    yield Channel(
        title=_("邮件（发出）"),
        does=_("通知同事、发给客户的文书"),
        is_ready=bool(host),
        state=_("经 %(host)s，发件人 %(sender)s") % {"host": host, "sender": settings.DEFAULT_FROM_EMAIL}
        if host
        else _("没有邮件服务器：信件写进数据目录的 mail 文件夹，不会寄出"),
        where="SHOUWEN_SMTP_HOST",
        sent=sent.get(EMAIL, NOTHING),
    )
    outside = [*settings.SEAL_MAIL, *([str(settings.SEAL_FILE)] if settings.SEAL_FILE else [])]
    yield Channel(
        title=_("台账封印（外存）"),
        does=_("把台账的封印定时送到系统之外，改动历史会因此露出来"),
        is_ready=bool(outside),
        state=_("送往 %(count)s 处") % {"count": len(outside)} if outside else _("没有设置去处"),
        where="SHOUWEN_SEAL_MAIL, SHOUWEN_SEAL_FILE",
        sent=sent.get(SEAL_FILE, NOTHING),
    )
    keys = count_keys(at)
    yield Channel(
        title=_("接口"),
        does=_("别的程序用密钥登记和查询事项"),
        is_ready=keys > 0,
        state=_("有效密钥 %(count)s 个") % {"count": keys} if keys else _("没有发放密钥"),
        where=_("安全管理员：接口密钥"),
        sent=NOTHING,
    )


def _scales(book: Rulebook) -> list[tuple[str, list[str]]]:
    """Facts that are chosen from a list: severities, kinds, sources."""
    found = []
    for rule in book.facts.values():
        values = rule.scale or rule.one_of or ()
        if values and rule.title:
            found.append((rule.title, [rule.titles.get(value, value) for value in values]))
    return found
