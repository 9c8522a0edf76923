"""What every analysis looks at: the rulebook, where its parts stand, and the findings so far."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Literal

from shouwen.rulebook.model import Place, Problem, ProcedureRule, Rulebook, StepRule
from shouwen.rulebook.naming.called import Called, Say, code
from shouwen.rulebook.walk import rule_path, walk_rulebook

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class StepAt:
    """A step with its procedure, its dotted place, and the step around it if it works beside others."""

    procedure: ProcedureRule
    name: str
    step: StepRule
    where: str
    around: str | None = None


@dataclass
class Sight:
    """One look at a rulebook; analyses read from it and tell it what they find."""

    rulebook: Rulebook
    places: Mapping[str, Place]
    findings: list[Problem] = field(default_factory=list)
    _kept: dict[str, frozenset[str]] = field(default_factory=dict)

    def once(self, name: str, found: Callable[[], Iterable[str]]) -> frozenset[str]:
        """A set of words that several analyses ask for, collected the first time."""
        if name not in self._kept:
            self._kept[name] = frozenset(found())
        return self._kept[name]

    def tell(self, code: str, where: str, zh: str, en: str, *, level: Level = "error") -> None:
        """Note a finding at its place or the nearest place around it."""
        self.findings.append(
            Problem(code=code, where=where, message=zh, message_en=en, place=self.place(where), level=level)
        )

    def place(self, where: str) -> Place | None:
        """The place of `where`, or of the closest part around it."""
        while where and where not in self.places:
            where = where.rpartition(".")[0]
        return self.places.get(where)

    @cached_property
    def called(self) -> Called:
        """How the parts of the rulebook are called in a sentence."""
        return Called(self.rulebook)

    @cached_property
    def parts(self) -> tuple[tuple[str, Any], ...]:
        """Every part with its path, walked once."""
        return tuple(walk_rulebook(self.rulebook))

    def of_type(self, *sorts: type) -> Iterator[tuple[str, Any]]:
        """Every part of one of these models."""
        return ((where, part) for where, part in self.parts if isinstance(part, sorts))

    @cached_property
    def steps(self) -> tuple[StepAt, ...]:
        """Every step, those that work beside others included."""
        return tuple(
            found
            for procedure in self.rulebook.procedures.values()
            for name, step in procedure.steps.items()
            for found in _steps(procedure, name, step, f"{procedure.name}.steps.{name}", None)
        )

    def steps_of(self, procedure: str) -> Mapping[str, StepAt]:
        """The steps of one procedure by name."""
        return {at.name: at for at in self.steps if at.procedure.name == procedure}

    def untyped(self, name: str) -> bool:
        """Whether a part of that name stands in the files but could not be typed; its fault is told already."""
        return name in self.places and name not in self._names

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Names of rules that could not be typed; what they declare is not known."""
        roots = {where for where in self.places if "." not in where}
        return frozenset(roots - self._names - {"header"})

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(rule.name for rule in self.rulebook.rules)

    def in_block(self, where: str) -> bool:
        """Whether a part stands in a block; blocks are known as `kind.name`."""
        return ".".join(where.split(".", 2)[:2]) in self._blocks

    @cached_property
    def _blocks(self) -> frozenset[str]:
        return frozenset(rule_path(block) for block in self.rulebook.blocks)

    def procedure_at(self, where: str) -> ProcedureRule | None:
        """The procedure in which a part stands, if it stands in one."""
        return None if self.in_block(where) else self.rulebook.procedures.get(where.partition(".")[0])


def _steps(procedure: ProcedureRule, name: str, step: StepRule, where: str, around: str | None) -> Iterator[StepAt]:
    yield StepAt(procedure, name, step, where, around)
    for inner, member in (step.together or {}).items():
        yield from _steps(procedure, inner, member, f"{where}.together.{inner}", name)


def near(word: str, known: Iterable[str], say: Say = code) -> tuple[str, str]:
    """`did you mean` in Chinese and English, empty if nothing is close; a title stands with its code."""
    found = get_close_matches(word, list(known), 1)
    if not found:
        return "。", "."
    said = say(found[0])
    shown = said if said == code(found[0]) else f"{said}{code(found[0])}"
    return f"；是不是{shown}？", f"; did you mean '{found[0]}'?"
