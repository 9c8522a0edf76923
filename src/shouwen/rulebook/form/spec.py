"""What a form asks for: made from the annotations of the models, so that a new key of the language has a field at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from shouwen.rulebook.form.sources import CLOSED, sort_at
from shouwen.rulebook.load.parts import KINDS
from shouwen.rulebook.model import BLOCKS, CalendarRule, Condition, Figure, Frozen, Ref, TimeText
from shouwen.rulebook.model import kinds as rules
from shouwen.rulebook.model.due import Due
from shouwen.rulebook.model.effect import VERBS, TaskDue
from shouwen.rulebook.model.who import SELECTORS

Sort = Literal["text", "long", "number", "flag", "choice", "name", "span", "day", "date", "raw"]


@dataclass(frozen=True)
class Scalar:
    """One text; `refs` says where its choices come from, `closed` that nothing else may stand there."""

    sort: Sort = "text"
    refs: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    closed: bool = False


@dataclass(frozen=True)
class Figured:
    """A figure with, perhaps, what an administrator has to confirm about it."""

    inner: Scalar


@dataclass(frozen=True)
class Listed:
    """Any number of the same."""

    item: Spec


@dataclass(frozen=True)
class Keyed:
    """Any number of the same, each under a name of its own."""

    item: Spec
    keys: Scalar = Scalar("name")


@dataclass(frozen=True)
class Record:
    """Several fields; of those in `one_of` exactly one is filled."""

    name: str
    one_of: tuple[str, ...] = ()


Spec = Scalar | Figured | Listed | Keyed | Record


@dataclass(frozen=True)
class FieldSpec:
    """A field of a record under the key that an author writes."""

    key: str
    spec: Spec
    required: bool = False


TEXT = Scalar()
_ONE_OF: Mapping[str, tuple[str, ...]] = {
    "Who": tuple(name.rstrip("_") for name in SELECTORS),
    "Do": VERBS,
    "Need": ("at_least", "exactly", "at_most", "always", "share"),
    "RoleSet": ("opener", "fact", "who"),
    "DueDay": ("day", "fact"),
    "Receipt": ("always", "when"),
    "Said": ("one", "several", "who"),
}
_OPS = ("equals", "one_of", "at_least", "at_most", "more_than", "less_than", "known", "has", "lacks", "past", "ahead")
CONDITION = Record("Condition")
# Inside a procedure the kind word is a key like others, and may be left out.
INNER_REACTION = Record("InnerReaction")
# What holds for the whole rulebook; title and edition stand in a form of their own.
HEADER = Record("Header")
# Parts whose written form is no model of its own.
_OWN: Mapping[str, tuple[FieldSpec, ...]] = {
    "Condition": (
        FieldSpec("tests", Listed(Record("Test"))),
        FieldSpec("any", Listed(CONDITION)),
        FieldSpec("all", Listed(CONDITION)),
        FieldSpec("not", CONDITION),
    ),
    "Test": (
        FieldSpec("path", Scalar(refs=("fact",)), required=True),
        FieldSpec("op", Scalar("choice", options=_OPS, closed=True), required=True),
        FieldSpec("value", Scalar(refs=("value",)), required=True),
        FieldSpec("fact", Scalar(refs=("fact",))),
        FieldSpec("confirm", TEXT),
    ),
    "DueDay": (
        FieldSpec("day", Scalar("day")),
        FieldSpec("fact", Scalar(refs=("fact",))),
        FieldSpec("confirm", TEXT),
    ),
    "RoleSet": (
        FieldSpec("opener", Scalar("flag")),
        FieldSpec("fact", Scalar(refs=("fact",))),
        FieldSpec("who", Record("Who", _ONE_OF["Who"])),
    ),
    "Receipt": (FieldSpec("always", Scalar("flag")), FieldSpec("when", CONDITION)),
    "Header": (
        FieldSpec("words", Keyed(Record("Vague"))),
        FieldSpec("calendars", Keyed(Record("CalendarRule"))),
        FieldSpec("unit_kinds", Keyed(TEXT)),
        FieldSpec("parties", Keyed(TEXT)),
        FieldSpec("warn", Figured(Scalar("span"))),
        FieldSpec("long_rest", Figured(Scalar("span"))),
    ),
    "Vague": (
        FieldSpec("title", TEXT),
        FieldSpec("value", Scalar("span")),
        FieldSpec("confirm", TEXT),
    ),
    "Said": (
        FieldSpec("one", Scalar(refs=("said",))),
        FieldSpec("several", Listed(Scalar(refs=("said",)))),
        FieldSpec("who", Record("Who", _ONE_OF["Who"])),
        FieldSpec("confirm", TEXT),
    ),
}
_SPANS = {
    (Due, "within"), (Due, "after"), (Due, "at"), (Due, "about"), (Due, "warn"), (TaskDue, "within"),
    (rules.PaperRule, "at_most"), (rules.PaperRule, "keep"),
}  # fmt: skip
_SPAN_NAMES = {("Repeat", "every"), ("Of", "last"), ("Extension", "at_most")}
_DAYS = {("Due", "opens")}
# What a row of a table says under a word of its own.
_SAID = Keyed(Record("Said", _ONE_OF["Said"]), Scalar("name", refs=("row_key",)))
_SPECIAL: Mapping[tuple[str, str], Spec] = {
    ("Due", "by"): Record("DueDay", _ONE_OF["DueDay"]),
    ("TaskDue", "by"): Record("DueDay", _ONE_OF["DueDay"]),
    ("Role", "set"): Record("RoleSet", _ONE_OF["RoleSet"]),
    ("Send", "receipt"): Record("Receipt", _ONE_OF["Receipt"]),
    ("Row", "then"): _SAID,
    ("TableRule", "defaults"): _SAID,
    ("Rounds", "most"): Figured(Scalar(options=("none",))),
    ("StepRule", "join"): Scalar(options=("all", "any")),
}
_LONG = {"text", "help", "say"}
_RULES: Mapping[str, type[Frozen]] = {
    "post": rules.PostRule, "fact": rules.FactRule, "paper": rules.PaperRule, "procedure": rules.ProcedureRule,
    "table": rules.TableRule, "duty": rules.DutyRule, "gate": rules.GateRule, "reaction": rules.ReactionRule,
    **BLOCKS,
}  # fmt: skip
_MODELS: dict[str, type[Frozen]] = {"CalendarRule": CalendarRule}


def spec_of(kind: str) -> Record:
    """The form of a kind of rule or block, or of a clause."""
    assert kind in KINDS, kind
    return _record(_RULES[kind])


def fields_of(record: Record) -> tuple[FieldSpec, ...]:
    """In the order of the model; the name and the kind of a rule stand in front of its form."""
    if record == INNER_REACTION:
        return (FieldSpec("reaction", Scalar("name")), *_fields(rules.ReactionRule))
    return _OWN.get(record.name) or _fields(_MODELS[record.name])


def field_of(record: Record, key: str) -> FieldSpec | None:
    return next((each for each in fields_of(record) if each.key == key), None)


@lru_cache
def _fields(model: type[Frozen]) -> tuple[FieldSpec, ...]:
    # Annotations that name a later model are known from then on.
    model.model_rebuild()
    is_rule = model in _RULES.values()
    hidden = {"kind", "name"} if is_rule else set()
    return tuple(
        FieldSpec(key := (info.alias or name).rstrip("_"), _of_field(model, key, info), info.is_required())
        for name, info in model.model_fields.items()
        if name not in hidden
    )


def _of_field(model: type[Frozen], key: str, info: FieldInfo) -> Spec:
    place = (model.__name__, key)
    if place in _SPECIAL:
        return _SPECIAL[place]
    if (model, key) in _SPANS or place in _SPAN_NAMES:
        return Figured(Scalar("span"))
    if place in _DAYS:
        return Scalar("day")
    return _spec(info.annotation, tuple(info.metadata), place)


def _spec(hint: Any, marks: tuple[Any, ...], place: tuple[str, str]) -> Spec:
    if get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        return _spec(inner, (*marks, *more), place)
    if get_origin(hint) in {Union, UnionType}:
        left = [each for each in get_args(hint) if each is not NoneType]
        return _spec(left[0], marks, place)
    if get_origin(hint) is tuple:
        return Listed(_spec(get_args(hint)[0], marks, place))
    if get_origin(hint) is dict:
        return _keyed(get_args(hint)[1], marks, place)
    if get_origin(hint) is Literal:
        return Scalar("choice", options=tuple(map(str, get_args(hint))), closed=True)
    return _plain(hint, marks, place)


def _keyed(hint: Any, marks: tuple[Any, ...], place: tuple[str, str]) -> Spec:
    """Owners are named by their post; weights stand under the name of what they weigh."""
    refs = next((mark.sorts for mark in marks if isinstance(mark, Ref)), ())
    by_value = refs == ("post",)
    keys = Scalar("name", refs=() if by_value else (refs or sort_at(*place, key=True)))
    return Keyed(_spec(hint, marks if by_value else (), place), keys)


def _plain(hint: Any, marks: tuple[Any, ...], place: tuple[str, str]) -> Spec:
    if hint is Any:
        return Scalar("raw")
    if isinstance(hint, type) and issubclass(hint, Figure):
        inner = _spec(hint.model_fields["value"].annotation, marks, place)
        assert isinstance(inner, Scalar), place
        return Figured(inner)
    if isinstance(hint, type) and issubclass(hint, Condition):
        return CONDITION
    if hint is rules.ReactionRule:
        return INNER_REACTION
    if isinstance(hint, type) and issubclass(hint, Frozen):
        return _record(hint)
    sorts: Mapping[Any, Sort] = {bool: "flag", int: "number", Decimal: "number", float: "number", date: "date"}
    return Scalar(sorts[hint]) if hint in sorts else _text(marks, place)


def _text(marks: tuple[Any, ...], place: tuple[str, str]) -> Scalar:
    times = [mark for mark in marks if isinstance(mark, TimeText)]
    if times:
        return Scalar("day" if times[0].day else "span")
    refs = next((mark.sorts for mark in marks if isinstance(mark, Ref)), ()) or sort_at(*place)
    if refs:
        return Scalar(refs=refs, closed=set(refs) <= CLOSED)
    return Scalar("long") if place[1] in _LONG else TEXT


def _record(model: type[Frozen]) -> Record:
    _MODELS[model.__name__] = model
    return Record(model.__name__, _ONE_OF.get(model.__name__, ()))


__all__ = [
    "CONDITION",
    "HEADER",
    "FieldSpec",
    "Figured",
    "Keyed",
    "Listed",
    "Record",
    "Scalar",
    "Spec",
    "fields_of",
    "spec_of",
]
