"""单位 and 岗位: the tree with its acts, and every post of a rulebook with who holds it."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.people import actions as people
from shouwen.people.access import Viewer, may
from shouwen.people.filled import filled, in_use, titles
from shouwen.people.snapshot import Place
from shouwen.people.staff import SEE_PEOPLE
from shouwen.web.administration import choices
from shouwen.web.administration.forms import Field, Form, Typed, answer, choice
from shouwen.web.administration.people import MANAGE
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

DEPARTMENT = "department"
Planned = tuple[Form, Callable[[Typed], str]]


@staff_page
@needs(SEE_PEOPLE)
def units(request: StaffRequest) -> HttpResponse:
    """The tree, closed units at the end of it; how many people hold a post in each."""
    copy = request.viewer.organisation
    kinds = choices.named_kinds(request.viewer)
    rows = [
        {
            "place": place,
            "depth": len(place.path) - 1,
            "kind": kinds.get(place.kind, ""),
            "number": str(place.id),
            "people": _count(request.viewer, place),
        }
        for place in sorted(copy.units.values(), key=lambda place: (not place.is_active, place.path))
    ]
    context = {
        "rows": rows,
        "titles": titles(),
        "may_manage": may(request.viewer, MANAGE),
    }
    return render(request, "administration/units.html", context)


@staff_page
@needs(MANAGE)
def unit_new(request: StaffRequest) -> HttpResponse:
    """Below the unit that is asked for, or at the top."""
    form = Form(
        title=_("建立单位"),
        button=_("建立单位"),
        back=reverse("admin-units"),
        fields=(
            Field("name", _("名称"), must=True),
            Field("code", _("代号"), must=True, hint=_("字母或数字，全公司不重复")),
            choice("kind", _("类型"), choices.kinds(request.viewer)),
            choice("parent", _("上级单位"), choices.units(request.viewer), value=_asked(request), must=False),
        ),
    )

    def do(typed: Typed) -> str:
        people.found_unit(
            name=typed["name"],
            code=typed["code"],
            kind=typed["kind"],
            parent=int(typed["parent"]) if typed["parent"] else None,
            is_department=typed["kind"] == DEPARTMENT,
            by=request.viewer.person,
            at=request.at,
        )
        return _("单位已建立")

    return answer(request, form, do)


@staff_page
@needs(MANAGE)
def unit_act(request: StaffRequest, unit_id: int, act: str) -> HttpResponse:
    """Renamed, moved or closed."""
    place = request.viewer.organisation.units.get(unit_id)
    if place is None or act not in ACTS or not place.is_active:
        raise Http404
    form, do = ACTS[act](request, place)
    return answer(request, form, do)


@staff_page
@needs(SEE_PEOPLE)
def posts(request: StaffRequest) -> HttpResponse:
    """One rulebook at a time; the empty ones stand out."""
    books = in_use(request.viewer)
    chosen = next((book for book in books if book.key == request.GET.get("edition")), books[0] if books else None)
    groups = filled(request.viewer, chosen) if chosen else ()
    empty = sum(not post.holders and not post.covered_by for group in groups for post in group.posts)
    context = {
        "books": books,
        "chosen": chosen,
        "groups": groups,
        "empty": empty,
        "kinds": dict(choices.kinds(request.viewer)),
        "only_empty": "empty" in request.GET,
    }
    return render(request, "administration/posts.html", context)


def _describe(request: StaffRequest, place: Place) -> Planned:
    form = Form(
        title=f"{_('更改单位')}：{place.name}",
        button=_("保存单位"),
        back=reverse("admin-units"),
        fields=(
            Field("name", _("名称"), value=place.name, must=True),
            Field(
                "head",
                _("负责岗位"),
                kind="choice",
                groups=choices.posts(request.viewer),
                value=place.head_post,
                hint=_("不指定时按制度里的上下级"),
            ),
            Field("zone", _("时区"), value=place.zone, hint=_("如 Asia/Shanghai；留空用上级单位的")),
        ),
    )

    def do(typed: Typed) -> str:
        people.describe_unit(
            unit=place.id,
            name=typed["name"],
            head_post=typed["head"],
            zone=typed["zone"],
            by=request.viewer.person,
            at=request.at,
        )
        return _("单位已更改")

    return form, do


def _move(request: StaffRequest, place: Place) -> Planned:
    options = tuple(each for each in choices.units(request.viewer) if each[0] != str(place.id))
    form = Form(
        title=f"{_('移动单位')}：{place.name}",
        button=_("移动"),
        back=reverse("admin-units"),
        fields=(choice("to", _("新的上级单位"), options, value=str(place.parent or "")),),
        note=_("下级单位跟着一起移动；看得到哪些事项随之改变。"),
    )

    def do(typed: Typed) -> str:
        people.move_unit(unit=place.id, to=int(typed["to"]), by=request.viewer.person, at=request.at)
        return _("单位已移动")

    return form, do


def _close(request: StaffRequest, place: Place) -> Planned:
    form = Form(
        title=f"{_('撤销单位')}：{place.name}？",
        button=_("撤销单位"),
        back=reverse("admin-units"),
        fields=(),
        note=_("连同下级单位一起停用，以后不能再选；已有的事项和记录不变。还有人任职时不能撤销。"),
        danger=True,
    )

    def do(_typed: Typed) -> str:
        people.close_unit(unit=place.id, by=request.viewer.person, at=request.at)
        return _("单位已撤销")

    return form, do


ACTS: Mapping[str, Callable[[StaffRequest, Place], Planned]] = {
    "describe": _describe,
    "move": _move,
    "close": _close,
}


def _count(viewer: Viewer, place: Place) -> int:
    held = viewer.organisation.held_in_unit.get(place.id, ())
    return len({one.person for one in held if one.at(viewer.at)})


def _asked(request: StaffRequest) -> str:
    below = request.GET.get("below", "")
    return below if below.isdecimal() else ""
