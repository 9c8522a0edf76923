"""From a line of a story to the event that it means."""

# ruff: noqa: ARG005  # every maker takes the same arguments, whether it looks at them or not

from collections.abc import Callable, Mapping
from datetime import datetime

from shouwen.engine.events import (
    ActRequested,
    AnyEvent,
    CalendarPublished,
    CaseOpened,
    FactCorrected,
    FactSet,
    Happened,
    JudgementMade,
    Overridden,
    PaperFilled,
    PaperIssued,
    PaperReceived,
    PaperSigned,
    PartyChanged,
    PromiseMade,
    RecordCounted,
    StepFinished,
    TimeReached,
)
from shouwen.engine.facts import Value
from shouwen.engine.state import Active
from shouwen.engine.story import Line, StoryError, moment
from shouwen.engine.story_acts import ACT_WORDS, DETAILS
from shouwen.engine.story_duties import open_duty
from shouwen.engine.story_words import Words
from shouwen.engine.story_world import World

DUTY = "例行"


class Teller:
    """Tells a story's lines to its world, one after the other."""

    def __init__(self, world: World, words: Words) -> None:
        self.world = world
        self.words = words

    def tell(self, line: Line) -> None:
        """Let the line happen; the clock has been moved to its instant before."""
        unknown = set(line.details) - DETAILS
        if unknown:
            raise StoryError(f"'{line.text}': unknown keys {sorted(unknown)}; known are {'、'.join(sorted(DETAILS))}")
        who, verb = self._who(line)
        assert line.at is not None  # checked when the story was read
        if verb == "立案":
            self._open(line, line.at, who)
            return
        if verb == DUTY:
            open_duty(self.world, self.words, line, line.at)
            return
        step = self._step(line, verb)
        if step is not None:
            self.world.happen(*self._finish(line, line.at, who, *step))
            return
        case = self._case(line)
        event = self._event(line, line.at, who, verb, case)
        self.world.happen(case, event)

    def given(self, line: Line) -> dict[str, Value]:
        """The facts that come with the line."""
        facts = _detail(line, "填", "facts")
        if facts is not None and not isinstance(facts, Mapping):
            raise StoryError(f"'{line.text}': 填 is a mapping of fields to values")
        return self.words.facts(facts)

    def _who(self, line: Line) -> tuple[str | None, str]:
        first, _, rest = line.head.partition(" ")
        who = self.words.person(first) if rest.strip() else None
        return (who, rest.strip()) if who is not None else (None, line.head)

    def _open(self, line: Line, at: datetime, who: str | None) -> None:
        procedure = self.words.procedure(line.content)
        if procedure is None:
            raise StoryError(f"'{line.text}': no procedure is called '{line.content}'")
        rule = self.words.compiled.flows[procedure].rule
        papers = (rule.intake,) if rule.intake else ()
        unit = str(line.details.get("单位") or self.world.roster.unit)
        facts = self.given(line)
        self.world.open(CaseOpened(at=at, by=who, case_type=procedure, unit=unit, facts=facts, papers=papers))

    def _step(self, line: Line, verb: str) -> tuple[str, Active, str] | None:
        """The open step of that title, and the outcome meant; the latest opened case first."""
        procedure, _, title = verb.rpartition("/")
        for case in reversed(self.world.cases):
            state = self.world.cases[case]
            flow = self.words.compiled.flows[state.case_type]
            if procedure and procedure not in {flow.name, flow.rule.title}:
                continue
            for active in state.active:
                plan = flow.steps.get(active.step)
                if plan is None or active.group or title not in {plan.title, plan.name, plan.path}:
                    continue
                if "成员" in line.details and active.member != line.details["成员"]:
                    continue
                outcome = self.words.outcome(plan, line.content)
                if outcome is None:
                    known = [chosen.title or name for name, chosen in plan.exits.items()]
                    raise StoryError(f"'{line.text}': {plan.title} has no outcome '{line.content}'; it has {known}")
                return case, active, outcome
        return None

    def _finish(
        self, line: Line, at: datetime, who: str | None, case: str, active: Active, outcome: str
    ) -> tuple[str, AnyEvent]:
        plan = self.words.compiled.flows[self.world.cases[case].case_type].steps[active.step]
        facts = self.given(line)
        papers = _detail(line, "表单", "papers")
        if papers is None:
            given = {path.partition(".")[0] for path in facts} & set(self.words.compiled.papers)
            listed: tuple[str, ...] = tuple(dict.fromkeys((*plan.rule.fill, *sorted(given))))
        else:
            listed = tuple(self.words.paper(str(paper)) for paper in _list(papers))
        return case, StepFinished(
            at=at,
            by=who,
            step=active.step,
            visit=active.visit,
            outcome=outcome,
            member=active.member,
            facts=facts,
            papers=listed,
            reason=_reason(line),
        )

    def filed(self, line: Line, at: datetime, who: str | None) -> PaperFilled:
        """`存表: 环节`: the forms of the open step become papers before it ends."""
        state = self.world.cases[case := self._case(line)]
        active = next(each for each in state.active if self._is_task(case, each, line.content))
        fill = self.words.compiled.flows[state.case_type].steps[active.step].rule.fill
        return PaperFilled(at=at, by=who, task=active.task, facts=self.given(line), papers=fill)

    def _case(self, line: Line) -> str:
        """The case meant: named by `事项`, else the one with a task of that title, else the first."""
        if not self.world.cases:
            raise StoryError(f"'{line.text}': no case is open yet; begin with 立案")
        named = line.details.get("事项")
        for case, state in self.world.cases.items():
            flow = self.words.compiled.flows[state.case_type]
            if (
                named in {flow.name, flow.rule.title}
                if named
                else any(self._is_task(case, a, line.content) for a in state.active)
            ):
                return case
        if named:
            raise StoryError(f"'{line.text}': no case of '{named}' is open")
        return next(iter(self.world.cases))

    def _is_task(self, case: str, active: Active, title: str) -> bool:
        plan = self.words.compiled.flows[self.world.cases[case].case_type].steps.get(active.step)
        return bool(title) and (
            title in {active.title, active.task} or (plan is not None and title in {plan.title, plan.name})
        )

    def _event(self, line: Line, at: datetime, who: str | None, verb: str, case: str) -> AnyEvent:
        if verb in ACT_WORDS or verb == "动作":
            return self._act(line, at, who, ACT_WORDS.get(verb, line.content), case)
        maker = _MAKERS.get(verb)
        if maker is None:
            open_now = sorted({a.title for state in self.world.cases.values() for a in state.active if a.title})
            raise StoryError(
                f"'{line.text}': '{verb}' is neither an open step nor a verb; open are {'、'.join(open_now) or 'none'}"
            )
        return maker(self, line, at, who)

    def _act(self, line: Line, at: datetime, who: str | None, act: str, case: str) -> ActRequested:
        facts = self.given(line)
        facts.update(self._target(line, act))
        tasks = [a.task for a in self.world.cases[case].active if self._is_task(case, a, line.content)]
        task = line.details.get("任务") or next(iter(tasks), None)
        return ActRequested(at=at, by=who, act=act, facts=facts, task=task, reason=_reason(line))

    def _target(self, line: Line, act: str) -> dict[str, Value]:
        found: dict[str, Value] = {}
        given = line.details.get("给")
        if given is not None:
            name = str(given)
            if name in self.words.people and self.words.post(name) is None:
                found["person"] = name
            elif (post := self.words.post(name)) is not None:
                found["post"] = post
            elif name in self.words.roster.units:
                found["unit"] = name
            else:
                raise StoryError(f"'{line.text}': nobody is called '{name}'")
            if act.startswith("approve."):
                found = {"person": self.words.person(name) or name}
            if act == "approve.copy":
                found = {"copies": (self.words.person(name) or name,)}
        found.update(self._until(line, act))
        return found

    def _until(self, line: Line, act: str) -> dict[str, Value]:
        found: dict[str, Value] = {}
        to = line.details.get("至")
        if to is not None and act == "approve.send_back":
            found["to"] = {"发起人": "opener", "上一步": "previous"}.get(str(to), self._step_name(str(to)))
        elif to is not None:
            name = "limit" if act in {"supervise", "co_handle"} else "until"
            found[name] = moment(str(to), self.words.zone).isoformat()
        if "位置" in line.details:
            found["place"] = {"前": "before", "后": "after"}.get(str(line.details["位置"]), "before")
        if act == "extend":
            found["clock"] = self._clock(line.content)
        return found

    def _step_name(self, title: str) -> str:
        for flow in self.words.compiled.flows.values():
            for plan in flow.steps.values():
                if title in {plan.title, plan.path}:
                    return plan.path
        return title

    def _clock(self, title: str) -> str:
        for state in self.world.cases.values():
            for key, clock in state.clocks.items():
                if title in {clock.title, clock.rule} and clock.result is None:
                    return key
        return title

    def role_change(self, line: Line, at: datetime, who: str | None) -> PartyChanged:
        role, _, name = (part.strip() for part in line.content.partition("="))
        for state in self.world.cases.values():
            rules = self.words.compiled.flows[state.case_type].rule.roles
            role = next((key for key, rule in rules.items() if role in {key, rule.title}), role)
        post = self.words.post(name)
        person = name if post is None else None
        return PartyChanged(at=at, by=who, role=role, person=person, post=post, reason=_reason(line))

    def judgement(self, line: Line, at: datetime, who: str | None) -> JudgementMade:
        fact, _, value = (part.strip() for part in line.content.partition("="))
        path = self.words.path(fact)
        return JudgementMade(at=at, by=who, fact=path, value=str(self.words.value(path, value)), reason=_reason(line))

    def rule_name(self, text: str) -> str:
        return next((name for name, title in self.words.compiled.titles.items() if text in {name, title}), text)


def _reason(line: Line) -> str:
    return str(_detail(line, "原因", "reason") or "")


def _detail(line: Line, *names: str) -> object:
    return next((line.details[name] for name in names if name in line.details), None)


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else [] if value in {None, ""} else [value]


_MAKERS: Mapping[str, Callable[[Teller, Line, datetime, str | None], AnyEvent]] = {
    "发生": lambda t, line, at, who: Happened(at=at, by=who, name=line.content, facts=t.given(line)),
    "获知": lambda t, line, at, who: FactSet(at=at, by=who, facts=t.given(line)),
    "更正": lambda t, line, at, who: FactCorrected(at=at, by=who, facts=t.given(line), reason=_reason(line)),
    "改判": lambda t, line, at, who: t.judgement(line, at, who),
    "签收": lambda t, line, at, who: PaperReceived(at=at, by=who, paper=t.words.paper(line.content), paper_id=""),
    "签字": lambda t, line, at, who: PaperSigned(
        at=at,
        by=who,
        paper=t.words.paper(line.content),
        paper_id="",
        party=str(line.details.get("方") or who),
        version="1",
    ),
    "存表": lambda t, line, at, who: t.filed(line, at, who),
    "发出": lambda t, line, at, who: PaperIssued(at=at, by=who, paper=t.words.paper(line.content), paper_id=""),
    "计入": lambda t, line, at, who: RecordCounted(
        at=at, by=who, record=line.content, record_id=str(line.details.get("编号", line.text)), facts=t.given(line)
    ),
    "承诺": lambda t, line, at, who: PromiseMade(
        at=at, by=who, promise_id=line.text, reply_at=moment(line.content, t.words.zone)
    ),
    "换人": lambda t, line, at, who: t.role_change(line, at, who),
    "放行": lambda t, line, at, who: Overridden(at=at, by=who, rule=t.rule_name(line.content), reason=_reason(line)),
    "历法公布": lambda t, line, at, who: CalendarPublished(at=at, by=who, calendar=line.content),
    "到时": lambda t, line, at, who: TimeReached(at=at),
}
