"""What is sent from the composer: a reply, a note, a promise; and an unfinished text that a colleague goes on with."""

from datetime import datetime
from functools import partial

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.cases import actions, queries
from shouwen.cases.forms import Invalid
from shouwen.web.cases.acting import done, parsed, sender_of
from shouwen.web.cases.composing import left_behind
from shouwen.web.cases.page import MESSAGE
from shouwen.web.cases.said import said_response, shows_thread
from shouwen.web.ui.addresses import id_in
from shouwen.web.ui.staff import StaffRequest, staff_page


@staff_page
@require_POST
def message(request: StaffRequest, case_id: int) -> HttpResponse:
    """A word to the customer, among colleagues, or a promise; which of them is chosen, never guessed."""
    kind = request.POST.get("kind", "")

    def act() -> None:
        _ensure_meant(request.POST, kind)
        _say(request, case_id, kind)
        _keep_others(request, case_id, kind)

    sent = {"reply": _("已发给客户"), "note": _("已存为内部备注，客户看不到"), "promise": _("已记下约定")}
    after = partial(said_response, request, case_id, kind) if shows_thread(request) else None
    return done(request, case_id, act, task=MESSAGE, words=sent.get(kind, ""), has_draft=True, after=after)


def _say(request: StaffRequest, case_id: int, kind: str) -> None:
    post, sender = request.POST, sender_of(request, seq=False)
    text, at = post.get("text", ""), _ahead(post)
    if kind == "reply":
        actions.reply(
            case_id=case_id, text=text, reason=post.get("reason", ""), reply_at=at, beside=_beside(post), **sender
        )
    elif kind == "note":
        actions.note(case_id=case_id, text=text, beside=_beside(post), **sender)
    elif kind == "promise":
        if at is None:
            raise Invalid({"message": _("请填写答应客户的时间。")})
        actions.promise(case_id=case_id, reply_at=at, words=text, **sender)
    else:
        raise Invalid({"message": _("请先选：回复客户、内部备注，还是约定回复。")})


def _ensure_meant(post: QueryDict, kind: str) -> None:
    """Words begun among colleagues go to the customer only when somebody says so."""
    of = post.get("text_of", "")
    if of and of != kind:
        raise Invalid({"message": _("这段话不是作为这一类写的，没有发出。要给客户看，请在备注下点「用作回复」再发。")})


def _keep_others(request: StaffRequest, case_id: int, kind: str) -> None:
    """What was sent is no draft any more; what was begun of another kind still is."""
    key, left = f"{case_id}:{MESSAGE}", left_behind(request.POST, kind)
    if left:
        actions.save_draft(person=request.viewer.id, form_key=key, values=left, at=request.at)
    else:
        actions.drop_draft(person=request.viewer.id, form_key=key)


def _ahead(post: QueryDict) -> datetime | None:
    given = post.get("reply_at", "")
    at = parsed(given)
    if given and at is None:
        raise Invalid({"message": _("请填写答应客户的时间。")})
    return at


def _beside(post: QueryDict) -> actions.Beside:
    draft = post.get("draft", "")
    return actions.Beside(
        files=tuple(each for each in post.getlist("files") if id_in(each) is not None),
        draft=id_in(draft),
        mentions=tuple(each for each in post.getlist("mention") if id_in(each) is not None),
    )


@staff_page
@require_POST
def hand(request: StaffRequest, case_id: int) -> HttpResponse:
    """请同事接着写: what is in the composer goes to a colleague."""
    post = request.POST

    def act() -> None:
        beside = _beside(post)
        if id_in(post.get("to", "")) is None:
            raise Invalid({"message": _("请先选接着写的同事。")})
        actions.hand_draft(
            case_id=case_id,
            kind="note" if post.get("kind") == "note" else "reply",
            text=post.get("text", ""),
            files=beside.files,
            before=beside.draft,
            to=post.get("to", ""),
            by=request.viewer.id,
            at=request.at,
        )
        _keep_others(request, case_id, post.get("kind", ""))

    return done(request, case_id, act, task=MESSAGE, words=_("已请同事接着写，您写的会保留"), has_draft=True)


@staff_page
@require_POST
def take(request: StaffRequest, case_id: int, draft_id: int) -> HttpResponse:
    """What a colleague left stands in one's own composer."""

    def act() -> None:
        # With the page come the words of this moment; without it, those kept last.
        own = dict(request.POST.lists()) if "text_of" in request.POST else None
        row = actions.take_draft(draft_id=draft_id, own=own, by=request.viewer.id, at=request.at)
        if row is None or row.case_id != case_id:
            raise Invalid({"message": _("这份草稿已有人接着写，或不是给您的。")})

    queries.get_for(request.viewer, case_id)
    return done(request, case_id, act, task="", words=_("草稿已放进写字框，请接着写"))
