"""Parts of a procedure: steps, outcomes, rounds, roles, opening, closing, and the rows of tables."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from shouwen.rulebook.model.base import (
    ClauseId,
    FactPath,
    Figure,
    Frozen,
    Mode,
    Name,
    Text,
    as_tuple,
)
from shouwen.rulebook.model.condition import Condition
from shouwen.rulebook.model.due import Due
from shouwen.rulebook.model.effect import Do
from shouwen.rulebook.model.paper import PaperNeed
from shouwen.rulebook.model.who import Who

Dos = Annotated[tuple[Do, ...], BeforeValidator(as_tuple)]
Needs = Annotated[tuple[PaperNeed, ...], BeforeValidator(as_tuple)]
Cites = Annotated[tuple[ClauseId, ...], BeforeValidator(as_tuple)]
CaseState = Literal[
    "draft",
    "to_accept",
    "to_dispatch",
    "to_take",
    "working",
    "waiting_customer",
    "suspended",
    "to_review",
    "to_call_back",
    "redoing",
    "done",
    "archived",
    "void",
    "withdrawn",
]
"""House states, in the field's words: 待补充 待受理 待派单 待接单 处理中 等待客户 已挂起 待审核 待回访 重办中
已办结 已归档 已作废 已撤销."""


class Exit(Frozen):
    """One outcome of a step: the word people choose, the step that follows (or `end`), what is done on the way."""

    then: Name
    title: Text | None = None
    do: Dos = ()
    reason: bool = False
    """The person has to say why."""
    cites: Cites = ()

    @model_validator(mode="before")
    @classmethod
    def _written(cls, given: Any) -> Any:
        return {"then": given} if isinstance(given, str) else given


class Rounds(Frozen):
    """How often a step may be entered; the entry beyond `most` goes to `then` instead."""

    most: Figure[int | Literal["none"]]
    then: Name | None = None
    why: Text | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Rounds:
        if self.bound is None and not self.why:
            raise ValueError("rounds without a bound must say why")
        if self.bound is not None and self.then is None:
            raise ValueError("bounded rounds need `then`, the step that takes over")
        return self

    @property
    def bound(self) -> int | None:
        """How often at the most; None while there is no bound."""
        return self.most.value if isinstance(self.most.value, int) else None


class StepRule(Frozen):
    """One step: who does it, on which forms, within which limits, with which outcomes."""

    title: str = ""
    state: CaseState = "working"
    by: Who | None = None
    take: bool = False
    """The task has to be taken (接单) before work on it."""
    fill: Annotated[tuple[Name, ...], BeforeValidator(as_tuple)] = ()
    papers: Needs = ()
    needs: Condition | None = None
    act: Name | None = None
    """The act attempted by finishing, so that gates may forbid it."""
    judge: FactPath | None = None
    """A scale: its values are the outcomes; the judgement is kept with step, person and time."""
    approve: bool = False
    """An approval: `by` with `turn`, `all` or `any` gives the signers; outcomes agreed, refused, returned."""
    table: Name | None = None
    due: dict[Name, Due] = Field(default_factory=dict)
    do: Dos = ()
    out: dict[Name, Exit] = Field(default_factory=dict)
    rounds: Rounds | None = None
    together: dict[Name, StepRule] | None = None
    for_each: FactPath | None = None
    join: Literal["all", "any"] | int = "all"
    script: Name | None = None
    help: str = ""
    cites: Cites = ()
    confirm: Text | None = None
    mode: Mode | None = None
    override: Who | None = None


class Role(Frozen):
    """A part that somebody plays in the case, kept when posts change hands."""

    title: str = ""
    set: str | Who
    """`opener`, a fact path, or who."""
    may_be: Annotated[tuple[Literal["person", "unit"], ...], BeforeValidator(as_tuple)] = ("person",)
    fixed: bool = False

    @model_validator(mode="before")
    @classmethod
    def _written(cls, given: Any) -> Any:
        if isinstance(given, dict) and isinstance(given.get("set"), str):
            chosen = given["set"]
            plain = chosen == "opener" or "." in chosen
            return {**given, "set": chosen if plain else Who.model_validate(chosen)}
        return given


class Opens(Frozen):
    """How cases of the procedure come to be."""

    by: Who | None = None
    via: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = ()
    upon: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = ()
    parent: Annotated[tuple[Name, ...], BeforeValidator(as_tuple)] = ()


class Close(Frozen):
    """What closing asks for: children ended, papers there, conditions true; how the file is bound and where it goes."""

    needs: Condition | None = None
    papers: Needs = ()
    waits: Annotated[tuple[Name, ...], BeforeValidator(as_tuple)] = ()
    by: Who | None = None
    bind: Literal["ordered", "loose"] = "loose"
    folder: tuple[str, ...] = ()
    cites: Cites = ()


class Row(Frozen):
    """One row of a table: when it holds, what it says (`then`) and what it does."""

    when: Condition | None = None
    then: dict[str, Any] = Field(default_factory=dict)
    do: Dos = ()
    cites: Cites = ()
    confirm: Text | None = None
    mode: Mode | None = None
    title: str = ""

    @property
    def says(self) -> dict[str, Any]:
        """Its conclusions; of one with a question (`{value: vice_president, confirm: …}`) the value."""
        return {key: _value(said) for key, said in self.then.items()}

    @property
    def questions(self) -> tuple[str, ...]:
        """What is still to be confirmed about it: the row's own note, then those of its conclusions, each once."""
        asked = [said["confirm"] for said in self.then.values() if _value(said) is not said and said.get("confirm")]
        return tuple(dict.fromkeys([*([self.confirm] if self.confirm else []), *asked]))


def _value(said: Any) -> Any:
    return said["value"] if isinstance(said, dict) and "value" in said and set(said) <= {"value", "confirm"} else said
