"""What cases do when the organisation, its calendar or a customer's dossier changes."""

import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q

from shouwen.cases.actions.handing_over import hand_over_all
from shouwen.cases.actions.inheriting import inherit
from shouwen.cases.actions.joining import follow_customer
from shouwen.cases.actions.leaving import customers_left, why_customers_stay
from shouwen.cases.actions.sending import user_of
from shouwen.cases.actions.vacancies import tell_of_vacancy
from shouwen.cases.queries.open_work import open_tasks
from shouwen.customers.listeners import when_customers_leave, when_customers_merge
from shouwen.engine.events import CalendarPublished as CalendarKnown
from shouwen.people.listeners import (
    CalendarPublished,
    Departure,
    when_a_post_is_given_up,
    when_calendar_published,
    when_somebody_leaves,
)
from shouwen.runtime import rulebooks
from shouwen.runtime.bulk import submit_many
from shouwen.runtime.models import Clock
from shouwen.runtime.subjects import Act

log = logging.getLogger(__name__)

LEFT = "离职交接"
BATCH = 500
DAY = timedelta(days=1)


def listen() -> None:
    """Registers for everything that moves open work."""
    when_somebody_leaves(hand_over_work)
    when_somebody_leaves(hand_over_the_rest)
    when_a_post_is_given_up(tell_of_vacancy)
    when_calendar_published(count_again)
    when_customers_merge(follow_customer)
    when_customers_leave(why_customers_stay, customers_left)


def hand_over_work(departure: Departure) -> None:
    """Tasks that stand in the person's own name go to the successor; those of a post follow the post by themselves."""
    if departure.successor is None or not open_tasks(departure.person):
        return
    done = hand_over_all(person=departure.person, to=departure.successor, reason=LEFT, by=departure.by, at=departure.at)
    for case_id, lack in done.stayed:
        log.warning("a task of case %s could not be handed over: %s", case_id, lack)


def hand_over_the_rest(departure: Departure) -> None:
    """Views, followed cases and unsent words; without a successor they stay as they are."""
    if departure.successor is not None:
        inherit(person=departure.person, to=departure.successor)


def count_again(published: CalendarPublished) -> None:
    """Limits in working time over days that changed, and those that reach into days nobody knew, are worked out anew."""
    subjects = sorted(set(_counting_on(published.days)))
    event = CalendarKnown(at=published.at, by=published.by, calendar=str(published.year))
    for begin in range(0, len(subjects), BATCH):
        acts = [Act(subject, event) for subject in subjects[begin : begin + BATCH]]
        submit_many(acts=acts, actor=user_of(published.by), recorded_at=published.at)


def _counting_on(days: Sequence[date]) -> Iterator[int]:
    reaching = Q(provisional=True)
    if days:
        first, last = (datetime.combine(day, time(), UTC) for day in (days[0], days[-1]))
        # Whatever the zone, a day of it lies within one more on either side.
        reaching |= Q(due_at__gte=first - DAY, from_at__lt=last + 2 * DAY)
    running = Clock.objects.filter(reaching, stopped_at__isnull=True)
    for subject, rule, provisional, edition, procedure in running.values_list(
        "subject_id", "rule", "provisional", "subject__edition", "subject__procedure"
    ):
        if provisional or _in_working_time(edition, procedure, rule):
            yield subject


def _in_working_time(edition: str, procedure: str, rule: str) -> bool:
    """Minutes, hours and days of the civil calendar do not move with a holiday."""
    compiled = rulebooks.get(edition)
    if compiled.rulebook.header.edition.roll != "none":
        return True
    plan = compiled.flows[procedure].dues.get(rule) if procedure in compiled.flows else None
    spans = (plan.within, plan.after, plan.at, plan.every) if plan is not None else ()
    return any(span is not None and span.unit.startswith("w") and span.unit != "w" for span in spans)
