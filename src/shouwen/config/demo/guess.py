"""Fills any form with plausible values by the type and the title of each field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from shouwen.cases.fields import Wrong, read_field
from shouwen.cases.forms import Known, asked, choices_of, is_required, with_aliases
from shouwen.config.demo import written
from shouwen.config.demo.papers import ZONE, Slots
from shouwen.engine.facts import Facts
from shouwen.rulebook.model import FieldRule, PaperNeed, PaperRule, Rulebook

WORDS = frozenset({"text", "long_text", "address", "phone", "customer", "object"})
# Titles of which a yes would be bad news, and of days that lie ahead.
BAD = ("违规", "异议", "超期", "逾期", "损坏", "欠", "拒绝", "重大", "紧急", "缺", "不符", "失败")
AHEAD = ("预约", "约定", "计划", "期限", "完成", "到期", "承诺", "截止", "结束", "止", "终")
SHARES = ("率", "%", "百分", "比例", "得分")
LATER = timedelta(days=3)
OFTEN, USUALLY = 0.7, 0.88


@dataclass(frozen=True, slots=True)
class Around:
    """What references in forms can mean: people and units of the subsidiary (units by kind), and a file."""

    persons: tuple[str, ...]
    units: Mapping[str, tuple[str, ...]]
    evidence: str


@dataclass
class Guess:
    """Whoever fills the forms of one step."""

    rulebook: Rulebook
    facts: Facts
    around: Around
    slots: Mapping[str, str]
    at: datetime
    rng: Random
    thorough: bool = False
    """Every field that shows is filled, after something was found lacking."""
    typed: dict[str, Any] = field(default_factory=dict)

    def fill(self, papers: Iterable[str]) -> dict[str, dict[str, Any]]:
        """By paper and field, as a person would type them."""
        return {name: self._paper(self.rulebook.papers[name]) for name in papers if name in self.rulebook.papers}

    def needed(self, needs: Iterable[PaperNeed], there: Iterable[str]) -> tuple[str, ...]:
        """The papers a step waits for that are not there yet."""
        known, done = Known(self.rulebook, self.facts, self.at), set(there)
        return tuple(
            need.paper for need in needs if need.paper not in done and known.holds(need.when, self.typed)
        )  # fmt: skip

    def _paper(self, paper: PaperRule) -> dict[str, Any]:
        known = Known(self.rulebook, self.facts, self.at)
        found: dict[str, Any] = {}
        for name, rule in paper.fields.items():
            here = with_aliases(paper, self.typed)
            if not known.holds(rule.shown, here):
                continue
            if self.thorough or is_required(rule, known, here) or (rule.type in WORDS and self.rng.random() < OFTEN):
                self._put(paper, name, rule, found)
        return found

    def _put(self, paper: PaperRule, name: str, rule: FieldRule, found: dict[str, Any]) -> None:
        before = self.facts.get(rule.prefill) if rule.prefill and not rule.sealed else None
        raw = before if before is not None else self.value(name, rule)
        try:
            value = read_field(asked(name, rule, self.rulebook), raw)
        except (Wrong, ValueError, TypeError):
            raw = self.value(name, rule)
            value = read_field(asked(name, rule, self.rulebook), raw)
        if value is not None:
            found[name] = raw
            self.typed[f"{paper.name}.{name}"] = value
            self.typed |= with_aliases(paper, self.typed)

    def value(self, name: str, rule: FieldRule) -> Any:
        """One plausible value; several of them where a list is asked for."""
        title = rule.title or name
        if rule.type in WORDS:
            return self._words(title, rule.type)
        if rule.type in ("choice", "several"):
            return self._choice(rule)
        if rule.type == "table":
            return [{column: self.value(column, part) for column, part in rule.columns.items()}]
        if rule.type in ("person", "unit"):
            return self._reference(rule)
        if rule.type in ("file", "photo", "signature"):
            return [self.around.evidence]
        return self._figure(title, rule)

    def _words(self, title: str, sort: str) -> str:
        if sort == "phone":
            return self.slots["phone"]
        if sort in ("customer", "address"):
            return self.slots[sort]
        times = {"clock": f"{self.at.astimezone(ZONE):%Y-%m-%d %H:%M}"}
        fitting = (said for words, said in written.sayings() if any(word in title for word in words))
        said = next(fitting, "{title}" if sort in ("text", "object") else "{title}：已按规定核实并办理。")
        return said.format_map(Slots({**self.slots, **times}))[:200]

    def _choice(self, rule: FieldRule) -> Any:
        values = list(choices_of(rule, self.rulebook))
        if not values:
            return None
        chosen = self.rng.choices(values, [4 if place == 0 else 1 for place in range(len(values))])[0]
        return [chosen] if rule.type == "several" else chosen

    def _reference(self, rule: FieldRule) -> Any:
        if rule.type == "person":
            found = self.rng.choice(self.around.persons)
        else:
            kinds = self.around.units
            fitting = kinds.get(rule.kind or "department") or tuple(unit for units in kinds.values() for unit in units)
            found = self.rng.choice(fitting)
        return [found] if rule.many else found

    def _figure(self, title: str, rule: FieldRule) -> Any:
        ahead = any(word in title for word in AHEAD)
        day = self.at.astimezone(ZONE) + (LATER if ahead else timedelta())
        figures: dict[str, Any] = {
            "yes_no": not any(word in title for word in BAD) and self.rng.random() < USUALLY,
            "date": day.date().isoformat(),
            "time": "15:30",
            "datetime": day.isoformat(timespec="minutes"),
            "money": str(self.rng.randrange(200, 6000, 100)),
            "number": str(
                self.rng.randint(88, 98) if any(word in title for word in SHARES) else self.rng.randint(1, 4)
            ),
            "score": str(round((rule.most or 100) * self.rng.uniform(0.78, 1.0))),
        }
        return figures[rule.type]
