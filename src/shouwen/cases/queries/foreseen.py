"""What registering a case would set going, decided by the engine itself without anything being written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwen.cases.forms import Known, clean
from shouwen.cases.queries.intake import concerned_unit, edition_for
from shouwen.cases.queries.worded import Worded, worded
from shouwen.cases.surroundings import around_cases
from shouwen.cases.words import limit_title
from shouwen.engine.decide import decide, open_state
from shouwen.engine.decision import Decision
from shouwen.engine.effects import OpenTask, StartClock
from shouwen.engine.events import CaseOpened
from shouwen.engine.facts import Value
from shouwen.engine.state import State, Subject
from shouwen.people.access import Viewer
from shouwen.rulebook.model import FactRule
from shouwen.runtime.registry import Ask
from shouwen.runtime.rulebooks import Edition

NOWHERE = 0
NEVER = datetime.max.replace(tzinfo=UTC)
URGENT = "case.urgent"
COUNTED = "record"


@dataclass(frozen=True, slots=True)
class Grade:
    """A scale that the rules judged as the case began: what they say, and what it may be judged instead."""

    fact: str
    title: str
    value: str
    choices: tuple[tuple[str, str], ...]
    clauses: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        return dict(self.choices).get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Begun:
    """A limit that would run, and until when."""

    title: str
    due_at: datetime | None
    clauses: tuple[str, ...]
    only_counted: bool = False
    """Nobody is warned or late by it: the rulebook only counts how many kept it."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Limits, first tasks, severity and priority as the rules give them."""

    clocks: tuple[Begun, ...] = ()
    tasks: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()
    urgent: bool = False
    refused: bool = False
    """Whether the rules would not let the case pass as it is; then nothing else is known."""

    @property
    def pressing(self) -> tuple[Begun, ...]:
        """Those that warn somebody or run out, the soonest first."""
        found = (one for one in self.clocks if not one.only_counted)
        return tuple(sorted(found, key=lambda one: (one.due_at is None, one.due_at or NEVER)))

    @property
    def counted(self) -> str:
        """The others by name."""
        return _("、").join(limit_title(one.title) for one in self.clocks if one.only_counted)


def foreseen(
    viewer: Viewer, *, case_type: str, unit: str, fields: Mapping[str, Any], facts: Mapping[str, Value], at: datetime
) -> Foreseen:
    """`fields` are those of the intake paper as typed so far; one that cannot be read yet is left out."""
    edition = edition_for(case_type, unit, at, version=viewer.version)
    known = {**facts, **_typed(edition, case_type, fields, facts, viewer, at)}
    place = concerned_unit(edition, case_type, known) or unit
    event = CaseOpened(
        at=at, by=viewer.id, case_type=case_type, unit=place, facts=known, papers=_papers(edition, case_type)
    )
    state = open_state(str(NOWHERE), edition.compiled, case_type, place)
    (found,) = around_cases([Ask(NOWHERE, state, event)])
    decision = decide(Subject(state, found.around, None), event, edition.compiled, found.calendars)
    if decision.refusals:
        return Foreseen(refused=True)
    return Foreseen(
        clocks=tuple(_clocks(decision)),
        tasks=tuple(dict.fromkeys(each.title for each in decision.effects if isinstance(each, OpenTask))),
        grades=tuple(_grades(edition, decision.after)),
        urgent=decision.after.facts.get(URGENT) is True and not facts.get(URGENT),
    )


def _typed(
    edition: Edition,
    case_type: str,
    fields: Mapping[str, Any],
    facts: Mapping[str, Value],
    viewer: Viewer,
    at: datetime,
) -> dict[str, Value]:
    paper = edition.rulebook.papers.get(edition.rulebook.case_types[case_type].intake or "")
    if paper is None:
        return {}
    cleaned = clean(paper, fields, Known(edition.rulebook, dict(facts), at, viewer.version))
    sealed = dict.fromkeys(cleaned.sealed, "sealed:")
    return {**{path: value for path, value in cleaned.values.items() if path not in cleaned.errors}, **sealed}


def _papers(edition: Edition, case_type: str) -> tuple[str, ...]:
    paper = edition.rulebook.case_types[case_type].intake
    return (paper,) if paper else ()


def _clocks(decision: Decision) -> Iterator[Begun]:
    for each in decision.effects:
        if isinstance(each, StartClock):
            yield Begun(each.title, each.due_at, each.cites, each.mode == COUNTED)


def _grades(edition: Edition, after: State) -> Iterator[Grade]:
    words = worded(edition.compiled, after.case_type)
    for fact in edition.rulebook.facts.values():
        value = after.facts.get(fact.name)
        if fact.scale and isinstance(value, str) and value in fact.scale:
            yield Grade(fact.name, fact.title or fact.name, value, _choices(fact, words), fact.cites)


def _choices(fact: FactRule, words: Worded) -> tuple[tuple[str, str], ...]:
    return tuple((value, words.value(fact.name, value)) for value in fact.scale or ())
