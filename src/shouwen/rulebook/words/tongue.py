"""Names in the reader's language: titles in Chinese, the names themselves in English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from shouwen.rulebook.model import Attributes, FactRule, PaperRule, Rulebook, StepRule
from shouwen.rulebook.module_words import VALUE_TITLES
from shouwen.rulebook.vocabulary import ACTS, EVENTS, FACTS, RECORDS

Lang = Literal["zh", "en"]

_PAPER_EVENTS = {
    "filled": ("填妥{}", "{} is filled"),
    "issued": ("发出{}", "{} is issued"),
    "received": ("签收{}", "{} is received"),
    "signed": ("签署{}", "{} is signed"),
    "approved": ("{}审批通过", "{} is approved"),
    "extended": ("{}延期", "{} is extended"),
}
_CASE_EVENTS = {
    "opened": ("立案", "the case is opened"),
    "closed": ("办结", "the case is closed"),
    "handled": ("办理完毕", "the case is handled"),
    "archived": ("归档", "the case is archived"),
}
_STEP_FACTS = {
    "round": ("第几次", "round"),
    "outcome": ("的结果", "outcome"),
    "by": ("的办理人", "person"),
    "at": ("的时刻", "time"),
    "reason": ("的理由", "reason"),
}
_PAPER_FACTS = {
    "state": "状态",
    "number": "编号",
    "received_on": "签收日期",
    "issued_on": "发出日期",
    "valid_until": "有效期至",
}
_ROW_KEYS = {
    "approver": "审批人",
    "up": "上报材料",
    "sign": "签署文件",
    "draft": "起草",
    "confirm_by": "确认",
    "file_with": "存档",
    "report_to": "上报对象",
    "lecturer": "主讲人",
}
_ROW_VALUES = {"as_required": "依据具体情况", "none": "不需要"}
_DUE_FACTS = {"state": ("的状态", "state"), "late_by": ("超时多久", "lateness")}


@dataclass(frozen=True)
class Tongue:
    """A rulebook and the language in which it is told."""

    rulebook: Rulebook
    lang: Lang = "zh"
    near: str = ""
    """The procedure whose step is meant where several procedures have a step of the same name."""

    def within(self, procedure: str) -> Tongue:
        """The same language, told from inside a procedure."""
        return replace(self, near=procedure)

    def say(self, zh: str, en: str) -> str:
        """One of two wordings."""
        return zh if self.lang == "zh" else en

    def label(self, title: str | None, name: str) -> str:
        """The title for Chinese readers; English ones get the name."""
        return title if title and self.lang == "zh" else name.replace("_", " ")

    def join(self, words: list[str] | tuple[str, ...], *, last: str = "") -> str:
        """A list in words: 甲、乙和丙; a, b and c."""
        between = self.say("、", ", ")
        if len(words) < 2 or not last:
            return between.join(words)
        return f"{between.join(words[:-1])}{last}{words[-1]}"

    def post(self, name: str) -> str:
        """A post by its title."""
        post = self.rulebook.posts.get(name)
        return self.label(post.title if post else None, name)

    def paper(self, name: str) -> str:
        """A paper by its title, in book brackets."""
        paper = self.rulebook.papers.get(name)
        title = self.label(paper.title if paper else None, name)
        return title if self.lang == "en" or "《" in title else f"《{title}》"

    def procedure(self, name: str) -> str:
        """A procedure by its title."""
        procedure = self.rulebook.procedures.get(name)
        return self.label(procedure.title if procedure else None, name)

    def role(self, name: str, *, procedure: str | None = None) -> str:
        """A role by the title that a procedure gives it."""
        books = self.rulebook.procedures
        near = [books[procedure]] if procedure is not None and procedure in books else []
        titles = [each.roles[name].title for each in (*near, *books.values()) if name in each.roles]
        return self.label(next((title for title in titles if title), None), name)

    def group(self, name: str) -> str:
        """A group formed for the case, by the title of the field in which its members are named."""
        fields = (field for paper in self.rulebook.papers.values() for field in paper.fields.values())
        title = next((field.title for field in fields if field.fact == f"group.{name}"), None)
        return self.say(title or f"{name}小组", f"the group {name.replace('_', ' ')}")

    def find_step(self, name: str, outcome: str = "") -> StepRule | None:
        """The first step of that name in any procedure, those beside others included; of several, one with the outcome."""
        named = list(self._steps_named(name))
        return next((step for step in named if outcome in step.out), named[0] if named else None)

    def _steps_named(self, name: str) -> Iterator[StepRule]:
        books = self.rulebook.procedures
        nearest = (books[self.near],) if self.near in books else ()
        for procedure in (*nearest, *books.values()):
            if name in procedure.steps:
                yield procedure.steps[name]
            for step in procedure.steps.values():
                if step.together and name in step.together:
                    yield step.together[name]

    def step(self, name: str, outcome: str = "") -> str:
        """A step by its title."""
        if name == "end":
            return self.say("结束", "the end")
        found = self.find_step(name, outcome)
        return self.label(found.title if found else None, name)

    def outcome(self, step: str, name: str) -> str:
        """An outcome by the word people choose."""
        found = self.find_step(step, name)
        exit_ = found.out.get(name) if found else None
        scale = self.value(found.judge, name) if found and found.judge else None
        return self.label((exit_.title if exit_ else None) or scale, name)

    def said(self, table: str, key: str) -> str:
        """What a table says under a key: “处理权限表”中的审批人."""
        title = self.label(self.rulebook.tables[table].title, table)
        return self.say(f"“{title}”中的{self.row_key(key)}", f"{self.row_key(key)} in '{title}'")

    def row_key(self, key: str) -> str:
        """The word for a key under which the rows of a table say something."""
        return self.label(_ROW_KEYS.get(key), key)

    def row_value(self, value: str) -> str:
        """A post or paper that a row names, or the word for anything else it says."""
        if value in self.rulebook.posts:
            return self.post(value)
        return self.paper(value) if value in self.rulebook.papers else self.label(_ROW_VALUES.get(value), value)

    def act(self, name: str) -> str:
        """What an act does, in a word."""
        outer = [step for procedure in self.rulebook.procedures.values() for step in procedure.steps.values()]
        steps = (*outer, *(inner for step in outer for inner in (step.together or {}).values()))
        return self.label(ACTS.get(name) or next((step.title for step in steps if step.act == name), None), name)

    def record(self, name: str) -> str:
        """What is counted."""
        book = self.rulebook
        declared = next(
            (block.title for block in book.blocks if isinstance(block, Attributes) and block.of == name), None
        )
        post = book.posts[name].title if name in book.posts else None
        named = RECORDS.get(name) or self._procedure_title(name) or declared or post
        return self.label(named or book.header.unit_kinds.get(name) or book.header.parties.get(name), name)

    def _procedure_title(self, name: str) -> str | None:
        procedure = self.rulebook.procedures.get(name)
        return procedure.title if procedure else None

    def event(self, name: str) -> str:
        """What happened: 签收《投诉处理通知单》, or `complaint notice is received`."""
        if name == "step.opened":
            return self.say("环节开始", "the step opens")
        head, _, tail = name.rpartition(".")
        if head in self.rulebook.papers and tail in _PAPER_EVENTS:
            return self.say(*_PAPER_EVENTS[tail]).format(self.paper(head))
        if head in ("case", *self.rulebook.procedures) and tail in _CASE_EVENTS:
            return (
                self.say(*_CASE_EVENTS[tail])
                if head == "case"
                else f"{self.procedure(head)}{self.say('', ' ')}{self._case_event(tail)}"
            )
        return self._other_event(name, head, tail)

    def _case_event(self, tail: str) -> str:
        return self.say(_CASE_EVENTS[tail][0], tail)

    def _other_event(self, name: str, head: str, tail: str) -> str:
        if head == "act":
            return self.say(f"有人{self.act(tail)}", f"somebody tries to {self.act(tail)}")
        step = head.rpartition(".")[2]
        if self.find_step(step) is not None:
            return self.say(
                f"“{self.step(step, tail)}”{self.outcome(step, tail)}",
                f"'{self.step(step, tail)}' gives '{self.outcome(step, tail)}'",
            )
        if tail == "set" and head in self.rulebook.facts:
            return self.say(f"{self.fact(head)}确定", f"{self.fact(head)} is set")
        if head in self.rulebook.papers:
            return self.fact(name)
        return self._milestone(head, tail) or self._known_event(name)

    def _milestone(self, head: str, tail: str) -> str | None:
        """What a trade keeps of its objects happened, as the opening of a credit account."""
        kept = next((b for b in self.rulebook.blocks if isinstance(b, Attributes) and b.of == head), None)
        title = kept.milestones.get(tail) if kept is not None else None
        return None if title is None else self.label(title, f"{head}_{tail}")

    def _known_event(self, name: str) -> str:
        known = EVENTS.get(name) or FACTS.get(name)
        return known if known and self.lang == "zh" else name.replace("_", " ").replace(".", " ")

    def fact(self, path: str) -> str:
        """A fact by its title, or by the title of the form's field."""
        plain, _, step = path.partition("@")
        words = self._fact(plain)
        return words if not step else self.say(f"“{self.step(step)}”所定的{words}", f"{words} at '{self.step(step)}'")

    def _fact(self, path: str) -> str:
        if path.startswith("parent."):
            inner = self._fact(path.removeprefix("parent."))
            return self.say(f"原事项{inner}", f"{inner} of the parent case")
        declared = self._declared(path)
        if declared is not None:
            return self.label(declared.title, declared.name)
        head, _, tail = path.rpartition(".")
        paper = self.rulebook.papers.get(head)
        if paper is not None:
            return self._field(paper, tail)
        if tail in _STEP_FACTS and self.find_step(head) is not None:
            return self.say(
                f"“{self.step(head)}”{_STEP_FACTS[tail][0]}", f"{_STEP_FACTS[tail][1]} of '{self.step(head)}'"
            )
        if head in self.rulebook.tables:
            return self.said(head, tail)
        if tail in _DUE_FACTS:
            return self.say(f"时限“{head}”{_DUE_FACTS[tail][0]}", f"{_DUE_FACTS[tail][1]} of the limit '{head}'")
        known = FACTS.get(path)
        return known if known and self.lang == "zh" else path.replace("_", " ").replace(".", " ")

    def _declared(self, path: str) -> FactRule | None:
        return self.rulebook.facts.get(path) or self.rulebook.facts.get(path.removeprefix("case."))

    def _field(self, paper: PaperRule, name: str) -> str:
        field = paper.fields.get(name)
        if field is None:
            return f"{self.paper(paper.name)}{self.say(_PAPER_FACTS.get(name, name), ' ' + name.replace('_', ' '))}"
        return self.label(field.title, name)

    def value(self, path: str | None, value: str) -> str:
        """A constant by the word that people read for it."""
        plain = (path or "").partition("@")[0]
        declared = self._declared(plain)
        head, _, tail = plain.rpartition(".")
        paper = self.rulebook.papers.get(head)
        field = paper.fields.get(tail) if paper else None
        titles = (declared.titles if declared else {}) | (dict(field.choices) if field else {})
        if plain == "case.type":
            return self.procedure(value)
        if tail == "outcome" and self.find_step(head) is not None:
            return self.outcome(head, value)
        offered = VALUE_TITLES.get(plain) or {"true": "是", "false": "否"}
        return titles.get(value) or offered.get(value, value) if self.lang == "zh" else value.replace("_", " ")
