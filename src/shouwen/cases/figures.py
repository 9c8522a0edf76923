"""How clauses were kept, as pages show it: frozen figures with the cases behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How often rules were kept in a period, and how often not."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    overridden: int = 0
    cases: Mapping[str, int] = field(default_factory=dict)
    """Behind each of the figures: the cases that the viewer may open, each once."""

    @property
    def share(self) -> float | None:
        """Kept among those decided; None when nothing has happened yet."""
        decided = self.kept + self.late + self.broken
        return self.kept / decided if decided else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseFigures(Kept):
    """How one clause was kept in a period."""

    clause: str
    title: str
    open: int
    median_seconds: int | None = None
    worst_unit: str = ""
