"""States written again after a decision: what it left as it was is taken from what the state was read from."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from shouwen.engine.codec import Json, encoder, plan_of, state_from_json
from shouwen.engine.facts import Value
from shouwen.engine.state import State

Code = Callable[[Any], Json]


class Kept:
    """The parts of a state as they were read, by identity: nothing that is frozen can be another than it was."""

    __slots__ = ("parts", "state")

    def __init__(self, data: Mapping[str, Json]) -> None:
        self.state = state_from_json(data)
        """Held, so that no later part can come to have the identity of one of these."""
        self.parts: dict[int, Json] = {}
        for name, _, _, inner in _plan():
            if inner is not None and name in data:
                self._keep(getattr(self.state, name), data[name])

    def _keep(self, here: Any, written: Json) -> None:
        if isinstance(written, dict):
            here, written = here.values(), written.values()
        self.parts.update(zip(map(id, here), written, strict=True))

    def to_json(self, state: State) -> dict[str, Json]:
        """The same as `state_to_json`, quicker for a state that came from this one."""
        parts, own, found = self.parts, state.__dict__, {}
        for name, encode, default, inner in _plan():
            value = own[name]
            if value is default or value == default:
                continue
            if inner is None:
                found[name] = value if encode is None or value is None else encode(value)
            elif isinstance(value, tuple):
                found[name] = [parts.get(id(each)) or inner(each) for each in value]
            else:
                found[name] = {key: parts.get(id(each)) or inner(each) for key, each in value.items()}
        return found


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
