"""The answer of the engine: effects, explanation, the state after, and when to look again."""

from dataclasses import dataclass
from datetime import datetime

from shouwen.engine.effects import Effect, RecordFinding, Refuse
from shouwen.engine.facts import Facts
from shouwen.engine.quick import quick
from shouwen.engine.state import State


@quick
@dataclass(frozen=True, slots=True)
class Explanation:
    """Why: the rules applied, the clauses behind them, and the facts that were read."""

    rules: tuple[str, ...]
    clauses: tuple[str, ...]
    facts: Facts
    """Sealed values are replaced by their handle."""


@quick
@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from one event; a refused event leaves `after` equal to the state before but for findings."""

    effects: tuple[Effect, ...]
    explanation: Explanation
    after: State
    next_wake: datetime | None

    @property
    def findings(self) -> tuple[RecordFinding, ...]:
        """How the rules fared."""
        return tuple(effect for effect in self.effects if isinstance(effect, RecordFinding))

    @property
    def refusals(self) -> tuple[Refuse, ...]:
        """Why the act did not pass; empty when it did."""
        return tuple(effect for effect in self.effects if isinstance(effect, Refuse))
