"""What is done with one person: placed, moved on, away, given a sign-in, handed over, gone."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from shouwen.cases.queries import count_first_contacts, open_tasks
from shouwen.cases.queries.alone import alone
from shouwen.dispatch.actions import shifts_ahead
from shouwen.people import actions as people
from shouwen.people.access import require
from shouwen.people.snapshot import TOP_ZONE
from shouwen.people.staff import Seat, person_page
from shouwen.web.administration import account_acts, choices
from shouwen.web.administration.about import About, Planned
from shouwen.web.administration.forms import Field, Typed, answer, choice, day, instant, number, reason
from shouwen.web.administration.people import ACCOUNTS, MANAGE
from shouwen.web.ui.staff import StaffRequest, staff_page
from shouwen.web.ui.words import counted


@staff_page
def person_act(request: StaffRequest, person_id: int, act: str, row: int = 0) -> HttpResponse:
    """Its form, then the act; `row` is a holding or an absence of the person."""
    if act not in ACTS:
        raise Http404
    needed, plan = ACTS[act]
    require(request.viewer, needed)
    form, do = plan(About(request, person_page(request.viewer, person_id)), row)
    return answer(request, form, do)


def _place(about: About, _row: int) -> Planned:
    viewer = about.request.viewer
    form = about.form(
        _("安排岗位"),
        _("安排到岗"),
        Field("post", _("岗位"), kind="choice", groups=choices.posts(viewer), must=True),
        choice("unit", _("单位"), choices.units(viewer)),
        Field("starts", _("起"), kind="date", value=about.today, must=True),
        Field("ends", _("止"), kind="date", hint=_("不填就一直在岗")),
    )

    def do(typed: Typed) -> str:
        starts = day(typed, "starts")
        assert starts is not None
        people.place(
            person=about.id,
            post=typed["post"],
            unit=int(typed["unit"]),
            starts_on=starts,
            ends_on=day(typed, "ends"),
            by=about.by,
            at=about.at,
        )
        return _("岗位已安排")

    return form, do


def _end(about: About, row: int) -> Planned:
    seat = next((seat for seat in about.page.colleague.seats if seat.holding == row), None)
    if seat is None:
        raise Http404
    count = len(open_tasks(str(about.id))) if len(about.page.colleague.seats) == 1 else 0
    form = about.form(
        _("结束任职"),
        _("结束任职"),
        Field("last", _("最后一天"), kind="date", value=about.today, must=True),
        *account_acts.taking_over(about, count),
        note=_("早于起期的日子等于撤销这次任职。岗位上的待办由同岗位的人接着办。") + _left_alone(about, seat),
        danger=True,
    )

    def do(typed: Typed) -> str:
        last = day(typed, "last")
        assert last is not None
        said = account_acts.handed_over(about, typed["to"], _("任职结束")) if typed.get("to") else ""
        people.end_holding(holding=row, last_day=last, by=about.by, at=about.at)
        return "；".join(filter(None, (_("任职已结束"), said)))

    return form, do


def _correct(about: About, _row: int) -> Planned:
    page = about.page
    form = about.form(
        _("更正资料"),
        _("保存资料"),
        Field("name", _("姓名"), value=about.name, must=True),
        Field("phone", _("电话"), value=page.phone),
        Field("email", _("电子邮箱"), value=page.email),
    )

    def do(typed: Typed) -> str:
        people.correct_person(
            person=about.id,
            name=typed["name"],
            phone=typed["phone"],
            email=typed["email"],
            by=about.by,
            at=about.at,
        )
        return _("资料已更正")

    return form, do


def _away(about: About, _row: int) -> Planned:
    start = datetime.combine(about.at.astimezone(ZoneInfo(TOP_ZONE)).date() + timedelta(days=1), time(9))
    others = choices.colleagues(about.request.viewer, about.id)
    form = about.form(
        _("登记缺勤与代理"),
        _("登记"),
        Field("from", _("起"), kind="instant", value=start.strftime("%Y-%m-%dT%H:%M"), must=True),
        Field("until", _("止"), kind="instant", must=True),
        choice("substitute", _("代理人"), others, must=False),
        Field("reason", _("原因"), kind="long", must=True, hint=_("同事看得到")),
    )

    def do(typed: Typed) -> str:
        people.set_absence(
            person=about.id,
            starts_at=instant(typed, "from"),
            ends_at=instant(typed, "until"),
            substitute=number(typed, "substitute"),
            reason=typed["reason"],
            by=about.by,
            at=about.at,
        )
        return _("缺勤已登记")

    return form, do


def _back(about: About, row: int) -> Planned:
    if all(leave.id != row for leave in about.page.leaves):
        raise Http404
    form = about.form(_("结束缺勤"), _("现在返岗"), note=_("还没开始的缺勤会整条撤销。"))

    def do(_typed: Typed) -> str:
        people.end_absence(absence=row, by=about.by, at=about.at)
        return _("缺勤已结束")

    return form, do


def _hand_over(about: About, _row: int) -> Planned:
    count = len(open_tasks(str(about.id)))
    form = about.form(
        _("移交全部在办"),
        _("移交"),
        choice("to", _("接手人"), choices.colleagues(about.request.viewer, about.id)),
        reason(),
        note=counted("本人名下有 %(count)s 件待办，一次全部交给接手人；每件事项上都会记录。", count) % {"count": count},
    )

    def do(typed: Typed) -> str:
        return account_acts.handed_over(about, typed["to"], typed["reason"])

    return form, do


def _leave(about: About, _row: int) -> Planned:
    """Refused while work is open, or a case that they answer for, and nobody is named to take it over."""
    others, (owes, note) = choices.colleagues(about.request.viewer, about.id), _left_behind(about)
    form = about.form(
        _("办理离职"),
        _("办理离职"),
        Field("last", _("最后一天"), kind="date", value=about.today, must=True),
        choice("to", _("接手人"), others, must=owes),
        reason(),
        note=note + _left_alone(about, *about.page.colleague.seats),
        danger=True,
    )

    def do(typed: Typed) -> str:
        last = day(typed, "last")
        assert last is not None
        people.leave(
            person=about.id,
            last_day=last,
            successor=number(typed, "to"),
            reason=typed["reason"],
            by=about.by,
            at=about.at,
        )
        return _("离职已办理")

    return form, do


def _left_alone(about: About, *seats: Seat) -> str:
    """What waits for nobody afterwards, said before it is so."""
    found = alone(about.id, [(seat.post, seat.unit) for seat in seats], since=about.at, now=about.at)
    said = [
        _("只有此人在岗：%(post)s · %(unit)s（岗位待办 %(count)s 件）")
        % {"post": one.title, "unit": one.unit_name, "count": one.tasks}
        for one in found
    ]
    after = _("。请先安排接任的人；没有安排的，上级会收到“岗位空缺”。")
    return _("、").join(said) + after if said else ""


def _left_behind(about: About) -> tuple[bool, str]:
    """Whether somebody has to take over, and everything that falls to them."""
    count, first = len(open_tasks(str(about.id))), count_first_contacts(str(about.id))
    stands, shifts = about.page.stands_in_for, shifts_ahead(person=about.id, at=about.at)
    said = _(
        "本人名下有 %(count)s 件待办，由其首问的在办事项 %(first)s 件。最后一天结束时账号关闭、任职结束，都交给接手人。"
    ) % {"count": count, "first": first}
    if stands:
        said += _("正在或将要代理：%(names)s，由接手人接着代理。") % {"names": _("、").join(stands)}
    if shifts:
        said += _("值班表上还有 %(count)s 班，届时空出并告知排班的人。") % {"count": shifts}
    return bool(count or first or stands), said


def _return(about: About, _row: int) -> Planned:
    """Only who has left comes back."""
    if about.page.colleague.left_on is None:
        raise Http404
    note = _("以前的任职和事项记录都在；回来以后再安排岗位。账号会重新启用，请重设密码后交给本人。")
    form = about.form(_("再入职"), _("再入职"), reason(), note=note)

    def do(typed: Typed) -> str:
        people.take_back(person=about.id, reason=typed["reason"], by=about.by, at=about.at)
        return _("已再入职，请安排岗位")

    return form, do


ACTS: Mapping[str, tuple[str, Callable[[About, int], Planned]]] = {
    "place": (MANAGE, _place),
    "end": (MANAGE, _end),
    "correct": (MANAGE, _correct),
    "away": (MANAGE, _away),
    "back": (MANAGE, _back),
    "hand-over": (MANAGE, _hand_over),
    "leave": (MANAGE, _leave),
    "return": (MANAGE, _return),
    "sign-in": (ACCOUNTS, account_acts.sign_in),
    "reset": (ACCOUNTS, account_acts.reset),
    "close": (ACCOUNTS, account_acts.close),
    "open": (ACCOUNTS, account_acts.open_again),
}
