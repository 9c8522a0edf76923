"""Typed blocks for what stays outside the rule language: their common header, and the texts that people read and say."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from shouwen.rulebook.model.base import ClauseId, Frozen, Name, Text, as_tuple
from shouwen.rulebook.model.condition import Condition
from shouwen.rulebook.model.refs import Duties, People, Share, Span

Cites = Annotated[tuple[ClauseId, ...], BeforeValidator(as_tuple)]


class Block(Frozen):
    """The header of every block."""

    name: Name
    title: Text
    cites: Cites
    confirm: Text | None = None


class Owed(Block):
    """A block whose moments, windows and quotas are those of duties."""

    duty: Duties = ()


class ReadBy(Frozen):
    """Who confirms having read it, how soon after it appears, and how often again."""

    by: People
    within: Span = None
    again: Span = None


class Article(Block):
    """Policy or knowledge that people read; nothing to enforce but, perhaps, that it is read and kept up to date."""

    kind: Literal["article"] = "article"
    sort: Literal["policy", "knowledge", "tariff", "directory", "law", "standard", "question", "case", "catalogue"] = (
        "policy"
    )
    text: Text
    read: ReadBy | None = None
    renew: Span = None
    """After what time somebody looks whether it still holds."""
    until: date | None = None


class Point(Frozen):
    """One point of a checklist; written as its text alone, or with what it weighs and asks for."""

    text: Text
    weight: Share | None = None
    photo: bool = False
    vital: bool = False
    """Failing it fails the whole list."""
    cites: Cites = ()

    @model_validator(mode="before")
    @classmethod
    def _written(cls, given: Any) -> Any:
        return {"text": given} if isinstance(given, str) else given


class Checklist(Block):
    """Points that a person observes and scores."""

    kind: Literal["checklist"] = "checklist"
    sort: Literal["conduct", "safety", "process", "records", "site", "coordination", "equipment", "knowledge"] = (
        "conduct"
    )
    items: tuple[Point, ...]
    pass_: Share | None = Field(default=None, alias="pass")
    """Share of the points, or of their weights, with which the list is passed."""


class Branch(Frozen):
    """What is said in one mood or after one answer; written as its lines alone, or with the condition."""

    lines: tuple[Text, ...]
    when: Condition | None = None

    @model_validator(mode="before")
    @classmethod
    def _written(cls, given: Any) -> Any:
        return {"lines": given} if isinstance(given, (list, tuple)) else given


class Script(Block):
    """What is said, slot by slot, with branches by the caller's mood or answer."""

    kind: Literal["script"] = "script"
    lines: tuple[Text, ...]
    branches: dict[str, Branch] = Field(default_factory=dict)
    variables: dict[str, Text] = Field(default_factory=dict)
    """Slots in braces that are no facts, and what stands there."""


class Wording(Block):
    """Phrases to use, never to use, or too imperative to use; the latter two are found in a written answer."""

    kind: Literal["wording"] = "wording"
    sort: Literal["use", "forbidden", "imperative"]
    phrases: tuple[Text, ...]
    instead: dict[str, Text] = Field(default_factory=dict)
    """What to say in place of a phrase."""
    mode: Literal["block", "warn", "record"] = "warn"
