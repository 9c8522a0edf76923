"""States written again after a decision: what it left as it was is taken from what the state was read from."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from operator import is_
from typing import Any, get_args, get_origin, get_type_hints

from shouwen.engine.codec import Json, encoder, plan_of, state_from_json
from shouwen.engine.facts import Value
from shouwen.engine.state import State

Code = Callable[[Any], Json]


class Kept:
    """A state beside the JSON it was read from."""

    __slots__ = ("state", "written")

    def __init__(self, written: Mapping[str, Json]) -> None:
        self.written = written
        self.state = state_from_json(written)
        """Held, so that no later part can come to have the identity of one of its parts."""

    def to_json(self, state: State) -> dict[str, Json]:
        """The same as `state_to_json`, quicker for a state that came from this one."""
        written, before, now, found = self.written, self.state.__dict__, state.__dict__, {}
        for name, encode, default, inner in _plan():
            value = now[name]
            if value is default or value == default:
                continue
            if name in written and _is_same(value, before[name]):
                found[name] = written[name]
            elif inner is None:
                found[name] = value if encode is None or value is None else encode(value)
            else:
                found[name] = _again(value, before[name], written.get(name), inner)
        return found


def _is_same(value: Any, before: Any) -> bool:
    """Written the same, that is: two mappings are equal in whatever order, and one instant in two zones."""
    if value is before:
        return True
    if type(value) is dict:
        return [*value] == [*before] and all(map(is_, value.values(), before.values()))
    if isinstance(value, tuple):
        return len(value) == len(before) and all(map(is_, value, before))
    return not isinstance(value, datetime) and bool(value == before)


def _again(value: Any, before: Any, written: Json, inner: Code) -> Json:
    """What is still there is known by its identity: nothing that is frozen can be another than it was."""
    if isinstance(value, tuple):
        parts = dict(zip(map(id, before), written or (), strict=True))
        return [parts.get(id(each)) or inner(each) for each in value]
    parts = dict(zip(map(id, before.values()), (written or {}).values(), strict=True))
    return {key: parts.get(id(each)) or inner(each) for key, each in value.items()}


@cache
def _plan() -> list[tuple[str, Code | None, Any, Code | None]]:
    """The fields of a state; the last is how one of the many records, instants or facts in it is written."""
    hints = get_type_hints(State, localns={"Value": Value})
    return [(name, encode, default, _inner(hints[name])) for name, encode, default in plan_of(State)]


def _inner(hint: Any) -> Code | None:
    origin, args = get_origin(hint), get_args(hint)
    if origin is tuple and args[1:] == (...,):
        return encoder(args[0])
    return encoder(args[1]) if origin is Mapping else None
