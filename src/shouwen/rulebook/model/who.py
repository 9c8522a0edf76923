"""Who acts, signs or is told: posts, roles, superiors, units, outsiders, and their combinations."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from shouwen.rulebook.model.base import Frozen, Name

SELECTORS = (
    "post",
    "role",
    "superior_of",
    "unit",
    "group",
    "outside",
    "any",
    "all",
    "turn",
    "acted_in",
    "anyone",
    "from_fact",
)


class Who(Frozen):
    """Exactly one selector, looked up when needed; `exclude` applies after substitutes, `otherwise` when nobody is left.

    `post` is looked up from the case's unit upwards, each level's own departments included; `at` names a fact that
    holds the unit to start from (`branch_manager@case.branch`).
    """

    post: Name | None = None
    at: str | None = None
    role: Name | None = None
    superior_of: Who | None = None
    unit: str | None = None
    """Fact path of a unit, e.g. `case.branch`, or `each` inside `for_each`."""
    group: Name | None = None
    outside: Name | None = None
    """A party without an account: customer, crew, owner; signs or acts on paper or through a link."""
    any: tuple[Who, ...] | None = None
    all: tuple[Who, ...] | None = None
    turn: tuple[Who, ...] | None = None
    acted_in: Name | None = None
    anyone: bool | None = None
    from_fact: str | None = None
    """A fact that holds the person, post or, from an authority table, the approver."""
    exclude: tuple[Who, ...] = ()
    otherwise: Who | None = None

    @model_validator(mode="before")
    @classmethod
    def _written(cls, given: Any) -> Any:
        if isinstance(given, str):
            if given == "anyone":
                return {"anyone": True}
            post, _, at = given.partition("@")
            return {"post": post, "at": at or None}
        if isinstance(given, (list, tuple)):
            return {"any": list(given)}
        return given

    @model_validator(mode="after")
    def _one_selector(self) -> Who:
        chosen = [name for name in SELECTORS if getattr(self, name) is not None]
        if len(chosen) != 1:
            raise ValueError(f"name exactly one of {', '.join(SELECTORS)}; found {chosen or 'none'}")
        return self

    def parts(self) -> tuple[Who, ...]:
        """The direct members of a combination; a single selector is its own part."""
        return self.any or self.all or self.turn or (self,)

    def posts(self) -> frozenset[str]:
        """Every post named anywhere inside, exclusions left out."""
        inner = {name for part in (*(self.any or ()), *(self.all or ()), *(self.turn or ())) for name in part.posts()}
        if self.superior_of is not None:
            inner |= self.superior_of.posts()
        if self.otherwise is not None:
            inner |= self.otherwise.posts()
        return frozenset(inner | ({self.post} if self.post else set()))
