"""The nine kinds of rules, each on the same header."""

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
from shouwen.rulebook.model.due import Due, Of
from shouwen.rulebook.model.effect import Do
from shouwen.rulebook.model.paper import Copy, Extension, FieldRule, PaperNeed, Send
from shouwen.rulebook.model.step import Close, Opens, Role, Row, StepRule
from shouwen.rulebook.model.who import Who

Dos = Annotated[tuple[Do, ...], BeforeValidator(as_tuple)]
Names = Annotated[tuple[Name, ...], BeforeValidator(as_tuple)]
Cites = Annotated[tuple[ClauseId, ...], BeforeValidator(as_tuple)]


class Rule(Frozen):
    """The header that every kind begins with."""

    name: Name
    title: str = ""
    cites: Cites = ()
    when: Condition | None = None
    mode: Mode | None = None
    override: Who | None = None
    confirm: Text | None = None


class PostRule(Rule):
    """A post: where it sits, how many hold it, whose duties it includes, who stands above it."""

    kind: Literal["post"] = "post"
    unit: str | None = None
    """Unit kind in which the post stands: group, centre, region, branch, department …"""
    count: Figure[int] | None = None
    includes: Names = ()
    superior: Name | None = None
    needs: Condition | None = None
    engaged_by: str | None = None
    appraised_by: Who | None = None


class FactRule(Rule):
    """A fact: given by papers and modules, or derived by counting; an ordered `scale` is a severity."""

    kind: Literal["fact"] = "fact"
    about: str = "case"
    type: str | None = None
    scale: tuple[str, ...] | None = None
    one_of: tuple[str, ...] | None = None
    titles: dict[str, str] = Field(default_factory=dict)
    """Chinese words of the values."""
    synonyms: dict[str, str] = Field(default_factory=dict)
    """Other words by which a value is found while typing, with spaces between them."""
    count: Of | None = None
    sum: Of | None = None
    share: Of | None = None
    mean: Of | None = None
    over: str | None = None
    target: dict[str, Figure[str]] | None = None
    better: Literal["higher", "lower"] | None = None
    """Which way an indicator improves; `target` says it too."""
    reading: Figure[str] | None = None
    """Which of the values holds for every case: a reading of the source, chosen in one place for all rules that ask for it."""
    fixed: bool = False
    sealed: bool = False


class PaperRule(Rule):
    """A form, notice, letter, permit or card: typed versioned fields, copies, approval, signatures, sending."""

    kind: Literal["paper"] = "paper"
    sort: Literal["form", "notice", "letter", "register", "decision", "file", "permit", "card", "receipt"] = "form"
    fields: dict[Name, FieldRule] = Field(default_factory=dict)
    number: str | None = None
    """Pattern such as `催办-{yyyy}-{n:4}`; counted per paper and year without gaps."""
    template: Name | None = None
    copies: tuple[Copy, ...] = ()
    approve: Who | None = None
    signed: Annotated[tuple[Who, ...], BeforeValidator(as_tuple)] = ()
    send: Send | None = None
    valid: Due | None = None
    at_most: Figure[str] | None = None
    """Longest term for which it may be issued."""
    extend: Extension | None = None
    keep: Figure[str] | None = None
    keeper: Who | None = None


class ProcedureRule(Rule):
    """A case type and its flow: a tree of steps, reactions at any time, and what closing asks for."""

    kind: Literal["procedure"] = "procedure"
    number: str | None = None
    """Pattern of the case number, as `TS{yyyymmdd}-{n:4}`."""
    intake: Name | None = None
    """The paper filled when such a case is opened."""
    opens: Opens | None = None
    synonyms: str = ""
    """Other words by which the case type is found while typing, with spaces between them."""
    roles: dict[Name, Role] = Field(default_factory=dict)
    steps: dict[Name, StepRule]
    due: dict[Name, Due] = Field(default_factory=dict)
    """Limits of the case as a whole; they may outlive any step."""
    anytime: Annotated[tuple[ReactionRule, ...], BeforeValidator(as_tuple)] = ()
    close: Close | None = None


class TableRule(Rule):
    """Rows of conditions on constants; `one`: exactly one certain row, `all`: the effects of all certain rows add up."""

    kind: Literal["table"] = "table"
    in_: tuple[FactPath, ...] = Field(alias="in")
    hit: Literal["one", "all"] = "one"
    defaults: dict[str, Any] = Field(default_factory=dict)
    rows: tuple[Row, ...]
    else_: Row | None = Field(default=None, alias="else")


class DutyRule(Rule):
    """Somebody owes records within a window: one expectation per member and period or milestone."""

    kind: Literal["duty"] = "duty"
    by: Who | None = None
    per: str | None = None
    where: Condition | None = None
    due: dict[Name, Due]
    opens: Name | None = None
    fill: Names = ()
    papers: Annotated[tuple[PaperNeed, ...], BeforeValidator(as_tuple)] = ()


class GateRule(Rule):
    """Forbids an act until something holds; asked wherever the act is tried, the engine's own acts included."""

    kind: Literal["gate"] = "gate"
    act: Names
    needs: Condition | None = None
    papers: Annotated[tuple[PaperNeed, ...], BeforeValidator(as_tuple)] = ()
    only: Who | None = None
    never: Who | None = None
    facts: Annotated[tuple[FactPath, ...], BeforeValidator(as_tuple)] = ()
    log: bool = False
    say: Text | None = None


class ReactionRule(Rule):
    """Fires once per event; inside a procedure `goto` leaves the active region for that step."""

    kind: Literal["reaction"] = "reaction"
    name: str = ""
    upon: Annotated[tuple[str, ...], BeforeValidator(as_tuple)]
    do: Dos = ()
    goto: Name | None = None

    @model_validator(mode="before")
    @classmethod
    def _written(cls, given: Any) -> Any:
        """Inside a procedure the kind word may stand in front as it does elsewhere."""
        if isinstance(given, dict) and "reaction" in given and "name" not in given:
            return {("name" if key == "reaction" else key): value for key, value in given.items()}
        return given

    @model_validator(mode="after")
    def _does_something(self) -> ReactionRule:
        if not self.do and not self.goto:
            raise ValueError("a reaction needs `do` or `goto`")
        return self


ProcedureRule.model_rebuild()
RULES: dict[str, type[Rule]] = {
    "post": PostRule,
    "fact": FactRule,
    "paper": PaperRule,
    "procedure": ProcedureRule,
    "table": TableRule,
    "duty": DutyRule,
    "gate": GateRule,
    "reaction": ReactionRule,
}
AnyRule = Annotated[
    PostRule | FactRule | PaperRule | ProcedureRule | TableRule | DutyRule | GateRule | ReactionRule,
    Field(discriminator="kind"),
]
