"""权限 and 三员: what a post may do and how far, and who the three administrators are."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.people import actions as people
from shouwen.people.access import OFFICE_ACTS, SEE_ADMINISTRATION, NotAllowedError, may
from shouwen.people.filled import titles
from shouwen.people.first_scopes import scopes_of
from shouwen.people.founding import hands_out
from shouwen.people.snapshot import Scope
from shouwen.people.staff import username_of
from shouwen.runtime import rulebooks
from shouwen.web.administration import choices
from shouwen.web.administration.account_acts import shown_once
from shouwen.web.administration.forms import Field, Form, Typed, answer, choice, reason
from shouwen.web.ui.staff import StaffRequest, needs, staff_page
from shouwen.web.ui.words import counted

GIVE = "manage_scopes"
OFFICE_WORDS = {
    "system": "人员、单位、岗位、账号、制度、日历、渠道、作业与发件",
    "security": "各岗位的权限和范围、三员的任免、导出记录",
    "audit": "只看审计日志，并核对其完整性",
}


@staff_page
@needs(GIVE)
def scopes(request: StaffRequest) -> HttpResponse:
    """Post by post, in words; posts without any stand at the end."""
    words = titles()
    found = request.viewer.organisation.scopes
    rows: list[dict[str, Any]] = [
        {
            "scope": scope,
            "title": words.get(scope.post, scope.post),
            "reach": choices.reach_word(scope.reach),
            "acts": choices.act_words(scope.acts),
            "query": "?" + urlencode({"post": scope.post, "kind": scope.unit_kind, "reach": scope.reach}),
        }
        for scope in sorted(found, key=lambda scope: (scope.post, scope.unit_kind, scope.reach))
    ]
    without = [(post, title) for post, title in words.items() if all(scope.post != post for scope in found)]
    asked = request.GET.get("q", "").strip()
    if asked:
        rows = [row for row in rows if asked in str(row["title"]) or any(asked in act for act in row["acts"])]
    context = {"rows": rows, "without": without, "asked": asked, "kinds": dict(choices.kinds(request.viewer))}
    return render(request, "administration/scopes.html", context)


@staff_page
@needs(GIVE)
def scope_grant(request: StaffRequest) -> HttpResponse:
    """Granted anew, or another set of acts for the same reach."""
    form = Form(
        title=_("授予权限"),
        button=_("授予权限"),
        back=reverse("admin-scopes"),
        fields=_of_a_scope(request),
        note=_("同一岗位同一范围再次授予，以这次为准。任职的人下一次打开页面就按新的权限。"),
    )

    def do(typed: Typed) -> str:
        people.grant_scope(
            post=typed["post"],
            unit_kind=typed["kind"],
            reach=typed["reach"],
            acts=typed["acts"].split(),
            by=request.viewer.person,
            at=request.at,
        )
        return _("权限已授予")

    return answer(request, form, do)


def _of_a_scope(request: StaffRequest) -> tuple[Field, ...]:
    scope = _meant(request)
    posts, acts = choices.posts(request.viewer), choices.act_groups(scope.acts if scope else ())
    chosen = tuple(scope.acts) if scope else ()
    return (
        Field("post", _("岗位"), kind="choice", groups=posts, value=_post(request), must=True),
        choice("kind", _("只在这类单位任职时"), choices.kinds(request.viewer), value=_kind(scope), must=False),
        choice("reach", _("范围"), _reaches(), value=scope.reach if scope else ""),
        Field("acts", _("权限"), kind="several", groups=acts, chosen=chosen, must=True),
    )


@staff_page
@needs(GIVE)
def scope_withdraw(request: StaffRequest) -> HttpResponse:
    scope = _meant(request)
    if scope is None:
        raise Http404
    name = titles().get(scope.post, scope.post)
    form = Form(
        title=f"{_('收回权限')}：{name} · {choices.reach_word(scope.reach)}？",
        button=_("收回权限"),
        back=reverse("admin-scopes"),
        fields=(),
        note=_("、").join(choices.act_words(scope.acts)),
        danger=True,
    )

    def do(_typed: Typed) -> str:
        people.withdraw_scope(
            post=scope.post, reach=scope.reach, unit_kind=scope.unit_kind, by=request.viewer.person, at=request.at
        )
        return _("权限已收回")

    return answer(request, form, do)


@staff_page
@needs(GIVE)
def first_scopes(request: StaffRequest) -> HttpResponse:
    """For posts of which nobody has said anything: who leads sees below, who takes in sees beside."""
    books = [rulebooks.rulebook(key) for key in rulebooks.installed()]
    spoken_for = {scope.post for scope in request.viewer.organisation.scopes}
    lacking = [titles().get(post, post) for scope in scopes_of(books, spoken_for) for post in scope.posts]
    form = Form(
        title=_("按制度给出初始权限"),
        button=_("给出初始权限"),
        back=reverse("admin-scopes"),
        fields=(),
        note=counted(
            "只给还没有权限的 %(count)s 个岗位：上级看得到下级，受理岗位看得到本单位，其他岗位看得到自己的。",
            len(lacking),
        )
        % {"count": len(lacking)},
    )

    def do(_typed: Typed) -> str:
        count = people.grant_first_scopes(books=books, by=request.viewer.person, at=request.at)
        return counted("已给 %(count)s 个岗位初始权限", count) % {"count": count}

    return answer(request, form, do)


@staff_page
@needs(SEE_ADMINISTRATION)
def offices(request: StaffRequest) -> HttpResponse:
    """Who holds which of the three, and what each may; nobody holds two."""
    copy = request.viewer.organisation
    columns = [
        {
            "office": office,
            "title": title,
            "does": OFFICE_WORDS[office],
            "people": [
                one for one in copy.persons.values() if one.office == office and copy.works_here(one.id, request.at)
            ],
        }
        for office, title in choices.OFFICES.items()
    ]
    context = {
        "columns": columns,
        "hands_out": hands_out(request.viewer),
        "me": request.viewer.person,
        "office": request.viewer.office,
    }
    return render(request, "administration/offices.html", context)


@staff_page
@needs(SEE_ADMINISTRATION)
def appoint(request: StaffRequest, office: str) -> HttpResponse:
    if office not in OFFICE_ACTS:
        raise Http404
    _hands_out(request)
    form = Form(
        title=f"{_('任命')}：{choices.office_word(office)}",
        button=_("任命"),
        back=reverse("admin-offices"),
        fields=(choice("person", _("人员"), choices.people_here(request.viewer, without=request.viewer.person)),),
        note=_apart(office),
    )

    def do(typed: Typed) -> str:
        people.appoint_administrator(
            person=int(typed["person"]), office=office, by=request.viewer.person, at=request.at
        )
        return _("管理员已任命")

    return answer(request, form, do)


def _apart(office: str) -> str:
    note = _("三种管理员互相分立：已任其中一种的人不能再任另一种。")
    days = settings.AUDITS_AFTER.days
    if office != "audit" or not days:
        return note
    return note + _("审计管理员不审计自己的操作：免去系统或安全管理员满 %(days)s 天后才能任命。") % {"days": days}


@staff_page
@needs(SEE_ADMINISTRATION)
def dismiss(request: StaffRequest, person_id: int) -> HttpResponse:
    member = request.viewer.organisation.persons.get(person_id)
    if member is None or not member.office:
        raise Http404
    _hands_out(request)
    form = Form(
        title=f"{_('免去')}：{member.name} · {choices.office_word(member.office)}？",
        button=_("免去"),
        back=reverse("admin-offices"),
        fields=(),
        danger=True,
    )

    def do(_typed: Typed) -> str:
        people.appoint_administrator(person=person_id, office="", by=request.viewer.person, at=request.at)
        return _("管理员已免去")

    return answer(request, form, do)


@staff_page
@needs(SEE_ADMINISTRATION)
def reset_peer(request: StaffRequest, person_id: int) -> HttpResponse:
    """Of the same office: whoever makes sign-ins must not be able to become a security or audit administrator."""
    member = request.viewer.organisation.persons.get(person_id)
    if (
        member is None
        or not member.office
        or member.office != request.viewer.office
        or person_id == request.viewer.person
    ):
        raise Http404
    note = _("原来的密码立即失效，已登录的地方随即退出。新的一次性密码只显示一次。")
    form = Form(
        title=f"{_('重设密码')}：{member.name}",
        button=_("重设密码"),
        back=reverse("admin-offices"),
        fields=(reason(),),
        note=note,
        danger=True,
    )

    def do(typed: Typed) -> HttpResponse:
        password = people.reset_password(
            person=person_id, reason=typed["reason"], by=request.viewer.person, at=request.at
        )
        return shown_once(request, reverse("admin-offices"), member.name, username_of(person_id), password)

    return answer(request, form, do)


def _hands_out(request: StaffRequest) -> None:
    """The security administrator; until there is one, whoever founds the company."""
    if not (may(request.viewer, GIVE) or hands_out(request.viewer)):
        raise NotAllowedError(GIVE)


def _meant(request: StaffRequest) -> Scope | None:
    """The one that the address names."""
    asked = request.GET
    return next(
        (
            scope
            for scope in request.viewer.organisation.scopes
            if (scope.post, scope.unit_kind, scope.reach)
            == (asked.get("post", ""), asked.get("kind", ""), asked.get("reach", ""))
        ),
        None,
    )


def _post(request: StaffRequest) -> str:
    return request.GET.get("post", "")


def _kind(scope: Scope | None) -> str:
    return scope.unit_kind if scope else ""


def _reaches() -> tuple[tuple[str, str], ...]:
    return tuple((name, choices.reach_word(name)) for name in choices.REACHES)
