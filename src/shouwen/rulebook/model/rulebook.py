"""The whole rulebook of one edition, immutable, with its parts found by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeVar

from pydantic import Field, model_validator

from shouwen.rulebook.model.base import CalendarRule, Clause, Figure, Frozen, Text
from shouwen.rulebook.model.blocks import AnyBlock
from shouwen.rulebook.model.kinds import (
    AnyRule,
    DutyRule,
    FactRule,
    GateRule,
    PaperRule,
    PostRule,
    ProcedureRule,
    ReactionRule,
    Rule,
    TableRule,
)
from shouwen.rulebook.model.recurring import case_types

R = TypeVar("R", bound=Rule)


class Edition(Frozen):
    """A dated version; never edited after publication."""

    id: Text
    in_force: date
    roll: Literal["none", "next_working_day"] = "none"
    """Whether a civil limit whose last day is a holiday runs to the next working day (Civil Code art. 203)."""


class Vague(Figure[str]):
    """A vague word of the source, as 及时, with the span that it stands for until somebody settles it."""

    title: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, given: object) -> object:
        if isinstance(given, dict):
            return {**given, "value": None if given.get("value") == "" else given.get("value")}
        return given if isinstance(given, cls) else {"value": given}

    def __reduce__(self) -> tuple[Any, ...]:
        return Vague.model_validate, ({"value": self.value, "confirm": self.confirm, "title": self.title},)

    @property
    def called(self) -> str | None:
        """The word itself: its title, else as the question about it quotes it."""
        quoted = re.search(r"“(.+?)”", self.confirm or "")
        return self.title or (quoted.group(1) if quoted else None)


class Header(Frozen):
    """Name, edition, calendars and the named spans behind vague words."""

    rulebook: Text
    title: Text
    edition: Edition
    zone: str = "Asia/Shanghai"
    calendars: dict[str, CalendarRule] = Field(default_factory=dict)
    words: dict[str, Vague] = Field(default_factory=dict)
    unit_kinds: dict[str, str] = Field(default_factory=dict)
    """Kinds of units and their Chinese words, from the top of the tree downwards."""
    parties: dict[str, str] = Field(default_factory=dict)
    """Outside parties (customer, crew, …) and their Chinese words."""
    warn: Figure[str] = Figure[str](value="75%")
    """When those concerned are warned unless the limit says otherwise."""
    long_rest: Figure[str] | None = None
    """From when on a suspended case is shown to supervisors as resting too long; without it none is."""


class Rulebook(Frozen):
    """Everything that one edition says."""

    header: Header
    clauses: tuple[Clause, ...]
    rules: tuple[AnyRule, ...]
    blocks: tuple[AnyBlock, ...] = ()

    @property
    def key(self) -> str:
        """Rulebook and edition in one word, as stored with cases: `DECOR/2005-08`."""
        return f"{self.header.rulebook}/{self.header.edition.id}"

    def _by_name(self, sort: type[R]) -> Mapping[str, R]:
        return {rule.name: rule for rule in self.rules if isinstance(rule, sort)}

    @cached_property
    def clause(self) -> Mapping[str, Clause]:
        """Clauses by id."""
        return {clause.id: clause for clause in self.clauses}

    @cached_property
    def posts(self) -> Mapping[str, PostRule]:
        """Posts by name."""
        return self._by_name(PostRule)

    @cached_property
    def facts(self) -> Mapping[str, FactRule]:
        """Declared facts by name."""
        return self._by_name(FactRule)

    @cached_property
    def papers(self) -> Mapping[str, PaperRule]:
        """Papers by name."""
        return self._by_name(PaperRule)

    @cached_property
    def procedures(self) -> Mapping[str, ProcedureRule]:
        """Procedures by name."""
        return self._by_name(ProcedureRule)

    @cached_property
    def case_types(self) -> Mapping[str, ProcedureRule]:
        """Flows that cases follow, by name: the procedures, and a step of its own for each duty that recurs."""
        return case_types(self.duties, self.procedures, self.header.unit_kinds)

    @cached_property
    def tables(self) -> Mapping[str, TableRule]:
        """Tables by name."""
        return self._by_name(TableRule)

    @cached_property
    def duties(self) -> Mapping[str, DutyRule]:
        """Duties by name."""
        return self._by_name(DutyRule)

    @cached_property
    def gates(self) -> Mapping[str, GateRule]:
        """Gates by name."""
        return self._by_name(GateRule)

    @cached_property
    def reactions(self) -> Mapping[str, ReactionRule]:
        """Free-standing reactions by name."""
        return self._by_name(ReactionRule)
