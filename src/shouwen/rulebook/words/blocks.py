"""One sentence, or a few, for each kind of block that a module works with."""

from collections.abc import Callable, Mapping
from typing import Any

from shouwen.rulebook.model import (
    Article,
    Assignment,
    Attributes,
    Block,
    Budget,
    Career,
    Checklist,
    Course,
    Discipline,
    Exam,
    Fee,
    Inspection,
    Outreach,
    Plan,
    Questionnaire,
    Report,
    Roster,
    Scheme,
    Script,
    Stock,
    Survey,
    Wording,
)
from shouwen.rulebook.words import staff
from shouwen.rulebook.words.amounts import number_words, percent, weighed
from shouwen.rulebook.words.labels import SORTS
from shouwen.rulebook.words.people import people_words, who_words
from shouwen.rulebook.words.times import span_words
from shouwen.rulebook.words.tongue import Tongue


def block_words(block: Block, tongue: Tongue) -> str:
    """The block in plain words; a block without anything beyond its text is told by its title."""
    title = tongue.label(block.title, block.name)
    parts = [part for part in _KINDS[type(block)](block, tongue) if part]
    if not parts:
        return title
    return f"{title}{tongue.say('：', ': ')}{tongue.say('；', '; ').join(parts)}{tongue.say('。', '.')}"


def _sort(block: Any, tongue: Tongue) -> str:
    return tongue.say(*SORTS.get(block.sort, (block.sort, block.sort.replace("_", " "))))


def _article(block: Article, tongue: Tongue) -> list[str]:
    if block.read is None and block.renew is None:
        return []
    read, renew = [], []
    if block.read is not None:
        who, within = people_words(block.read.by, tongue), block.read.within
        limit = span_words(within.value, tongue) if within is not None else ""
        read = [
            tongue.say(
                f"{who}{f'在{limit}内' if limit else ''}确认已读",
                f"{who} confirm having read it{f' within {limit}' if limit else ''}",
            )
        ]
    if block.renew is not None:
        every = span_words(block.renew.value, tongue)
        renew = [tongue.say(f"每{every}核对更新", f"looked at again every {every}")]
    return read + renew


def _checklist(block: Checklist, tongue: Tongue) -> list[str]:
    number = len(block.items)
    told = [tongue.say(f"观察{number}项", f"{number} points observed")]
    if block.pass_ is not None:
        told.append(
            tongue.say(f"得分达{percent(block.pass_, tongue)}为合格", f"passed with {percent(block.pass_, tongue)}")
        )
    return told


def _script(block: Script, tongue: Tongue) -> list[str]:
    branches = tongue.join(list(block.branches))
    return [tongue.say(f"分情形：{branches}", f"with branches for {branches}")] if branches else []


def _wording(block: Wording, tongue: Tongue) -> list[str]:
    number = len(block.phrases)
    return [
        tongue.say(
            f"{_sort(block, tongue)}{number}条",
            f"{number} {'phrase' if number == 1 else 'phrases'}, {_sort(block, tongue)}",
        )
    ]


def _questionnaire(block: Questionnaire, tongue: Tongue) -> list[str]:
    sides = {tongue.label(each.title, name): each.weight for name, each in block.dimensions.items()}
    return [
        tongue.say(
            f"用{tongue.paper(block.paper)}问{weighed(sides, tongue)}",
            f"{tongue.paper(block.paper)} asks about {weighed(sides, tongue)}",
        )
    ]


def _survey(block: Survey, tongue: Tongue) -> list[str]:
    how = tongue.say(*SORTS[block.sample.how])
    share = f" {percent(block.sample.share, tongue)}" if block.sample.share is not None else ""
    told = [tongue.say(f"对{tongue.record(block.of)}{how}{share}", f"{how}{share} of {tongue.record(block.of)}")]
    if block.issued is not None:
        told.append(
            tongue.say(f"发放不低于{percent(block.issued, tongue)}", f"at least {percent(block.issued, tongue)} sent")
        )
    if block.returned is not None:
        told.append(
            tongue.say(
                f"有效回收不低于{percent(block.returned, tongue)}", f"at least {percent(block.returned, tongue)} valid"
            )
        )
    if block.opinions is not None:
        told.append(
            tongue.say(
                f"意见转为“{tongue.procedure(block.opinions)}”", f"opinions become {tongue.procedure(block.opinions)}"
            )
        )
    return told


def _plan(block: Plan, tongue: Tongue) -> list[str]:
    told = [_sort(block, tongue)]
    if block.by is not None:
        told.append(tongue.say(f"由{who_words(block.by, tongue)}编制", f"made by {who_words(block.by, tongue)}"))
    if block.approve is not None:
        told.append(
            tongue.say(f"由{who_words(block.approve, tongue)}批准", f"approved by {who_words(block.approve, tongue)}")
        )
    if block.items:
        items = tongue.join([tongue.label(item.title, name) for name, item in block.items.items()])
        told.append(tongue.say(f"事项：{items}", f"items: {items}"))
    return told


def _inspection(block: Inspection, tongue: Tongue) -> list[str]:
    others = tongue.say("会同", " with ") + people_words(block.with_, tongue) if block.with_ else ""
    told = [
        tongue.say(
            f"{_sort(block, tongue)}，由{who_words(block.by, tongue)}{others}进行",
            f"{_sort(block, tongue)} by {who_words(block.by, tongue)}{others}",
        )
    ]
    if block.share is not None:
        told.append(tongue.say(f"抽查{percent(block.share, tongue)}", f"{percent(block.share, tongue)} looked at"))
    if block.findings is not None:
        told.append(
            tongue.say(
                f"不合格转“{tongue.procedure(block.findings)}”",
                f"what fails becomes {tongue.procedure(block.findings)}",
            )
        )
    return told


def _outreach(block: Outreach, tongue: Tongue) -> list[str]:
    told = [
        tongue.say(
            f"面向{tongue.record(block.of)}的{_sort(block, tongue)}",
            f"{_sort(block, tongue)} for {tongue.record(block.of)}",
        )
    ]
    if block.by is not None:
        told.append(tongue.say(f"由{who_words(block.by, tongue)}负责", f"by {who_words(block.by, tongue)}"))
    if block.topics:
        told.append(tongue.say("内容：", "about ") + tongue.join(block.topics))
    return told


def _report(block: Report, tongue: Tongue) -> list[str]:
    facts = tongue.join([tongue.fact(name) for name in block.facts])
    told = [tongue.say(f"{who_words(block.by, tongue)}汇总{facts}", f"{who_words(block.by, tongue)} reports {facts}")]
    if block.reviewed_by:
        told.append(
            tongue.say(
                f"经{people_words(block.reviewed_by, tongue)}审核",
                f"reviewed by {people_words(block.reviewed_by, tongue)}",
            )
        )
    if block.to:
        told.append(tongue.say(f"报{people_words(block.to, tongue)}", f"to {people_words(block.to, tongue)}"))
    return told


def _fee(block: Fee, tongue: Tongue) -> list[str]:
    payer = tongue.label(tongue.rulebook.header.parties.get(block.payer), block.payer)
    told = [
        tongue.say(
            f"{payer}交{_sort(block, tongue)}{number_words(block.amount, tongue)}元{f'/{block.per}' if block.per else ''}",
            f"{payer} pays {number_words(block.amount, tongue)}{f' per {block.per}' if block.per else ''}",
        )
    ]
    if block.refund is not None:
        told.append(
            tongue.say(
                f"符合“{tongue.label(_gate_title(block.refund, tongue), block.refund)}”后退还",
                f"given back when '{block.refund}' opens",
            )
        )
    return told


def _gate_title(name: str, tongue: Tongue) -> str | None:
    gate = tongue.rulebook.gates.get(name)
    return gate.title if gate is not None else None


def _stock(block: Stock, tongue: Tongue) -> list[str]:
    items = tongue.join([tongue.label(item.title, name) for name, item in block.items.items()])
    return [
        tongue.say(f"{who_words(block.keeper, tongue)}保管{items}", f"{who_words(block.keeper, tongue)} keeps {items}")
    ]


def _budget(block: Budget, tongue: Tongue) -> list[str]:
    lines = tongue.join(
        [f"{tongue.label(line.title, name)} {number_words(line.amount, tongue)}" for name, line in block.lines.items()]
    )
    return [
        tongue.say(f"{who_words(block.by, tongue)}编制；{lines}", f"made by {who_words(block.by, tongue)}; {lines}")
    ]


def _attributes(block: Attributes, tongue: Tongue) -> list[str]:
    kept = [*(tongue.label(each.title, name) for name, each in block.fields.items())]
    kept += [tongue.label(title, name) for name, title in block.milestones.items()]
    return [
        tongue.say(
            f"{tongue.record(block.of)}记有{tongue.join(kept)}", f"{tongue.record(block.of)} holds {tongue.join(kept)}"
        )
    ]


_KINDS: Mapping[type, Callable[[Any, Tongue], list[str]]] = {
    Article: _article,
    Checklist: _checklist,
    Script: _script,
    Wording: _wording,
    Questionnaire: _questionnaire,
    Survey: _survey,
    Plan: _plan,
    Inspection: _inspection,
    Outreach: _outreach,
    Report: _report,
    Course: staff.course,
    Exam: staff.exam,
    Scheme: staff.scheme,
    Career: staff.career,
    Discipline: staff.discipline,
    Roster: staff.roster,
    Assignment: staff.assignment,
    Fee: _fee,
    Stock: _stock,
    Budget: _budget,
    Attributes: _attributes,
}
