"""共用视图: every view that is shared with a unit, renamed, shared elsewhere, handed over or removed."""

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.cases import actions
from shouwen.cases.queries.shared_views import SharedView
from shouwen.cases.queries.shared_views import shared_views as views_shared
from shouwen.web.administration import choices
from shouwen.web.administration.forms import Field, Form, Typed, answer, choice
from shouwen.web.administration.people import MANAGE
from shouwen.web.administration.view_words import in_words
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

ACTS = {"rename": "改名", "share": "改给单位", "give": "移交", "remove": "删除"}


@staff_page
@needs(MANAGE)
def shared_views(request: StaffRequest) -> HttpResponse:
    """Those of people who left stand first: nobody can change them any more."""
    rows = [
        {"view": one, "words": in_words(request.viewer, QueryDict(one.query))} for one in views_shared(request.viewer)
    ]
    return render(request, "administration/shared_views.html", {"rows": rows, "acts": ACTS})


@staff_page
@needs(MANAGE)
def view_act(request: StaffRequest, view_id: int, act: str) -> HttpResponse:
    view = next((one for one in views_shared(request.viewer) if one.id == view_id), None)
    if view is None or act not in ACTS:
        raise Http404
    form = Form(
        title=f"{_(ACTS[act])}：{view.name}{'？' if act == 'remove' else ''}",
        button=_(ACTS[act]),
        back=reverse("admin-views"),
        fields=_fields(request, view, act),
        note=_("%(unit)s及下级单位的人从此看不到它；事项不受影响。") % {"unit": view.unit_name}
        if act == "remove"
        else "",
        danger=act == "remove",
    )

    def do(typed: Typed) -> str:
        by, at = request.viewer, request.at
        if act == "rename":
            actions.rename_view(view_id=view_id, name=typed["name"], by=by, at=at)
        elif act == "share":
            actions.share_view(view_id=view_id, unit=int(typed["unit"]), by=by, at=at)
        elif act == "give":
            actions.hand_view_over(view_id=view_id, person=int(typed["person"]), by=by, at=at)
        else:
            actions.remove_view(view_id=view_id, by=by, at=at)
        return _("视图已更改") if act != "remove" else _("视图已删除")

    return answer(request, form, do)


def _fields(request: StaffRequest, view: SharedView, act: str) -> tuple[Field, ...]:
    if act == "rename":
        return (Field("name", _("名称"), value=view.name, must=True),)
    if act == "share":
        return (choice("unit", _("给哪个单位"), choices.units(request.viewer), value=view.unit),)
    if act == "give":
        return (choice("person", _("移交给"), choices.people_here(request.viewer)),)
    return ()
