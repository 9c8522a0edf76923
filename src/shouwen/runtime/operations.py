"""How the machinery fares: workers alive or silent, how far the sweep is behind, messages that wait, hang or were given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shouwen.runtime import anchors, database
from shouwen.runtime.models import Anchor, Outbox, Seal, WorkerBeat
from shouwen.runtime.sweep import behind

# Six beats missed.
SILENT_AFTER = timedelta(seconds=60)
# Sent in seconds as a rule: what waits longer has a reason that somebody should know.
HANGS_AFTER = timedelta(minutes=5)
MOST_SHOWN = 100
COUNTS = """
SELECT count(*) FILTER (WHERE state = 'waiting' AND tries = 0 AND not_before > %(late)s),
  count(*) FILTER (WHERE state = 'waiting' AND (tries > 0 OR not_before <= %(late)s)),
  count(*) FILTER (WHERE state = 'parked'), count(*) FILTER (WHERE state = 'sent' AND sent_at > %(day)s)
FROM runtime_outbox
"""


@dataclass(frozen=True, slots=True)
class WorkerView:
    """One worker: since when it is at work, when it was last seen, how late it found what was due."""

    name: str
    started_at: datetime
    seen_at: datetime
    late_seconds: float
    silent: bool


@dataclass(frozen=True, slots=True)
class LetterView:
    """A message that did not leave as it should; its text is not for those who look after the machine."""

    id: int
    channel: str
    to: str
    kind: str
    tries: int
    made_at: datetime
    next_at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Operations:
    """Everything the page of the administrator shows."""

    workers: tuple[WorkerView, ...]
    behind: timedelta
    waiting: int
    hanging: int
    parked: int
    sent_today: int
    sealed_at: datetime | None
    sends_seals: bool
    """Whether anybody named a place outside for them."""
    seal_sent_at: datetime | None

    @property
    def is_worked(self) -> bool:
        return any(not worker.silent for worker in self.workers)


def operations(at: datetime) -> Operations:
    """As it stands at this instant."""
    ((waiting, hanging, parked, sent),) = database.rows(
        COUNTS, {"late": at - HANGS_AFTER, "day": at - timedelta(days=1)}
    )
    last = Seal.objects.order_by("-pk").first()
    sent_out = Anchor.objects.order_by("-last_id").first()
    return Operations(
        workers=tuple(_worker(beat, at) for beat in WorkerBeat.objects.order_by("-seen_at", "name")[:MOST_SHOWN]),
        behind=behind(now=at),
        waiting=waiting,
        hanging=hanging,
        parked=parked,
        sent_today=sent,
        sealed_at=last.at if last else None,
        sends_seals=anchors.is_sent_outside(),
        seal_sent_at=sent_out.at if sent_out else None,
    )


def hanging(at: datetime) -> tuple[LetterView, ...]:
    """Tried in vain, or not even tried in time; the oldest first."""
    rows = Outbox.objects.filter(state=Outbox.State.WAITING)
    late = rows.filter(not_before__lte=at - HANGS_AFTER) | rows.filter(tries__gt=0)
    return _letters(late)


def parked() -> tuple[LetterView, ...]:
    """Given up after the last try; the oldest first."""
    return _letters(Outbox.objects.filter(state=Outbox.State.PARKED))


@dataclass(frozen=True, slots=True)
class LetterDetail:
    """Everything of one message but its text."""

    letter: LetterView
    state: str
    key: str
    subject: int | None
    sent_at: datetime | None


def letter(message_id: int) -> LetterDetail | None:
    """None where there is no such message."""
    row = Outbox.objects.filter(pk=message_id).first()
    if row is None:
        return None
    subject = row.payload.get("subject")
    (view,) = _letters(Outbox.objects.filter(pk=message_id))
    return LetterDetail(view, row.state, row.dedupe_key, subject if isinstance(subject, int) else None, row.sent_at)


def _letters(rows: Any) -> tuple[LetterView, ...]:
    return tuple(
        LetterView(
            id=row.pk,
            channel=row.channel,
            to=row.to,
            kind=str(row.payload.get("kind", "")),
            tries=row.tries,
            made_at=row.made_at,
            next_at=row.not_before,
            error=row.last_error,
        )
        for row in rows.order_by("made_at", "pk")[:MOST_SHOWN]
    )


def _worker(beat: WorkerBeat, at: datetime) -> WorkerView:
    return WorkerView(
        name=beat.name,
        started_at=beat.started_at,
        seen_at=beat.seen_at,
        late_seconds=beat.late_seconds,
        silent=at - beat.seen_at > SILENT_AFTER,
    )
