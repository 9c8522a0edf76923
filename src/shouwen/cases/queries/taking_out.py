"""What stands against taking a list out: each rulebook concerned is asked once for each kind of case and unit."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from shouwen.cases.models import Case
from shouwen.cases.queries.exports import MOST_ROWS
from shouwen.cases.queries.lists import Filters, filtered
from shouwen.cases.surroundings import around_cases
from shouwen.engine.effects import Refuse
from shouwen.engine.events import ActRequested
from shouwen.engine.state import Subject
from shouwen.engine.taking_out import is_minded, looks_at_the_case, refused
from shouwen.people.access import Viewer
from shouwen.runtime import rulebooks
from shouwen.runtime.queries import states_of
from shouwen.runtime.registry import Ask

EXPORT = "export"
BATCH = 500


@dataclass(frozen=True, slots=True)
class KeptIn:
    """Cases that stay in the house, and why."""

    edition: str
    title: str
    words: tuple[str, ...]
    clauses: tuple[str, ...]
    count: int
    example: int
    """One of them, on which the try is put on record."""


@dataclass(frozen=True, slots=True)
class _Alike:
    """Cases that are answered alike: of one kind in one unit, or one alone."""

    edition: str
    count: int
    example: int


def minding(act: str) -> tuple[str, ...]:
    """Editions with a rule about the act."""
    return tuple(key for key in rulebooks.installed() if is_minded(rulebooks.get(key), act))


def kept_in(viewer: Viewer, filters: Filters, *, reason: str) -> tuple[KeptIn, ...]:
    """By rulebook; nothing where everything may go out for this reason."""
    minded = minding(EXPORT)
    if not minded:
        return ()
    wanted = filtered(viewer, filters).order_by()
    each = [key for key in minded if looks_at_the_case(rulebooks.get(key), EXPORT)]
    event = ActRequested(at=viewer.at, by=viewer.id, act=EXPORT, reason=reason)
    barred: dict[str, list[tuple[_Alike, tuple[Refuse, ...]]]] = defaultdict(list)
    for alike, refusals in _asked([*_groups(wanted, sorted({*minded} - {*each})), *_singly(wanted, each)], event):
        barred[alike.edition].append((alike, refusals))
    return tuple(_told(edition, found) for edition, found in barred.items())


def _groups(wanted: QuerySet[Case], editions: Sequence[str]) -> Iterator[_Alike]:
    kinds = (
        wanted.filter(edition__in=editions).values("edition", "case_type", "unit") if editions else Case.objects.none()
    )
    rows = kinds.annotate(count=Count("pk"), first=Max("pk")).values_list("edition", "count", "first")
    return (_Alike(*row) for row in rows)


def _singly(wanted: QuerySet[Case], editions: Sequence[str]) -> Iterator[_Alike]:
    """No more than leave in one file anyway."""
    found = wanted.filter(edition__in=editions).order_by("-pk") if editions else Case.objects.none()
    return (_Alike(edition, 1, pk) for edition, pk in found.values_list("edition", "pk")[:MOST_ROWS])


def minded_of(cases: Sequence[int]) -> list[int]:
    """Those of them whose rulebook minds that they go out."""
    minded = minding(EXPORT)
    return list(Case.objects.filter(pk__in=cases, edition__in=minded).values_list("pk", flat=True)) if minded else []


def _asked(groups: Sequence[_Alike], event: ActRequested) -> Iterator[tuple[_Alike, tuple[Refuse, ...]]]:
    """The example of each group, and what was said against it."""
    for begin in range(0, len(groups), BATCH):
        part = groups[begin : begin + BATCH]
        states = {pk: state for pk, (_, state) in states_of(alike.example for alike in part).items()}
        found = around_cases([Ask(pk, state, event) for pk, state in states.items()])
        around = dict(zip(states, found, strict=True))
        for alike in part:
            state, near = states[alike.example], around[alike.example]
            refusals = refused(Subject(state, near.around), event, rulebooks.get(state.edition), near.calendars)
            if refusals:
                yield alike, refusals


def _told(edition: str, found: Sequence[tuple[_Alike, tuple[Refuse, ...]]]) -> KeptIn:
    refusals = [refusal for _, several in found for refusal in several]
    return KeptIn(
        edition=edition,
        title=rulebooks.rulebook(edition).header.title,
        words=tuple(dict.fromkeys(refusal.say for refusal in refusals if refusal.say)),
        clauses=tuple(dict.fromkeys(clause for refusal in refusals for clause in refusal.cites)),
        count=sum(alike.count for alike, _ in found),
        example=found[0][0].example,
    )
