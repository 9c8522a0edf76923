"""Blocks about the people who serve, in words."""

from shouwen.rulebook.model import Assignment, Career, Course, Discipline, Exam, Roster, Scheme
from shouwen.rulebook.words.amounts import number_words, percent, weighed
from shouwen.rulebook.words.labels import SORTS
from shouwen.rulebook.words.people import who_words
from shouwen.rulebook.words.times import span_words
from shouwen.rulebook.words.tongue import Tongue


def course(block: Course, tongue: Tongue) -> list[str]:
    whom = tongue.join([tongue.post(name) for name in block.for_])
    return [tongue.say(f"{whom}学习{tongue.join(block.topics)}", f"{whom} learn {tongue.join(block.topics)}")]


def exam(block: Exam, tongue: Tongue) -> list[str]:
    whom = tongue.join([tongue.post(name) for name in block.for_])
    told = [tongue.say(f"{whom}须达{percent(block.pass_, tongue)}", f"{whom} pass with {percent(block.pass_, tongue)}")]
    if block.parts:
        told.append(
            weighed({tongue.label(part.title, name): part.weight for name, part in block.parts.items()}, tongue)
        )
    if block.resits is not None:
        told.append(
            tongue.say(f"可补考{number_words(block.resits, tongue)}次", f"{number_words(block.resits, tongue)} re-sits")
        )
    if block.certificate is not None and block.certificate.valid is not None:
        span = span_words(block.certificate.valid.value, tongue)
        told.append(tongue.say(f"证书{span}有效", f"certificate valid {span}"))
    return told


def scheme(block: Scheme, tongue: Tongue) -> list[str]:
    whom = (
        tongue.post(block.of)
        if block.of in tongue.rulebook.posts
        else tongue.label(tongue.rulebook.header.unit_kinds.get(block.of), block.of)
    )
    told = [tongue.say(f"{who_words(block.by, tongue)}考核{whom}", f"{who_words(block.by, tongue)} appraises {whom}")]
    for name, round_ in block.rounds.items():
        title = tongue.label(round_.title, name)
        other = round_.mean_of or round_.sum_of
        if other is not None:
            how = tongue.say("平均" if round_.mean_of else "合计", "mean" if round_.mean_of else "sum")
            base = tongue.label(block.rounds[other].title, other) if other in block.rounds else other
            told.append(tongue.say(f"{title}取{base}{how}", f"{title} is the {how} of {base}"))
        else:
            told.append(
                f"{title} {weighed({tongue.fact(key): weight for key, weight in round_.weights.items()}, tongue)}"
            )
    return told


def career(block: Career, tongue: Tongue) -> list[str]:
    arrow = " → "
    return [
        f"{tongue.label(track.title, name)} {arrow.join(level.title for level in track.levels)}"
        for name, track in block.tracks.items()
    ]


def discipline(block: Discipline, tongue: Tongue) -> list[str]:
    kinds = tongue.join([tongue.label(each.title, name) for name, each in block.violations.items()])
    told = [tongue.say(f"违规：{kinds}", f"violations: {kinds}")] if kinds else []
    if block.rewards:
        rewards = tongue.join([tongue.label(title, name) for name, title in block.rewards.items()])
        told.append(tongue.say(f"奖励：{rewards}", f"rewards: {rewards}"))
    if block.measures:
        measures = tongue.join([tongue.label(title, name) for name, title in block.measures.items()])
        told.append(tongue.say(f"处分：{measures}", f"sanctions: {measures}"))
    if block.decided_by is not None:
        told.append(
            tongue.say(
                f"由{who_words(block.decided_by, tongue)}决定", f"decided by {who_words(block.decided_by, tongue)}"
            )
        )
    if block.appeal is not None:
        span = (
            span_words(block.appeal.within.value, tongue)
            if block.appeal.within is not None
            else tongue.say("（未定）", "(not settled)")
        )
        by = who_words(block.appeal.heard_by, tongue)
        told.append(tongue.say(f"可在{span}内向{by}申诉", f"appeal to {by} within {span}"))
    return told


def roster(block: Roster, tongue: Tongue) -> list[str]:
    posts = tongue.join([tongue.post(name) for name in block.posts])
    least = number_words(block.at_least, tongue) if block.at_least is not None else "1"
    told = [tongue.say(f"{posts}始终有{least}人在岗", f"{posts} always present, at least {least}")]
    if block.substitute is not None:
        told.append(
            tongue.say(
                f"离岗由{who_words(block.substitute, tongue)}替班", f"{who_words(block.substitute, tongue)} steps in"
            )
        )
    return told


def assignment(block: Assignment, tongue: Tongue) -> list[str]:
    posts = tongue.join([tongue.post(name) for name in block.posts])
    ways = [tongue.say(*SORTS[each]) for each in block.order]
    arrow = " → "
    told = [tongue.say(f"{posts}的待办依次看{arrow.join(ways)}派到人", f"tasks of {posts} go by {arrow.join(ways)}")]
    if block.capacity is not None:
        most = number_words(block.capacity, tongue)
        told.append(tongue.say(f"每人同时最多{most}件", f"at most {most} at once"))
    if block.accept is not None:
        limit = span_words(block.accept.value, tongue)
        told.append(tongue.say(f"{limit}内不接转下一位", f"passed on if not taken within {limit}"))
    if block.away is not None:
        silent = span_words(block.away.value, tongue)
        told.append(tongue.say(f"{silent}没有动静算离开", f"away after {silent} without a sign"))
    if block.otherwise is not None:
        who = who_words(block.otherwise, tongue)
        told.append(tongue.say(f"无人可派时通知{who}", f"if nobody can, {who} is told"))
    return told
