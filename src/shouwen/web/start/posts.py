"""开始使用: the units that a rulebook needs, and who holds its posts and signs in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.base.pinyin import latin_of
from shouwen.base.queries import installation, is_taken
from shouwen.people import actions as people
from shouwen.people.founding import (
    FOUND,
    Seat,
    gives_sign_ins,
    hands_out,
    people_called,
    seats,
    top_unit,
    units_lacking,
    vacant,
)
from shouwen.people.needed import NeededUnit
from shouwen.people.queries import all_units, colleagues
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.web.start.progress import named
from shouwen.web.start.views import forward, page
from shouwen.web.ui.refused import change_words
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

CODE = re.compile(r"[A-Za-z0-9]{2,12}")
USERNAME = re.compile(r"[A-Za-z0-9_.@-]{2,60}")
LONGEST_NAME = 60
MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A seat as the page shows it, with what was typed and refused."""

    seat: Seat
    unit: str = ""
    name: str = ""
    username: str = ""
    error: str = ""


@staff_page
@needs(FOUND)
def posts(request: StaffRequest) -> HttpResponse:
    """The posts of one rulebook; several people are placed at once."""
    book = _book(request)
    if book is None:
        return page(request, "start/posts.html", book=None)
    if request.method != "POST":
        return _shown(request, book, [Row(seat) for seat in seats(request.viewer, book)])
    rows = [_typed(request, seat) for seat in seats(request.viewer, book)]
    checked = _checked(request, rows)
    if any(row.error for row in checked):
        return _shown(request, book, checked)
    if not any(row.name for row in checked):
        return _nobody(request, book)
    return _filled(request, book, [row for row in checked if row.name])


def _nobody(request: StaffRequest, book: Rulebook) -> HttpResponse:
    """Nothing was typed: what posts may do is still given out, where that waits; otherwise what is missing is said."""
    if hands_out(request.viewer) and _grant(request):
        return forward(request, _("岗位的权限已按制度给出"))
    empty = [seat.title for seat in vacant(request.viewer, book)]
    said = _("没有填写任何人，没有保存。请至少填一行的姓名。")
    if empty:
        said += _("还空缺：%(posts)s") % {"posts": named(empty)}
    return _shown(request, book, [Row(seat) for seat in seats(request.viewer, book)], error=said)


def _grant(request: StaffRequest) -> int:
    books = [rulebooks.rulebook(key) for key in rulebooks.installed()]
    return people.grant_first_scopes(books=books, by=request.viewer.person, at=request.at)


def _filled(request: StaffRequest, book: Rulebook, rows: list[Row]) -> HttpResponse:
    """First passwords are on the answer itself and nowhere else."""
    fillings = [people.Filling(row.seat.post, int(row.unit), row.name, row.username) for row in rows]
    by, at = request.viewer.person, request.at
    try:
        passwords = people.fill_posts(fillings=fillings, by=by, at=at)
        if hands_out(request.viewer):
            _grant(request)
    except (people.ChangeRefused, ValidationError) as wrong:
        said = change_words(wrong) if isinstance(wrong, people.ChangeRefused) else "\n".join(wrong.messages)
        return _shown(request, book, [Row(seat) for seat in seats(request.viewer, book)], error=said)
    if passwords:
        answer = render(request, "start/passwords.html", {"passwords": passwords})
        answer.headers["Cache-Control"] = "no-store"
        return answer
    return forward(request, _("岗位已安排"))


@staff_page
@needs("manage_people")
def units(request: StaffRequest) -> HttpResponse:
    """Founds what is proposed, under the names that were typed; whoever only looks is led to where that is done."""
    book = _book(request)
    if book is None or request.method != "POST":
        return HttpResponseRedirect(reverse("start-posts"))
    wanted = [
        replace(unit, name=request.POST.get(f"name-{place}", "").strip() or unit.name)
        for place, unit in enumerate(_lacking(request, book))
    ]
    if not wanted or not CODE.fullmatch(_code(request, book)):
        return _shown(
            request,
            book,
            [Row(seat) for seat in seats(request.viewer, book)],
            error=_("代号用 2 到 12 个字母或数字，如 AJ"),
        )
    if any(len(unit.name) > LONGEST_NAME for unit in wanted):
        return _shown(
            request, book, [Row(seat) for seat in seats(request.viewer, book)], error=_("单位名称最多 60 个字")
        )
    people.found_units(units=wanted, by=request.viewer.person, at=request.at)
    return HttpResponseRedirect(f"{reverse('start-posts')}?edition={book.key}")


def _shown(request: StaffRequest, book: Rulebook, rows: list[Row], *, error: str = "") -> HttpResponse:
    refused = any(row.error for row in rows)
    context = {
        "book": book,
        "books": [rulebooks.rulebook(key) for key in rulebooks.installed()],
        "units": all_units(version=request.viewer.version),
        "kinds": book.header.unit_kinds,
        "code": _code(request, book),
        "has_top": top_unit(request.viewer, book) is not None,
        "lacking": _lacking(request, book),
        "rows": rows,
        "known": colleagues(request.viewer, most=MOST_PEOPLE),
        "hands_out": hands_out(request.viewer),
        "gives_sign_ins": gives_sign_ins(request.viewer),
    }
    said = error or (_("没有保存：请更正下面标红的内容。") if refused else "")
    return page(request, "start/posts.html", error=said, **context)


def _book(request: StaffRequest) -> Rulebook | None:
    """The one that is asked for, else the first."""
    rulebooks.forget()  # taken in a moment ago, perhaps by another process
    there = rulebooks.installed()
    asked = request.POST.get("edition") or request.GET.get("edition", "")
    key = asked if asked in there else next(iter(there), "")
    return rulebooks.rulebook(key) if key else None


def _code(request: StaffRequest, book: Rulebook) -> str:
    """What codes of units begin with: that of the top unit, else as typed, else the initials of the company."""
    top = top_unit(request.viewer, book)
    if top is not None:
        return top.code
    initials = latin_of(installation().company).initials.upper()
    return (request.POST.get("code", "").strip() or initials[:4] or "GS").upper()


def _lacking(request: StaffRequest, book: Rulebook) -> tuple[NeededUnit, ...]:
    return units_lacking(request.viewer, book, code=_code(request, book), name=installation().company)


def _typed(request: StaffRequest, seat: Seat) -> Row:
    return Row(
        seat,
        unit=request.POST.get(f"unit-{seat.post}", ""),
        name=request.POST.get(f"name-{seat.post}", "").strip(),
        username=request.POST.get(f"username-{seat.post}", "").strip(),
    )


def _checked(request: StaffRequest, rows: list[Row]) -> list[Row]:
    """Each row with what is wrong in it; a sign-in is given to one person, who has none, in however many posts."""
    given = {(row.username.lower(), row.name) for row in rows if row.username}
    names = [username for username, _person in given]
    once = {name for name in names if names.count(name) == 1}
    return [replace(row, error=next(_faults(request, row, once), "")) for row in rows]


def _faults(request: StaffRequest, row: Row, once: set[str]) -> Iterator[str]:
    if row.username and not row.name:
        yield _("请填写姓名")
    if not row.name:
        return
    known = people_called(request.viewer, row.name)
    if len(row.name) > LONGEST_NAME:
        yield _("姓名太长")
    if row.unit not in {str(place.id) for place in row.seat.units}:
        yield _("请选择单位")
    if len(known) > 1:
        yield _("有几位同名的人，请用组织文件安排")
    if row.username:
        yield from _sign_in_faults(request, row, has_one=any(one.user for one in known), once=once)


def _sign_in_faults(request: StaffRequest, row: Row, *, has_one: bool, once: set[str]) -> Iterator[str]:
    if not gives_sign_ins(request.viewer):
        yield _("账号由系统管理员发放")
    if has_one:
        yield _("此人已有账号，登录名请留空")
    if not USERNAME.fullmatch(row.username):
        yield _("登录名用 2 到 60 个字母、数字或 _ . @ -")
    if row.username.lower() not in once or is_taken(row.username):
        yield _("登录名已被使用")
