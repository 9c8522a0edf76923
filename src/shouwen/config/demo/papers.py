"""Fills the forms of a step with the words of the case's topic."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shouwen.cases.forms import Known, with_aliases
from shouwen.config.demo import written
from shouwen.engine.facts import Facts
from shouwen.rulebook.model import FieldRule, PaperNeed, PaperRule, Rulebook

ZONE = ZoneInfo("Asia/Shanghai")
LATER = timedelta(days=3)
PROMISED = timedelta(hours=20)
WORDS = frozenset({"text", "long_text", "address"})


class Slots(dict[str, str]):
    """A word that a topic does not have is left out."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Pen:
    """Who writes, when, about what."""

    rulebook: Rulebook
    slots: Mapping[str, str]
    own: Mapping[str, Any]
    """Fields that this case fills otherwise than usual."""
    at: datetime

    def fill(self, papers: Iterable[str]) -> dict[str, dict[str, Any]]:
        """By paper and field, as a person would type them."""
        return {name: self._paper(self.rulebook.papers[name]) for name in papers}

    def needed(
        self, needs: Iterable[PaperNeed], filled: Mapping[str, Mapping[str, Any]], facts: Facts
    ) -> tuple[str, ...]:
        """The papers that a step waits for, as things stand with the forms that go with it."""
        typed: dict[str, Any] = {}
        for name, fields in filled.items():
            paper = self.rulebook.papers[name]
            typed |= with_aliases(paper, {f"{name}.{field}": value for field, value in fields.items()})
        known = Known(self.rulebook, facts, self.at)
        return tuple(need.paper for need in needs if known.holds(need.when, typed))

    def _paper(self, paper: PaperRule) -> dict[str, Any]:
        found = {name: self._field(f"{paper.name}.{name}", rule) for name, rule in paper.fields.items()}
        return {name: value for name, value in found.items() if value not in (None, "")}

    def _field(self, path: str, rule: FieldRule) -> Any:
        if path in self.own:
            return self._said(self.own[path])
        if path in written.words():
            return self._said(written.words()[path])
        return self._usual(rule) if rule.required else None

    def _said(self, words: Any) -> Any:
        if isinstance(words, list | tuple):
            return [self._said(each) for each in words]
        if not isinstance(words, str):
            return words
        day = self.at.astimezone(ZONE)
        times = {
            "now": day.isoformat(timespec="minutes"),
            "today": day.date().isoformat(),
            "later": (day + LATER).date().isoformat(),
            "later_at": (day + LATER).replace(hour=17, minute=0).isoformat(timespec="minutes"),
            "promised_at": (day + PROMISED).replace(minute=0).isoformat(timespec="minutes"),
        }
        return words.format_map(Slots({**self.slots, **times}))

    def _usual(self, rule: FieldRule) -> Any:
        """For a field that must be filled and for which nothing is written."""
        kinds: dict[str, Any] = {
            "choice": next(iter(rule.choices), None),
            "yes_no": True,
            "date": "{today}",
            "datetime": "{now}",
            "phone": "{phone}",
            "money": "1000",
            "number": "1",
        }
        return self._said(kinds.get(rule.type, "{title}" if rule.type in WORDS else None))
