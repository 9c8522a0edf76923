"""What concerns the viewer: work of their seats, promises they gave, approvals, drafts, what was reported to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, Subquery

from shouwen.cases.queries.carrying import among
from shouwen.cases.queries.seats import OWN, SHARED, of_seats
from shouwen.cases.queries.seeing import seats_of
from shouwen.people.access import Viewer
from shouwen.runtime.models import Clock, Notice

Own = Literal["work", "late", "today", "promised", "waiting", "to_take", "approve", "drafts", "told"]
OWN_WAYS: tuple[Own, ...] = get_args(Own)
AT_HAND = frozenset[str]({"work", "to_take", "approve", "drafts"})
"""Those that stand in the viewer's open tasks or drafts by themselves."""
ALL, TO_TAKE, TO_APPROVE = "true", "take AND taken_by = ''", "approve"
# A draft of a case's form is kept under the case's number, a colon and the form.
DRAFTED = """
SELECT split_part(form_key, ':', 1)::bigint FROM cases_draft WHERE person = %(me)s AND form_key ~ '^[0-9]{1,18}:'
"""
# Work whose case is pressing, and one's word to a customer, which no task has to stand for.
PRESSING = """
SELECT near.subject_id FROM ({source}) AS near JOIN cases_case own ON own.subject_id = near.subject_id
WHERE own.closed_at IS NULL AND own.next_due_at >= %(since)s AND own.next_due_at < %(until)s
UNION ALL
SELECT word.subject_id FROM runtime_clock word JOIN cases_case own ON own.subject_id = word.subject_id
WHERE word.promise AND word.stopped_at IS NULL AND word.due_at >= %(since)s AND word.due_at < %(until)s
  AND own.closed_at IS NULL AND (own.handler = ANY(%(persons)s) OR own.first_contact = ANY(%(persons)s))
"""
EVER = datetime(1900, 1, 1, tzinfo=UTC)
RESTS = ("waiting_customer", "suspended")
REPORTED = ("rule", "case.escalated")
"""Notices by which a rule lets somebody know; what is late or warned of is told otherwise."""
IS_OPEN = Q(closed_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Asker:
    """The viewer, and where their open tasks are to be had: worked out in place, or once for several counts."""

    viewer: Viewer
    is_shared: bool = False

    def work(self, which: str = ALL) -> Q:
        return among(f"SELECT subject_id FROM ({self._source}) AS near WHERE {which}", self._seats)  # noqa: S608  # constants

    def pressing(self, since: datetime, until: datetime) -> Q:
        """What is due in between: work in hand, and promises of cases that the viewer handles or took in."""
        persons = [str(person) for person in sorted(self.viewer.persons)]
        given = {**self._seats, "since": since, "until": until, "persons": persons}
        return among(PRESSING.format(source=self._source), given)

    @property
    def _source(self) -> str:
        return SHARED if self.is_shared else OWN

    @property
    def _seats(self) -> Mapping[str, Any]:
        return {} if self.is_shared else of_seats(self.viewer)


def own(viewer: Viewer, way: Own, *, is_shared: bool = False) -> Q:
    """The condition behind a number of the viewer's home page."""
    return Q(WAYS[way](Asker(viewer, is_shared)))


def _answers(asker: Asker) -> Q:
    """Cases that the viewer handles, had the first contact of, or has work in; the index of parts leads to them."""
    persons = [str(person) for person in sorted(asker.viewer.persons)]
    answers = Q(handler__in=persons) | Q(first_contact__in=persons) | asker.work()
    return Q(parties__overlap=seats_of(asker.viewer)) & answers


def _late(asker: Asker) -> Q:
    return IS_OPEN & asker.pressing(EVER, asker.viewer.at)


def _today(asker: Asker) -> Q:
    """What ends before midnight of the viewer's own day and is not over yet."""
    return IS_OPEN & asker.pressing(asker.viewer.at, end_of_day(asker.viewer))


PROMISES = Clock.objects.filter(subject=OuterRef("pk"), promise=True, stopped_at__isnull=True)


def _promised(asker: Asker) -> Q:
    return IS_OPEN & Q(Exists(PROMISES)) & _answers(asker)


def promised_at() -> Subquery:
    """The nearest instant that the customer of a case was told."""
    return Subquery(PROMISES.order_by(F("due_at").asc(nulls_last=True)).values("due_at")[:1])


def _waiting(asker: Asker) -> Q:
    return IS_OPEN & Q(state__in=RESTS) & _answers(asker)


def _told(asker: Asker) -> Q:
    """Open cases that a rule reported to the viewer."""
    notices = Notice.objects.filter(person=asker.viewer.id, subject=OuterRef("pk"), kind__in=REPORTED)
    return IS_OPEN & Q(Exists(notices))


WAYS: Mapping[Own, Callable[[Asker], Q]] = {
    "work": Asker.work,
    "late": _late,
    "today": _today,
    "promised": _promised,
    "waiting": _waiting,
    "to_take": lambda asker: asker.work(TO_TAKE),
    "approve": lambda asker: asker.work(TO_APPROVE),
    "drafts": lambda asker: among(DRAFTED, {"me": asker.viewer.id}),
    "told": _told,
}


def end_of_day(viewer: Viewer) -> datetime:
    """Midnight after the viewer's instant, where the viewer works."""
    local = viewer.at.astimezone(ZoneInfo(viewer.organisation.zone_of(viewer.home)))
    midnight = datetime(local.year, local.month, local.day, tzinfo=local.tzinfo)
    return midnight + timedelta(days=1)
