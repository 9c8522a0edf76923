"""Small questions of pages: which case has this number, which way it went, what a new one starts, what is lacking."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from shouwen.cases.phrases import forbidden_hits
from shouwen.cases.queries.intake import edition_for
from shouwen.cases.queries.seeing import NoSuchCase, get_for, readable, rows_of
from shouwen.cases.queries.worded import Worded
from shouwen.cases.rows import CaseRow
from shouwen.cases.words import LACKS
from shouwen.engine.effects import Refuse
from shouwen.people.access import Viewer
from shouwen.people.queries import unit_names
from shouwen.rulebook import words
from shouwen.rulebook.model import Due, ProcedureRule
from shouwen.rulebook.words.tongue import Lang
from shouwen.runtime import rulebooks
from shouwen.runtime.queries import state_of

OPENED = "case.opened"
HITS = "rule:text.forbidden_hits"


@dataclass(frozen=True, slots=True)
class Way:
    """The way of a case through its procedure: step names, and the outcomes it took."""

    done: frozenset[str]
    now: frozenset[str]
    ways: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Start:
    """A limit that begins to run as soon as such a case is opened."""

    title: str
    words: str
    clauses: tuple[str, ...]


def by_number(viewer: Viewer, number: str) -> CaseRow:
    """One case by the number that people know it by."""
    found = readable(viewer).filter(number=number.strip()).first()
    if found is None:
        raise NoSuchCase(number)
    return rows_of(viewer, [found])[0]


def way_of(viewer: Viewer, case_id: int) -> Way:
    """For the flow chart."""
    get_for(viewer, case_id)
    state = state_of(case_id)
    return Way(
        done=frozenset(name for visit in state.visits for name in _names(visit.step)),
        now=frozenset(name for active in state.active if active.step for name in _names(active.step)),
        ways=frozenset((visit.step, visit.outcome) for visit in state.visits),
    )


def _names(step: str) -> tuple[str, ...]:
    """A part that is done beside others stands for itself and for the step that it is in."""
    return (step, step.partition(".")[0])


def starts(case_type: str, unit: str, at: datetime, lang: Lang = "zh") -> tuple[Start, ...]:
    """What will count from the moment of opening."""
    rulebook = edition_for(case_type, unit, at).rulebook
    procedure = rulebook.case_types[case_type]
    return tuple(
        Start(due.title or name, words.due(due, rulebook, lang), due.cites)
        for name, due in _dues(procedure)
        if due.start == OPENED
    )


def _dues(procedure: ProcedureRule) -> Iterator[tuple[str, Due]]:
    yield from procedure.due.items()
    for step in procedure.steps.values():
        yield from step.due.items()


def lacking_to_open(case_type: str, unit: str, refusals: Iterable[Refuse], at: datetime) -> tuple[str, ...]:
    """Why such a case cannot be opened there, and who could."""
    edition = edition_for(case_type, unit, at)
    worded = Worded(edition.compiled, case_type)
    found = []
    for refuse in refusals:
        posts = _("、").join(dict.fromkeys(worded.post(seat.post) for seat in refuse.may_override if seat.post))
        barred = f"您不是“{unit_names().get(unit, '所选单位')}”里能登记“{worded.procedure(case_type)}”的岗位"
        ask = f"；请核对所属单位，或由{posts}登记" if posts else "；请核对所属单位"
        found += [barred + ask if lack == "person:" else worded.lack(lack, LACKS) for lack in refuse.lacks]
    return tuple(dict.fromkeys(found))


def lacking(viewer: Viewer, case_id: int, lacks: Sequence[str], said: str = "") -> tuple[str, ...]:
    """What a refusal asks for, in the words of the case's rulebook; which of the words `said` it minds."""
    row = get_for(viewer, case_id)
    worded = Worded(rulebooks.get(row.edition), row.case_type)
    found = _("、").join(f"“{phrase}”" for phrase in forbidden_hits(said, worded.rulebook)) if HITS in lacks else ""
    plain = {**LACKS, HITS: f"请改写这些话：{found}"} if found else LACKS
    return tuple(dict.fromkeys(worded.lack(lack, plain) for lack in lacks))
