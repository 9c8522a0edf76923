"""The head of a draft by its form: the number of the edition, the title, and the day from which it holds."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.base.days import day_of
from shouwen.rulebook.writing import put
from shouwen.runtime import rulebooks
from shouwen.web.rulebook.confirming import MANAGE
from shouwen.web.rulebook.draft_page import HeaderForm, Written, header_form
from shouwen.web.rulebook.editing import found, page, saved
from shouwen.web.ui.staff import StaffRequest, needs, staff_page


@staff_page
@needs(MANAGE)
@require_POST
def save_header(request: StaffRequest, draft_id: int) -> HttpResponse:
    """What is typed replaces what stands in the file; everything else there stays."""
    view = found(draft_id)
    before = header_form(Written(view))
    given = {key: request.POST.get(key, "").strip() for key in HeaderForm.PATHS}
    wrong = _wrong(given, before) if before else _("草稿里没有制度头部，请先在文件里补写。")
    if before is None or wrong:
        return page(request, view, wrong)

    def change(text: str) -> str:
        for key, path in HeaderForm.PATHS.items():
            if given[key] != getattr(before, key):
                text = put(text, path, given[key])
        return text

    version = request.POST.get("version", "")
    return saved(
        request, view, before.file, change, to=f"{reverse('draft', args=[draft_id])}#head",
        version=int(version) if version.isdecimal() else None,
    )  # fmt: skip


def _wrong(given: Mapping[str, str], before: HeaderForm) -> str:
    if not given["number"] or not given["title"]:
        return _("版本编号和制度名称都要填写。")
    try:
        day_of(given["in_force"])
    except ValueError:
        return _("请填写生效日，如 2027-01-01")
    key = f"{before.code}/{given['number']}"
    if given["number"] != before.number and key in rulebooks.installed():
        return _("已有 %(key)s，请换一个版本编号。") % {"key": key}
    return ""
