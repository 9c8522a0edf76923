"""What the worker does for cases by itself: opens what duties ask for, sees repeats, notes what was taken out."""

from datetime import datetime, timedelta

from shouwen.cases.actions.occasions import open_occasions
from shouwen.cases.actions.sending import send
from shouwen.cases.actions.taking_out import write_down_next
from shouwen.cases.queries.similar import alike
from shouwen.cases.tallies import Tallied, counted_alike, least_alike
from shouwen.engine.events import FactSet
from shouwen.engine.state import State
from shouwen.runtime import database, rulebooks
from shouwen.runtime.jobs import register_job
from shouwen.runtime.queries import states_of

# Soon enough that whoever is told still has the matter before them.
LOOK_EVERY = timedelta(seconds=2)
# A window opens at the beginning of a day; nobody waits for it at midnight.
OCCASIONS_EVERY = timedelta(minutes=10)
WRITE_EVERY = timedelta(seconds=2)
STRETCHES = 4
# Nobody takes in more between two looks. What came in while the worker was down is looked at when it is back; an import
# of last year's cases is no news to anybody.
NEWEST = 500
NEWS = timedelta(days=1)
MOST_ALIKE = 20
NEW = """
SELECT subject_id, title, content, opened_at FROM cases_case
WHERE subject_id > (SELECT COALESCE(max(subject_id), 0) - %(newest)s FROM cases_case)
  AND opened_at >= %(since)s AND edition = ANY(%(editions)s) AND parent_id IS NULL AND closed_at IS NULL AND NOT (subject_id = ANY(%(seen)s))
ORDER BY subject_id
"""


def wire() -> None:
    """Called when the program starts."""
    register_job("repeats", LOOK_EVERY, Repeats().look)
    register_job("occasions", OCCASIONS_EVERY, _occasions)
    register_job("taken_out", WRITE_EVERY, _write_down)


def _write_down(at: datetime) -> None:
    """A few thousand cases at most in one turn; the sweep of limits is not kept waiting for the rest."""
    for _ in range(STRETCHES):
        if not write_down_next(at=at):
            return


def _occasions(at: datetime) -> None:
    open_occasions(at=at)


class Repeats:
    """Remembers what it looked at; another worker may look again, and the key of the act lets it count once."""

    def __init__(self) -> None:
        self.seen: frozenset[int] = frozenset()

    def look(self, at: datetime) -> None:
        """Tells each new case how many say the same, where its rulebook counts them."""
        editions = [key for key in rulebooks.installed() if least_alike(rulebooks.rulebook(key)) is not None]
        if not editions:
            return
        asked = {"editions": editions, "newest": NEWEST, "since": at - NEWS, "seen": sorted(self.seen)}
        rows = database.rows(NEW, asked)
        states = states_of([row[0] for row in rows]) if rows else {}
        for case, title, content, opened_at in rows:
            _tell(case, f"{title} {content}", states[case][1], opened_at, at)
        self.seen = frozenset(sorted(self.seen | {row[0] for row in rows})[-NEWEST:])


def _tell(case: int, words: str, state: State, opened_at: datetime, at: datetime) -> None:
    least = least_alike(rulebooks.rulebook(state.edition))
    found = alike(words, customer=None, own=case, most=MOST_ALIKE)
    before = {other: share for other, share in found.items() if other < case and least is not None and share >= least}
    if not before:
        return
    event = FactSet(at=at, by=None, facts={})
    counts = counted_alike(Tallied(case, state, event, None, None, opened_at), before)
    repeated = {name: count for name, count in counts.items() if isinstance(count, int) and count > 1}
    if repeated:
        send(case, FactSet(at=at, by=None, facts=repeated), key=f"alike:{case}")
