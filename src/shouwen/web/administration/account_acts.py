"""What is done with one person's sign-in: given, its password reset, closed, opened again."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.base.queries import is_taken
from shouwen.cases.actions import hand_over_all
from shouwen.cases.queries import open_tasks
from shouwen.people import actions as people
from shouwen.people.actions import ChangeRefused
from shouwen.people.keys import names_in_use
from shouwen.web.administration import choices
from shouwen.web.administration.about import About, Planned
from shouwen.web.administration.forms import Field, Typed, choice, reason
from shouwen.web.ui.staff import StaffRequest
from shouwen.web.ui.words import counted


def sign_in(about: About, _row: int) -> Planned:
    form = about.form(
        _("发放账号"),
        _("发放账号"),
        Field("username", _("登录名"), must=True, hint=_("2 到 60 个字母、数字或 _ . @ -")),
        note=_("一次性密码只显示一次，本人首次登录时必须改成自己的。"),
    )

    def do(typed: Typed) -> HttpResponse:
        username = typed["username"]
        if is_taken(username):
            raise ChangeRefused(
                f"'{username}' is taken: choose another one.", f"登录名 {username} 已被使用，请换一个。"
            )
        password = people.first_password()
        people.give_sign_in(
            person=about.id, username=username, password=password, one_time=True, by=about.by, at=about.at
        )
        return _password(about, username, password)

    return form, do


def reset(about: About, _row: int) -> Planned:
    form = about.form(
        _("重设密码"),
        _("重设密码"),
        reason(),
        note=_("原来的密码立即失效，已登录的地方随即退出。新的一次性密码只显示一次。") + _of_keys(about),
        danger=True,
    )

    def do(typed: Typed) -> HttpResponse:
        password = people.reset_password(person=about.id, reason=typed["reason"], by=about.by, at=about.at)
        return _password(about, about.page.colleague.username, password)

    return form, do


def _of_keys(about: About) -> str:
    """A stolen sign-in may have taken a key along."""
    names = names_in_use(about.id, about.at)
    if not names:
        return ""
    told = _("以本人名义的接口密钥不受影响：%(names)s。账号可能被盗时，请安全管理员一并收回。")
    return told % {"names": _("、").join(names)}


def close(about: About, _row: int) -> Planned:
    note = _("立即不能登录，已登录的地方随即退出，接口密钥随之停用；任职不变。")
    count = len(open_tasks(str(about.id)))
    form = about.form(_("停用账号"), _("停用账号"), *taking_over(about, count), reason(), note=note, danger=True)

    def do(typed: Typed) -> str:
        people.close_sign_in(person=about.id, reason=typed["reason"], by=about.by, at=about.at)
        said = handed_over(about, typed["to"], typed["reason"]) if typed.get("to") else ""
        return "；".join(filter(None, (_("账号已停用"), said)))

    return form, do


def open_again(about: About, _row: int) -> Planned:
    form = about.form(_("启用账号"), _("启用账号"), reason())

    def do(typed: Typed) -> str:
        people.open_sign_in(person=about.id, reason=typed["reason"], by=about.by, at=about.at)
        return _("账号已启用")

    return form, do


def taking_over(about: About, count: int) -> tuple[Field, ...]:
    """Who gets the work that stands in the person's own name, asked only where there is some."""
    if not count:
        return ()
    others = choices.colleagues(about.request.viewer, about.id)
    label = counted("接手人（名下有 %(count)s 件待办）", count) % {"count": count}
    return (choice("to", label, others),)


def handed_over(about: About, to: str, why: str) -> str:
    done = hand_over_all(person=str(about.id), to=to, reason=why, by=str(about.by), at=about.at)
    said = _("已移交 %(count)s 件") % {"count": done.moved}
    if done.stayed:
        said += "；" + counted("%(count)s 件按制度不能交给此人，仍在本人名下", len(done.stayed)) % {
            "count": len(done.stayed)
        }
    return said


def _password(about: About, username: str, password: str) -> HttpResponse:
    return shown_once(about.request, reverse("admin-person", args=[about.id]), about.name, username, password)


def shown_once(request: StaffRequest, back: str, name: str, username: str, password: str) -> HttpResponse:
    """On the answer itself and nowhere else."""
    context = {"username": username, "password": password, "back": back, "name": name}
    response = render(request, "administration/password.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
