"""Parts of papers: fields, copies, sending, and lists of papers that an act asks for."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, model_validator

from shouwen.rulebook.model.base import FactPath, Figure, Frozen, Name, Text, as_tuple
from shouwen.rulebook.model.condition import Condition
from shouwen.rulebook.model.refs import Ref
from shouwen.rulebook.model.who import Who

FieldType = Literal[
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "time",
    "datetime",
    "choice",
    "several",
    "yes_no",
    "phone",
    "address",
    "person",
    "unit",
    "customer",
    "object",
    "file",
    "photo",
    "signature",
    "table",
    "score",
]
FIELD_TYPES: tuple[str, ...] = get_args(FieldType)


class FieldRule(Frozen):
    """One field of a form; written as its type alone or with title, choices, and when it is shown or required."""

    type: FieldType = "text"
    title: Text | None = None
    required: bool = False
    required_when: Condition | None = None
    shown: Condition | None = None
    choices: dict[str, str] = {}
    """Value → Chinese word; for `choice` and `several`."""
    synonyms: dict[str, str] = {}
    """Other words by which a choice is found while typing, with spaces between them."""
    fact: FactPath | None = None
    """The declared fact that the field gives, when it is not simply `paper.field`."""
    prefill: str | None = None
    """A fact whose value stands there at the start."""
    columns: dict[Name, FieldRule] = {}
    most: int | None = None
    """Upper end of a `score`."""
    many: bool = False
    """A list of values of the type, as the departments that a `for_each` step asks one by one."""
    kind: Annotated[Name | None, Ref(("unit_kind",))] = None
    """For a unit: only units of this kind, as a branch and not the whole group."""
    hint: str = ""
    sealed: bool = False

    @model_validator(mode="before")
    @classmethod
    def _written(cls, given: Any) -> Any:
        return {"type": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _consistent(self) -> FieldRule:
        if self.type in ("choice", "several") and not self.choices and self.fact is None:
            raise ValueError(f"a {self.type} field needs choices, or a fact with a scale")
        if self.kind is not None and self.type != "unit":
            raise ValueError("only a field of type unit has a kind")
        if self.type == "table" and not self.columns:
            raise ValueError("a table field needs columns")
        return self


class Copy(Frozen):
    """One copy of a paper: for whom, whether it is the original, its note and seal."""

    to: str
    original: bool = False
    note: str = ""
    seal: str | None = None


class Extension(Frozen):
    """How a permit is prolonged: by whom, on which papers, up to how long, and what is dated anew with it."""

    by: Who
    at_most: Figure[str]
    counted: Figure[Literal["total", "each"]] = Figure[Literal["total", "each"]](value="total")
    """Whether the longest term counts from the first issue, or anew with each extension."""
    papers: Annotated[tuple[PaperNeed, ...], BeforeValidator(as_tuple)] = ()
    reissue: Annotated[tuple[Name, ...], BeforeValidator(as_tuple)] = ()


class Send(Frozen):
    """How a paper leaves: to whom, by which ways, whether registered and receipted."""

    to: Annotated[tuple[Who, ...], BeforeValidator(as_tuple)] = ()
    via: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = ("in_app",)
    register_: bool = False
    receipt: bool | Condition = False

    @model_validator(mode="before")
    @classmethod
    def _written(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        renamed = {("register_" if key == "register" else key): value for key, value in given.items()}
        receipt = renamed.get("receipt")
        if isinstance(receipt, dict) and set(receipt) == {"when"}:
            renamed["receipt"] = receipt["when"]
        return renamed


class PaperNeed(Frozen):
    """A paper that must be there: perhaps only under a condition, in copies, signed or sealed."""

    paper: Name
    when: Condition | None = None
    copies: int = 1
    fields: tuple[Name, ...] = ()
    signed: Annotated[tuple[Who, ...], BeforeValidator(as_tuple)] = ()
    sealed: bool = False

    @model_validator(mode="before")
    @classmethod
    def _written(cls, given: Any) -> Any:
        return {"paper": given} if isinstance(given, str) else given
