"""A limit that its author accepts becomes what the program carries out: a clock, a duty, an indicator, a validity."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shouwen.authoring.accepting import name_for
from shouwen.authoring.choice import FITS, STARTS, Choice, Tree, span, window
from shouwen.authoring.understood import CannotAccept, Understood
from shouwen.rulebook.form.parts import find, rules_in
from shouwen.rulebook.form.steps import with_step
from shouwen.rulebook.rewriting import rewritten, with_rule
from shouwen.rulebook.writing import spots

FILES = {"duty": "duties.yaml", "fact": "indicators.yaml", "procedure": "procedures.yaml", "checklist": "points.yaml"}
STEP = "handle"
SHORT = 8
"""Characters of a title that a name is made of."""


@dataclass(frozen=True, slots=True)
class Written:
    """The files as they stand afterwards, the one that changed, and the part that came of it."""

    files: Mapping[str, str]
    file: str
    part: str


def written(files: Mapping[str, str], choice: Choice) -> Written:
    """The rule or limit in the files of the draft; whether it is sound is the checker's word."""
    if choice.becomes not in FITS.get(choice.understood.kind, ()):
        raise CannotAccept("这一种不能成为所选的规则，请另选。", "This kind cannot become that; choose something else.")
    text, path, file = _MAKERS[choice.becomes](files, choice)
    return Written({**files, file: text}, file, path)


Made = tuple[str, str, str]
"""The text of a file, the path of the part that came of it, the file."""


def _clock(choice: Choice) -> Tree:
    """One limit: its window, what follows when it is missed, and its clause."""
    one = choice.understood
    if choice.start not in STARTS:
        raise CannotAccept("请选择从什么时候起算。", "Choose when it starts.")
    due: Tree = {"title": choice.title, "from": choice.start}
    if one.is_blank:
        due["within"] = {"value": "", "confirm": choice.confirm}
    elif one.value == 0 and one.unit == "day":
        due["by"] = "end_of_day"
    elif one.min is not None:
        due |= {"after": span(Understood(one.kind, one.min, one.unit)), "within": span(one)}
    else:
        due["within"] = span(one)
    return {**due, **_told(choice), "cites": list(choice.cites)}


def _told(choice: Choice) -> Tree:
    """Who hears of a miss; where nobody does, it is kept on record."""
    return {"on_miss": [{"notify": [choice.tell]}]} if choice.tell else {"mode": "record"}


def _in_step(files: Mapping[str, str], choice: Choice) -> Made:
    piece = find(files, choice.target) if choice.target else None
    if piece is None or not isinstance(piece.tree, dict):
        raise CannotAccept("请选择这条时限属于哪个环节。", "Choose the step that the limit belongs to.")
    dues = dict(piece.tree.get("due") or {})
    name = name_for(choice.words[:SHORT], "limit", dues)
    due = _clock(choice)
    if piece.is_rule:
        due = {**due, "from": "case.opened", "until": "case.closed"}
    tree = _with_key(piece.tree, "due", {**dues, name: due}, before="out")
    return rewritten(files[piece.file], piece.path, tree), f"{piece.path}.due.{name}", piece.file


def filling(files: Mapping[str, str], step: str, paper: str) -> tuple[str, str]:
    """The file of a step, and its text with the step filling one paper more."""
    piece = find(files, step) if ".steps." in step else None
    if piece is None or not isinstance(piece.tree, dict):
        raise CannotAccept("请选择由哪个环节填写这份表单。", "Choose the step that fills this form.")
    there = piece.tree.get("fill") or []
    papers = [*(there if isinstance(there, list) else [there]), paper]
    return piece.file, rewritten(files[piece.file], piece.path, _with_key(piece.tree, "fill", papers, before="out"))


def _with_key(tree: Tree, key: str, value: Any, *, before: str) -> Tree:
    """Changed in place; a new one stands before another, as people write them."""
    if key in tree or before not in tree:
        return {**tree, key: value}
    placed: Tree = {}
    for name, inner in tree.items():
        if name == before:
            placed[key] = value
        placed[name] = inner
    return placed


def _new_procedure(files: Mapping[str, str], choice: Choice) -> Made:
    """A flow of one step, so that the clock has somewhere to run; more steps come on the chart."""
    name = _fresh(files, choice.title, "procedure")
    step = {
        "title": "办理",
        "by": _who(choice),
        "due": {"limit": _clock(choice)},
        "out": {"done": {"then": "end", "title": "已办完"}},
    }
    rule = {"procedure": name, "title": choice.title, "opens": {"by": _who(choice)}, "steps": {STEP: step}}
    return _added(files, {**rule, "cites": list(choice.cites)}, f"{name}.steps.{STEP}.due.limit")


def _duty(files: Mapping[str, str], choice: Choice) -> Made:
    name = _fresh(files, choice.title, "duty")
    per = {"per": choice.per} if choice.per else {}
    due = {**window(choice), **_told(choice)}
    rule = {"duty": name, "title": choice.title, "by": _who(choice), **per, "due": {"due": due}}
    return _added(files, {**rule, "cites": list(choice.cites)}, name)


def _indicator(files: Mapping[str, str], choice: Choice) -> Made:
    one = choice.understood
    name = _fresh(files, choice.title, "fact")
    aim: Any = {"value": "", "confirm": choice.confirm} if one.is_blank else one.value
    counted = measure(choice.of)
    how = "at_most" if choice.how == "at_most" else "at_least"
    rule = {"fact": name, "title": choice.title, "about": "unit", "over": "month", **counted, "target": {how: aim}}
    return _added(files, {**rule, "cites": list(choice.cites)}, name)


MEASURES: Mapping[str, Tree] = {
    "on_time": {"share": {"of": "expectation", "that": {"state": "met"}}},
    "complete": {"share": {"of": "field", "where": {"required": "true"}, "that": {"filled": "true"}}},
    "score": {"mean": {"of": "survey_answer"}},
}


def measure(of: str) -> Tree:
    """What is counted: one of the above, or the cases in which a declared fact has a value, `fact=value`."""
    fact, equals, value = of.partition("=")
    if equals and fact and value:
        return {"share": {"of": "case", "where": {fact: {"known": "true"}}, "that": {fact: value}}}
    if of not in MEASURES:
        raise CannotAccept("请选择统计什么。", "Choose what is counted.")
    return MEASURES[of]


def _paper(files: Mapping[str, str], choice: Choice, key: str, value: Callable[[str], Any]) -> Made:
    piece = find(files, choice.target) if choice.target else None
    if piece is None or piece.kind != "paper" or not piece.is_rule:
        raise CannotAccept("请选择是哪一份表单或文件。", "Choose the paper.")
    if piece.tree.get(key):
        raise CannotAccept(
            "这份文件已写有期限，请在它的表单里改。", "This paper has one already; change it in its form."
        )
    cites = list(dict.fromkeys([*(piece.tree.get("cites") or []), *choice.cites]))
    tree = _with_key(piece.tree, key, value(piece.name), before="cites") | {"cites": cites}
    return rewritten(files[piece.file], piece.path, tree), piece.path, piece.file


def _validity(files: Mapping[str, str], choice: Choice) -> Made:
    def made(paper: str) -> Tree:
        return {"title": choice.title, "from": f"{paper}.issued", "within": _or_blank(choice)}

    return _paper(files, choice, "valid", made)


def _keep(files: Mapping[str, str], choice: Choice) -> Made:
    return _paper(files, choice, "keep", lambda _paper: _or_blank(choice))


def _or_blank(choice: Choice) -> Any:
    return {"value": "", "confirm": choice.confirm} if choice.understood.is_blank else span(choice.understood)


def _escalation(files: Mapping[str, str], choice: Choice) -> Made:
    """Whoever it goes up to is told when a limit is missed."""
    piece = find(files, choice.target) if ".due." in choice.target else None
    if piece is None:
        raise CannotAccept("请选择超时后上报的是哪条时限。", "Choose the limit whose miss is reported.")
    done = [*(piece.tree.get("on_miss") or []), {"escalate": _who(choice)}]
    cites = list(dict.fromkeys([*(piece.tree.get("cites") or []), *choice.cites]))
    tree = {**piece.tree, "on_miss": done, "cites": cites}
    return rewritten(files[piece.file], piece.path, tree), piece.path, piece.file


def _approval(files: Mapping[str, str], choice: Choice) -> Made:
    """A step of its own after the chosen one; whoever refuses says why."""
    piece = find(files, choice.target) if ".steps." in choice.target else None
    root = find(files, piece.root) if piece is not None else None
    before = choice.target.rpartition(".")[2]
    if piece is None or root is None or before not in (root.tree.get("steps") or {}):
        raise CannotAccept("请选择在哪个环节之后审批。", "Choose the step after which it is approved.")
    name = name_for(choice.title[:SHORT], "approval", root.tree["steps"])
    tree = with_step(root.tree, after=before, outcome="", name=name, title=choice.title, word="同意")
    target = next(iter(tree["steps"][name]["out"].values()))["then"]
    tree["steps"][name] = {
        "title": choice.title,
        "by": _who(choice),
        "approve": "true",
        "out": {
            "agreed": {"then": target, "title": "同意"},
            "refused": {"then": "end", "title": "不同意", "reason": "true"},
        },
        "cites": list(choice.cites),
    }
    return rewritten(files[root.file], root.path, tree), f"{root.path}.steps.{name}", root.file


def _checklist(files: Mapping[str, str], choice: Choice) -> Made:
    name = _fresh(files, choice.title, "checklist")
    rule = {"checklist": name, "title": choice.title, "items": [choice.words], "cites": list(choice.cites)}
    return _added(files, rule, f"checklist.{name}")


_MAKERS: Mapping[str, Callable[[Mapping[str, str], Choice], Made]] = {
    "step": _in_step,
    "procedure": _new_procedure,
    "duty": _duty,
    "indicator": _indicator,
    "validity": _validity,
    "keep": _keep,
    "escalate": _escalation,
    "approval": _approval,
    "checklist": _checklist,
}


def _who(choice: Choice) -> str:
    if not choice.by:
        raise CannotAccept("请选择由哪个岗位来做。", "Choose the post that does it.")
    return choice.by


def _fresh(files: Mapping[str, str], title: str, kind: str) -> str:
    taken = {path for text in files.values() for path in spots(text)}
    return name_for(title[:SHORT], kind, taken)


def _added(files: Mapping[str, str], rule: Tree, path: str) -> Made:
    kind = next(iter(rule))
    file = next((name for name, text in files.items() if name == FILES[kind] or _holds(text, kind)), FILES[kind])
    return with_rule(files.get(file, ""), rule), path, file


def _holds(text: str, kind: str) -> bool:
    return kind in rules_in(text).values() and kind != "fact"
