"""What stands against taking a list out: each rulebook concerned is asked once for each kind of case and unit."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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


def minding(act: str) -> tuple[str, ...]:
    """Editions with a rule about the act."""
    return tuple(key for key in rulebooks.installed() if is_minded(rulebooks.get(key), act))


def kept_in(viewer: Viewer, filters: Filters, *, last_case: int | None = None, reason: str) -> tuple[KeptIn, ...]:
    """By rulebook; nothing where everything may go out for this reason."""
    wanted = filtered(viewer, filters).filter(edition__in=minding(EXPORT))
    if last_case is not None:
        wanted = wanted.filter(pk__lte=last_case)
    event = ActRequested(at=viewer.at, by=viewer.id, act=EXPORT, reason=reason)
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for pk, edition, case_type, unit in wanted.order_by().values_list("pk", "edition", "case_type", "unit"):
        own = (str(pk),) if looks_at_the_case(rulebooks.get(edition), EXPORT) else ()
        alike[edition, case_type, str(unit), *own].append(pk)
    barred: dict[str, list[tuple[list[int], tuple[Refuse, ...]]]] = defaultdict(list)
    for group, refusals in _asked(list(alike.items()), event):
        barred[group[0]].append((alike[group], refusals))
    return tuple(_told(edition, found) for edition, found in barred.items())


def taken_out(viewer: Viewer, filters: Filters, last_case: int, most: int) -> tuple[int, ...]:
    """Those cases of the file whose rulebook minds that they go out."""
    rows = filtered(viewer, filters).filter(pk__lte=last_case).order_by("-pk").values_list("pk", "edition")[:most]
    minded = frozenset(minding(EXPORT))
    return tuple(pk for pk, edition in rows if edition in minded) if minded else ()


def _asked(
    groups: Sequence[tuple[tuple[str, ...], list[int]]], event: ActRequested
) -> Iterator[tuple[tuple[str, ...], tuple[Refuse, ...]]]:
    """One case of each group, and what was said against it."""
    for begin in range(0, len(groups), BATCH):
        part = groups[begin : begin + BATCH]
        states = {pk: state for pk, (_, state) in states_of(cases[0] for _, cases in part).items()}
        found = around_cases([Ask(pk, state, event) for pk, state in states.items()])
        around = dict(zip(states, found, strict=True))
        for group, (first, *_) in part:
            state, near = states[first], around[first]
            refusals = refused(Subject(state, near.around), event, rulebooks.get(state.edition), near.calendars)
            if refusals:
                yield group, refusals


def _told(edition: str, found: Iterable[tuple[list[int], tuple[Refuse, ...]]]) -> KeptIn:
    parts = list(found)
    refusals = [refusal for _, several in parts for refusal in several]
    return KeptIn(
        edition=edition,
        title=rulebooks.rulebook(edition).header.title,
        words=tuple(dict.fromkeys(refusal.say for refusal in refusals if refusal.say)),
        clauses=tuple(dict.fromkeys(clause for refusal in refusals for clause in refusal.cites)),
        count=sum(len(cases) for cases, _ in parts),
        example=parts[0][0][0],
    )
