"""What can stand in a field: the rulebook's own parts by their titles, and the words that domains offer."""

from collections.abc import Iterable, Iterator, Mapping

from shouwen.rulebook import words
from shouwen.rulebook.form.options import ABOUT, DAYS, FIELD_TYPES, PARTIAL, PERIODS
from shouwen.rulebook.model import BLOCKS, Attributes, ProcedureRule, Rulebook, StepRule
from shouwen.rulebook.vocabulary import ACTS, CHANNEL_TITLES, EVENTS, FACTS, RECORDS
from shouwen.rulebook.words.tongue import Lang

Choice = tuple[str, str]
"""A name and the words that people read."""
END = "end"
_PAPER_EVENTS = ("filled", "issued", "received", "signed")
_ROW_KEYS = ("approver", "up", "sign", "draft", "confirm_by", "file_with", "report_to", "lecturer")
_FIXED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "about": ABOUT, "period": PERIODS, "partial": PARTIAL, "field_type": FIELD_TYPES, "day": DAYS,
}  # fmt: skip


class Choices:
    """Everything that fields of one rulebook offer, told in one language, seen from inside one procedure."""

    def __init__(self, book: Rulebook, lang: Lang, procedure: str = "") -> None:
        self.book = book
        self.lang = lang
        self.procedure = book.procedures.get(procedure)
        self.near = procedure
        self._kept: dict[tuple[str, ...], tuple[Choice, ...]] = {}

    def of(self, sorts: tuple[str, ...]) -> tuple[Choice, ...]:
        """Names of these sorts with their words, each once."""
        if sorts not in self._kept:
            found: dict[str, str] = {}
            for sort in sorts:
                for name, said in self._of(sort):
                    found.setdefault(name, said)
            self._kept[sorts] = tuple(found.items())
        return self._kept[sorts]

    def _of(self, sort: str) -> Iterable[Choice]:
        own = getattr(self, f"_{sort}", None)
        if own is not None:
            return own()  # type: ignore[no-any-return]  # every such method gives choices
        if sort in _FIXED:
            return [(name, self._say(said)) for name, said in _FIXED[sort].items()]
        if sort in BLOCKS:
            return [(one.name, self._label(one.title, one.name)) for one in self.book.blocks if one.kind == sort]
        rules = {"post", "paper", "procedure", "table", "gate", "duty"}
        if sort in rules:
            return [(one.name, self._label(one.title, one.name)) for one in self.book.rules if one.kind == sort]
        return []

    def _say(self, said: tuple[str, str]) -> str:
        return said[0] if self.lang == "zh" else said[1]

    def _label(self, title: str | None, name: str) -> str:
        return words.label(title, name, self.book, self.lang)

    def _steps(self) -> Iterator[tuple[str, StepRule]]:
        rules: Iterable[ProcedureRule] = (self.procedure,) if self.procedure else self.book.procedures.values()
        for rule in rules:
            for name, step in rule.steps.items():
                yield name, step
                yield from (step.together or {}).items()

    def _step(self) -> list[Choice]:
        return [(name, self._label(step.title, name)) for name, step in self._steps()]

    def _target(self) -> list[Choice]:
        steps = self.procedure.steps if self.procedure else {}
        named = [(name, self._label(step.title, name)) for name, step in steps.items()]
        return [*named, (END, self._say(("结束", "end")))]

    def _role(self) -> list[Choice]:
        rules = (self.procedure,) if self.procedure else self.book.procedures.values()
        return [(name, self._label(role.title, name)) for rule in rules for name, role in rule.roles.items()]

    def _own_due(self) -> list[Choice]:
        whole = [self.procedure.due] if self.procedure else []
        dues = [*whole, *(step.due for _name, step in self._steps())]
        return [(name, self._label(due.title, name)) for each in dues for name, due in each.items()]

    def _clause(self) -> list[Choice]:
        return [(clause.id, clause.title) for clause in self.book.clauses]

    def _party(self) -> list[Choice]:
        return [(name, self._label(title, name)) for name, title in self.book.header.parties.items()]

    def _unit_kind(self) -> list[Choice]:
        return [(name, self._label(title, name)) for name, title in self.book.header.unit_kinds.items()]

    def _calendar(self) -> list[Choice]:
        return [(name, name) for name in self.book.header.calendars]

    def _channel(self) -> list[Choice]:
        return [(name, self._label(title, name)) for name, title in CHANNEL_TITLES.items()]

    def _act(self) -> list[Choice]:
        own = [step.act for _name, step in self._steps() if step.act]
        return [*((name, name) for name in own), *((name, self._label(title, name)) for name, title in ACTS.items())]

    def _record(self) -> list[Choice]:
        kept = [block.of for block in self.book.blocks if isinstance(block, Attributes)]
        named = [(name, self._label(title, name)) for name, title in RECORDS.items()]
        return [*named, *((name, name) for name in kept), *self.of(("procedure",)), *self.of(("paper",))]

    def _row_key(self) -> list[Choice]:
        return [(name, words.row_key(name, self.book, self.lang)) for name in _ROW_KEYS]

    def _said(self) -> list[Choice]:
        """What rows of tables say: posts, papers, outsiders, values of scales."""
        return [*self.of(("post",)), *self.of(("paper",)), *self.of(("party",)), *self._value()]

    def _fact(self) -> list[Choice]:
        names = [*self.book.facts, *FACTS]
        names += [f"{paper.name}.{field}" for paper in self.book.papers.values() for field in paper.fields]
        names += [f"{name}.outcome" for name, _step in self._steps()] if self.procedure else []
        return [(name, words.fact(name, self.book, self.lang)) for name in names]

    def _event(self) -> list[Choice]:
        names = ["step.opened", *(name for name in EVENTS if name != "step.opened")]
        if self.procedure:
            names += [f"{name}.{outcome}" for name, step in self._steps() for outcome in step.out]
        names += [f"{name}.opened" for name in self.book.procedures]
        names += [f"{name}.{event}" for name in self.book.papers for event in _PAPER_EVENTS]
        names += [f"{name}.set" for name in self.book.facts]
        return [(name, words.event(name, self.book, self.lang)) for name in names]

    def _value(self) -> list[Choice]:
        """Values of scales by their words, for the right side of conditions."""
        found = {"true": self._say(("是", "yes")), "false": self._say(("否", "no"))}
        for fact in self.book.facts.values():
            found |= {value: self._label(fact.titles.get(value), value) for value in (fact.scale or fact.one_of or ())}
        for paper in self.book.papers.values():
            for field in paper.fields.values():
                found |= {value: self._label(title, value) for value, title in field.choices.items()}
        return list(found.items())
