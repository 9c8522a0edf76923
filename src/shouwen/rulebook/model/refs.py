"""Marks on fields of blocks: which names must lead somewhere, which texts are spans or days, which numbers are shares."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from shouwen.rulebook.model.base import ClauseId, Figure, Name, Text, as_tuple
from shouwen.rulebook.model.who import Who


@dataclass(frozen=True)
class Ref:
    """The names in this field (or its keys) are parts of one of these sorts, as `fact` or `checklist`."""

    sorts: tuple[str, ...]


@dataclass(frozen=True)
class TimeText:
    """The text in this field is a span as `3d`, or with `day` a day of a period as `next_month.10`."""

    day: bool = False


def _percent(given: Any) -> Any:
    """Let `95%` stand for 95."""
    return given.removesuffix("%") if isinstance(given, str) else given


Percent = Annotated[Decimal, BeforeValidator(_percent), Field(ge=0, le=100)]
Share = Figure[Percent]
Span = Annotated[Figure[str] | None, TimeText()]
Day = Annotated[str | None, TimeText(day=True)]
Names = Annotated[tuple[Name, ...], BeforeValidator(as_tuple)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(as_tuple)]
Cites = Annotated[tuple[ClauseId, ...], BeforeValidator(as_tuple)]
People = Annotated[tuple[Who, ...], BeforeValidator(as_tuple)]

Article = Annotated[Name | None, Ref(("article",))]
Duties = Annotated[Names, Ref(("duty",))]
ExamName = Annotated[Name | None, Ref(("exam",))]
FactName = Annotated[Name | None, Ref(("fact",))]
GateName = Annotated[Name | None, Ref(("gate",))]
Paper = Annotated[Name | None, Ref(("paper",))]
Posts = Annotated[Names, Ref(("post",))]
Procedure = Annotated[Name | None, Ref(("procedure",))]
Table = Annotated[Name | None, Ref(("table",))]
