"""One form for one act of an administrator: a page of its own, or a dialog where the browser can; nothing typed is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from shouwen.base.days import day_of, instant_of
from shouwen.people.actions import ChangeRefused
from shouwen.people.snapshot import TOP_ZONE
from shouwen.web.administration.fields import Field as Field
from shouwen.web.administration.fields import Option as Option
from shouwen.web.administration.meanwhile import OPENED_WITH, changed_since, joined, opened_with, told
from shouwen.web.ui.refused import change_words
from shouwen.web.ui.staff import StaffRequest

MOST_TYPED = 500


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked, the verb on the button, and the page it leads back to."""

    title: str
    button: str
    back: str
    fields: tuple[Field, ...]
    note: str = ""
    danger: bool = False
    opened_with: str = ""
    """What stood in it when it was opened; empty before it is shown."""


Typed = Mapping[str, str]
Do = Callable[[Typed], str | HttpResponse]


def choice(name: str, label: str, options: tuple[Option, ...], *, value: str = "", must: bool = True) -> Field:
    """One of a short list."""
    return Field(name, label, kind="choice", groups=(("", options),), value=value, must=must)


def reason(label: str = "") -> Field:
    return Field("reason", label or _("原因（会记录）"), kind="long", must=True)


def day(typed: Typed, name: str) -> date | None:
    """None for nothing; the form has refused what is no day."""
    return day_of(typed[name]) if typed.get(name) else None


def instant(typed: Typed, name: str) -> datetime:
    """On the wall clock of the company."""
    return instant_of(typed[name]).replace(tzinfo=ZoneInfo(TOP_ZONE))


def number(typed: Typed, name: str) -> int | None:
    return int(typed[name]) if typed.get(name, "").isdecimal() else None


def answer(request: StaffRequest, form: Form, do: Do) -> HttpResponse:
    """Shown, or carried out; what the organisation refuses stands above the form with everything as it was typed."""
    form = replace(form, opened_with=opened_with(form.fields))
    if request.method != "POST":
        return _shown(request, form)
    filled = tuple(_filled(request, field) for field in form.fields)
    changed = changed_since(request.POST, form.fields)
    if changed:
        return _meanwhile(request, form, filled, changed)
    if any(field.error for field in filled):
        return _shown(request, replace(form, fields=filled), status=422)
    typed = {field.name: field.value for field in filled}
    try:
        said = do(typed)
    except ChangeRefused as refused:
        return _shown(request, replace(form, fields=filled), error=change_words(refused), status=422)
    except ValidationError as wrong:
        return _shown(request, replace(form, fields=filled), error="\n".join(wrong.messages), status=422)
    if isinstance(said, HttpResponse):
        return said
    messages.success(request, said)
    return HttpResponseRedirect(form.back)


def _meanwhile(
    request: StaffRequest, form: Form, filled: tuple[Field, ...], changed: tuple[tuple[Field, list[str]], ...]
) -> HttpResponse:
    """Somebody else was quicker: shown with both, and not carried out."""
    before = {field.name: held for field, held in changed}
    fields = tuple(
        joined(typed, now, before[now.name]) if now.name in before else typed
        for typed, now in zip(filled, form.fields, strict=True)
    )
    return _shown(request, replace(form, fields=fields), error=told(changed), status=HTTPStatus.CONFLICT)


def _shown(request: StaffRequest, form: Form, *, error: str = "", status: int = 200) -> HttpResponse:
    template = "administration/dialog.html" if request.headers.get("HX-Request") else "administration/form.html"
    context = {"form": form, "error": error, "action": request.get_full_path(), "opened_name": OPENED_WITH}
    return render(request, template, context, status=status)


def _filled(request: StaffRequest, field: Field) -> Field:
    if field.kind == "several":
        chosen = tuple(request.POST.getlist(field.name))
        known = {value for _group, options in field.groups for value, _label in options}
        error = _("请至少选一项") if field.must and not chosen else "" if set(chosen) <= known else _("没有这个选项")
        return replace(field, chosen=chosen, value=" ".join(chosen), error=error)
    typed = request.POST.get(field.name, "").strip()
    return replace(field, value=typed, error=_fault(field, typed))


def _fault(field: Field, typed: str) -> str:
    if not typed:
        return _("请填写") if field.must and field.kind != "file" else ""
    known = {value for _group, options in field.groups for value, _label in options}
    if field.kind == "choice":
        return "" if typed in known else _("没有这个选项")
    if field.kind == "date":
        return _("请写成 2026-01-31 这样的日期") if _is_wrong(typed, day_of) else ""
    if field.kind == "instant":
        return _("请写成日期和时间") if _is_wrong(typed, instant_of) else ""
    return _("最多 500 个字") if len(typed) > MOST_TYPED else ""


def _is_wrong(typed: str, read: Callable[[str], object]) -> bool:
    try:
        read(typed)
    except ValueError:
        return True
    return False
