"""Reads the audit log for the audit administrator, exports for the security administrator, and checks the chain."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from shouwen.people.access import Viewer, require
from shouwen.people.audited import GENESIS, Said, entry_hash
from shouwen.people.models import AuditEntry, AuditHead, IntegrityCheck
from shouwen.runtime import database
from shouwen.runtime.seals import LogHead, sealed_heads

SEE_AUDIT = "see_audit"
SEE_EXPORTS = "see_exports"
LOG = "audit"
"""Under this name the seals know how far it goes."""
EXPORT = "export"
PAGE = 50
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is shown."""

    id: int
    at: datetime
    kind: str
    act: str
    person: str
    who: str
    subject: str
    name: str
    detail: str
    reason: str
    address: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the log is narrowed by; empty is everything."""

    kind: str = ""
    act: str = ""
    person: int | None = None
    subject: str = ""
    """What it is about as it is kept (`customer:12`), or part of its name."""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """How many entries were looked at, and the ids of those that are not what was written."""

    entries: int
    changed: tuple[int, ...]
    broken: tuple[int, ...]
    """Those that do not follow the entry before them: something between was removed, added or reordered."""

    ends: tuple[int, ...] = ()
    """Up to which entries the log was written or sealed, where it does not go so far or tells something else."""

    @property
    def is_whole(self) -> bool:
        return not self.changed and not self.broken and not self.ends


def entries(viewer: Viewer, asked: Asked, *, before: int | None = None, most: int = PAGE) -> tuple[Entry, ...]:
    """Newest first; `before` continues a page. Exports alone are open to the security administrator too."""
    require(viewer, SEE_EXPORTS if asked.kind == EXPORT and viewer.office == "security" else SEE_AUDIT)
    rows = AuditEntry.objects.select_related("person").order_by("-id").filter(**_filters(asked))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(_entry(row) for row in rows[:most])


def head_of_log() -> LogHead:
    """How far the log goes, as each new entry writes it down."""
    row = AuditHead.objects.first()
    return LogHead(row.count, row.last_id, bytes(row.hash)) if row else LogHead(0, 0, GENESIS)


def go_through() -> Checked:
    """The whole chain and its end, as of one instant; the worker asks, nobody waits for it."""
    with database.one_instant():
        written = head_of_log()
        chain = _Chain([written, *sealed_heads(LOG)])
        for row in _all():
            chain.add(row)
        if written.last_id != chain.last_id or written.count != chain.count:
            chain.unlike.add(written.last_id)
        return chain.checked()


class _Chain:
    """Entry after entry; the heads that were written down or sealed are met on the way, or were cut off."""

    def __init__(self, heads: Iterable[LogHead]) -> None:
        self.count, self.last_id, self.head = 0, 0, GENESIS
        self.changed: list[int] = []
        self.broken: list[int] = []
        self.unlike: set[int] = set()
        self._expected: dict[int, set[tuple[int, bytes]]] = {}
        for head in heads:
            if head.count:
                self._expected.setdefault(head.last_id, set()).add((head.count, head.hash))

    def add(self, row: AuditEntry) -> None:
        self.count, self.last_id = self.count + 1, row.pk
        own, prev = bytes(row.hash), bytes(row.prev_hash)
        if entry_hash(_said(row), prev) != own:
            self.changed.append(row.pk)
        elif prev != self.head:
            self.broken.append(row.pk)
        self.head = own
        if self._expected.pop(row.pk, {(self.count, own)}) != {(self.count, own)}:
            self.unlike.add(row.pk)

    def checked(self) -> Checked:
        """What was expected and never met is missing."""
        ends = sorted({*self.unlike, *self._expected})
        return Checked(self.count, tuple(self.changed), tuple(self.broken), tuple(ends))


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where something is not what was written."""

    log: str
    """`audit`, or `ledger` for the one of cases."""
    kind: str
    subject: int | None
    seq: int | None


@dataclass(frozen=True, slots=True)
class CheckView:
    """How a check went, or that it waits."""

    by: str
    asked_at: datetime
    done_at: datetime | None
    is_begun: bool
    entries: int
    rows: int
    subjects: int
    seals: int
    texts: int
    texts_before: int
    faults: tuple[Fault, ...]
    trouble: str

    @property
    def is_whole(self) -> bool:
        return not self.faults and not self.trouble


def last_checks(viewer: Viewer) -> tuple[CheckView | None, CheckView | None]:
    """The one that waits or runs, and the last that was finished."""
    require(viewer, SEE_AUDIT)
    rows = IntegrityCheck.objects.select_related("asked_by")
    waiting = rows.filter(done_at=None).first()
    done = rows.exclude(done_at=None).order_by("-done_at").first()
    return (_check(waiting) if waiting else None, _check(done) if done else None)


def _check(row: IntegrityCheck) -> CheckView:
    return CheckView(
        by=row.asked_by.name if row.asked_by else "",
        asked_at=row.asked_at,
        done_at=row.done_at,
        is_begun=row.claimed_until is not None,
        entries=row.entries,
        rows=row.rows,
        subjects=row.subjects,
        seals=row.seals,
        texts=row.texts,
        texts_before=row.texts_before,
        faults=tuple(Fault(*each) for each in row.faults),
        trouble=row.trouble,
    )


def _all() -> Iterator[AuditEntry]:
    last = 0
    while page := list(AuditEntry.objects.filter(pk__gt=last).order_by("id")[:CHUNK]):
        yield from page
        last = page[-1].pk


def _filters(asked: Asked) -> Mapping[str, object]:
    exact = ":" in asked.subject
    wanted = {
        "kind": asked.kind,
        "act": asked.act,
        "person": asked.person,
        "subject" if exact else "name__icontains": asked.subject,
        "at__gte": asked.since,
        "at__lt": asked.until,
    }
    return {name: value for name, value in wanted.items() if value}


def _entry(row: AuditEntry) -> Entry:
    return Entry(
        id=row.pk,
        at=row.at,
        kind=row.kind,
        act=row.act,
        person=str(row.person_id or ""),
        who=row.person.name if row.person else "",
        subject=row.subject,
        name=row.name,
        detail=row.detail,
        reason=row.reason,
        address=row.address,
    )


def _said(row: AuditEntry) -> Said:
    return Said(
        at=row.at,
        kind=row.kind,
        act=row.act,
        person=row.person_id,
        subject=row.subject,
        name=row.name,
        detail=row.detail,
        reason=row.reason,
        address=row.address,
    )
