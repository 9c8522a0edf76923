"""A change of the rulebooks before those who agree to it: put forward, looked at, signed or sent back, carried out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from shouwen.authoring import actions, moving, proposals, queries
from shouwen.authoring.proposals import MoveRow, ProposalView, SignerRow
from shouwen.base.days import day_of
from shouwen.people.queries import names, unit_names
from shouwen.people.teams import teams
from shouwen.rulebook.comparing import differences
from shouwen.runtime import rulebooks
from shouwen.web.rulebook.confirming import MANAGE
from shouwen.web.rulebook.drafts import authors
from shouwen.web.rulebook.editing import found, page
from shouwen.web.rulebook.lacking import lacking, told
from shouwen.web.rulebook.terms import doubts, refused
from shouwen.web.ui.staff import StaffRequest, needs, staff_page
from shouwen.web.ui.words import chinese, counted

KINDS = {"any": "任一人同意即可", "all": "须全部同意", "turn": "依次同意"}
STATUS = {
    "waiting": "未签",
    "agreed": "同意",
    "refused": "不同意",
    "lent": "征询中",
    "handed": "已转交",
    "removed": "已撤下",
    "given": "已答复",
}
VERBS = {
    "submitted": "送审",
    "agree": "同意",
    "reject": "不同意",
    "send_back": "退回",
    "withdraw": "撤回",
    "hand_over": "转交",
    "add_signer": "加签",
    "remove_signer": "减签",
    "carried_out": "执行",
}
WHY_NOT = {
    "own_approval": "本人送审的，须由别人审批。",
    "not_your_turn": "还没有轮到您，请等前面的人签完。",
    "not_your_approval": "这一项不由您审批。",
    "opinion_missing": "请写明意见。",
    "decided_already": "已有结果，不用再办。",
    "nobody_named": "请先选择在岗的人员。",
    "same_person": "不能选自己。",
    "already_signer": "此人已在审批人之列。",
    "not_added_by_you": "这一位不是您加的，不能减。",
    "no_added_signer": "这一位已签或已不在审批人之列。",
    "next_touched": "后面的人已经签了，不能收回。",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """One who signs, in the reader's words."""

    row: SignerRow
    who: str
    said: str
    by: str
    instead_of: str


@staff_page
@needs(MANAGE)
def propose(request: StaffRequest, draft_id: int) -> HttpResponse:
    """The draft goes before those who have to agree, for a day and some units."""
    view = found(draft_id)
    try:
        day = day_of(request.POST.get("in_force", ""))
    except ValueError:
        return page(request, view, _("请填写生效日，如 2027-01-01"))
    known = unit_names(version=request.viewer.version)
    units = tuple(unit for unit in request.POST.getlist("units") if unit in known)
    if asked := refused(request, view.study().rulebook, units):
        return page(request, view, asked)
    try:
        made = actions.propose_publication(
            draft_id=draft_id, in_force=day, units=units, reason=request.POST.get("reason", ""),
            by=request.viewer.user, at=request.at,
        )  # fmt: skip
    except (actions.CannotPublish, actions.CannotPropose) as wrong:
        return page(request, view, wrong.zh if chinese() else wrong.en)
    except actions.Closed:
        return page(request, view, _("这份草稿已送审或已发布。"))
    messages.success(request, _("已送审"))
    return HttpResponseRedirect(reverse("proposal", args=[made]))


@staff_page
@needs(MANAGE)
def remove(request: StaffRequest, draft_id: int) -> HttpResponse:
    """A draft that was never published leaves the list."""
    view = found(draft_id)
    try:
        actions.remove_draft(
            draft=draft_id, reason=request.POST.get("reason", ""), by=request.viewer.user, at=request.at
        )
    except actions.CannotPublish as wrong:
        return page(request, view, wrong.zh if chinese() else wrong.en)
    except actions.Closed:
        return page(request, view, _("这份草稿已送审或已发布，不能删除。"))
    messages.success(request, _("草稿已删除"))
    return HttpResponseRedirect(reverse("drafts"))


@staff_page
@needs(MANAGE)
def listed(request: StaffRequest) -> HttpResponse:
    """Every proposal and what became of it: the record of how the rulebooks changed."""
    before = request.GET.get("before", "")
    found = proposals.proposals(before=int(before) if before.isdecimal() else 0, most=proposals.ON_ONE_PAGE + 1)
    rows = found[: proposals.ON_ONE_PAGE]
    context = {
        "rows": list(zip(rows, authors([row.by for row in rows]), strict=True)),
        "next": rows[-1].id if len(found) > len(rows) else 0,
        "is_first": not before,
    }
    return render(request, "rulebook/proposals.html", context)


@staff_page
def proposal(request: StaffRequest, proposal_id: int) -> HttpResponse:
    """What is put forward with everything needed to answer it; a posted verb answers."""
    view = _seen(request, proposal_id)
    if request.method != "POST":
        return _page(request, view)
    try:
        actions.decide(proposal=proposal_id, word=_word(request), viewer=request.viewer, at=request.at)
    except actions.NotYours as wrong:
        return _page(request, view, _(WHY_NOT.get(wrong.key, "这一项不由您审批。")))
    messages.success(request, _("已记录"))
    return HttpResponseRedirect(reverse("proposal", args=[proposal_id]))


def _word(request: StaffRequest) -> actions.Word:
    said = request.POST
    place = said.get("place", "before")
    return actions.Word(
        verb=said.get("verb", ""), opinion=said.get("opinion", ""), other=said.get("person", ""),
        place=place if place in {"before", "after"} else "before",
    )  # fmt: skip


@staff_page
@needs(MANAGE)
def carry_out(request: StaffRequest, proposal_id: int) -> HttpResponse:
    """What all agreed to is done: published, retired, or the next cases of the list moved."""
    view = _seen(request, proposal_id)
    done: dict[str, Callable[[], str]] = {
        "publish": lambda: _publish(request, view),
        "retire": lambda: _retire(request, view),
        "keep": lambda: _keep(request, view),
        "scope": lambda: _scope(request, view),
        "move": lambda: _move(request, view),
    }
    try:
        return HttpResponseRedirect(done[view.row.sort]())
    except (actions.CannotPropose, actions.CannotPublish) as wrong:
        return _page(request, view, wrong.zh if chinese() else wrong.en)


def _publish(request: StaffRequest, view: ProposalView) -> str:
    key = actions.publish_agreed(proposal=view.row.id, by=request.viewer.user, at=request.at)
    messages.success(request, _("已发布；在办事项仍按原版本办理"))
    return reverse("edition", kwargs={"key": key})


def _retire(request: StaffRequest, view: ProposalView) -> str:
    actions.retire_agreed(proposal=view.row.id, by=request.viewer.user, at=request.at)
    messages.success(request, _("已登记停用；在办事项仍按这一版办理"))
    return reverse("edition", kwargs={"key": view.row.edition})


def _keep(request: StaffRequest, view: ProposalView) -> str:
    actions.keep_agreed(proposal=view.row.id, by=request.viewer.user, at=request.at)
    messages.success(request, _("停用已取消；这一版继续使用"))
    return reverse("edition", kwargs={"key": view.row.edition})


def _scope(request: StaffRequest, view: ProposalView) -> str:
    actions.scope_agreed(proposal=view.row.id, by=request.viewer.user, at=request.at)
    messages.success(request, _("适用单位已改；在办事项仍按原版本办理"))
    return reverse("edition", kwargs={"key": view.row.edition})


def _move(request: StaffRequest, view: ProposalView) -> str:
    left = actions.carry_out(proposal=view.row.id, by=request.viewer.user, at=request.at)
    messages.success(
        request, counted("还有 %(n)s 件待执行", left) % {"n": left} if left else _("已全部执行，结果见下表")
    )
    return reverse("proposal", args=[view.row.id])


def _seen(request: StaffRequest, proposal_id: int) -> ProposalView:
    try:
        return proposals.proposal_for(request.viewer, proposal_id, request.at)
    except proposals.NoSuchProposal as missing:
        raise Http404(_("没有这一项，或与您无关")) from missing


def _page(request: StaffRequest, view: ProposalView, error: str = "") -> HttpResponse:
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isdecimal() else 0
    moves = proposals.moves(view.row.id, after=after) if view.moves else ()
    rows = authors([view.row.by, *(entry.by for entry in view.entries)])
    places = unit_names(version=request.viewer.version)
    context = {
        "view": view,
        "by": rows[0],
        "entries": _entries(view, rows[1:]),
        "signers": _signatures(view),
        "kind": _(KINDS[view.kind]),
        "units": [places.get(unit, unit) for unit in view.row.units],
        "changes": _changes(view),
        "doubts": _doubts(view),
        "teams": teams(request.viewer) if view.may_sign else (),
        "moves": _moves(view, moves, request),
        "open": view.row.state in {"waiting", "agreed"},
        "next": moves[-1].id if len(moves) == proposals.MOVES_SHOWN else 0,
        "error": error,
        "typed": request.POST,
    }
    return render(request, "rulebook/proposal.html", context, status=422 if error else 200)


def _entries(view: ProposalView, by: Sequence[str]) -> list[tuple[Any, ...]]:
    """Who did what, in whose place and with whom."""
    stood_in = names(person for entry in view.entries for person in (entry.instead_of, entry.other) if person)
    return [
        (one, author, _(VERBS.get(one.verb, one.verb)), stood_in.get(one.instead_of, ""), stood_in.get(one.other, ""))
        for one, author in zip(view.entries, by, strict=True)
    ]


def _moves(view: ProposalView, moves: Sequence[MoveRow], request: StaffRequest) -> list[Any]:
    """Each case of the list with what the move would change as things stand now, or why it did not go over."""
    waiting = [one.subject for one in moves if one.state == "waiting"]
    steps = view.steps if waiting else {}
    outlooks = moving.outlooks(waiting, view.row.edition, steps, request.at) if waiting else {}
    return [
        (
            one,
            told(outlooks[one.subject], rulebooks.rulebook(one.before)) if one.subject in outlooks else None,
            [lacking(lack, rulebooks.rulebook(one.before)) for lack in one.lacks],
        )
        for one in moves
    ]


def _signatures(view: ProposalView) -> list[Signature]:
    persons = {person for one in view.signers for person in (*one.persons, one.by, one.on_behalf) if person}
    called = names(persons)
    mark = "、" if chinese() else ", "
    return [
        Signature(
            one,
            mark.join(called[each] for each in one.persons if each in called),
            _(STATUS.get(one.status, one.status)),
            called.get(one.by or "", ""),
            called.get(one.on_behalf or "", ""),
        )
        for one in view.signers
    ]


def _doubts(view: ProposalView) -> list[str]:
    """Of an edition that is not out yet; seen from the day on which it was put forward."""
    row = view.row
    if row.state not in {"waiting", "agreed"} or (row.draft is None and row.sort != "scope"):
        return []
    return doubts(row.edition, day=row.starts_on, units=row.units, today=localdate(row.at))


def _changes(view: ProposalView) -> list[str]:
    """What a draft changes against the newest edition of its rulebook, in sentences."""
    if view.row.draft is None:
        return []
    try:
        book = queries.draft(view.row.draft).study().rulebook
    except queries.NoSuchDraft:
        return []
    code = view.row.edition.partition("/")[0]
    before = [key for key in rulebooks.installed() if key.partition("/")[0] == code and key != view.row.edition]
    if book is None or not before:
        return []
    return list(differences(rulebooks.rulebook(before[-1]), book, "zh" if chinese() else "en"))
