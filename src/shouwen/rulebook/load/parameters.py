"""What the source left blank or vague: the list of parameters, and a rulebook with them settled."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from shouwen.rulebook.load.spans import check_spans
from shouwen.rulebook.load.text import Reading, nearest
from shouwen.rulebook.model import Figure, Frozen, Place, Problem, Rulebook, Test
from shouwen.rulebook.naming.called import code
from shouwen.rulebook.walk import rewrite, rule_path, walk


class Parameter(Frozen):
    """One figure, span, word or reading of the source that an administrator must confirm."""

    key: str
    """Stable name, as `complaint.steps.measures.due.report.within`."""
    path: str
    value: str | None
    confirm: str
    """What the source leaves open."""
    cites: tuple[str, ...] = ()
    dormant: bool = False
    """No value yet: the rule sleeps until one is given."""
    figure: bool = True
    """Whether there is a value to give; otherwise a reading of the source is confirmed as it stands."""
    place: Place | None = None


def parameters(rulebook: Rulebook, places: Mapping[str, Place] | None = None) -> tuple[Parameter, ...]:
    """Everything to confirm, in the order of the rulebook."""
    known = dict(places or {})
    found = list(_inside(rulebook.header, "header", ()))
    for rule in rulebook.rules:
        found += _inside(rule, rule_path(rule), rule.cites)
    for block in rulebook.blocks:
        found += _inside(block, rule_path(block), block.cites)
    return tuple(parameter.model_copy(update={"place": nearest(known, parameter.path)}) for parameter in found)


def with_parameters(rulebook: Rulebook, chosen: Mapping[str, str]) -> tuple[Rulebook, tuple[Problem, ...]]:
    """A copy with the confirmed values put in; what cannot be put in is a problem and stays as it was."""
    open_keys = {parameter.key for parameter in parameters(rulebook)}
    problems = [_unknown(key) for key in chosen if key not in open_keys]

    def change(path: str, part: Any) -> Any:
        if path in chosen and path in open_keys and _is_figure(part):
            return _settled(part, chosen[path], path, problems)
        if f"{path}.confirm" in chosen and not _is_figure(part) and getattr(part, "confirm", None):
            return rewrite(part.model_copy(update={"confirm": None}), path, change)
        return part

    parts = [rewrite(part, rule_path(part), change) for part in (*rulebook.rules, *rulebook.blocks)]
    split = len(rulebook.rules)
    settled = Rulebook(
        header=rewrite(rulebook.header, "header", change),
        clauses=rulebook.clauses,
        rules=tuple(parts[:split]),
        blocks=tuple(parts[split:]),
    )
    reading = Reading(problems=problems)
    check_spans(settled, reading)
    unreadable = {problem.where for problem in reading.problems} & set(chosen) & open_keys
    refused = tuple(problem for problem in reading.problems if problem.where in chosen)
    if not unreadable:
        return settled, refused
    kept, others = with_parameters(rulebook, {key: value for key, value in chosen.items() if key not in unreadable})
    return kept, (*(problem for problem in refused if problem.where in unreadable), *others)


def _inside(root: Frozen, path: str, cites: tuple[str, ...]) -> Iterator[Parameter]:
    """The parameters of one rule; a part with clauses of its own names those instead of the rule's."""
    nearer = {path: cites}
    for where, part in walk(root, path):
        if not isinstance(part, (Frozen, Mapping)):
            continue
        around = next(nearer[key] for key in _outwards(where) if key in nearer)
        own = getattr(part, "cites", None) or around
        nearer[where] = own
        if _is_figure(part):
            yield from _figure(where, part, own)
        elif confirm := getattr(part, "confirm", None):
            yield Parameter(
                key=f"{where}.confirm", path=where, value=None, confirm=str(confirm), cites=own, figure=False
            )


def _figure(where: str, part: Any, cites: tuple[str, ...]) -> Iterator[Parameter]:
    value, confirm = (
        (part.get("value"), part.get("confirm")) if isinstance(part, Mapping) else (part.value, part.confirm)
    )
    empty = value in (None, "")
    if confirm or empty:
        shown = None if empty else "、".join(value) if isinstance(value, tuple) else str(value)
        yield Parameter(
            key=where, path=where, value=shown, confirm=str(confirm or "源文留空"), cites=cites, dormant=empty
        )


def _is_figure(part: Any) -> bool:
    """A figure of the model, a constant of a condition, or `{value, confirm}` where any words may stand."""
    if isinstance(part, Mapping):
        return "value" in part and set(part) <= {"value", "confirm"}
    return isinstance(part, (Figure, Test))


def _outwards(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition(".")[0]


def _settled(part: Any, value: str, path: str, problems: list[Problem]) -> Any:
    if isinstance(part, Mapping):
        return value
    if isinstance(part, Test):
        given = tuple(value.replace("、", ",").split(",")) if isinstance(part.value, tuple) else value
        return part.model_copy(update={"value": given, "confirm": None})
    try:
        fresh = type(part).model_validate({"value": value})
        return part.model_copy(update={"value": fresh.value, "confirm": None})
    except ValidationError:
        problems.append(
            Problem(
                code="wrong_value",
                where=path,
                message=f"{code(value)}不能用在这里（{code(path)}）；请按原来的写法填写。",
                message_en=f"'{value}' cannot be the value of {path}; write it as it was written before.",
            )
        )
        return part


def _unknown(key: str) -> Problem:
    return Problem(
        code="unknown_parameter",
        where=key,
        message=f"制度里没有待确认的参数{code(key)}；可能已在新版本中改名或已确认。",
        message_en=f"The rulebook has no parameter '{key}' to confirm; it may have been renamed or settled in a newer edition.",
    )
