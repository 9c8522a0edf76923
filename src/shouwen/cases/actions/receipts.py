"""Whoever goes on with what a paper brought has received it: the step and the receipt are one act."""

from datetime import datetime

from django.db import transaction

from shouwen.cases.actions.sending import own_key, send
from shouwen.documents import actions as papers
from shouwen.documents.queries import Awaited, awaiting
from shouwen.engine.events import Event, PaperReceived
from shouwen.people.access import Viewer, viewer_of
from shouwen.runtime.subjects import Act, Receipt, Refused
from shouwen.runtime.submit import submit_all

WITH_THE_STEP = "办理环节时签收"


def send_received(
    case_id: int, event: Event, *, key: str | None, expected_seq: int | None = None, recorded_at: datetime | None = None
) -> Receipt:
    """The event, and with it the receipt of everything that was delivered to the one who acts."""
    viewer = viewer_of(event.by, event.at) if event.by and event.by.isdecimal() else None
    waiting = awaiting(viewer, case_id) if viewer else ()
    if viewer is None or not waiting:
        return send(case_id, event, key=key, expected_seq=expected_seq, recorded_at=recorded_at)
    acts = [Act(case_id, event), *(Act(case_id, _received(each, event)) for each in waiting)]
    with transaction.atomic():
        try:
            receipt = submit_all(
                acts=acts,
                actor=viewer.user,
                key=own_key(event.by, key),
                expected_seq=expected_seq,
                recorded_at=recorded_at,
            )
        except Refused as error:
            refused = error
        else:
            _sign_for(waiting, viewer, event.at)
            return receipt
    # Only now: the refusal is on record.
    raise refused


def _received(one: Awaited, event: Event) -> PaperReceived:
    return PaperReceived(at=event.at, by=event.by, paper=one.paper, paper_id=one.key)


def _sign_for(waiting: tuple[Awaited, ...], viewer: Viewer, at: datetime) -> None:
    for one in waiting:
        papers.receive(delivery_id=one.delivery, by_words=viewer.name, note=WITH_THE_STEP, at=at)
