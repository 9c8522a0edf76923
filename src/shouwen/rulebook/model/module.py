"""Typed blocks for what stays outside the rule language: articles, checklists, scripts, wording, schemes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from shouwen.rulebook.model.base import ClauseId, Frozen, Name, Text, as_tuple

Cites = Annotated[tuple[ClauseId, ...], BeforeValidator(as_tuple)]


class Block(Frozen):
    """The header of every block."""

    name: Name
    title: Text
    cites: Cites


class Article(Block):
    """Policy or knowledge that people read; nothing to enforce."""

    kind: Literal["article"] = "article"
    text: Text


class Checklist(Block):
    """Points that a person observes and scores."""

    kind: Literal["checklist"] = "checklist"
    items: tuple[Text, ...]


class Script(Block):
    """What is said, slot by slot, with branches by the caller's mood or answer."""

    kind: Literal["script"] = "script"
    lines: tuple[Text, ...]
    branches: dict[str, tuple[Text, ...]] = Field(default_factory=dict)


class Wording(Block):
    """Phrases to use, or never to use; a forbidden phrase in a written answer is found."""

    kind: Literal["wording"] = "wording"
    sort: Literal["use", "forbidden"]
    phrases: tuple[Text, ...]
    mode: Literal["block", "warn", "record"] = "warn"


class Scheme(Block):
    """An appraisal scheme: declared and cited; its arithmetic belongs to the appraisal module."""

    kind: Literal["scheme"] = "scheme"
    body: dict[str, Any] = Field(default_factory=dict)
    confirm: Text | None = None


AnyBlock = Annotated[Article | Checklist | Script | Wording | Scheme, Field(discriminator="kind")]
