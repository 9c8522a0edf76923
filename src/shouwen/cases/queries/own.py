"""What concerns the viewer: work of their seats, promises they gave, approvals, drafts, what was reported to them."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, Subquery

from shouwen.cases.queries.carrying import among
from shouwen.cases.queries.seats import OWN, of_seats
from shouwen.cases.queries.seeing import seats_of
from shouwen.people.access import Viewer
from shouwen.runtime.models import Clock, Notice

Own = Literal["work", "late", "today", "promised", "waiting", "to_take", "approve", "drafts", "told"]
OWN_WAYS: tuple[Own, ...] = get_args(Own)
WORK = f"""
SELECT t.subject_id FROM ({OWN}) AS near JOIN runtime_task t ON t.id = near.task_id
"""  # noqa: S608  # a constant
TO_TAKE = f"{WORK} WHERE t.take AND t.taken_by = ''"
TO_APPROVE = f"{WORK} WHERE t.approve"
# A draft of a case's form is kept under the case's number, a colon and the form.
DRAFTED = """
SELECT split_part(form_key, ':', 1)::bigint FROM cases_draft WHERE person = %(me)s AND form_key ~ '^[0-9]{1,18}:'
"""
RESTS = ("waiting_customer", "suspended")
REPORTED = ("rule", "case.escalated")
"""Notices by which a rule lets somebody know; what is late or warned of is told otherwise."""
IS_OPEN = Q(closed_at__isnull=True)


def own(viewer: Viewer, way: Own) -> Q:
    """The condition behind a number of the viewer's home page."""
    return Q(WAYS[way](viewer))


def _work(viewer: Viewer, sql: str = WORK) -> Q:
    return among(sql, of_seats(viewer))


def _answers(viewer: Viewer) -> Q:
    """Cases that the viewer handles, had the first contact of, or has work in; the index of parts leads to them."""
    persons = [str(person) for person in sorted(viewer.persons)]
    answers = Q(handler__in=persons) | Q(first_contact__in=persons) | _work(viewer)
    return Q(parties__overlap=seats_of(viewer)) & answers


def _late(viewer: Viewer) -> Q:
    return IS_OPEN & Q(next_due_at__lt=viewer.at) & _work(viewer)


def _today(viewer: Viewer) -> Q:
    """What ends before midnight of the viewer's own day and is not over yet."""
    return IS_OPEN & Q(next_due_at__gte=viewer.at, next_due_at__lt=end_of_day(viewer)) & _work(viewer)


PROMISES = Clock.objects.filter(subject=OuterRef("pk"), promise=True, stopped_at__isnull=True)


def _promised(viewer: Viewer) -> Q:
    return IS_OPEN & Q(Exists(PROMISES)) & _answers(viewer)


def promised_at() -> Subquery:
    """The nearest instant that the customer of a case was told."""
    return Subquery(PROMISES.order_by(F("due_at").asc(nulls_last=True)).values("due_at")[:1])


def _waiting(viewer: Viewer) -> Q:
    return IS_OPEN & Q(state__in=RESTS) & _answers(viewer)


def _told(viewer: Viewer) -> Q:
    """Open cases that a rule reported to the viewer."""
    notices = Notice.objects.filter(person=viewer.id, subject=OuterRef("pk"), kind__in=REPORTED)
    return IS_OPEN & Q(Exists(notices))


WAYS: Mapping[Own, Callable[[Viewer], Q]] = {
    "work": _work,
    "late": _late,
    "today": _today,
    "promised": _promised,
    "waiting": _waiting,
    "to_take": lambda viewer: _work(viewer, TO_TAKE),
    "approve": lambda viewer: _work(viewer, TO_APPROVE),
    "drafts": lambda viewer: among(DRAFTED, {"me": viewer.id}),
    "told": _told,
}


def end_of_day(viewer: Viewer) -> datetime:
    """Midnight after the viewer's instant, where the viewer works."""
    local = viewer.at.astimezone(ZoneInfo(viewer.organisation.zone_of(viewer.home)))
    midnight = datetime(local.year, local.month, local.day, tzinfo=local.tzinfo)
    return midnight + timedelta(days=1)
