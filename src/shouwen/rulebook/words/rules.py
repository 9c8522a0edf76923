"""One sentence, or a few, for each kind of rule."""

from collections.abc import Callable, Mapping
from typing import Any

from shouwen.rulebook.model import (
    Due,
    DutyRule,
    FactRule,
    GateRule,
    Of,
    PaperRule,
    PostRule,
    ProcedureRule,
    ReactionRule,
    Row,
    Rule,
    TableRule,
    Who,
)
from shouwen.rulebook.words.conditions import condition_words
from shouwen.rulebook.words.effects import dos_words
from shouwen.rulebook.words.people import people_words, who_words
from shouwen.rulebook.words.steps import close_words, papers_words
from shouwen.rulebook.words.times import due_words, span_words
from shouwen.rulebook.words.tongue import Tongue

_MODES = {
    "block": ("不符合则不得进行", "otherwise it is refused"),
    "warn": ("不符合须写明理由", "otherwise a reason is asked for"),
    "record": ("不符合只作记录", "otherwise it is only recorded"),
}


def rule_words(rule: Rule, tongue: Tongue) -> str:
    """The rule in plain words."""
    return _KINDS[type(rule)](rule, tongue)


def _post(rule: PostRule, tongue: Tongue) -> str:
    parts = [tongue.label(rule.title, rule.name)]
    if rule.unit is not None:
        parts.append(
            tongue.say(
                f"设在{tongue.label(tongue.rulebook.header.unit_kinds.get(rule.unit), rule.unit)}",
                f"in the {rule.unit}",
            )
        )
    if rule.count is not None:
        number = rule.count.value if rule.count.value is not None else tongue.say("（未定）", "(not settled)")
        parts.append(tongue.say(f"编制{number}人", f"headcount {number}"))
    if rule.superior is not None:
        parts.append(tongue.say(f"上级为{tongue.post(rule.superior)}", f"under {tongue.post(rule.superior)}"))
    if rule.includes:
        others = tongue.join([tongue.post(name) for name in rule.includes])
        parts.append(tongue.say(f"兼有{others}的职责", f"with the duties of {others}"))
    return tongue.say("，", ", ").join(parts) + tongue.say("。", ".")


def _fact(rule: FactRule, tongue: Tongue) -> str:
    name = tongue.label(rule.title, rule.name)
    values = rule.scale or rule.one_of
    if values:
        words = tongue.join([tongue.value(rule.name, value) for value in values])
        sort_zh, sort_en = ("由轻到重分", "is graded") if rule.scale else ("分", "is one of")
        chosen = rule.reading.value if rule.reading is not None else None
        if chosen is not None:
            now = tongue.value(rule.name, chosen)
            return tongue.say(
                f"{name}：本制度按“{now}”；可选{words}。", f"{name}: here it is {now}; it could be {words}."
            )
        return tongue.say(f"{name}{sort_zh}{words}。", f"{name} {sort_en} {words}.")
    counted = rule.count or rule.sum or rule.share or rule.mean
    if counted is not None:
        return _counted(name, counted, tongue)
    return tongue.say(f"{name}：记在案件里的事实。", f"{name} is a recorded fact.")


def _counted(name: str, of: Of, tongue: Tongue) -> str:
    last = span_words(of.last.value, tongue) if of.last is not None else ""
    percent = of.alike.value if of.alike is not None else None
    zh = f"{f'最近{last}的' if last else ''}{f'文字相似度达{percent}%的' if percent else ''}"
    en = f"{f' of the last {last}' if last else ''}{f' whose words are {percent}% alike' if percent else ''}"
    record = tongue.record(of.of)
    return tongue.say(f"{name}：按{zh}{record}统计。", f"{name} is worked out from {record}{en}.")


def _paper(rule: PaperRule, tongue: Tongue) -> str:
    title = tongue.paper(rule.name)
    fields = tongue.join([tongue.label(field.title, name) for name, field in rule.fields.items()])
    parts = [tongue.say(f"{title}写明{fields}", f"{title} holds {fields}") if fields else title]
    if rule.approve is not None:
        parts.append(
            tongue.say(
                f"发出前由{who_words(rule.approve, tongue)}审批",
                f"approved by {who_words(rule.approve, tongue)} before it leaves",
            )
        )
    if rule.signed:
        parts.append(
            tongue.say(f"由{people_words(rule.signed, tongue)}签字", f"signed by {people_words(rule.signed, tongue)}")
        )
    if rule.send is not None and rule.send.to:
        parts.append(
            tongue.say(f"送{people_words(rule.send.to, tongue)}", f"sent to {people_words(rule.send.to, tongue)}")
        )
    return tongue.say("，", ", ").join(parts) + tongue.say("。", ".")


def _procedure(rule: ProcedureRule, tongue: Tongue) -> str:
    tongue = tongue.within(rule.name)
    first = tongue.step(next(iter(rule.steps)))
    count = len(rule.steps)
    en = f"{count} step{'' if count == 1 else 's'}"
    title = tongue.label(rule.title, rule.name)
    words = tongue.say(f"{title}从“{first}”开始，共{count}个环节。", f"{title} begins with '{first}' and has {en}.")
    for due in rule.due.values():
        missed = dos_words(due.on_miss, tongue, procedure=rule.name)
        name = tongue.label(due.title, next(key for key, value in rule.due.items() if value is due))
        zh = f"{name}：{due_words(due, tongue)}{f'；超时则{missed}' if missed else ''}。"
        words += tongue.say(zh, f" {name}: {due_words(due, tongue)}{f'; if missed: {missed}' if missed else ''}.")
    if rule.close is not None and (closing := close_words(rule.close, tongue, rule.name)):
        words += tongue.say(f"办结的条件：{closing}。", f" It closes when {closing}.")
    return words


def _table(rule: TableRule, tongue: Tongue) -> str:
    facts = tongue.join([tongue.fact(path) for path in rule.in_])
    title = tongue.label(rule.title, rule.name)
    how_zh, how_en = (
        ("只能有一行适用", "exactly one row applies")
        if rule.hit == "one"
        else ("适用的各行都执行", "every row that applies is carried out")
    )
    return tongue.say(
        f"{title}按{facts}查表，{how_zh}，共{len(rule.rows)}行。",
        f"{title} looks up {facts}; {how_en}; {len(rule.rows)} rows.",
    )


def row_words(row: Row, tongue: Tongue) -> str:
    """One row: when it applies, what it says and what it does."""
    when = condition_words(row.when, tongue) if row.when is not None else tongue.say("任何情形", "in any case")
    said = tongue.join(
        [f"{tongue.row_key(key)}{tongue.say('：', ': ')}{said_words(value, tongue)}" for key, value in row.says.items()]
    )
    effects = dos_words(row.do, tongue)
    what = tongue.say("；", "; ").join(part for part in (said, effects) if part)
    return tongue.say(f"当{when}：{what}。", f"If {when}: {what}.")


def said_words(value: Any, tongue: Tongue) -> str:
    """What a row says under one key: posts, papers, several of them, or plain words."""
    if isinstance(value, (list, tuple)):
        return tongue.join([said_words(part, tongue) for part in value])
    if isinstance(value, Mapping):
        if "value" in value:
            return said_words(value["value"], tongue)
        return who_words(Who.model_validate(dict(value)), tongue)
    return tongue.row_value(str(value))


def _duty(rule: DutyRule, tongue: Tongue) -> str:
    by = who_words(rule.by, tongue) if rule.by is not None else tongue.say("责任人", "those responsible")
    what = tongue.label(rule.title, rule.name)
    per = (
        tongue.say(f"，每个{tongue.record(rule.per)}", f" for each {tongue.record(rule.per)}")
        if rule.per is not None
        else ""
    )
    limits = tongue.say("；", "; ").join(_owed(due, tongue) for due in rule.due.values())
    return tongue.say(f"{by}应办“{what}”{per}：{limits}。", f"{by} owes '{what}'{per}: {limits}.")


def _owed(due: Due, tongue: Tongue) -> str:
    """When it is owed, and what follows when it is not done."""
    missed = dos_words(due.on_miss, tongue)
    warned = dos_words(due.on_warn, tongue)
    words = due_words(due, tongue)
    words += tongue.say(f"，预警时{warned}", f"; when warned: {warned}") if warned else ""
    return words + (tongue.say(f"，超时则{missed}", f"; if missed: {missed}") if missed else "")


def _gate(rule: GateRule, tongue: Tongue) -> str:
    acts = tongue.join([tongue.act(act) for act in rule.act])
    parts = []
    if rule.needs is not None:
        parts.append(
            tongue.say(f"须{condition_words(rule.needs, tongue)}", f"needs {condition_words(rule.needs, tongue)}")
        )
    if rule.papers:
        parts.append(
            tongue.say(f"须有{papers_words(rule.papers, tongue)}", f"needs {papers_words(rule.papers, tongue)}")
        )
    if rule.only is not None:
        parts.append(
            tongue.say(f"只有{who_words(rule.only, tongue)}可以", f"is for {who_words(rule.only, tongue)} only")
        )
    if rule.never is not None:
        parts.append(
            tongue.say(f"{who_words(rule.never, tongue)}不可以", f"is never for {who_words(rule.never, tongue)}")
        )
    when = condition_words(rule.when, tongue) if rule.when is not None else ""
    facts = tongue.join([tongue.fact(path) for path in rule.facts])
    what = "；".join(parts) if tongue.lang == "zh" else " and ".join(parts)
    mode = tongue.say(*_MODES[rule.mode or "block"])
    zh = f"{f'当{when}，' if when else ''}“{acts}{facts}”{what}；{mode}。"
    return tongue.say(zh, f"{f'If {when}, ' if when else ''}'{acts}{f' {facts}' if facts else ''}' {what}; {mode}.")


def _reaction(rule: ReactionRule, tongue: Tongue) -> str:
    events = tongue.join([tongue.event(event) for event in rule.upon], last=tongue.say("或", " or "))
    when = (
        tongue.say(f"，且{condition_words(rule.when, tongue)}", f" and {condition_words(rule.when, tongue)}")
        if rule.when
        else ""
    )
    effects = dos_words(rule.do, tongue)
    if rule.goto is not None:
        jump = tongue.say(f"转到“{tongue.step(rule.goto)}”", f"go to '{tongue.step(rule.goto)}'")
        effects = tongue.say("；", "; ").join(part for part in (effects, jump) if part)
    return tongue.say(f"一旦{events}{when}：{effects}。", f"When {events}{when}: {effects}.")


_KINDS: Mapping[type, Callable[[Any, Tongue], str]] = {
    PostRule: _post,
    FactRule: _fact,
    PaperRule: _paper,
    ProcedureRule: _procedure,
    TableRule: _table,
    DutyRule: _duty,
    GateRule: _gate,
    ReactionRule: _reaction,
}
