"""One transaction's work: lock subjects, decide event after event, follow what one case does to another, write it all."""

import logging
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from shouwen.engine.decide import decide
from shouwen.engine.decision import Decision
from shouwen.engine.effects import CloseCase, IssuePaper, OpenCase, ReopenCase
from shouwen.engine.events import ActRequested, CaseMigrated, CaseOpened, ChildClosed, ChildReopened, Event, PaperIssued
from shouwen.engine.family import told_to_parent
from shouwen.engine.keeping import Kept
from shouwen.engine.state import State, Subject
from shouwen.runtime import database, registry, rulebooks
from shouwen.runtime.chain import GENESIS
from shouwen.runtime.encoding import read
from shouwen.runtime.registry import Surroundings
from shouwen.runtime.subjects import Entry, Held, NewSubject, NoSuchSubject, SubjectErased, refusals_of

log = logging.getLogger(__name__)

COLUMNS = (
    "s.id, s.kind, s.edition, s.procedure, s.unit, s.root_id, s.parent_id, s.parent_key, s.seq, s.head_hash, s.state,"
    " s.opened_at, s.closed_at, s.next_wake, s.erased_at"
)
# The root of a family of cases is locked with each of its members, and ids rise from parent to child: no two
# transactions ever wait for each other.
LOCK = f"""
SELECT {COLUMNS} FROM runtime_subject s
WHERE s.id = ANY(%(ids)s::bigint[] || ARRAY(SELECT root_id FROM runtime_subject WHERE id = ANY(%(ids)s)))
ORDER BY s.id FOR UPDATE
"""  # noqa: S608  # columns are constants
# Who holds any of a family is left to it; the next sweep comes in a moment.
TAKE_DUE = f"""
SELECT {COLUMNS} FROM runtime_subject s JOIN runtime_subject root ON root.id = s.root_id
WHERE s.next_wake <= %(now)s ORDER BY s.next_wake, s.id LIMIT %(limit)s FOR UPDATE OF s, root SKIP LOCKED
"""  # noqa: S608  # columns are constants
NEW_IDS = "SELECT nextval(pg_get_serial_sequence('runtime_subject', 'id')) FROM generate_series(1, %s)"
OPEN_CHILDREN = "SELECT id FROM runtime_subject WHERE parent_id = %s AND closed_at IS NULL"
# Endings after which nothing of the case goes on.
FRUITLESS = frozenset({"void", "withdrawn", "merged"})
WITH_PARENT = "随主案结束"
# More steps than this in one transaction means that rules feed each other without end.
MOST_ENTRIES_PER_ACT = 200


Waiting = tuple[Held, Event, Mapping[str, Any]]


class RulesRunInCircles(RuntimeError):
    """One act set off more decisions than any rulebook can mean."""


class Work:
    """Everything one transaction decides; `entries` is in order and is written once, at the end."""

    def __init__(self, *, actor: int | None, recorded_at: datetime) -> None:
        self.actor = actor
        self.recorded_at = recorded_at
        self.held: dict[int, Held] = {}
        self.entries: list[Entry] = []
        self._queue: deque[Waiting] = deque()
        self._acts = 0

    def lock(self, ids: Iterable[int]) -> list[Held]:
        """Locks these subjects and the roots of their families, in order; those held already stay as they are."""
        wanted = list(ids)
        lacking = [each for each in wanted if each not in self.held]
        if lacking:
            for row in database.rows(LOCK, {"ids": lacking}):
                self.held.setdefault(row[0], _held(row))
        missing = [each for each in wanted if each not in self.held]
        if missing:
            raise NoSuchSubject(f"there is no subject {missing[0]}")
        erased = next((each for each in wanted if self.held[each].erased_at is not None), None)
        if erased is not None:
            raise SubjectErased(f"what was written on subject {erased} was erased: nothing can be done on it any more")
        return [self.held[each] for each in wanted]

    def take_due(self, *, now: datetime, limit: int) -> list[Held]:
        """Locks subjects that asked to be looked at by now and that nobody else works on."""
        due = [_held(row) for row in database.rows(TAKE_DUE, {"now": now, "limit": limit})]
        self.held.update((held.id, held) for held in due)
        return due

    def begin(self, new: Sequence[tuple[NewSubject, datetime]]) -> list[Held]:
        """Gives new subjects their numbers; their rows are written with their first decision."""
        ids = [row[0] for row in database.rows(NEW_IDS, [len(new)])]
        made = [self._begin(each, at, new_id) for (each, at), new_id in zip(new, ids, strict=True)]
        self.held.update((held.id, held) for held in made)
        return made

    def put(self, held: Held, event: Event, extra: Mapping[str, Any] | None = None) -> None:
        """Lines an event up for a subject of this transaction."""
        self._queue.append((held, event, extra or {}))
        self._acts += 1

    def run(self) -> None:
        """Decides everything that is lined up and whatever follows from it."""
        while self._queue:
            if len(self.entries) > self._acts + MOST_ENTRIES_PER_ACT:
                raise RulesRunInCircles(f"subject {self._queue[0][0].id} after {len(self.entries)} decisions")
            wave = self._next_wave()
            self.lock(held.parent_id for held, _, _ in wave if held.parent_id is not None)
            asks = [(held.kind, registry.Ask(held.id, held.state, event)) for held, event, _ in wave]
            for (held, event, extra), found in zip(wave, registry.around(asks), strict=True):
                self._decide(held, event, found, extra)

    def _next_wave(self) -> list[Waiting]:
        """At most one event for each subject, so that what surrounds them is loaded for all at once."""
        wave: list[Waiting] = []
        later: list[Waiting] = []
        seen: set[int] = set()
        while self._queue:
            item = self._queue.popleft()
            (later if item[0].id in seen else wave).append(item)
            seen.add(item[0].id)
        self._queue.extend(later)
        return wave

    def _decide(self, held: Held, event: Event, found: Surroundings, extra: Mapping[str, Any]) -> None:
        moves = isinstance(event, CaseMigrated)
        rulebook = rulebooks.get(event.edition if isinstance(event, CaseMigrated) else held.edition)
        parent = self.held[held.parent_id].state if held.parent_id is not None else None
        decision = decide(Subject(held.state, found.around, parent), event, rulebook, found.calendars)
        before, held.state = held.state, decision.after
        held.seq += 1
        stays = moves and bool(refusals_of(decision))
        # The edition that refused the case knows nothing of when its own looks at it again.
        held.next_wake = held.next_wake if stays else decision.next_wake
        held.edition = decision.after.edition
        held.closed_at = decision.after.closed_at
        held.is_changed = True
        self.entries.append(
            Entry(held, held.seq, event, before, found.around, decision, self.actor, self.recorded_at, extra)
        )
        if not refusals_of(decision):
            self._follow(held, event, decision)

    def _follow(self, held: Held, event: Event, decision: Decision) -> None:
        """A case opened by a rule begins, a paper that is drawn up is issued, a case that ends tells its parent."""
        opened = [effect for effect in decision.effects if isinstance(effect, OpenCase)]
        if opened:
            children = [
                (NewSubject(held.kind, held.edition, each.procedure, held.unit, held.id, each.key), each.at or event.at)
                for each in opened
            ]
            for child, effect in zip(self.begin(children), opened, strict=True):
                self._queue.append((child, _opening(effect, held, event), {}))
        for each in decision.effects:
            if isinstance(each, IssuePaper):
                issued = PaperIssued(at=event.at, by=event.by, paper=each.paper, paper_id=each.key)
                self._queue.append((held, issued, {}))
        closing = next((effect for effect in decision.effects if isinstance(effect, CloseCase)), None)
        if closing and closing.outcome in FRUITLESS:
            self._end_children(held, event)
        if closing and held.parent_id is not None:
            (parent,) = self.lock([held.parent_id])
            self._queue.append((parent, _ending(closing, held, event), {}))
        if held.parent_id is not None and any(isinstance(effect, ReopenCase) for effect in decision.effects):
            (parent,) = self.lock([held.parent_id])
            again = ChildReopened(at=event.at, by=event.by, child=held.parent_key, procedure=held.procedure)
            self._queue.append((parent, again, {}))

    def _end_children(self, held: Held, event: Event) -> None:
        """What was opened for the sake of a case that came to nothing has no purpose any more."""
        known = {child.id for child in self.held.values() if child.parent_id == held.id and child.closed_at is None}
        found = {row[0] for row in database.rows(OPEN_CHILDREN, [held.id])}
        for child in self.lock(sorted(known | found)):
            if child.closed_at is None:
                reason = str(getattr(event, "reason", "")) or WITH_PARENT
                self._queue.append((child, ActRequested(at=event.at, by=event.by, act="void", reason=reason), {}))

    def _begin(self, new: NewSubject, at: datetime, new_id: int) -> Held:
        state = State(id=str(new_id), edition=new.edition, case_type=new.procedure, unit=new.unit)
        root = self.lock([new.parent])[0].root_id if new.parent is not None else new_id
        return Held(
            id=new_id, kind=new.kind, edition=new.edition, procedure=new.procedure, unit=new.unit, root_id=root,
            parent_id=new.parent, parent_key=new.parent_key, seq=0, head_hash=GENESIS, state=state, opened_at=at,
            closed_at=None, next_wake=None, is_new=True,
        )  # fmt: skip


def _opening(effect: OpenCase, parent: Held, event: Event) -> CaseOpened:
    return CaseOpened(
        at=effect.at or event.at,
        by=event.by,
        case_type=effect.procedure,
        unit=parent.unit,
        via="case",
        facts=effect.facts,
        roles=effect.roles,
        parent=str(parent.id),
    )


def _ending(closing: CloseCase, child: Held, event: Event) -> ChildClosed:
    return ChildClosed(
        at=event.at,
        by=event.by,
        child=child.parent_key,
        procedure=child.procedure,
        outcome=closing.outcome,
        facts=told_to_parent(child.state),
    )


def _held(row: tuple[Any, ...]) -> Held:
    kept = Kept(read(row[10]))
    held = Held(*(*row[:9], bytes(row[9]), kept.state, *row[11:14]))
    held.kept, held.erased_at = kept, row[14]
    return held
