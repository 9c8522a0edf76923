"""导入人员: a table is looked at line by line first, and carried out whole when it is in order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shouwen.people import actions as people
from shouwen.people.importing import COLUMNS, Line, Unreadable, read, template, text_of
from shouwen.web.administration.people import MANAGE
from shouwen.web.ui.refused import change_words
from shouwen.web.ui.staff import StaffRequest, needs, staff_page
from shouwen.web.ui.words import chinese, said

LARGEST = 2 * 1024 * 1024


@staff_page
@needs(MANAGE)
def import_page(request: StaffRequest) -> HttpResponse:
    """First what each line would do, then, on a second press, all of them."""
    if request.method != "POST":
        return _shown(request)
    try:
        text = _text(request)
        lines = read(request.viewer, text)
    except Unreadable as wrong:
        return _shown(request, error=said(wrong.zh) if chinese() else wrong.en)
    faulty = any(line.faults for line in lines)
    if faulty or "carry_out" not in request.POST:
        return _shown(request, lines=lines, text=text, faulty=faulty)
    return _carried_out(request, lines, text)


@staff_page
@needs(MANAGE)
def import_template(request: StaffRequest) -> HttpResponse:
    response = HttpResponse(template().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="people.csv"'
    return response


def _text(request: StaffRequest) -> str:
    """Of the file, or as it came back from the first look."""
    file = request.FILES.get("file")
    if file is None or isinstance(file, list):
        return request.POST.get("text", "")
    if (file.size or 0) > LARGEST:
        raise Unreadable("文件最大 2 MB，请分几次导入。", "The file may have 2 MB at most.")
    return text_of(file.read())


def _carried_out(request: StaffRequest, lines: tuple[Line, ...], text: str) -> HttpResponse:
    try:
        passwords = people.import_people(lines=lines, by=request.viewer.person, at=request.at)
    except people.ChangeRefused as refused:
        return _shown(request, lines=lines, text=text, error=change_words(refused))
    except ValidationError as wrong:
        return _shown(request, lines=lines, text=text, error="\n".join(wrong.messages))
    response = render(request, "administration/imported.html", {"passwords": passwords, "count": len(lines)})
    response.headers["Cache-Control"] = "no-store"
    return response


def _shown(request: StaffRequest, *, error: str = "", **context: Any) -> HttpResponse:
    status = 422 if error or context.get("faulty") else 200
    said = error or (_("有的行还不对：改好文件再选一次，什么都还没有导入。") if context.get("faulty") else "")
    shown = {"columns": COLUMNS, "error": said, **context}
    return render(request, "administration/import.html", shown, status=status)
