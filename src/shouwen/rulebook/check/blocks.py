"""Analysis A, blocks: weights, shares, windows, and what a block of a module must say to make sense."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from shouwen.rulebook.check.refer import Refer
from shouwen.rulebook.check.sight import Sight
from shouwen.rulebook.check.words_known import facts, is_open, records
from shouwen.rulebook.model import (
    Checklist,
    Discipline,
    Due,
    Exam,
    FactRule,
    Fee,
    Figure,
    Questionnaire,
    Scheme,
    Script,
    Wording,
)
from shouwen.rulebook.naming.called import code
from shouwen.rulebook.walk import rule_path

WHOLE = Decimal(100)
_SLOT = re.compile(r"\{([^{}]+)\}")
_WINDOW = re.compile(r"(this|next|last)_([a-z_]+?)((?:\.(?:[0-9]+|end))*)")
_TURN = {"last": -1, "this": 0, "next": 1}
_LAST = 10_000
_DIRECTIONS = {"higher": "越高越好", "lower": "越低越好", "at_most": "不多于", "at_least": "不少于"}


def check_blocks(sight: Sight) -> None:
    """Tell what is wrong with blocks, and with the windows and shares of any rule."""
    Refer(sight, records(sight)).all()
    for where, weights in _weighted(sight):
        _weights(sight, where, weights)
    for where, due in sight.of_type(Due):
        _window(sight, where, due)
    for fact in sight.rulebook.facts.values():
        _target(sight, fact)
    for block in sight.rulebook.blocks:
        look = _LOOKS.get(type(block))
        if look is not None:
            look(sight, rule_path(block), block)


Weights = Sequence[Figure[Decimal] | None]


def _weighted(sight: Sight) -> Iterator[tuple[str, Weights]]:
    """Every set of weights that makes up a whole."""
    for block in sight.rulebook.blocks:
        where = rule_path(block)
        if isinstance(block, Scheme):
            for name, round_ in block.rounds.items():
                yield f"{where}.rounds.{name}", tuple(round_.weights.values())
        elif isinstance(block, Questionnaire):
            yield f"{where}.dimensions", tuple(dimension.weight for dimension in block.dimensions.values())
        elif isinstance(block, Exam):
            yield f"{where}.parts", tuple(part.weight for part in block.parts.values())
        elif isinstance(block, Checklist):
            yield f"{where}.items", tuple(point.weight for point in block.items)


def _weights(sight: Sight, where: str, weights: Weights) -> None:
    """Weights are given for all or for none; one left blank for an administrator leaves the sum open."""
    given = [weight for weight in weights if weight is not None]
    if not given or any(weight.value is None for weight in given):
        return
    total = sum((weight.value for weight in given if weight.value is not None), Decimal(0))
    if len(given) == len(weights) and total == WHOLE:
        return
    lacking = len(weights) - len(given)
    sight.tell(
        "weights_not_100",
        where,
        f"权重合计 {total}{f'，另有 {lacking} 项没写' if lacking else ''}，应为 100；请调整。",
        f"The weights add up to {total}{f' and {lacking} are missing' if lacking else ''} instead of 100; change them.",
    )


def _window(sight: Sight, where: str, due: Due) -> None:
    """A window that opens after its end; ends without a day open to their period's last."""
    by = due.by.get("value") if isinstance(due.by, Mapping) else getattr(due.by, "value", due.by)
    opens, ends = _instant(due.opens), _instant(by)
    if opens is None or ends is None or opens[0] != ends[0] or opens[1:] <= ends[1:]:
        return
    sight.tell(
        "window_reversed",
        where,
        f"窗口从{sight.called.day(due.opens)}开始，却到{sight.called.day(by)}就结束；请把开始写在结束之前。",
        f"The window opens at {due.opens} but ends at {by}; let it open first.",
    )


def _instant(text: object) -> tuple[str, int, tuple[int, ...]] | None:
    found = _WINDOW.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    turn, unit, rest = found.groups()
    days = tuple(_LAST if part == "end" else int(part) for part in rest.split(".") if part)
    return unit, _TURN[turn], days


def _target(sight: Sight, fact: FactRule) -> None:
    """A share is aimed at between 0 and 100, and the target may not point the other way than `better`."""
    for op, figure in (fact.target or {}).items():
        number = _number(figure.value)
        if fact.share is not None and number is not None and not 0 <= number <= WHOLE:
            sight.tell(
                "bad_target",
                f"{fact.name}.target",
                f"比例的目标应在 0 到 100 之间，这里是 {number}。",
                f"The target of a share lies between 0 and 100; here stands {number}.",
            )
        wrong = {"higher": "at_most", "lower": "at_least"}.get(fact.better or "")
        if op == wrong:
            sight.tell(
                "bad_target",
                f"{fact.name}.better",
                f"“哪个方向更好”选的是{_DIRECTIONS[str(fact.better)]}，目标却是{_DIRECTIONS[op]}；请只留一个方向。",
                f"`better` says {fact.better} but the target says {op}; keep one direction.",
            )


def _number(value: str | None) -> Decimal | None:
    return Decimal(value) if value is not None and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value) else None


def _rounds(sight: Sight, where: str, scheme: Scheme) -> None:
    duties = [sight.rulebook.duties[name] for name in scheme.duty if name in sight.rulebook.duties]
    windows = {name for duty in duties for name in duty.due}
    for name, round_ in scheme.rounds.items():
        other = round_.mean_of or round_.sum_of
        if other is not None and (other not in scheme.rounds or other == name):
            _no_round(sight, f"{where}.rounds.{name}", other, "要汇总的周期", "to roll up")
        if duties and name not in windows:
            _no_round(sight, f"{where}.rounds.{name}", name, "义务里的时限", "among the limits of its duty")
    if scheme.bonus is not None and scheme.bonus not in scheme.rounds:
        _no_round(sight, f"{where}.bonus", scheme.bonus, "计奖金的周期", "for the bonus")


def _no_round(sight: Sight, where: str, name: str, zh: str, en: str) -> None:
    sight.tell(
        "unknown_round",
        where,
        f"没有{code(name)}这个{zh}；请改名或补上。",
        f"There is no round '{name}' {en}; rename or add it.",
    )


def _asked(sight: Sight, where: str, block: Questionnaire) -> None:
    paper = sight.rulebook.papers.get(block.paper)
    for name, dimension in block.dimensions.items() if paper is not None else ():
        for field in dimension.fields:
            if paper is not None and field not in paper.fields:
                sight.tell(
                    "unknown_reference",
                    f"{where}.dimensions.{name}",
                    f"表单{sight.called.paper(block.paper)}没有字段{code(field)}；请改名，或在表单里加上。",
                    f"The paper '{block.paper}' has no field '{field}'; rename it, or add it to the paper.",
                )


def _discipline(sight: Sight, where: str, block: Discipline) -> None:
    fact = sight.rulebook.facts.get(block.degree or "")
    scale = (fact.scale or fact.one_of or ()) if fact is not None else tuple(block.sanctions)
    said = {degree for violation in block.violations.values() for degree in violation.degrees}
    for degree in sorted((said | set(block.sanctions)) - set(scale)):
        _no_degree(sight, where, degree, "程度的等级里没有", "is no degree of the scale")
    for degree in scale if block.sanctions else ():
        if degree not in block.sanctions:
            _no_degree(sight, where, degree, "没有写可给的处分", "has no sanction")
    for name in sorted({name for names in block.sanctions.values() for name in names} - set(block.measures)):
        _no_degree(sight, where, name, "不在“处理措施”里", "is none of the `measures`")
    if block.appeal is not None and block.decided_by is not None and block.appeal.heard_by == block.decided_by:
        sight.tell(
            "appeal_by_decider",
            f"{where}.appeal",
            "申诉由作出决定的同一方受理；请在“申诉受理方”写另一方。",
            "The appeal is heard by those who decided; name another body in `heard_by`.",
        )


def _no_degree(sight: Sight, where: str, name: str, zh: str, en: str) -> None:
    sight.tell("unknown_degree", where, f"{code(name)}{zh}；请改名或补上。", f"'{name}' {en}; rename or add it.")


def _spoken(sight: Sight, where: str, block: Script | Wording) -> None:
    if isinstance(block, Wording):
        for phrase in block.instead:
            if phrase not in block.phrases:
                zh, en = f"“{phrase}”不在“用语”里，替换语用不上", f"'{phrase}' is none of the phrases"
                sight.tell(
                    "unknown_slot",
                    f"{where}.instead",
                    f"{zh}；请改正。",
                    f"{en}, so nothing is said instead of it; correct it.",
                )
        return
    known = facts(sight)
    lines = (*block.lines, *(line for branch in block.branches.values() for line in branch.lines))
    for slot in dict.fromkeys(slot for line in lines for slot in _SLOT.findall(line)):
        if slot not in block.variables and slot not in known and not is_open(slot):
            sight.tell(
                "unknown_slot",
                where,
                f"没有事实叫{code(slot)}，这个空没有人填；请改名，或在“变量”里说明。",
                f"No fact is called '{slot}', so nobody fills this slot; rename it, or say in `variables` what stands there.",
            )


def _deposit(sight: Sight, where: str, block: Fee) -> None:
    if block.sort == "deposit" and block.refund is None:
        sight.tell(
            "deposit_without_refund",
            where,
            f"押金“{block.title}”没有写何时退还；请在“退还关卡”写明退还前要过的关卡。",
            f"The deposit '{block.name}' does not say when it is given back; name with `refund` the gate it passes.",
        )


_LOOKS: Mapping[type, Callable[[Sight, str, Any], None]] = {
    Scheme: _rounds,
    Questionnaire: _asked,
    Discipline: _discipline,
    Script: _spoken,
    Wording: _spoken,
    Fee: _deposit,
}
