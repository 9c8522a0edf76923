"""Lists kept under a name, for oneself or for the people of a unit."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.cases import actions
from shouwen.web.cases.queues import as_listed
from shouwen.web.ui.addresses import id_in
from shouwen.web.ui.staff import StaffRequest, staff_page

LONGEST_ADDRESS = 2000


@staff_page
@require_POST
def save_view(request: StaffRequest) -> HttpResponse:
    """The list's present address under a name; or one of one's own views goes."""
    post = request.POST
    dropped, name = post.get("drop", ""), post.get("name", "").strip()
    address = as_listed(post.get("address", "").lstrip("?")[:LONGEST_ADDRESS])
    if (view := id_in(dropped)) is not None:
        actions.drop_view(person=request.viewer.id, view_id=view)
        messages.success(request, _("视图已删除"))
        return HttpResponseRedirect(reverse("cases"))
    unit = post.get("unit", "")
    if not name:
        messages.error(request, _("请给视图起个名字"))
    elif unit and not _is_own(request, unit):
        messages.error(request, _("没有保存：视图只能与自己任职的单位共用"))
    else:
        actions.save_view(person=request.viewer.id, name=name, filters={"query": address}, unit=unit, at=request.at)
        messages.success(request, _("视图已保存"))
    return HttpResponseRedirect(f"{reverse('cases')}?{address}")


def _is_own(request: StaffRequest, unit: str) -> bool:
    """Whether the viewer holds a post in it; nobody fills the shelves of others."""
    return unit in {str(post.unit) for post in request.viewer.posts if post.instead_of is None}
