"""What every rule shares: frozen models, names, figures to confirm, and the header."""

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
"""A rule's, step's or field's name: lower case Latin, digits and underscores; people see its `title`."""

ClauseId = Annotated[str, StringConstraints(pattern=r"^[A-Z]+-[0-9A-Za-z.]+$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
FactPath = Annotated[str, StringConstraints(pattern=r"^[a-z][\w]*(\.[\w]+)*(@[a-z][\w]*)?$")]
"""`paper.field`, `case.type`, `step.round`, a declared fact, or `fact@step` for an earlier judgement."""

Mode = Literal["block", "warn", "record"]
T = TypeVar("T")


class Frozen(BaseModel):
    """A value of the rule language: immutable, and refusing keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Figure(Frozen, Generic[T]):
    """A figure, span or word of the source; `confirm` says what an administrator must settle.

    Written plainly (`24h`) or as `{value: 24h, confirm: 起点未写明}`; an empty value makes the rule dormant.
    """

    value: T | None = None
    confirm: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, given: object) -> object:
        if isinstance(given, dict) and set(given) <= {"value", "confirm"}:
            return {
                **given,
                "value": None if given.get("value") == "" else given.get("value"),
            }
        return given if isinstance(given, cls) else {"value": given}

    def __reduce__(self) -> tuple[Any, ...]:
        """A parametrised class has no name in its module; its parameter has."""
        (parameter,) = type(self).__pydantic_generic_metadata__["args"] or (Any,)
        return _figure, (parameter, self.value, self.confirm, self.model_fields_set)


def _figure(parameter: Any, value: Any, confirm: str | None, given: set[str]) -> Figure[Any]:
    return Figure[parameter].model_construct(given, value=value, confirm=confirm)


def as_tuple(given: object) -> object:
    """Let a list of one be written without brackets."""
    if given is None or given == "":
        return ()
    return given if isinstance(given, (list, tuple)) else (given,)


class Place(Frozen):
    """Where something stands in the written rulebook."""

    file: str
    line: int


class Problem(Frozen):
    """One finding about a rulebook: what is wrong, where, and what to do."""

    code: str
    """The checker's name of the finding, as `unreachable_step`."""
    where: str
    """The rule or part, as `complaint.steps.review`."""
    message: str
    """What is wrong and what to do, in Chinese."""
    message_en: str
    place: Place | None = None
    level: Literal["error", "warning", "note"] = "error"


class Clause(Frozen):
    """One numbered place of the written rulebook, paraphrased."""

    id: ClauseId
    title: Text
    parent: ClauseId | None = None
    text: str = ""
    source: str = ""
    kind: str = ""
    """Kinds of the register: E enforce, M measure, R record, C checklist, K knowledge, D definition; comma between."""


class CalendarRule(Frozen):
    """A named calendar of the header: which days work, at which hours."""

    title: Text | None = None
    days: Literal["china", "all", "weekdays"] = "china"
    hours: tuple[str, ...] = Field(default=())
    """Windows as `09:00-12:00`; empty means round the clock."""
    starts: str | None = None
    """`MM-DD` on which an own plan year starts."""
