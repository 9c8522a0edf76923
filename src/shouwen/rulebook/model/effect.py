"""What a rule makes happen: one verb a line."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from shouwen.rulebook.model.base import FactPath, Figure, Frozen, Name, Text, as_tuple
from shouwen.rulebook.model.who import Who

VERBS = (
    "notify",
    "task",
    "issue",
    "open",
    "assign",
    "set",
    "stop",
    "escalate",
    "hand_over",
    "ask",
)
TELLING = ("notify", "escalate")


def _people(given: Any) -> Any:
    return as_tuple(given)


class TaskDue(Frozen):
    """The limit of a task that stands outside the flow."""

    from_: str = Field(alias="from")
    within: Figure[str] | None = None
    by: Any = None


class Do(Frozen):
    """One effect: exactly one verb, with the few words that go with it.

    notify: people told · task: a title, done `by` somebody · issue: a paper, `to` somebody, `by` whom it is drafted ·
    open: a child case with starting facts `with` · assign: a role, `to` somebody · set: a fact, `value` ·
    stop: a due of the case · escalate: next level that answers from now on for speed · hand_over: the case's file `to`
    somebody · ask: a fact that somebody has to fill in.
    """

    notify: Annotated[
        tuple[Who, ...] | None,
        BeforeValidator(lambda v: None if v is None else _people(v)),
    ] = None
    task: Text | None = None
    issue: Name | None = None
    open: Name | None = None
    assign: Name | None = None
    set: FactPath | None = None
    stop: Name | None = None
    escalate: Who | None = None
    hand_over: Text | None = None
    ask: FactPath | None = None
    by: Who | None = None
    to: Annotated[tuple[Who, ...], BeforeValidator(as_tuple)] = ()
    value: str | None = None
    with_: dict[str, str] = Field(default_factory=dict, alias="with")
    due: TaskDue | None = None
    say: Text | None = None
    """The words of the notice; variables as `{case.number}`."""
    at_once: bool = False
    """Told at any hour and by itself: the clause says 立即, 第一时间. Only beside `notify` and `escalate`."""

    @model_validator(mode="after")
    def _one_verb(self) -> Do:
        chosen = [verb for verb in VERBS if getattr(self, verb) is not None]
        if len(chosen) != 1:
            raise ValueError(f"name exactly one of {', '.join(VERBS)}; found {chosen or 'none'}")
        if self.at_once and chosen[0] not in TELLING:
            raise ValueError(f"at_once goes with {' or '.join(TELLING)}; found {chosen[0]}")
        return self

    @property
    def verb(self) -> str:
        """The one verb that is set."""
        return next(verb for verb in VERBS if getattr(self, verb) is not None)
