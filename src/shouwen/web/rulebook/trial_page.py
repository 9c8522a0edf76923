"""试算: a case type, its forms and a start; step by step what a draft would demand, of whom, until when, by which clause."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shouwen.authoring import outset
from shouwen.authoring.preview import CannotTry, Done, StoryError, Trial, fitting_unit, try_out
from shouwen.authoring.queries import Study
from shouwen.base.days import instant_of
from shouwen.cases.rows import PaperForm
from shouwen.people.queries import all_units, names, unit_names, zone_of
from shouwen.people.teams import teams
from shouwen.rulebook.model import ProcedureRule, Rulebook
from shouwen.web.rulebook.confirming import MANAGE
from shouwen.web.rulebook.editing import found, lang
from shouwen.web.rulebook.trial_forms import Given, form_of, given, others
from shouwen.web.rulebook.trial_words import Choice, Shown, shown
from shouwen.web.ui.staff import StaffRequest, needs, staff_page

GIVEN = "="
PARTS_OF_DONE = 3
# What one step adds to the address; the rest of it is carried on.
ACT = ("task", "outcome", "finished", "go")


@dataclass(frozen=True, slots=True)
class Next:
    """An open task with the forms that its step asks for, and what of the address is carried on beside them."""

    choice: Choice
    forms: tuple[PaperForm, ...]
    kept: tuple[tuple[str, str], ...]


@staff_page
@needs(MANAGE)
def preview(request: StaffRequest, draft_id: int) -> HttpResponse:
    """The whole trial stands in the address: it can be sent to a colleague, and goes on step by step."""
    view = found(draft_id)
    study, asked = view.study(), request.GET
    book = study.rulebook
    rule = _procedure(book, asked) if book else None
    typed, result, error = _come_of(request, study)
    context = {
        "draft": view,
        "study": study,
        "book": book,
        "rule": rule,
        "units": outset.own_first(_home(book, view.origin)),
        "all_units": all_units(),
        "teams": teams(request.viewer, _unit(request)) if rule else (),
        "error": error,
        "errors": typed.errors,
        "result": result,
        "asked": asked,
        "paper": form_of(book, rule.intake or "", asked, request.at) if book and rule else None,
        "others": others(book, rule, asked, lang()) if book and rule else (),
        "nexts": [_next(book, one, asked, request.at) for one in result.choices] if book and result else [],
        "start": asked.get("start") or localtime(request.at).strftime("%Y-%m-%dT%H:%M"),
        "unit": _unit(request) if asked.get("unit") or not rule else _fitting(request, book, rule, view.origin),
        "done": len(_done(asked)),
    }
    refused = bool(error and (asked.get("start") or study.errors)) and bool(asked)
    return render(request, "rulebook/draft_preview.html", context, status=422 if refused else 200)


def _come_of(request: StaffRequest, study: Study) -> tuple[Given, Shown | None, str]:
    """What was typed, what comes of it, and what stands against a trial."""
    if study.rulebook is None or study.errors:
        return Given({}, {}), None, _("草稿还有错误，改正后才能试算。")
    if not request.GET.get("start"):
        return Given({}, {}), None, ""
    typed = given(study.rulebook, request.GET, request.at)
    return typed, *_result(request, study.rulebook, typed)


def _procedure(book: Rulebook, asked: QueryDict) -> ProcedureRule | None:
    """The one asked for; at first one that is opened by hand."""
    chosen = book.procedures.get(asked.get("procedure", ""))
    by_hand = (one for one in book.procedures.values() if one.intake)
    return chosen or next(by_hand, next(iter(book.procedures.values()), None))


def _result(request: StaffRequest, book: Rulebook, typed: Given) -> tuple[Shown | None, str]:
    if typed.errors:
        return None, _("请改正标出的项目。")
    try:
        trial = _tried(request, book, typed)
    except CannotTry:
        return None, _("这一步不在当前待办里，请从头再算。")
    except StoryError as wrong:
        return None, str(wrong)
    except ValueError:
        return None, _("请选择流程、单位和开始时间。")
    return shown(trial, book, names(_persons(trial)), unit_names(), zone_of(_unit(request)), lang()), ""


def _next(book: Rulebook, choice: Choice, asked: QueryDict, at: datetime) -> Next:
    forms = tuple(form for paper in choice.papers if (form := form_of(book, paper, asked, at)))
    heads = {form.paper for form in forms}
    kept = [
        (name, value)
        for name in asked
        for value in asked.getlist(name)
        if name not in (*ACT, "done") and name.partition(".")[0] not in heads and value
    ]
    return Next(choice, forms, (*kept, *(("done", one) for one in _done(asked))))


def _unit(request: StaffRequest) -> int:
    chosen = request.GET.get("unit", "")
    return int(chosen) if chosen.isdecimal() else int(request.viewer.home or 0)


def _home(book: Rulebook | None, origin: str) -> frozenset[str]:
    """Where the edition holds that the draft is made from."""
    base = outset.base_of(book, origin) if book else None
    return base.units if base else frozenset()


def _fitting(request: StaffRequest, book: Rulebook | None, rule: ProcedureRule, origin: str) -> int:
    home = _home(book, origin)
    units = [place.id for place in all_units() if outset.covers(home, place)]
    return fitting_unit(book, rule.name, units, at=request.at, version=request.viewer.version) if book else 0


def _done(asked: QueryDict) -> list[str]:
    """What was done before, and the step just chosen; all of it stands in the address."""
    now = [asked.get(name, "") for name in ("task", "outcome", "finished")]
    return [*asked.getlist("done"), *(["|".join(now)] if all(now) else [])]


def _persons(trial: Trial) -> set[str]:
    seats = [*(line.persons for line in (*trial.lines, *trial.outlook)), *(one.persons for one in trial.waiting)]
    return {seat.person for each in seats for seat in each if seat.person}


def _tried(request: StaffRequest, book: Rulebook, typed: Given) -> Trial:
    unit, asked = _unit(request), request.GET
    zone = ZoneInfo(zone_of(unit))
    lines = (line.partition(GIVEN) for line in asked.get("facts", "").splitlines() if GIVEN in line)
    done = []
    for text in _done(asked):
        parts = text.split("|")
        if len(parts) == PARTS_OF_DONE and all(parts):
            done.append(Done(parts[0], parts[1], instant_of(parts[2]).replace(tzinfo=zone)))
    return try_out(
        book,
        procedure=asked.get("procedure", ""),
        unit=unit,
        at=instant_of(asked.get("start", "")).replace(tzinfo=zone),
        given={name.strip(): value.strip() for name, _equals, value in lines},
        done=done,
        version=request.viewer.version,
        filled=typed.facts,
    )
