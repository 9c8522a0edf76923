"""The short ways in which parts may be written, spelled out for a form and shortened again."""

from collections.abc import Callable, Mapping
from typing import Any

from shouwen.rulebook.form.spec import CONDITION, Record
from shouwen.rulebook.rewriting import flow

_LISTED = "one_of"


def expanded(record: Record, written: Any) -> dict[str, Any] | None:
    """The part with every key written out; None if it is written in a way that no form knows."""
    known = _EXPAND.get(record.name)
    found = known(written) if known is not None else written
    return found if isinstance(found, dict) else None


def shortened(record: Record, tree: dict[str, Any]) -> Any:
    """As an author would write it."""
    known = _SHORTEN.get(record.name)
    return known(tree) if known is not None else tree


def _under(key: str) -> Callable[[Any], Any]:
    return lambda written: {key: written} if isinstance(written, str) else written


def _alone(key: str) -> Callable[[dict[str, Any]], Any]:
    return lambda tree: tree[key] if set(tree) == {key} and isinstance(tree[key], str) else tree


def _who(written: Any) -> Any:
    if isinstance(written, list):
        return {"any": written}
    if not isinstance(written, str):
        return written
    if written == "anyone":
        return {"anyone": "true"}
    post, at, place = written.partition("@")
    return {"post": post, "at": place} if at else {"post": post}


def _short_who(tree: dict[str, Any]) -> Any:
    if set(tree) == {"post"}:
        return tree["post"]
    if set(tree) == {"post", "at"}:
        return f"{tree['post']}@{tree['at']}"
    return "anyone" if tree == {"anyone": "true"} else tree


def _lines(written: Any) -> Any:
    return {"lines": written} if isinstance(written, list) else written


def _role_set(written: Any) -> Any:
    if written == "opener":
        return {"opener": "true"}
    return {"fact": written} if isinstance(written, str) and "." in written else {"who": written}


def _short_role_set(tree: dict[str, Any]) -> Any:
    return "opener" if tree.get("opener") == "true" else tree.get("fact") or tree.get("who") or ""


def _day(written: Any) -> Any:
    confirm = {}
    if isinstance(written, dict) and "value" in written:
        confirm = {key: value for key, value in written.items() if key == "confirm"}
        written = written["value"]
    if isinstance(written, dict):
        return {**written, **confirm} if set(written) == {"fact"} else None
    return {"day": written, **confirm} if isinstance(written, str) else None


def _short_day(tree: dict[str, Any]) -> Any:
    value = {"fact": tree["fact"]} if tree.get("fact") else tree.get("day", "")
    return {"value": value, "confirm": tree["confirm"]} if tree.get("confirm") else value


def _receipt(written: Any) -> Any:
    if isinstance(written, str):
        return {"always": written}
    return {"when": written["when"] if set(written) == {"when"} else written} if isinstance(written, dict) else None


def _short_receipt(tree: dict[str, Any]) -> Any:
    return {"when": tree["when"]} if tree.get("when") else tree.get("always", "")


def _said(written: Any) -> Any:
    confirm = {}
    if isinstance(written, dict) and "value" in written:
        confirm = {key: value for key, value in written.items() if key == "confirm"}
        written = written["value"]
    if isinstance(written, list):
        return {"several": written, **confirm} if all(isinstance(each, str) for each in written) else None
    return {"one" if isinstance(written, str) else "who": written, **confirm}


def _short_said(tree: dict[str, Any]) -> Any:
    value = next((tree[key] for key in ("one", "several", "who") if key in tree), "")
    return {"value": value, "confirm": tree["confirm"]} if tree.get("confirm") else value


def _condition(written: Any) -> Any:
    """One line for each matcher; groups stay groups."""
    if not isinstance(written, dict):
        return None
    tree: dict[str, Any] = {key: written[key] for key in ("any", "all", "not") if key in written}
    tests = [test for path, matcher in written.items() if path not in tree for test in _tests(path, matcher)]
    return {**({"tests": tests} if tests else {}), **tree}


def _tests(path: str, matcher: Any) -> list[dict[str, Any]]:
    if isinstance(matcher, list):
        return [{"path": path, "op": _LISTED, "value": ", ".join(map(str, matcher))}]
    if isinstance(matcher, dict) and "value" not in matcher and "fact" not in matcher:
        return [{"path": path, "op": op, **_right(value)} for op, value in matcher.items()]
    return [{"path": path, "op": "equals", **_right(matcher)}]


def _right(value: Any) -> dict[str, Any]:
    if isinstance(value, dict) and "value" in value:
        return {**_right(value["value"]), **({"confirm": value["confirm"]} if value.get("confirm") else {})}
    if isinstance(value, dict):
        return {"fact": value.get("fact", flow(value))}
    return {"value": ", ".join(map(str, value)) if isinstance(value, list) else value}


def _short_condition(tree: dict[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for test in tree.get("tests", ()):
        _put_test(written, test)
    return {**written, **{key: tree[key] for key in ("any", "all", "not") if key in tree}}


def _put_test(written: dict[str, Any], test: Mapping[str, Any]) -> None:
    path, op = test.get("path", ""), test.get("op") or "equals"
    value: Any = {"fact": test["fact"]} if test.get("fact") else test.get("value", "")
    if op == _LISTED:
        value = [word.strip() for word in value.replace("，", ",").replace("、", ",").split(",") if word.strip()]
    if test.get("confirm"):
        value = {"value": value, "confirm": test["confirm"]}
    before = written.get(path)
    if op in ("equals", _LISTED) and before is None:
        written[path] = value
    else:
        others = before if isinstance(before, dict) and "value" not in before else {}
        written[path] = {**others, op: value}


_EXPAND: Mapping[str, Callable[[Any], Any]] = {
    "Who": _who,
    "Exit": _under("then"),
    "FieldRule": _under("type"),
    "PaperNeed": _under("paper"),
    "Point": _under("text"),
    "Branch": _lines,
    "RoleSet": _role_set,
    "DueDay": _day,
    "Receipt": _receipt,
    "Said": _said,
    "Vague": _under("value"),
    CONDITION.name: _condition,
}
_SHORTEN: Mapping[str, Callable[[dict[str, Any]], Any]] = {
    "Who": _short_who,
    "Exit": _alone("then"),
    "FieldRule": _alone("type"),
    "PaperNeed": _alone("paper"),
    "Point": _alone("text"),
    "Branch": lambda tree: tree["lines"] if set(tree) == {"lines"} else tree,
    "RoleSet": _short_role_set,
    "DueDay": _short_day,
    "Receipt": _short_receipt,
    "Said": _short_said,
    "Vague": _alone("value"),
    CONDITION.name: _short_condition,
}
