"""A draft on its way out: compared, tried, decided suggestion by suggestion, published, exported."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from shouwen.authoring import actions
from shouwen.authoring.bringing import archive_of
from shouwen.authoring.preview import CannotTry, Done, StoryError, Trial, try_out
from shouwen.people.queries import all_units, names, unit_names, zone_of
from shouwen.rulebook.comparing import differences
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.web.rulebook.confirming import MANAGE
from shouwen.web.rulebook.editing import found, page
from shouwen.web.rulebook.trial_words import Shown, shown
from shouwen.web.ui.staff import StaffRequest, needs, staff_page
from shouwen.web.ui.words import chinese

GIVEN = "="
PARTS_OF_DONE = 3


@staff_page
@needs(MANAGE)
def compare(request: StaffRequest, draft_id: int) -> HttpResponse:
    """What the draft changes against an installed edition, in sentences."""
    view, key = found(draft_id), request.GET.get("with", "")
    book, keys = view.study().rulebook, sorted(rulebooks.installed())
    key = key if key in keys else next((each for each in keys if each == view.origin), keys[0] if keys else "")
    told = differences(rulebooks.rulebook(key), book, "zh" if chinese() else "en") if book and key else ()
    return render(request, "rulebook/draft_compare.html", {"draft": view, "key": key, "keys": keys, "told": told})


@staff_page
@needs(MANAGE)
def export(request: StaffRequest, draft_id: int) -> HttpResponse:
    """Every file to the letter, in one archive."""
    view = found(draft_id)
    book = view.study().rulebook
    name = book.key.replace("/", "-") if book else f"draft-{draft_id}"
    answer = HttpResponse(archive_of(view.texts, name), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return answer


@staff_page
@needs(MANAGE)
def publish(request: StaffRequest, draft_id: int) -> HttpResponse:
    """For a day and some units, if the checker finds no error."""
    view = found(draft_id)
    try:
        day = date.fromisoformat(request.POST.get("in_force", ""))
    except ValueError:
        return page(request, view, _("请填写生效日，如 2027-01-01"))
    try:
        units = tuple(unit for unit in request.POST.getlist("units") if unit in unit_names())
        key = actions.publish(draft=draft_id, in_force=day, units=units, by=request.viewer.user, at=request.at)
    except actions.CannotPublish as wrong:
        return page(request, view, wrong.zh if chinese() else wrong.en)
    except actions.Closed as done:
        return page(request, view, _("已发布为 %(key)s。") % {"key": done})
    messages.success(request, _("已发布；在办事项仍按原版本办理"))
    return HttpResponseRedirect(reverse("rulebook", args=[key]))


@staff_page
@needs(MANAGE)
def preview(request: StaffRequest, draft_id: int) -> HttpResponse:
    """试算: a case type, facts and a start; step by step what the draft would demand."""
    view = found(draft_id)
    study = view.study()
    book, error = study.rulebook, ""
    result: Shown | None = None
    if book is None or study.errors:
        error = _("草稿还有错误，改正后才能试算。")
    elif request.GET.get("procedure"):
        try:
            trial = _tried(request, book)
            result = shown(trial, book, names(_persons(trial)), unit_names(), zone_of(_unit(request)))
        except CannotTry:
            error = _("这一步不在当前待办里，请从头再算。")
        except StoryError as wrong:
            error = str(wrong)
        except ValueError:
            error = _("请选择流程、单位和开始时间。")
    context = {
        "draft": view,
        "study": study,
        "book": book,
        "units": all_units(),
        "error": error,
        "result": result,
        "asked": request.GET,
        "start": request.GET.get("start") or localtime(request.at).strftime("%Y-%m-%dT%H:%M"),
        "done": _done(request),
    }
    return render(request, "rulebook/draft_preview.html", context, status=422 if error and request.GET else 200)


def _unit(request: StaffRequest) -> int:
    return int(request.GET.get("unit") or request.viewer.home or 0)


def _done(request: StaffRequest) -> list[str]:
    """What was done before, and the step just chosen; all of it stands in the address."""
    now = [request.GET.get(name, "") for name in ("task", "outcome", "finished")]
    return [*request.GET.getlist("done"), *(["|".join(now)] if all(now) else [])]


def _persons(trial: Trial) -> set[str]:
    seats = [*(line.persons for line in (*trial.lines, *trial.outlook)), *(one.persons for one in trial.waiting)]
    return {seat.person for each in seats for seat in each if seat.person}


def _tried(request: StaffRequest, book: Rulebook) -> Trial:
    unit = _unit(request)
    zone = ZoneInfo(zone_of(unit))
    lines = (line.partition(GIVEN) for line in request.GET.get("facts", "").splitlines() if GIVEN in line)
    done = []
    for text in _done(request):
        parts = text.split("|")
        if len(parts) == PARTS_OF_DONE and all(parts):
            done.append(Done(parts[0], parts[1], datetime.fromisoformat(parts[2]).replace(tzinfo=zone)))
    start = datetime.fromisoformat(request.GET.get("start", "")).replace(tzinfo=zone)
    return try_out(
        book,
        procedure=request.GET["procedure"],
        unit=unit,
        at=start,
        given={name.strip(): value.strip() for name, _equals, value in lines},
        done=done,
        version=request.viewer.version,
    )
