"""What is expected within a window: the clock of a step, a promise, a milestone, a quota."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from shouwen.rulebook.model.base import (
    ClauseId,
    Figure,
    Frozen,
    Mode,
    Name,
    Text,
    as_tuple,
)
from shouwen.rulebook.model.condition import Condition
from shouwen.rulebook.model.effect import Do
from shouwen.rulebook.model.refs import Share
from shouwen.rulebook.model.who import Who


class Repeat(Frozen):
    """`n × every` after the anchor, never after the previous result; no `times` means until `while` fails."""

    every: Figure[str]
    times: Figure[int] | None = None


class Of(Frozen):
    """A set of records: which kind, which of them, sharing what, since when."""

    of: str
    where: Condition | None = None
    same: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = ()
    alike: Figure[int] | None = None
    """Cases whose words say the same: percent of the shorter text's pieces of two characters that both hold."""
    last: Figure[str] | None = None
    that: Condition | None = None
    """For `share`: the part of the set that counts."""


QUOTAS = ("at_least", "exactly", "at_most", "always")
QUOTA_READINGS = ("at_least", "exactly", "at_most")


class Need(Frozen):
    """How many records a window asks for; exactly one of the five numbers is set."""

    at_least: Figure[int] | None = None
    exactly: Figure[int] | None = None
    at_most: Figure[int] | None = None
    always: Figure[int] | None = None
    share: Share | None = None
    """Percent of the members of `per` that must have at least one record, as in a sample."""
    of: str = "record"
    where: Condition | None = None
    quota: Figure[str] | None = None
    """What the number means where the source leaves it open: `at_least`, `exactly` or `at_most`, whatever the key says."""

    @property
    def asked(self) -> tuple[str, Figure[int]] | None:
        """`exactly` and how many; None for a share."""
        for key in QUOTAS:
            number: Figure[int] | None = getattr(self, key)
            if number is not None:
                settled = self.quota.value if self.quota is not None else None
                return settled or key, number
        return None

    @model_validator(mode="after")
    def _one_number(self) -> Need:
        numbers = (self.at_least, self.exactly, self.at_most, self.always, self.share)
        if sum(number is not None for number in numbers) != 1:
            raise ValueError("a need has one of at_least, exactly, at_most, always and share")
        return self


class Due(Frozen):
    """A window and what follows from it; spans are text as `24h`, `10wd`, or a word of the header as `prompt`.

    `from` is the event that starts it, `until` the event that meets it (default: the step's finish).
    `by` is `end_of_day`, a day of a period (`next_month.10`), or a fact holding the instant.
    """

    title: Text | None = None
    from_: Figure[str] | None = Field(default=None, alias="from")
    until: str | None = None
    within: Figure[str] | None = None
    after: Figure[str] | None = None
    by: Any = None
    at: Figure[str] | None = None
    about: Figure[str] | None = None
    each: Figure[str] | None = None
    opens: str | None = None
    repeat: Repeat | None = None
    while_: Condition | None = Field(default=None, alias="while")
    need: Need | None = None
    partial: str | None = None
    calendar: Name | None = None
    warn: Figure[str] | None = None
    """Share of the span (`75%`) or a span before the end (`2h`) at which those concerned are warned."""
    on_warn: Annotated[tuple[Do, ...], BeforeValidator(as_tuple)] = ()
    on_miss: Annotated[tuple[Do, ...], BeforeValidator(as_tuple)] = ()
    pause: Condition | None = None
    cites: Annotated[tuple[ClauseId, ...], BeforeValidator(as_tuple)] = ()
    confirm: Text | None = None
    mode: Mode | None = None
    override: Who | None = None
    promise: bool = False
    """The customer was told this limit: shown to the customer and never replaced by an internal one."""

    @property
    def start(self) -> str | None:
        """The event that starts it, if one is written and settled."""
        return self.from_.value if self.from_ is not None else None
