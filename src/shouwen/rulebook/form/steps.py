"""The written steps of a procedure rearranged: one more after another, one less, an outcome led elsewhere."""

from collections.abc import Mapping
from typing import Any

END = "end"
DONE = "done"
Tree = dict[str, Any]


def with_step(procedure: Mapping[str, Any], *, after: str, outcome: str, name: str, title: str, word: str) -> Tree:
    """A new step on the way of one outcome, or of all that lead where the first one does; it goes on as they did."""
    steps = dict(procedure["steps"])
    before = _step(steps, after)
    out = dict(before.get("out") or {})
    ways = [outcome] if outcome else list(out)
    target = _then(out[ways[0]]) if ways and ways[0] in out else END
    for way in ways:
        if way in out and _then(out[way]) == target:
            out[way] = _leading(out[way], name)
    if not out:
        out = {DONE: name}
    fresh: Tree = {"title": title, **({"by": before["by"]} if "by" in before else {})}
    fresh["out"] = {DONE: {"then": target, "title": word}}
    placed: Tree = {}
    for each, step in steps.items():
        placed[each] = {**before, "out": out} if each == after else step
        if each == after:
            placed[name] = fresh
    return {**procedure, "steps": placed}


def without_step(procedure: Mapping[str, Any], name: str) -> Tree:
    """What led to the step leads to where its first outcome went."""
    steps = dict(procedure["steps"])
    out = dict(_step(steps, name).get("out") or {})
    then = next((target for each in out.values() if (target := _then(each)) != name), END)
    left = {each: _past(step, name, then) for each, step in steps.items() if each != name}
    changed: Tree = {**procedure, "steps": left}
    if isinstance(procedure.get("anytime"), list):
        changed["anytime"] = [_goto(each, name, then) for each in procedure["anytime"]]
    return changed


def redirected(procedure: Mapping[str, Any], *, step: str, outcome: str, then: str) -> Tree:
    """The same with one outcome leading to another step; an empty one stands for rounds that are used up."""
    steps = dict(procedure["steps"])
    found = dict(_step(steps, step))
    if outcome:
        out = dict(found.get("out") or {})
        found["out"] = {**out, outcome: _leading(out.get(outcome, then), then)}
    else:
        found["rounds"] = {**found["rounds"], "then": then}
    return {**procedure, "steps": {**steps, step: found}}


def renamed(procedure: Mapping[str, Any], old: str, new: str) -> Tree:
    """A step under another name, with everything inside the procedure that speaks of it."""
    spoken = {key: _spoken(value, key, old, new) for key, value in procedure.items()}
    steps = {(new if name == old else name): step for name, step in spoken["steps"].items()}
    return {**spoken, "steps": steps}


_NAMING = frozenset({"then", "goto", "acted_in"})
_DOTTED = frozenset({"from", "until", "upon", "path", "judge"})


def _spoken(value: Any, key: str, old: str, new: str) -> Any:
    if isinstance(value, dict):
        # `out: {solved: end}` names the step beside the outcome; a value with its question stands for the value alone.
        near = "then" if key == "out" else ""
        return {
            _dotted(inner, old, new): _spoken(each, near or (key if inner == "value" else inner), old, new)
            for inner, each in value.items()
        }
    if isinstance(value, list):
        return [_spoken(each, key, old, new) for each in value]
    if not isinstance(value, str):
        return value
    if key in _DOTTED:
        return _dotted(value, old, new)
    return new if value == old and key in _NAMING else value


def _dotted(text: str, old: str, new: str) -> str:
    head, dot, rest = text.partition(".")
    return f"{new}.{rest}" if dot and head == old else text


def _step(steps: Mapping[str, Any], name: str) -> Tree:
    found = steps.get(name)
    if not isinstance(found, dict):
        raise KeyError(name)
    return found


def _then(way: Any) -> str:
    return str(way.get("then", END)) if isinstance(way, dict) else str(way)


def _leading(way: Any, then: str) -> Any:
    return {**way, "then": then} if isinstance(way, dict) else then


def _past(step: Any, name: str, then: str) -> Any:
    if not isinstance(step, dict):
        return step
    changed = dict(step)
    if isinstance(step.get("out"), dict):
        changed["out"] = {key: _leading(way, then) if _then(way) == name else way for key, way in step["out"].items()}
    if isinstance(step.get("rounds"), dict) and step["rounds"].get("then") == name:
        changed["rounds"] = {**step["rounds"], "then": then}
    return changed


def _goto(reaction: Any, name: str, then: str) -> Any:
    leads = isinstance(reaction, dict) and reaction.get("goto") == name and then != END
    return {**reaction, "goto": then} if leads else reaction
