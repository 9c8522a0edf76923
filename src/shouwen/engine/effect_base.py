"""What all effects share."""

from dataclasses import dataclass

from shouwen.engine.quick import quick


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The common part: the clauses that ask for it."""

    cites: tuple[str, ...] = ()
