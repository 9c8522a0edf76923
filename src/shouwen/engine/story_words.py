"""The words of a rulebook as its readers use them: titles to names, and values to what facts hold."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from shouwen.engine.comparing import number, truth
from shouwen.engine.facts import Roster, Value
from shouwen.engine.outcomes import DONE, outcomes_of
from shouwen.engine.plan import Compiled, StepPlan
from shouwen.engine.story import StoryError, moment
from shouwen.rulebook.model import FieldRule

STATES: Mapping[str, str] = {
    "待补充": "draft",
    "待受理": "to_accept",
    "待派单": "to_dispatch",
    "待接单": "to_take",
    "处理中": "working",
    "等待客户": "waiting_customer",
    "已挂起": "suspended",
    "待审核": "to_review",
    "待回访": "to_call_back",
    "重办中": "redoing",
    "已办结": "done",
    "已归档": "archived",
    "已作废": "void",
    "已撤销": "withdrawn",
}


class Words:
    """Looks up what a story's words mean in one rulebook."""

    def __init__(self, compiled: Compiled, roster: Roster) -> None:
        self.compiled = compiled
        self.roster = roster
        self.zone = ZoneInfo(compiled.rulebook.header.zone)
        self.people = frozenset(
            {person for seat in roster.seats.values() for person in seat.persons}
            | {person for persons in roster.units.values() for person in persons}
            | {person for persons in roster.standing_in.values() for person in persons}
            | set(roster.posts_of)
        )

    def person(self, text: str) -> str | None:
        """Who acts: a person, or whoever holds the post of that title."""
        if text in self.people:
            return text
        post = self.post(text)
        seat = self.roster.seats.get(post) if post else None
        if seat is None:
            return None
        if not seat.persons:
            raise StoryError(f"nobody holds '{text}' in this story; name the person who acts")
        return seat.persons[0]

    def post(self, text: str) -> str | None:
        posts = self.compiled.rulebook.posts
        return text if text in posts else next((post.name for post in posts.values() if post.title == text), None)

    def procedure(self, text: str) -> str | None:
        rules = self.compiled.rulebook.case_types
        return text if text in rules else next((rule.name for rule in rules.values() if rule.title == text), None)

    def paper(self, text: str) -> str:
        papers = self.compiled.papers
        bare = text.strip("《》")
        found = (
            text if text in papers else next((p.name for p in papers.values() if p.title.strip("《》") == bare), None)
        )
        if found is None:
            raise StoryError(f"no paper is called '{text}'")
        return found

    def outcome(self, plan: StepPlan, text: str) -> str | None:
        """An outcome by its title, its name, or the title of the scale's value."""
        names = outcomes_of(plan, self.compiled.scales)
        scale = self.compiled.rulebook.facts.get(plan.rule.judge or "")
        titles = scale.titles if scale is not None else {}
        for name in names:
            exit_ = plan.exits.get(name)
            if text == name or (exit_ is not None and text == exit_.title) or text == titles.get(name):
                return name
        return DONE if DONE in names and text in {"", "完成", "已完成"} else None

    def facts(self, given: Mapping[str, Any] | None) -> dict[str, Value]:
        """Facts with their paths and values as the engine knows them."""
        return dict(self.fact(str(path), value) for path, value in (given or {}).items())

    def path(self, text: str) -> str:
        """A fact by its path, by `表单.字段` in titles, or by its title."""
        head, dot, rest = text.partition(".")
        paper = next(
            (p for p in self.compiled.papers.values() if head in {p.name, p.title, p.title.strip("《》")}), None
        )
        if dot and paper is not None:
            field = next((name for name, rule in paper.fields.items() if rest in {name, rule.title}), rest)
            return f"{paper.name}.{field}"
        fact = next((f for f in self.compiled.rulebook.facts.values() if text in {f.name, f.title}), None)
        return fact.name if fact is not None else text

    def fact(self, text: str, value: Any) -> tuple[str, Value]:
        """A fact's path, and the value as the engine knows it."""
        path = self.path(text)
        paper, _, name = path.partition(".")
        rule = self.compiled.papers[paper].fields.get(name) if paper in self.compiled.papers else None
        if rule is not None and rule.fact is not None and not rule.choices and rule.type != "datetime":
            return path, self.value(rule.fact, value)
        return path, self._typed(rule, value) if rule is not None else self.value(path, value)

    def value(self, fact: str, value: Any) -> Value:
        """A value of a declared fact by its title; text that is a number or truth as such."""
        rule = self.compiled.rulebook.facts.get(fact)
        if rule is not None:
            found = next((name for name, title in rule.titles.items() if value in {name, title}), None)
            if found is not None:
                return found
        return self.plain(value)

    def plain(self, value: Any) -> Value:
        if isinstance(value, (list, tuple)):
            return tuple(self.plain(item) for item in value)
        if isinstance(value, Mapping):
            return {str(key): self.plain(item) for key, item in value.items()}
        known = truth(value) if isinstance(value, str) else None
        if known is not None:
            return known
        figure = number(value) if isinstance(value, str) and value.lstrip("-").isdigit() else None
        return int(figure) if figure is not None else value if value is None else str(value)

    def _typed(self, rule: FieldRule, value: Any) -> Value:
        if rule.type in {"choice", "several"} and rule.choices:
            titles = {title: name for name, title in rule.choices.items()}
            if isinstance(value, (list, tuple)):
                return tuple(titles.get(str(item), str(item)) for item in value)
            return titles.get(str(value), str(value))
        if rule.type in {"datetime", "time"} and isinstance(value, str) and len(value) > len("2026-01-01"):
            return moment(value, self.zone).isoformat()
        return self.plain(value)
