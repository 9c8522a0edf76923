"""草稿: the editions in the making, and the four ways in which one begins."""

import re
from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.authoring import actions, queries
from shouwen.authoring.bringing import MOST_BYTES, CannotBring, files_of
from shouwen.base.days import day_of
from shouwen.people.queries import names, person_of_user
from shouwen.rulebook.read import CannotRead, read_bytes
from shouwen.rulebook.writing import CannotWrite
from shouwen.runtime import rulebooks
from shouwen.web.rulebook.confirming import MANAGE
from shouwen.web.ui.staff import StaffRequest, needs, staff_page
from shouwen.web.ui.words import chinese

CODE = re.compile(r"[A-Z]{2,20}")


@staff_page
@needs(MANAGE)
def drafts(request: StaffRequest) -> HttpResponse:
    """The list; a posted form makes a new draft and leads to it."""
    error = ""
    if request.method == "POST":
        try:
            made = _made(request)
        except (CannotRead, CannotBring, CannotWrite) as wrong:
            error = wrong.zh if chinese() else wrong.en
        except ValueError as wrong:
            error = str(wrong)
        else:
            messages.success(request, _("草稿已建立"))
            return HttpResponseRedirect(reverse("draft", args=[made]))
    rows = queries.drafts()
    removed = queries.removed()
    editions = [(key, rulebooks.rulebook(key).header.title) for key in sorted(rulebooks.installed())]
    context = {
        "rows": [(row, author) for row, author in zip(rows, authors([row.last_by for row in rows]), strict=True)],
        "removed": list(zip(removed, authors([one.by for one in removed]), strict=True)),
        "editions": editions,
        "proposed": _proposed(request.at.date(), rulebooks.installed()),
        "error": error,
        "typed": request.POST,
        "today": request.at.date(),
    }
    return render(request, "rulebook/drafts.html", context, status=422 if error else 200)


def authors(users: list[int | None]) -> list[str]:
    """The names of those who sign in as these users."""
    persons = {user: person_of_user(user) for user in set(users) if user}
    called = names(persons.values())
    return [called.get(persons.get(user) or "", "") if user else "" for user in users]


def _made(request: StaffRequest) -> int:
    way, name = request.POST.get("way", ""), request.POST.get("name", "")
    by, at = request.viewer.user, request.at
    if way == "copy":
        key = request.POST.get("edition", "")
        if key not in rulebooks.installed():
            raise ValueError(_("没有这一版制度"))
        return actions.copy_edition(key=key, name=name, number=_number(request, key), by=by, at=at)
    upload = request.FILES.get("file")
    if upload is None:
        raise ValueError(_("请选择文件"))
    assert isinstance(upload, UploadedFile)  # one file a field
    if (upload.size or 0) > MOST_BYTES:
        raise ValueError(_("文件过大，最多 20 MB"))
    origin = upload.name or ""
    if way == "import":
        return actions.make_draft(name=name, origin=origin, files=files_of(upload.read(), origin), by=by, at=at)
    code, in_force = request.POST.get("code", "").strip(), _day(request.POST.get("in_force", ""))
    if not CODE.fullmatch(code):
        raise ValueError(_("制度代号用 2 到 20 个大写字母，如 SHOP"))
    read = read_bytes(upload.read(), origin)
    return actions.make_from_reading(read=read, origin=origin, code=code, in_force=in_force, by=by, at=at)


def _proposed(today: date, installed: Iterable[str]) -> str:
    """The year, or the year's next edition, that no rulebook has yet."""
    taken = {key.partition("/")[2] for key in installed}
    year, n = str(today.year), 1
    while (number := year if n == 1 else f"{year}-{n}") in taken:
        n += 1
    return number


def _number(request: StaffRequest, key: str) -> str:
    """Of the new edition; without one the copy is the edition to the letter."""
    number = request.POST.get("number", "").strip()
    made = f"{key.partition('/')[0]}/{number}"
    if number and made in rulebooks.installed():
        raise ValueError(_("已有 %(key)s，请换一个版本编号。") % {"key": made})
    return number


def _day(text: str) -> date:
    try:
        return day_of(text)
    except ValueError as wrong:
        raise ValueError(_("请填写生效日，如 2027-01-01")) from wrong
