"""What a story claims: each saying is looked for among the decisions, or in the cases as they stand at the end."""

# ruff: noqa: ARG005  # every check takes the same arguments, whether it looks at them or not

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from shouwen.engine.comparing import same
from shouwen.engine.effects import (
    ArchiveCase,
    AssignRole,
    CloseCase,
    Escalate,
    HandOver,
    IssuePaper,
    MarkClock,
    Notify,
    OpenCase,
    OpenTask,
    RaiseAlarm,
    ReassignTask,
    RecordFinding,
    Refuse,
    RequestFact,
    SetState,
    StartClock,
    StopClock,
)
from shouwen.engine.facts import Assignee
from shouwen.engine.lookup import find
from shouwen.engine.seats import persons_of
from shouwen.engine.state import State
from shouwen.engine.story import moment
from shouwen.engine.story_words import STATES, Words
from shouwen.engine.story_world import Told, World

Moments = Sequence[Told]
SPLIT = re.compile(r"^(\S+?)[：:\s]+(.*)$")


class Sayings:
    """Judges sayings against a world that has been told to its end."""

    def __init__(self, world: World, words: Words) -> None:
        self.world = world
        self.words = words
        self.moved = _moved(world.told)

    def holds(self, saying: str, told: Moments, *, timed: bool, at: datetime | None = None) -> bool:
        """Whether the saying is true of these decisions, or of the end."""
        found = SPLIT.match(saying)
        verb, content = (found.group(1), found.group(2).strip()) if found else (saying, "")
        if verb in _AT_END and not timed:
            return _AT_END[verb](self, content)
        check = _IN_DECISIONS.get(verb)
        if check is None:
            known = "、".join(sorted({*_IN_DECISIONS, *_AT_END}))
            raise ValueError(f"'{saying}': '{verb}' is no saying; known are {known}")
        if verb == "事实":
            return any(self.learned(content, each) for each in told)
        if verb in {"预警", "超时"}:
            return any(
                check(self, effect, content, each) and (at is None or effect.at == at) for each, effect in effects(told)
            )
        return any(check(self, effect, content, each) for each, effect in effects(told))

    def is_clock(self, key: str, text: str, told: Told) -> bool:
        clock = told.decision.after.clocks.get(key)
        return clock is not None and text in {clock.title, clock.rule, clock.rule.rpartition(".")[2], key}

    def meant(self, seats: Sequence[Assignee], text: str) -> bool:
        """Whether a person or post of that name is among the seats."""
        post = self.words.post(text)
        person = self.words.person(text) if text in self.words.people else None
        for seat in seats:
            if text in {seat.unit, seat.person, self._role(seat), self._party(seat)} or (
                post is not None and seat.post == post
            ):
                return True
            if person is not None and person in persons_of(seat, self.world.roster):
                return True
        return False

    def _role(self, seat: Assignee) -> str | None:
        if seat.role is None:
            return None
        for flow in self.words.compiled.flows.values():
            if seat.role in flow.rule.roles:
                return flow.rule.roles[seat.role].title or seat.role
        return seat.role

    def _party(self, seat: Assignee) -> str | None:
        parties = self.words.compiled.rulebook.header.parties
        return parties.get(seat.outside, seat.outside) if seat.outside else None

    def is_rule(self, rule: str, text: str) -> bool:
        roles = {flow.rule.roles[rule].title for flow in self.words.compiled.flows.values() if rule in flow.rule.roles}
        return text in {rule, self.words.compiled.titles.get(rule), rule.rpartition(".")[2], *roles}

    def has_task(self, content: str) -> bool:
        """`谁 · 环节`, or the step alone, among the open tasks."""
        who, dot, title = (part.strip() for part in content.replace("・", "·").partition("·"))
        wanted = title if dot else who
        for state in self.world.cases.values():
            for active in state.active:
                named = not active.group and wanted in {active.title, active.step, active.task}
                if named and (not dot or self.meant(active.assignees, who)):
                    return True
        return False

    def value(self, content: str) -> bool:
        name, _, wanted = (part.strip() for part in content.partition("="))
        path, value = self.words.fact(name, wanted)
        return any(
            same(known, value)
            for case, state in self.world.cases.items()
            if (known := find(path, state, self.world.subject(case).around.facts)) is not None
        )

    def learned(self, content: str, told: Told) -> bool:
        """Whether the fact came to be known, or fixed, by this decision."""
        name, equals, wanted = (part.strip() for part in content.partition("="))
        path, value = self.words.fact(name, wanted)
        after = told.decision.after
        return after.fact_at.get(path) == told.at and (not equals or same(after.facts[path], value))

    def limit(self, content: str) -> bool:
        """`名 = 状态`: 进行中 已超时 按时 逾期 免除."""
        name, _, wanted = (part.strip() for part in content.partition("="))
        word = {"进行中": None, "按时": "met", "逾期": "late", "免除": "excused", "已超时": "missed"}
        for state in self.world.cases.values():
            for clock in state.clocks.values():
                if name in {clock.title, clock.rule, clock.rule.rpartition(".")[2]}:
                    now = clock.result or ("missed" if clock.missed else None)
                    if not wanted or now == word.get(wanted, wanted):
                        return True
        return False

    def state(self, content: str) -> bool:
        """The first case's state, or another one's as `状态 流程 = 处理中`."""
        name, equals, wanted = (part.strip() for part in content.partition("="))
        procedure = self.words.procedure(name) if equals else None
        cases: list[State] = [s for s in self.world.cases.values() if procedure is None or s.case_type == procedure]
        return bool(cases) and cases[-1 if equals else 0].state == STATES.get(wanted if equals else name, name)


def effects(told: Moments) -> Iterator[tuple[Told, Any]]:
    for each in told:
        for effect in each.decision.effects:
            yield each, effect


def _moved(told: Moments) -> frozenset[int]:
    """Starts of limits that had started before."""
    seen: set[tuple[str, str]] = set()
    moved = set()
    for each, effect in effects(told):
        if isinstance(effect, StartClock):
            if (each.case, effect.clock) in seen:
                moved.add(id(effect))
            seen.add((each.case, effect.clock))
    return frozenset(moved)


def _until(sayings: Sayings, effect: Any, content: str, told: Told) -> bool:
    name, _, until = (part.strip() for part in content.partition(" 至 "))
    if not sayings.is_clock(effect.clock, name, told):
        return False
    return not until or (effect.due_at is not None and effect.due_at == moment(until, sayings.words.zone))


def _role_taken(sayings: Sayings, effect: AssignRole, content: str) -> bool:
    role, _, who = (part.strip() for part in content.partition("="))
    titles = {effect.role} | {
        flow.rule.roles[effect.role].title
        for flow in sayings.words.compiled.flows.values()
        if effect.role in flow.rule.roles
    }
    return role in titles and sayings.meant((effect.to,), who)


def _issued(sayings: Sayings, effect: IssuePaper, content: str) -> bool:
    paper, _, who = (part.strip() for part in content.partition(" 给 "))
    return effect.paper == sayings.words.paper(paper) and (not who or sayings.meant(effect.to, who))


def _task_opened(sayings: Sayings, effect: OpenTask, content: str) -> bool:
    who, dot, title = (part.strip() for part in content.replace("・", "·").partition("·"))
    wanted = title if dot else who
    return wanted in {effect.title, effect.step, effect.task} and (not dot or sayings.meant(effect.assignees, who))


def _task_moved(sayings: Sayings, effect: ReassignTask, content: str, told: Told) -> bool:
    who, dot, title = (part.strip() for part in content.partition("·"))
    active = next((a for a in told.decision.after.active if a.task == effect.task), None)
    return (
        bool(dot)
        and active is not None
        and title in {active.title, active.step}
        and sayings.meant(effect.assignees, who)
    )


def _refusal(sayings: Sayings, effect: Refuse, content: str) -> bool:
    return not content or sayings.is_rule(effect.rule, content) or content == effect.act


def _lack(sayings: Sayings, effect: Refuse, content: str) -> bool:
    """A lack by its key, or by the title of the paper or fact it names."""
    for lack in effect.lacks:
        kind, _, name = lack.partition(":")
        path = sayings.words.path(content)
        if content in {lack, kind, name} or path == name:
            return True
        paper = sayings.words.compiled.papers.get(name.partition(":")[0])
        if paper is not None and content.strip("《》") == paper.title.strip("《》"):
            return True
    return False


def _closed(sayings: Sayings, content: str, told: Told, effect: CloseCase | ArchiveCase) -> bool:
    if not content:
        return told.case == next(iter(sayings.world.cases))
    flow = sayings.words.compiled.flows[told.decision.after.case_type]
    outcome = getattr(effect, "outcome", None)
    titles = {c.title for plan in flow.steps.values() for name, c in plan.exits.items() if name == outcome}
    return content in {flow.name, flow.rule.title, outcome, *titles}


def _finding(result: str) -> "Check":
    return lambda s, e, c, t: isinstance(e, RecordFinding) and e.result == result and s.is_rule(e.rule, c)


def _mark(mark: str) -> "Check":
    return lambda s, e, c, t: isinstance(e, MarkClock) and e.mark == mark and s.is_clock(e.clock, c, t)


def _stop(result: str) -> "Check":
    return lambda s, e, c, t: isinstance(e, StopClock) and e.result == result and s.is_clock(e.clock, c, t)


Check = Callable[[Sayings, Any, str, Told], bool]
_IN_DECISIONS: Mapping[str, Check] = {
    "预警": _mark("warned"),
    "超时": _mark("missed"),
    "按时": _stop("met"),
    "逾期": _stop("late"),
    "免除": _stop("excused"),
    "起算": lambda s, e, c, t: isinstance(e, StartClock) and id(e) not in s.moved and _until(s, e, c, t),
    "改期": lambda s, e, c, t: isinstance(e, StartClock) and id(e) in s.moved and _until(s, e, c, t),
    "待办": lambda s, e, c, t: (
        (isinstance(e, OpenTask) and _task_opened(s, e, c)) or (isinstance(e, ReassignTask) and _task_moved(s, e, c, t))
    ),
    "通知": lambda s, e, c, t: isinstance(e, Notify) and s.meant(e.to, c),
    "升级": lambda s, e, c, t: isinstance(e, Escalate) and s.meant(e.to, c),
    "立即通知": lambda s, e, c, t: isinstance(e, Notify) and e.urgent and s.meant(e.to, c),
    "立即升级": lambda s, e, c, t: isinstance(e, Escalate) and e.urgent and s.meant(e.to, c),
    "移交": lambda s, e, c, t: isinstance(e, HandOver) and s.meant(e.to, c),
    "告警": lambda s, e, c, t: isinstance(e, RaiseAlarm) and (e.post in {c, s.words.post(c)}),
    "发出": lambda s, e, c, t: isinstance(e, IssuePaper) and _issued(s, e, c),
    "子事项": lambda s, e, c, t: isinstance(e, OpenCase) and e.procedure == s.words.procedure(c),
    "角色": lambda s, e, c, t: isinstance(e, AssignRole) and _role_taken(s, e, c),
    "事实": lambda s, e, c, t: s.learned(c, t),
    "询问": lambda s, e, c, t: isinstance(e, RequestFact) and e.fact == s.words.path(c),
    "拒绝": lambda s, e, c, t: isinstance(e, Refuse) and _refusal(s, e, c),
    "缺": lambda s, e, c, t: isinstance(e, Refuse) and _lack(s, e, c),
    "可做": lambda s, e, c, t: (
        isinstance(e, Refuse) and e.opens_at is not None and e.opens_at == moment(c, s.words.zone)
    ),
    "状态": lambda s, e, c, t: isinstance(e, SetState) and e.state == STATES.get(c, c),
    "违反": _finding("broken"),
    "遵守": _finding("kept"),
    "破例": _finding("overridden"),
    "未知": _finding("unknown"),
    "结案": lambda s, e, c, t: isinstance(e, CloseCase) and _closed(s, c, t, e),
    "归档": lambda s, e, c, t: isinstance(e, ArchiveCase) and _closed(s, c, t, e),
    "作废": lambda s, e, c, t: isinstance(e, CloseCase) and e.outcome == "void",
    "依据": lambda s, e, c, t: c in e.cites or c in t.decision.explanation.clauses,
}
_AT_END: Mapping[str, Callable[[Sayings, str], bool]] = {
    "待办": lambda s, c: s.has_task(c),
    "无待办": lambda s, c: not s.has_task(c),
    "状态": lambda s, c: s.state(c),
    "时限": lambda s, c: s.limit(c),
    "事实": lambda s, c: s.value(c),
}
