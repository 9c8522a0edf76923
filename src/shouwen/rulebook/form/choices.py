"""What can stand in a field: the rulebook's own parts by their titles, and the words that domains offer."""

from collections.abc import Iterable, Iterator, Mapping

from shouwen.rulebook import words
from shouwen.rulebook.model import BLOCKS, Attributes, ProcedureRule, Rulebook, StepRule
from shouwen.rulebook.module_words import VALUE_TITLES
from shouwen.rulebook.naming.options import ABOUT, FIELD_TYPES, PARTIAL, PERIODS
from shouwen.rulebook.vocabulary import ACTS, CHANNEL_TITLES, EVENTS, FACTS, RECORDS
from shouwen.rulebook.words.times import day_words
from shouwen.rulebook.words.tongue import Lang, Tongue

Choice = tuple[str, str]
"""A name and the words that people read."""
END = "end"
VALUE_OF = "value@"
"""In front of a fact: only the values that this fact can have."""
DAYS = (
    "end_of_day",
    *(f"{turn}_{period}.end" for turn in ("this", "next") for period in ("week", "month", "quarter", "half", "year")),
    *(f"{turn}_month.{day}" for turn in ("this", "next") for day in range(1, 32)),
    *(
        f"{turn}_{period}.{day}"
        for turn in ("this", "next")
        for period in ("quarter", "half", "year")
        for day in range(1, 11)
    ),
    *(f"{turn}_year.{month}.end" for turn in ("this", "next") for month in range(1, 13)),
)
_PAPER_EVENTS = ("filled", "issued", "received", "signed")
_ROW_KEYS = ("approver", "up", "sign", "draft", "confirm_by", "file_with", "report_to", "lecturer")
_FIXED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "about": ABOUT, "partial": PARTIAL, "field_type": FIELD_TYPES,
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
        if sort.startswith(VALUE_OF):
            return self._value_of(sort.removeprefix(VALUE_OF))
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
        return [(name, self._label(rule.title, name)) for name, rule in self.book.header.calendars.items()]

    def _period(self) -> list[Choice]:
        """The periods of the calendar, and those that begin on a day of their own."""
        own = [
            (name, self._label(rule.title, name)) for name, rule in self.book.header.calendars.items() if rule.starts
        ]
        return [*((name, self._say(said)) for name, said in PERIODS.items()), *own]

    def _day(self) -> list[Choice]:
        tongue = Tongue(self.book, self.lang)
        return [(day, day_words(day, tongue)) for day in DAYS]

    def _channel(self) -> list[Choice]:
        return [(name, self._label(title, name)) for name, title in CHANNEL_TITLES.items()]

    def _act(self) -> list[Choice]:
        own = [step.act for _name, step in self._steps() if step.act]
        tongue = Tongue(self.book, self.lang)
        return [
            *((name, tongue.act(name)) for name in own),
            *((name, self._label(title, name)) for name, title in ACTS.items()),
        ]

    def _record(self) -> list[Choice]:
        kept = [block.of for block in self.book.blocks if isinstance(block, Attributes)]
        named = [(name, self._label(title, name)) for name, title in RECORDS.items()]
        return [
            *named,
            *((name, words.record(name, self.book, self.lang)) for name in kept),
            *self.of(("procedure",)),
            *self.of(("paper",)),
        ]

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

    def _value_of(self, path: str) -> Iterable[Choice]:
        """What one fact can be; of a fact that says nothing about it, everything that any can be."""
        plain = path.partition("@")[0]
        if path == "?known":
            return [("true", self._say(("是", "yes"))), ("false", self._say(("否", "no")))]
        known = self._scale(plain) or self._field_values(plain) or tuple(VALUE_TITLES.get(plain, ()))
        if plain == "case.type":
            return self.of(("procedure",))
        head, _, tail = plain.rpartition(".")
        if tail == "outcome":
            known = next((tuple(step.out) for name, step in self._steps() if name == head), ())
        return [(each, words.value(path, each, self.book, self.lang)) for each in known] or self._value()

    def _scale(self, path: str) -> tuple[str, ...]:
        fact = self.book.facts.get(path) or self.book.facts.get(path.removeprefix("case."))
        if fact is None:
            return ()
        return fact.scale or fact.one_of or (("true", "false") if fact.type == "yes_no" else ())

    def _field_values(self, path: str) -> tuple[str, ...]:
        head, _, tail = path.rpartition(".")
        paper = self.book.papers.get(head)
        field = paper.fields.get(tail) if paper else None
        if field is None:
            return ()
        return (
            tuple(field.choices)
            or self._scale(field.fact or "")
            or (("true", "false") if field.type == "yes_no" else ())
        )
