"""A hot spot is kept, grows, and is acknowledged with a note."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from shouwen.dispatch.hot import Found
from shouwen.dispatch.models import HotSpot, HotSpotCase
from shouwen.people.access import may, viewer_of
from shouwen.people.organisation import current_version
from shouwen.people.queries import copy_of
from shouwen.runtime.database import rows, run
from shouwen.runtime.redaction import ERASED
from shouwen.runtime.telling import tell

LONGEST_NOTE = 2000
# Of two workers that find the same, the second finds the first one's rows.
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('dispatch hot spots'))"

CUSTOMERS = """
SELECT count(DISTINCT c.customer_id) FROM dispatch_hotspotcase own JOIN cases_case c ON c.subject_id = own.subject_id
WHERE own.spot_id = %s
"""


class NoteMissingError(ValueError):
    """Nobody acknowledges without a word about what is done."""

    def __init__(self) -> None:
        super().__init__(f"Write what is done about it, in at most {LONGEST_NOTE} characters.")


@transaction.atomic
def keep_hot_spots(*, group: Found, at: datetime) -> HotSpot | None:
    """A new one is told to whoever supervises there; one that grows waits for a look again, and its notice is brought up to date.

    Nothing new: nothing kept.
    """
    run(ONE_AT_A_TIME)
    known = HotSpotCase.objects.filter(subject__in=group.cases).order_by("spot_id")
    spot = HotSpot.objects.filter(pk__in=known.values("spot_id")).order_by("pk").first()
    added = sorted(set(group.cases) - set(known.values_list("subject_id", flat=True)))
    if not added:
        return None
    spot = spot or _begin(group, at)
    HotSpotCase.objects.bulk_create(HotSpotCase(spot=spot, subject_id=case) for case in added)
    ((spot.customers,),) = rows(CUSTOMERS, [spot.pk])
    spot.grown_at, spot.seen_at, spot.seen_by = at, None, ""
    spot.save(update_fields=["customers", "grown_at", "seen_at", "seen_by"])
    _tell(spot, at)
    return spot


def _begin(group: Found, at: datetime) -> HotSpot:
    return HotSpot.objects.create(
        title=group.title,
        case_type=group.case_type,
        unit=group.unit,
        customers=group.people,
        least=group.figures.people,
        days=group.figures.window.days,
        likeness=group.figures.likeness,
        source=group.figures.source,
        found_at=at,
        grown_at=at,
    )


def _tell(spot: HotSpot, at: datetime) -> None:
    """Always about the first of its cases: so the newer notice takes the place of the one that nobody has read yet."""
    version = current_version()
    organisation = copy_of(version)
    people = [viewer_of(person, at, version=version) for person in organisation.held_by_person]
    able = [one.id for one in people if one is not None and may(one, "supervise", unit=spot.unit or None)]
    cases = list(spot.cases.order_by("pk").values_list("subject_id", flat=True))
    text = f"{spot.title}：{spot.days} 天内 {spot.customers} 位客户，共 {len(cases)} 件"
    tell(persons=able, kind="hotspot.found", text=text, subject=cases[0], at=at)


@transaction.atomic
def acknowledge(*, spot: int, note: str, by: str, at: datetime) -> HotSpot:
    """Somebody looked at it and says what is done; it stands as seen until it grows."""
    words = note.replace("\x00", "").strip()
    if not words or len(words) > LONGEST_NOTE:
        raise NoteMissingError
    row = HotSpot.objects.select_for_update().get(pk=spot)
    row.note, row.seen_by, row.seen_at = words, by, at
    row.save(update_fields=["note", "seen_by", "seen_at"])
    return row


def forget_titles(*, cases: Sequence[int]) -> None:
    """The words of a case that was erased stood over its hot spot; that there was one stays."""
    spots = HotSpotCase.objects.filter(subject__in=cases).values("spot_id")
    HotSpot.objects.filter(pk__in=list(spots.values_list("spot_id", flat=True))).update(title=ERASED, note="")
