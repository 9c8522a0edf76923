"""Signing by a link: made and revoked by those who work on the case, used by a party outside on its own telephone."""

import binascii
from base64 import b64decode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from shouwen.base.clock import now
from shouwen.base.queries import installation
from shouwen.cases import actions as cases
from shouwen.cases import queries
from shouwen.documents import actions, links
from shouwen.documents.filetypes import FileRefusedError, look_at_picture
from shouwen.documents.queries import DocumentRow, LinkRow
from shouwen.people.access import NotAllowedError
from shouwen.web.documents.leaving import stays
from shouwen.web.documents.views import document_seen, form_seen
from shouwen.web.ui.callers import address_of, is_too_fast
from shouwen.web.ui.staff import StaffRequest, staff_page

MOST_DRAWN = 400_000
DRAWN = "data:image/png;base64,"
DONE = "done"
GONE, TOO_MANY = 410, 429


@staff_page
@require_POST
def link_document(request: StaffRequest, document_id: int) -> HttpResponse:
    """A link to an issued paper."""
    return _make(request, document_seen(request, document_id))


@staff_page
@require_POST
def link_form(request: StaffRequest, case_id: int, paper: str) -> HttpResponse:
    """A link to a form of the case as it stands."""
    return _make(request, form_seen(request, case_id, paper))


def _make(request: StaffRequest, found: DocumentRow) -> HttpResponse:
    party = request.POST.get("party", "")
    field = next((one for one in found.signatures if one.key == party and one.is_outside and one.at is None), None)
    if field is None:
        messages.error(request, _("这一栏不能凭链接签字。"))
    else:
        to_sign = actions.ToSign(
            subject=found.subject,
            document=found.id or None,
            paper=found.paper,
            party=party,
            word=field.party,
            title=found.title,
            number=found.number,
            content=found.content,
            content_hash=found.content_hash,
        )
        kept_in = _send_link(request, to_sign)
        if kept_in is not None:
            return kept_in
    return HttpResponseRedirect(reverse("case", args=[found.subject]))


def _send_link(request: StaffRequest, to_sign: actions.ToSign) -> HttpResponse | None:
    """The page that says why the rulebook keeps the paper in, if it does."""
    named = request.POST.get("replaces", "")
    replaces = int(named) if named.isascii() and named.isdigit() else None
    try:
        why = request.POST.get("reason", "")
        cases.make_signing_link(to_sign=to_sign, replaces=replaces, reason=why, by=request.viewer.id, at=request.at)
    except cases.Refused as refused:
        return stays(request, refused, case_id=to_sign.subject, title=to_sign.title)
    except NotAllowedError:
        messages.error(request, _only_a_part())
    except cases.LinkStandsError:
        messages.error(
            request, _("对方已有一个有效的签字链接，没有再生成。要换新的，请点“换一个链接”，旧链接随即失效。")
        )
    else:
        messages.success(request, _("签字链接已生成，请复制后发给对方；用过一次或到期后自动失效。"))
    return None


@staff_page
@require_POST
def revoke_link(request: StaffRequest, link_id: int) -> HttpResponse:
    """From now on the address opens nothing."""
    found = links.link(link_id)
    if found is None:
        raise Http404(_("没有这个签字链接"))
    queries.get_for(request.viewer, found.subject)
    try:
        if cases.revoke_signing_link(link=found, by=request.viewer.id, at=request.at):
            messages.success(request, _("签字链接已撤销"))
        else:
            messages.error(request, _("这个签字链接已经用过或撤销。"))
    except NotAllowedError:
        messages.error(request, _only_a_part())
    return HttpResponseRedirect(reverse("case", args=[found.subject]))


def _only_a_part() -> str:
    return _("签字链接只由这件事项的经办人、首问人或其主管生成和撤销。")


def sign(request: HttpRequest, token: str) -> HttpResponse:
    """Everything in the language of the paper, whatever the telephone prefers; no sign-in is asked."""
    with override(settings.LANGUAGE_CODE):
        response = _signing(request, token)
    response["Content-Language"] = settings.LANGUAGE_CODE
    return response


def _signing(request: HttpRequest, token: str) -> HttpResponse:
    """The paper on a telephone, with a name and a drawn signature, or a reason not to sign."""
    if is_too_fast(request, "signing-link", most=settings.SIGN_LINK_TRIES):
        return _over(request, _("操作太频繁，请过一分钟再试。"), status=TOO_MANY)
    found, at = links.link_behind(token), now()
    if found is None or found.stands(at) in {"revoked", "expired"}:
        return _over(request, _("这个签字链接已经失效。需要时请联系给您发链接的服务人员。"), status=GONE)
    if found.stands(at) != "open":
        return _after_use(request, found)
    if not queries.is_current(found):
        return _changed(request)
    if request.method != "POST":
        return _page(request, found)
    return _used(request, found)


def _after_use(request: HttpRequest, found: LinkRow) -> HttpResponse:
    """Thanks to whoever used it, also for a second press; anybody else learns that nothing of theirs was kept."""
    if request.method == "POST" and _cleaned(request, "name") != found.name:
        words = _("此前已有人用过这个链接，您刚才填写的没有登记。需要时请联系给您发链接的服务人员。")
        return _over(request, words, status=GONE)
    if request.method == "POST" or DONE in request.GET:
        done = {"signed": _("您已经签字，谢谢。"), "refused": _("您已经表示不签字，我们会与您联系。")}
    else:
        done = {
            "signed": _("这份文书已经凭这个链接签过字，链接不能再用。"),
            "refused": _("已经有人凭这个链接表示不签字，链接不能再用。"),
        }
    return _over(request, done[found.outcome], status=200)


def _changed(request: HttpRequest) -> HttpResponse:
    words = _("这份文书已经变动或签过，这个链接不能再用。请联系给您发链接的服务人员。")
    return _over(request, words, status=GONE)


def _cleaned(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()


def _used(request: HttpRequest, found: LinkRow) -> HttpResponse:
    post = request.POST
    refuses = bool(post.get("refuse"))
    drawing, errors = (b"", {}) if refuses else _drawn(post.get("drawing", ""))
    name, reason = _cleaned(request, "name"), _cleaned(request, "reason")
    errors |= _wrong(name, reason if refuses else None)
    if errors:
        return _page(request, found, errors)
    hand = actions.Hand(name=name, ip=address_of(request), agent=request.headers.get("User-Agent", ""))
    try:
        if refuses:
            cases.refused_by_link(link=found, hand=hand, reason=reason, at=now())
        else:
            cases.signed_by_link(link=found, hand=hand, drawing=drawing, at=now())
    except (actions.LinkClosedError, actions.NotSignableError, cases.Refused):
        return _changed(request)
    return HttpResponseRedirect(f"{request.path}?{DONE}")


def _wrong(name: str, reason: str | None) -> dict[str, str]:
    """What lacks or is too long to be kept whole; no reason is asked of who signs."""
    errors = {}
    if not name:
        errors["name"] = _("请写明您的姓名。")
    elif len(name) > actions.LONGEST_NAME:
        errors["name"] = _too_long(_("姓名"), actions.LONGEST_NAME, name)
    if reason == "":
        errors["reason"] = _("请写明不签字的原因。")
    elif reason and len(reason) > actions.LONGEST_REASON:
        errors["reason"] = _too_long(_("不签字的原因"), actions.LONGEST_REASON, reason)
    return errors


def _too_long(what: str, most: int, given: str) -> str:
    return _("%(what)s最多 %(most)s 字，现有 %(count)s 字，请删减。") % {
        "what": what,
        "most": most,
        "count": len(given),
    }


def _drawn(given: str) -> tuple[bytes, dict[str, str]]:
    """The picture of the drawn signature, or what is wrong with it."""
    wanted = {"drawing": _("请在框内手写签字。")}
    if not given.startswith(DRAWN) or len(given) > MOST_DRAWN:
        return b"", wanted
    try:
        drawing = b64decode(given.removeprefix(DRAWN), validate=True)
        look_at_picture("drawn.png", drawing)
    except (binascii.Error, FileRefusedError):
        return b"", wanted
    return drawing, {}


def _page(request: HttpRequest, found: LinkRow, errors: dict[str, str] | None = None) -> HttpResponse:
    context = {
        "link": found,
        "company": installation().company,
        "errors": errors or {},
        "name": request.POST.get("name", ""),
        "reason": request.POST.get("reason", ""),
        "refuses": bool(request.POST.get("refuse")),
    }
    return _shut(render(request, "documents/sign_link.html", context, status=422 if errors else 200))


def _over(request: HttpRequest, words: str, *, status: int) -> HttpResponse:
    context = {"words": words, "company": installation().company}
    return _shut(render(request, "documents/sign_over.html", context, status=status))


def _shut(response: HttpResponse) -> HttpResponse:
    """The address is the key: nobody keeps the page, passes the address on, or lists it."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
