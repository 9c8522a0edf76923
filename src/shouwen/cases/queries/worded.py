"""Names and values of a rulebook in words: fields, facts, outcomes, posts, papers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.base.reading import as_read
from shouwen.cases.forms import choices_of
from shouwen.cases.masking import MASKED
from shouwen.customers.contacts import masked
from shouwen.engine.plan import Compiled
from shouwen.people.access import Viewer
from shouwen.people.snapshot import Organisation
from shouwen.rulebook.model import FieldRule, Rulebook
from shouwen.rulebook.words.tongue import Tongue

# Facts that the case page shows elsewhere.
SHOWN_ELSEWHERE = ("case.", "asked.", "extended.", "promise.", "signing_link.", "occasion.")
# Fields that name a dossier, which the customer's panel shows.
DOSSIERS = frozenset({"customer", "object"})
LATIN = re.compile(r"[A-Za-z]")
HAPPENINGS = {
    "case.noted": "内部备注",
    "customer.wrote": "客户来信",
    "customer.called": "客户来电",
    "signing_link.made": "生成签字链接",
    "signing_link.replaced": "更换签字链接（之前的链接随即失效）",
    "signing_link.revoked": "撤销签字链接",
}
DONE = {"done": "完成", "joined": "各方完成", "agreed": "同意", "refused": "驳回", "returned": "退回"}
YES_NO = {True: "是", False: "否"}


def quoted(words: str) -> str:
    """In quotation marks, unless the words bring their own."""
    return words if words.startswith("“") else f"“{words}”"


@dataclass(frozen=True)
class Worded:
    """One edition's words, for cases of one type."""

    compiled: Compiled
    case_type: str
    organisation: Organisation | None = None

    @property
    def rulebook(self) -> Rulebook:
        return self.compiled.rulebook

    def facts(self, facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """Titles and values, in the order of the forms they come from; what is sealed stays hidden."""
        paths = [path for path in facts if not path.startswith(SHOWN_ELSEWHERE) and self._type(path) not in DOSSIERS]
        return tuple((self.fact(path), self.value(path, facts[path])) for path in paths if facts[path] is not None)

    def marks(self, facts: Mapping[str, Any]) -> tuple[str, ...]:
        """What the rulebook calls a case for which such a yes/no fact is true."""
        true = (path for path, value in facts.items() if value in (True, "true") and path not in self.compiled.sealed)
        rules = (self.rulebook.facts.get(path) for path in true)
        return tuple(as_read(rule.title) for rule in rules if rule is not None and rule.type == "yes_no" and rule.title)

    def fact(self, path: str) -> str:
        """The title of a field or fact."""
        rule = self._field(path)
        if rule is not None:
            return as_read(rule.title) or path.rpartition(".")[2]
        declared = self.rulebook.facts.get(path)
        if declared is not None and declared.title:
            return as_read(declared.title)
        words = Tongue(self.rulebook).within(self.case_type).fact(path)
        # What the program itself keeps beside a case goes by no name that a person has heard.
        return "所需的信息" if LATIN.search(words) and words.isascii() else as_read(words)

    def asked(self, path: str) -> str:
        """A fact as the one field calls it in which people give it, else by its own title."""
        given = {
            field.title for paper in self.rulebook.papers.values() for field in paper.fields.values()
            if field.fact == path and field.title
        }  # fmt: skip
        return as_read(given.pop()) if len(given) == 1 else self.fact(path)

    def value(self, path: str, value: Any) -> str:
        """A value as people write it."""
        if path in self.compiled.sealed or (isinstance(value, str) and value.startswith("sealed:")):
            return _("（已密封）")
        if isinstance(value, bool):
            return _(YES_NO[value])
        if isinstance(value, list | tuple):
            return _("、").join(self.value(path, item) for item in value)
        if isinstance(value, dict):
            return "，".join(self._cell(path, name, str(item)) for name, item in value.items())
        choices = self._choices(path)
        return as_read(choices[str(value)]) if str(value) in choices else self._by_type(self._type(path), str(value))

    def is_masked(self, path: str) -> bool:
        """Whether only a part of the value is shown to those who do not say why they need it."""
        return self._type(path) in MASKED

    def _cell(self, path: str, column: str, value: str) -> str:
        """One column of a line in a table; numbers and addresses stay masked there too."""
        rule = self._field(path)
        part = rule.columns.get(column) if rule is not None else None
        return masked(part.type, value) if part is not None and part.type in MASKED else value

    def _by_type(self, sort: str, value: str) -> str:
        """Telephone numbers and addresses stay masked, ids become names, instants wall clocks."""
        if sort in MASKED:
            return masked(sort, value)
        if sort == "datetime":
            return wall_clock(value)
        if self.organisation is None or not value.isdecimal():
            return value
        if sort == "person":
            person = self.organisation.persons.get(int(value))
            return person.name if person else value
        unit = self.organisation.units.get(int(value)) if sort == "unit" else None
        return unit.name if unit else value

    def outcome(self, step: str, outcome: str) -> str:
        """A step with the way it ended."""
        plan = self.compiled.flows[self.case_type].steps.get(step) if self.case_type in self.compiled.flows else None
        if plan is None:
            return f"{step}：{outcome}"
        exit_ = plan.exits.get(outcome)
        words = as_read(exit_.title) if exit_ and exit_.title else self.value(plan.rule.judge or "", outcome)
        return f"{as_read(plan.title)}：{_(DONE[words]) if words in DONE else words}"

    def paper(self, name: str) -> str:
        """The title of a paper."""
        rule = self.rulebook.papers.get(name)
        return as_read(rule.title or name) if rule else name

    def marked(self, name: str) -> str:
        """A paper in title marks, which some rulebooks write themselves."""
        title = self.paper(name)
        return title if title.startswith("《") else f"《{title}》"

    def post(self, name: str) -> str:
        """The title of a post."""
        rule = self.rulebook.posts.get(name)
        return as_read(rule.title or name) if rule else name

    def party(self, name: str) -> str:
        """A post, a role of the procedure, or a party outside, as it signs."""
        procedure = self.rulebook.procedures.get(self.case_type)
        role = procedure.roles.get(name) if procedure is not None else None
        titled = self.rulebook.header.parties.get(name, "") or (role.title if role is not None else None)
        return as_read(titled) if titled else self.post(name)

    def procedure(self, name: str) -> str:
        """The title of a case type."""
        rule = self.rulebook.case_types.get(name)
        return as_read(rule.title or name) if rule else name

    def happening(self, name: str) -> str:
        """The word for something that happened."""
        return _(HAPPENINGS.get(name, name))

    def lack(self, lack: str, plain: Mapping[str, str]) -> str:
        """What is missing, as a request."""
        if lack in plain:
            return plain[lack]
        sort, _colon, what = lack.partition(":")
        worded = {
            "fact": f"尚不清楚{quoted(self.asked(what))}",
            "rule": f"{quoted(self.asked(what))}尚不符合要求",
            "paper": f"缺少{self.marked(what)}",
            "field": f"未填{quoted(self.fact(what))}",
            "signed": f"{self.marked(what.partition(':')[0])}尚缺签字：{self.party(what.partition(':')[2])}",
            "form": f"这一环节不填{self.marked(what)}" if what else "请先填表",
            "copies": "{}还差{}份".format(self.marked(what.partition(":")[0]), what.rpartition(":")[2]),
            "sealed": f"{self.marked(what)}尚未盖章",
            "reason": "请写明超时的原因",
            "only": f"只能由{self._only(what)}办理",
            "never": f"您的岗位不能办理（{self._titled(what)}）",
            "promise": "答应客户的时间不能延期",
            "fixed": "这一角色定了以后不能更换",
            "nobody": "制度没有写明谁可以豁免",
            "child": f"“{self.procedure(what)}”尚未办结",
            "taken": "已由他人接单",
            "open": "事项已经办结",
            "holder": "该岗位目前无人",
            "nobody_else": "除您以外没有可以退给的人：请转派给能办的人，或自己办理",
            "outcome": "请选页面上列出的办理结果",
            "act": f"没有“{what}”这个动作",
            "task": "尚有任务未完成",
        }
        return worded.get(sort) or "条件不符"

    def _titled(self, gate: str) -> str:
        return as_read(self.compiled.titles.get(gate, "制度限定"))

    def _only(self, rule: str) -> str:
        """The posts that a gate lets through."""
        gate = self.rulebook.gates.get(rule)
        posts = gate.only.posts() if gate is not None and gate.only is not None else ()
        return _("、").join(self.post(post) for post in posts) or "制度指定的岗位"

    def _field(self, path: str) -> FieldRule | None:
        paper, _, name = path.partition(".")
        rule = self.rulebook.papers.get(paper)
        return rule.fields.get(name) if rule else None

    def _type(self, path: str) -> str:
        rule = self._field(path)
        return rule.type if rule else ""

    def _choices(self, path: str) -> Mapping[str, str]:
        rule = self._field(path)
        if rule is not None:
            return choices_of(rule, self.rulebook)
        declared = self.rulebook.facts.get(path)
        return declared.titles if declared else {}


def wall_clock(value: str) -> str:
    """An instant as people read it; what is none stays as it is."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return (timezone.localtime(at) if timezone.is_aware(at) else at).strftime("%Y-%m-%d %H:%M")


def worded(compiled: Compiled, case_type: str, viewer: Viewer | None = None) -> Worded:
    """The words of an edition for cases of one type; with the viewer, persons and units by their names."""
    return Worded(compiled, case_type, viewer.organisation if viewer else None)
