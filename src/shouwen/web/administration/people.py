"""人员: the list, a person's page, somebody new."""

from typing import get_args

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.cases.queries import count_open_tasks, open_tasks
from shouwen.people import actions as people
from shouwen.people.access import may
from shouwen.people.filled import titles
from shouwen.people.staff import SEE_PEOPLE, Colleague, State, Wanted, has_gone, person_page, staff
from shouwen.web.administration import choices
from shouwen.web.administration.forms import Field, Form, Typed, answer
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

MANAGE = "manage_people"
ACCOUNTS = "manage_accounts"
STATES = {
    "": "在职",
    "away": "缺勤中",
    "no_post": "未任职",
    "no_sign_in": "没有账号",
    "closed": "账号停用",
    "left": "已离职",
}
MOST_TASKS = 20


@staff_page
@needs(SEE_PEOPLE)
def people_list(request: StaffRequest) -> HttpResponse:
    """In pinyin order, found by name, initials, number or sign-in, narrowed by unit, post and state."""
    wanted = _wanted(request)
    rows, following = staff(request.viewer, wanted, after=request.GET.get("after", ""))
    asked = request.GET.copy()
    asked["after"] = following
    context = {
        "rows": rows,
        "wanted": wanted,
        "next": f"?{asked.urlencode()}" if following else "",
        "states": STATES,
        "units": choices.units(request.viewer),
        "posts": choices.posts(request.viewer),
        "titles": titles(),
        "tasks": count_open_tasks([str(row.id) for row in rows]),
        "may_manage": may(request.viewer, MANAGE),
        "is_narrowed": wanted != Wanted(),
    }
    return render(request, "administration/people.html", context)


@staff_page
@needs(SEE_PEOPLE)
def person(request: StaffRequest, person_id: int) -> HttpResponse:
    """Posts, absences, sign-in, what is open, and every act on them that the viewer may."""
    page = person_page(request.viewer, person_id)
    tasks = open_tasks(str(person_id))
    context = {
        "page": page,
        "one": page.colleague,
        "titles": titles(),
        "tasks": tasks[:MOST_TASKS],
        "task_count": len(tasks),
        "scopes": _scopes(request, page.colleague),
        "office": choices.office_word(page.colleague.office),
        "has_gone": has_gone(page.colleague.left_on, request.at),
        "may_manage": may(request.viewer, MANAGE),
        "may_accounts": may(request.viewer, ACCOUNTS),
    }
    return render(request, "administration/person.html", context)


@staff_page
@needs(MANAGE)
def person_new(request: StaffRequest) -> HttpResponse:
    """Registered first, then placed and given a sign-in on the page that follows."""
    form = Form(
        title=_("登记人员"),
        button=_("登记"),
        back=reverse("admin-people"),
        fields=(
            Field("name", _("姓名"), must=True),
            Field("employee_no", _("工号")),
            Field("phone", _("电话")),
            Field("email", _("电子邮箱")),
        ),
        note=_("登记之后再安排岗位、发放账号。"),
    )

    def do(typed: Typed) -> HttpResponse:
        made = people.hire(
            name=typed["name"],
            phone=typed["phone"],
            email=typed["email"],
            employee_no=typed["employee_no"],
            by=request.viewer.person,
            at=request.at,
        )
        return HttpResponseRedirect(reverse("admin-person", args=[made.pk]))

    return answer(request, form, do)


def _wanted(request: StaffRequest) -> Wanted:
    given = request.GET
    unit = given.get("unit", "")
    known = unit.isdecimal() and int(unit) in request.viewer.organisation.units
    state = given.get("state", "")
    return Wanted(
        text=given.get("q", "").strip()[:60],
        unit=int(unit) if known else None,
        post=given.get("post", "")[:80],
        state=state if state in get_args(State) else "",  # type: ignore[arg-type]  # just looked at
    )


def _scopes(request: StaffRequest, one: Colleague) -> list[dict[str, str]]:
    """What the posts of this person let them do."""
    copy, words = request.viewer.organisation, titles()
    kinds = {seat.post: copy.units[seat.unit].kind for seat in one.seats}
    return [
        {
            "post": words.get(scope.post, scope.post),
            "reach": choices.reach_word(scope.reach),
            "acts": _("、").join(choices.act_words(scope.acts)),
        }
        for scope in copy.scopes
        if scope.post in kinds and scope.unit_kind in {"", kinds[scope.post]}
    ]
