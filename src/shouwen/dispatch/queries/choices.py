"""Why a task is whose it is, or nobody's: every choice of a case in words, person by person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from shouwen.cases.queries import get_for, person_name
from shouwen.dispatch.models import Choice
from shouwen.people.access import Viewer
from shouwen.rulebook.words.labels import SORTS
from shouwen.runtime.models import Task

MOST = 12
WHY: Mapping[str, str] = {
    "away": "离开",
    "break": "小休",
    "busy": "忙碌",
    "silent": "许久没有动静",
    "uncertified": "无证书或已过期",
    "barred": "按制度须回避",
    "passed": "已派给他，超时未接",
    "refused": "已退单或放回",
}
BEHIND: Mapping[str, str] = {
    "on_duty": "此刻不当班",
    "last_agent": "上次不是由他接待",
    "skill": "技能不符",
    "region": "不如所派的人近",
    "fewest_open": "在办较多",
    "longest_idle": "刚派过",
}


@dataclass(frozen=True, slots=True)
class LookedView:
    """One person who was looked at, with the reason in words."""

    name: str
    words: str
    fits: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One choice: for which task, how it came out, and everybody who was looked at."""

    title: str
    state: str
    state_title: str
    name: str
    at: datetime
    until: datetime | None
    order: tuple[str, ...]
    clauses: tuple[str, ...]
    looked: tuple[LookedView, ...]


def choices_of(viewer: Viewer, case_id: int) -> tuple[ChoiceView, ...]:
    """The latest first; of a case that the viewer may see."""
    get_for(viewer, case_id)
    rows = list(Choice.objects.filter(subject=case_id).order_by("-id")[:MOST])
    titles = dict(Task.objects.filter(subject=case_id).values_list("key", "title")) if rows else {}
    return tuple(_view(viewer, row, titles.get(row.task, row.task)) for row in rows)


def _view(viewer: Viewer, row: Choice, title: str) -> ChoiceView:
    return ChoiceView(
        title=title,
        state=row.state,
        state_title=_(str(Choice.State(row.state).label)),
        name=person_name(viewer, row.person),
        at=row.at,
        until=row.until,
        order=tuple(_(SORTS[each][0]) for each in row.order),
        clauses=tuple(row.clauses),
        looked=tuple(_looked(viewer, each) for each in row.looked),
    )


def _looked(viewer: Viewer, each: Mapping[str, Any]) -> LookedView:
    why = each["why"]
    return LookedView(
        name=person_name(viewer, each["person"]),
        words=_words(viewer, each),
        fits=why in {"chosen", "behind"},
        chosen=why == "chosen",
    )


def _words(viewer: Viewer, each: Mapping[str, Any]) -> str:
    why, most = each["why"], each["most"]
    load = f"{each['open']}/{most}" if most is not None else str(each["open"])
    if why == "chosen":
        return _("派给他，在办 %(load)s") % {"load": load}
    if why == "behind":
        words = _(BEHIND[each["by"]]) if each["by"] else _("条件相同，按编号先后")
        return _("%(why)s，在办 %(load)s") % {"why": words, "load": load}
    if why == "full":
        return _("已满 %(load)s") % {"load": load}
    if why == "absent" and each["until"]:
        zone = ZoneInfo(viewer.organisation.zone_of(viewer.home))
        until = datetime.fromisoformat(each["until"]).astimezone(zone)
        return _("休假至 %(until)s") % {"until": until.strftime("%m-%d %H:%M")}
    return _(WHY.get(why, why))
