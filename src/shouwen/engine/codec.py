"""States, events and effects as JSON values and back, without loss; what stands at its default is left out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from shouwen.engine import effects, events
from shouwen.engine.approval import Approval
from shouwen.engine.effects import AnyEffect, Effect
from shouwen.engine.events import AnyEvent, Event
from shouwen.engine.facts import Value
from shouwen.engine.state import State

Json = Any
Code = Callable[[Any], Any]
TAG = "is"
"""The key that names the class of an event or effect."""

_EVENTS: Mapping[str, type] = {cls.__name__: cls for cls in get_args(events.AnyEvent)}
_EFFECTS: Mapping[str, type] = {cls.__name__: cls for cls in get_args(effects.AnyEffect)}


class CodecError(ValueError):
    """JSON that is none of ours."""


def state_to_json(state: State) -> dict[str, Json]:
    return _writer(State)(state)  # type: ignore[no-any-return]  # a record is written as a mapping


def state_from_json(data: Mapping[str, Json]) -> State:
    return _reader(State)(data)  # type: ignore[no-any-return]


def approval_to_json(approval: Approval) -> dict[str, Json]:
    return _writer(Approval)(approval)  # type: ignore[no-any-return]


def approval_from_json(data: Mapping[str, Json]) -> Approval:
    return _reader(Approval)(data)  # type: ignore[no-any-return]


def event_to_json(event: Event) -> dict[str, Json]:
    return {TAG: type(event).__name__, **_writer(_class_of(event))(event)}


def event_from_json(data: Mapping[str, Json]) -> AnyEvent:
    return _tagged(data, _EVENTS)  # type: ignore[no-any-return]


def effect_to_json(effect: Effect) -> dict[str, Json]:
    return {TAG: type(effect).__name__, **_writer(_class_of(effect))(effect)}


def effect_from_json(data: Mapping[str, Json]) -> AnyEffect:
    return _tagged(data, _EFFECTS)  # type: ignore[no-any-return]


def _class_of(record: object) -> Any:
    return type(record)


def _tagged(data: Mapping[str, Json], known: Mapping[str, type]) -> Any:
    cls = known.get(data.get(TAG, ""))
    if cls is None:
        raise CodecError(f"'{data.get(TAG)}' is none of {', '.join(sorted(known))}")
    return _reader(cls)({key: value for key, value in data.items() if key != TAG})


@cache
def _writer(cls: Any) -> Code:
    """Writes a record as a mapping without the fields that stand at their default, by a function of its own as well."""
    scope: dict[str, Any] = {}
    lines = ["def write(record):", "    found = {}"]
    for name, encode, default in plan_of(cls):
        scope[f"encode_{name}"], scope[f"default_{name}"] = encode, default
        written = "value" if encode is None else f"None if value is None else encode_{name}(value)"
        lines.append(f"    value = record.{name}")
        if default is MISSING:
            lines.append(f'    found["{name}"] = {written}')
        else:
            differs = "" if default is None else f" and value != default_{name}"
            lines.append(f'    if value is not default_{name}{differs}: found["{name}"] = {written}')
    return _made("write", [*lines, "    return found"], scope)


def _made(name: str, lines: list[str], scope: dict[str, Any]) -> Code:
    exec("\n".join(lines), scope)  # noqa: S102  # written from the names of the fields alone, as dataclasses do
    return scope[name]  # type: ignore[no-any-return]  # the function written above


def plan_of(cls: Any) -> list[tuple[str, Code | None, Any]]:
    """Each field with how its value is written, if not as it stands, and the default that is left out."""
    hints = get_type_hints(cls, localns={"Value": Value})
    return [(each.name, encoder(_there(hints[each.name])), _default(each)) for each in fields(cls)]


def _there(hint: Any) -> Any:
    """The type of a field that may be None, when it is not: a field's None is seen to before its code is asked."""
    if get_origin(hint) not in {Union, UnionType} or _is_value(hint):
        return hint
    inner = [arg for arg in get_args(hint) if arg is not NoneType]
    return inner[0] if len(inner) == 1 else hint


def _is_value(hint: Any) -> bool:
    """Whether it is a fact's value, which is JSON already but for its tuples."""
    return hint is Any or (get_origin(hint) in {Union, UnionType} and {str, bool} <= set(get_args(hint)))


@cache
def _reader(cls: Any) -> Code:
    """Reads a record by a function that is written for it, field after field: every decision reads a dozen records."""
    hints = get_type_hints(cls, localns={"Value": Value})
    scope = {"own": cls, "known": frozenset(each.name for each in fields(cls)), "unknown": _unknown}
    lines = []
    for each in fields(cls):
        decode = _decode(_there(hints[each.name]))
        value = f'data["{each.name}"]'
        if decode is not None:
            scope[f"decode_{each.name}"] = decode
            value = f"(None if {value} is None else decode_{each.name}({value}))"
        if each.default is not MISSING:
            scope[f"default_{each.name}"] = each.default
            value = f'{value} if "{each.name}" in data else default_{each.name}'
        elif each.default_factory is not MISSING:
            scope[f"make_{each.name}"] = each.default_factory
            value = f'{value} if "{each.name}" in data else make_{each.name}()'
        lines.append(f"        {each.name}={value},")
    head = ["def read(data):", "    if not data.keys() <= known:", "        raise unknown(own, data.keys() - known)"]
    if hasattr(cls, "__slots__"):
        return _made("read", [*head, "    return own(", *lines, "    )"], scope)
    # A frozen record without slots is written into at once and not field by field.
    scope["blank"] = object.__new__
    tail = ["    found = blank(own)", "    found.__dict__.update(", *lines, "    )", "    return found"]
    return _made("read", [*head, *tail], scope)


def _unknown(cls: type, names: Iterable[str]) -> CodecError:
    return CodecError(f"{cls.__name__} has no field '{min(names)}'")


def _default(each: Field[Any]) -> Any:
    if each.default is not MISSING:
        return each.default
    return MISSING if each.default_factory is MISSING else each.default_factory()


def encoder(hint: Any) -> Code | None:
    """How a value of the type is written; None if it stands as it is."""
    return _code(hint, _writer, datetime.isoformat, list, _plain_out)


def _decode(hint: Any) -> Code | None:
    return _code(hint, _reader, datetime.fromisoformat, tuple, _plain_in)


def _code(hint: Any, record: Callable[[type], Code], moment: Code, row: Code, plain: Code) -> Code | None:
    origin, args = get_origin(hint), get_args(hint)
    if _is_value(hint):
        return plain
    if origin in {Union, UnionType}:
        inner = [_code(arg, record, moment, row, plain) for arg in args if arg is not NoneType]
        code = next((each for each in inner if each is not None), None)
        return None if code is None else _optional(code)
    if hint is datetime:
        return moment
    if is_dataclass(hint):
        return record(hint)  # type: ignore[arg-type]  # a dataclass type, not an instance
    if origin is tuple:
        return _rows(args, row, [_code(arg, record, moment, row, plain) for arg in args if arg is not ...])
    if origin is not None and origin is not Literal and issubclass(origin, Mapping):
        return _entries(_code(args[1], record, moment, row, plain))
    return None


def _optional(code: Code) -> Code:
    return lambda value: None if value is None else code(value)


def _rows(args: tuple[Any, ...], row: Code, codes: list[Code | None]) -> Code:
    if len(args) == 2 and args[1] is ...:
        code = codes[0]
        return row if code is None else lambda value: row(map(code, value))
    return lambda value: row(each if code is None else code(each) for code, each in zip(codes, value, strict=True))


def _entries(code: Code | None) -> Code:
    return dict if code is None else lambda value: {key: code(each) for key, each in value.items()}


def _plain_out(value: Any) -> Json:
    if isinstance(value, str):
        return value
    if isinstance(value, (tuple, list)):
        return [_plain_out(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain_out(each) for key, each in value.items()}
    return value


def _plain_in(value: Json) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return tuple(_plain_in(each) for each in value)
    if isinstance(value, dict):
        return {key: _plain_in(each) for key, each in value.items()}
    return value
