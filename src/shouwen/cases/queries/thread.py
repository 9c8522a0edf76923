"""What happened on a case, one stretch of it after the other: the newest first to be read, each stretch oldest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shouwen.cases.models import HandedDraft, Message
from shouwen.cases.queries.seeing import get_for
from shouwen.cases.queries.similar import by_id
from shouwen.cases.queries.timeline import Beside, Teller, other_case
from shouwen.cases.queries.worded import worded
from shouwen.cases.rows import ClauseView, ClockView, StepView, TimelineEntry
from shouwen.customers.queries import cards
from shouwen.people.access import Viewer
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.runtime.queries import LogEntry, log_of, states_of

MOST = 300


@dataclass(frozen=True, slots=True)
class Thread:
    """A stretch, the text of the clauses it names, and where the one before it ends."""

    entries: tuple[TimelineEntry, ...]
    clauses: Mapping[str, ClauseView]
    earlier: int | None
    seq: int
    """How far the log has come."""


def thread(viewer: Viewer, case_id: int, *, before: int | None, most: int) -> Thread:
    """The stretch that ends before an act of the log, or the latest."""
    row = get_for(viewer, case_id)
    words = worded(rulebooks.get(row.edition), row.case_type, viewer)
    ((seq, state),) = states_of([case_id]).values()
    entries, earlier = stretch(Teller(viewer, words, state), case_id, before=before, most=most)
    return Thread(entries, clauses_of(words.rulebook, entries), earlier, seq)


def stretch(
    teller: Teller, case_id: int, *, before: int | None = None, most: int = MOST
) -> tuple[tuple[TimelineEntry, ...], int | None]:
    """Acts by their place in the log, each with what was said by it; two queries, more where drafts were handed on or cases are named."""
    log = log_of(case_id, most=most + 1, before=before)
    earlier = log[1].seq if len(log) > most else None
    log = log[-most:]
    found = Message.objects.filter(case=case_id)
    if before is not None:
        found = found.filter(seq__lt=before)
    if earlier is not None:
        found = found.filter(seq__gte=earlier)
    messages = list(found.order_by("at", "pk"))
    beside = Beside(_drafts(case_id, messages), _callers(messages), _numbers(teller.viewer, log))
    return teller.tell(log, messages, beside), earlier


def _drafts(case_id: int, messages: Iterable[Message]) -> dict[int, HandedDraft]:
    if not any(message.draft_id for message in messages):
        return {}
    return {row.pk: row for row in HandedDraft.objects.filter(case=case_id)}


def _numbers(viewer: Viewer, log: Iterable[LogEntry]) -> dict[int, str]:
    """Of the other cases that acts name, as far as the viewer sees them."""
    named = {other for row in log if (other := other_case(row)) is not None}
    return {id_: case.number for id_, case in by_id(viewer, named).items()} if named else {}


def _callers(messages: Iterable[Message]) -> dict[int, str]:
    """Who else told of the matter, with their hidden numbers."""
    wanted = {message.customer_id for message in messages if message.customer_id is not None}
    found = cards(wanted) if wanted else {}
    return {id_: " ".join(part for part in (card.title, card.phone) if part) for id_, card in found.items()}


def clauses_of(rulebook: Rulebook, parts: Iterable[StepView | ClockView | TimelineEntry]) -> Mapping[str, ClauseView]:
    """The text of every clause that is named."""
    named = [clause for part in parts for clause in part.clauses]
    found = {name: rulebook.clause[name] for name in dict.fromkeys(named) if name in rulebook.clause}
    return {name: ClauseView(name, clause.title, clause.text) for name, clause in found.items()}
