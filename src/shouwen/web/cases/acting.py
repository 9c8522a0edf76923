"""What people do on a case: finish a step, use a verb, keep a draft. All through the cases' actions."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import chain
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.base.days import instant_of
from shouwen.cases import actions, queries
from shouwen.cases.forms import Invalid
from shouwen.cases.rows import CaseRow
from shouwen.cases.words import act_title
from shouwen.people.access import NotAllowedError
from shouwen.web.cases.page import Typed, case_response
from shouwen.web.ui.kept import MOST_DRAFT_BYTES, typed_in
from shouwen.web.ui.refused import refusal_words
from shouwen.web.ui.staff import StaffRequest, staff_page
from shouwen.web.ui.uploads import with_files

LONGEST_SEQ = 10
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "key", "seq", "task", "outcome", "file"})
LONGEST_TASK = 80
TO_SOMEBODY = ("transfer", "co_handle")


@staff_page
@require_POST
def finish_step(request: StaffRequest, case_id: int) -> HttpResponse:
    """The chosen outcome, with the step's forms; or one form alone, filed to be printed and signed first."""
    post = request.POST
    task, filed = post.get("task", ""), post.get("file", "")

    def act() -> None:
        fields = with_files(request, case_id, by_paper(post))
        if filed:
            sheet = fields.get(filed, {})
            actions.file_form(case_id=case_id, task=task, paper=filed, fields=sheet, **sender_of(request))
        else:
            actions.finish_step(
                case_id=case_id,
                task=task,
                outcome=post.get("outcome", ""),
                fields=fields,
                reason=post.get("reason", ""),
                **sender_of(request),
            )
        form_key = f"{case_id}:{task}"
        # What is on the forms beside it, and the words, are not sent yet.
        if filed:
            keep(request, form_key, sent=filed)
        else:
            actions.drop_draft(person=request.viewer.id, form_key=form_key)

    return done(
        request, case_id, act, task=task, words=_("已存表，可打印、签字") if filed else _("已办理"), has_draft=True
    )


@staff_page
@require_POST
def verb(request: StaffRequest, case_id: int) -> HttpResponse:
    """催办 督办 转派 挂起 and their like."""
    name, task = request.POST.get("act", ""), request.POST.get("task", "")

    def act() -> None:
        carry_out(request, case_id, name, task, sender_of(request))

    return done(request, case_id, act, task=task, words=_(act_title(name)))


def carry_out(request: StaffRequest, case_id: int, name: str, task: str, sender: dict[str, Any]) -> None:
    """One verb on one case with what the form says of it; a list does the same to each of its cases."""
    post = request.POST
    reason = post.get("reason", "")
    if name in ("merge", "link"):
        other = _other(request, post.get("other", ""))
        if name == "merge":
            actions.merge(case_id=case_id, into=other.id, reason=reason, **sender)
        else:
            actions.link(case_id=case_id, other=other.id, reason=reason, **sender)
        return
    if name in TO_SOMEBODY and not (post.get("person") or post.get("unit")):
        raise Invalid({"act": _("请先选人员或单位。")})
    if name in TO_SOMEBODY and post.get("person") and post.get("unit"):
        raise Invalid({"act": _("人员和单位只能选一个：给某一位，还是给整个单位？请去掉一个。")})
    actions.act(case_id=case_id, act=name, task=task or None, facts=_facts(post, name), reason=reason, **sender)


def _facts(post: QueryDict, name: str) -> dict[str, Any]:
    facts: dict[str, Any] = {key: post.get(key) for key in ("person", "unit", "post", "clock", "place", "to", "title")}
    if name == "urge" and post.get("customer"):
        facts["customer"] = True
    if name == "approve.copy":
        facts["copies"] = _copied(post)
    return facts | {key: _instant(post.get(key, "")) for key in ("until", "limit")}


def _other(request: StaffRequest, number: str) -> CaseRow:
    try:
        return queries.by_number(request.viewer, number.strip())
    except queries.NoSuchCase:
        words = _("没有编号为“%(number)s”的事项，或者您看不到它，请核对编号。") % {"number": number}
        raise Invalid({"act": words}) from None


def _copied(post: QueryDict) -> tuple[str, ...]:
    """Those who get to know of an approval; a copy to nobody is none."""
    found = tuple(person for person in post.getlist("person") if person)
    if not found:
        raise Invalid({"act": _("请先选人员。")})
    return found


@staff_page
@require_POST
def draft(request: StaffRequest, case_id: int) -> HttpResponse:
    """Kept every few seconds; nothing that was typed is lost with a reload."""
    queries.get_for(request.viewer, case_id)
    if len(request.body) > MOST_DRAFT_BYTES:
        return JsonResponse({"words": _("内容太长，草稿未保存")}, status=413)
    values = typed_in(request.body)
    if values is None:
        return JsonResponse({"words": _("草稿未保存")}, status=400)
    key = f"{case_id}:{request.GET.get('form', '')[:LONGEST_TASK]}"
    actions.save_draft(person=request.viewer.id, form_key=key, values=values, at=request.at)
    clock = request.at.astimezone(timezone.get_current_timezone()).strftime("%H:%M")
    return JsonResponse({"words": _("草稿已存 %(clock)s") % {"clock": clock}})


def done(
    request: StaffRequest,
    case_id: int,
    act: Callable[[], None],
    *,
    task: str,
    words: str,
    has_draft: bool = False,
    after: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """Tried; then either the case as it is now, or the page again with everything typed and why it did not pass."""
    queries.get_for(request.viewer, case_id)
    failed = tried(request, case_id, act, task)
    if failed is None:
        messages.success(request, words)
        if after is not None:
            return after()
        if request.headers.get("HX-Request"):
            # The case as it is now, in the same answer.
            return case_response(request, case_id)
        return HttpResponseRedirect(_next(request, case_id))
    if has_draft:
        keep(request, f"{case_id}:{task[:LONGEST_TASK]}")
    return case_response(request, case_id, failed)


def keep(request: StaffRequest, form_key: str, *, sent: str = "") -> None:
    """What did not pass is the draft from now on: the browser sent it before it could keep the last words.

    A form that was `sent` by itself is a paper now and no draft any more.
    """
    left = (name for name in request.POST if name not in NOT_TYPED and not (sent and name.startswith(f"{sent}.")))
    typed = {name: request.POST.getlist(name) for name in left}
    if len(json.dumps(typed)) <= MOST_DRAFT_BYTES:
        actions.save_draft(person=request.viewer.id, form_key=form_key, values=typed, at=request.at)


def tried(request: StaffRequest, case_id: int, act: Callable[[], None], task: str) -> Typed | None:
    """Why it did not pass, with everything typed; nothing where it did."""
    typed = {name: request.POST.getlist(name) for name in request.POST}
    place = "message" if task == "message" else "act"
    try:
        act()
    except Invalid as invalid:
        # Beside its field it stands with the act or the message as well: not every dialog has every field.
        whole = {"message": str(invalid)} if task == "message" else {"act": str(invalid)} if "act" in typed else {}
        return Typed(task, typed, {**invalid.errors, **whole}, status=422)
    except NotAllowedError as barred:
        words = _("您的岗位没有“%(act)s”这项权限。需要时请联系安全管理员。") % {"act": _(act_title(barred.act))}
        return Typed(task, typed, {place: words}, status=403)
    except actions.Refused as refused:
        lacks = queries.lacking(request.viewer, case_id, refused.lacks, "\n".join(chain.from_iterable(typed.values())))
        errors = {place: refusal_words(refused, lacks, request.at)}
        return Typed(task, typed, errors, status=422)
    except actions.Stale as stale:
        return Typed(task, typed, {}, stale.changes, status=409)
    return None


def _next(request: StaffRequest, case_id: int) -> str:
    """Back to where the act was begun: the list of duties, or the case."""
    return reverse("tasks") if request.POST.get("back") == "tasks" else reverse("case", args=[case_id])


def sender_of(request: StaffRequest, *, seq: bool = True) -> dict[str, Any]:
    seen = request.POST.get("seq", "")
    if seq and seen and not (seen.isdecimal() and len(seen) < LONGEST_SEQ):
        raise BadRequest("seq is the number that the page was given")
    return {
        "by": request.viewer.id,
        "at": request.at,
        "key": request.POST.get("key") or None,
        **({"expected_seq": int(seen)} if seq and seen else {}),
    }


def by_paper(post: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """`paper.field` names as papers with their fields; several values stay a list, rows of tables are gathered."""
    papers: dict[str, dict[str, Any]] = {}
    for name in post:
        paper, dot, rest = name.partition(".")
        if not dot:
            continue
        values = post.getlist(name)  # type: ignore[attr-defined]  # a QueryDict
        field, _dot, cell = rest.partition(".")
        fields = papers.setdefault(paper, {})
        if cell:
            row, _dot, column = cell.partition(".")
            fields.setdefault(field, {}).setdefault(int(row) if row.isdecimal() else 0, {})[column] = values[-1]
        else:
            fields[field] = values if len(values) > 1 else values[0]
    return {paper: {name: _rows(value) for name, value in fields.items()} for paper, fields in papers.items()}


def _rows(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return [row for _, row in sorted(value.items()) if any(row.values())]


def parsed(text: str) -> datetime | None:
    """A wall clock time of the page, in the zone of the program."""
    try:
        return timezone.make_aware(instant_of(text)) if text else None
    except ValueError:
        return None


def _instant(text: str) -> str | None:
    at = parsed(text)
    return at.isoformat() if at else None
