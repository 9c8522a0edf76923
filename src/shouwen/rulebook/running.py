"""What of a rulebook runs today: one table of the kinds that the engine runs, and the standing of every part that cites."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from shouwen.rulebook.asked import BY_PEOPLE, TAKING_OUT, is_asked
from shouwen.rulebook.model import (
    Condition,
    Do,
    Due,
    DutyRule,
    FactRule,
    FieldRule,
    GateRule,
    PaperNeed,
    PaperRule,
    Part,
    ProcedureRule,
    ReactionRule,
    Row,
    Rulebook,
    Script,
    StepRule,
    TableRule,
    Who,
    Wording,
)
from shouwen.rulebook.model.recurring import recurs
from shouwen.rulebook.module_words import AUTHORING, MODULES
from shouwen.rulebook.vocabulary import RECORD_EVENTS, RECORDS
from shouwen.rulebook.walk import walk

Standing = Literal["running", "defined", "checklist", "article"]

_LATER = frozenset({path.partition(".")[0] for domain in MODULES for path in domain.facts})
_LATER_FACTS = frozenset(
    {"person.exam_passed", "person.certificate_until", "leave.allowed_by", "leave.substitute_present"}
)
"""Facts that modules will offer; until then a rule that waits for one of them cannot be said to run."""


@dataclass(frozen=True)
class Running:
    """One look at a rulebook: which of its parts the program carries out, and which it only knows."""

    rulebook: Rulebook
    _known: dict[int, Standing] = field(default_factory=dict)

    def of(self, part: Part) -> Standing:
        """The standing of a whole rule or block."""
        if id(part) not in self._known:
            self._known[id(part)] = _TABLE[part.kind](self, part)
        return self._known[id(part)]

    def within(self, part: Part, inner: object) -> Standing:
        """The standing of something inside a rule: a limit, a step, a row."""
        if isinstance(part, DutyRule) and isinstance(inner, Due):
            return "running" if self.recurs(part, inner) else "defined"
        around = self.of(part)
        if around != "running" or inner is part:
            return around
        if isinstance(inner, Due):
            owed = inner.each is not None or inner.need is not None
            return "running" if isinstance(part, ProcedureRule) and not owed and self._sees(inner) else "defined"
        if isinstance(inner, StepRule):
            return "running" if self._supplied(inner.needs) else "defined"
        return "running" if not isinstance(inner, ReactionRule) else _reaction(self, inner)

    def recurs(self, duty: DutyRule, due: Due) -> bool:
        """Whether cases are opened for this limit of the duty."""
        book = self.rulebook
        return recurs(duty, due, book.procedures, book.header.unit_kinds)

    @cached_property
    def at_work(self) -> tuple[Part, ...]:
        """Rules by which cases are led, and duties for which cases are opened."""
        led = (ProcedureRule, TableRule, GateRule, ReactionRule)
        return tuple(
            rule
            for rule in self.rulebook.rules
            if isinstance(rule, led)
            or (isinstance(rule, DutyRule) and any(self.recurs(rule, due) for due in rule.due.values()))
        )

    @cached_property
    def used(self) -> frozenset[str]:
        """Papers and tables with which cases work."""
        found: set[str] = set()
        for rule in self.at_work:
            for _, inner in walk(rule, rule.name):
                found |= set(_used(inner))
        return frozenset(found)

    @cached_property
    def posts(self) -> frozenset[str]:
        """Posts with a part in cases, the posts above them, and those whose duties they include."""
        book = self.rulebook
        found: set[str] = set()
        for rule in self.at_work:
            found |= {name for _, who in walk(rule, rule.name) if isinstance(who, Who) for name in who.posts()}
        rows = [row for table in book.tables.values() for row in (*table.rows, Row(then=table.defaults))]
        found |= {str(said) for row in rows for said in row.says.values() if str(said) in book.posts}
        named = [book.posts[name] for name in found if name in book.posts]
        return frozenset(found.union(*((*post.includes, post.superior or post.name) for post in named)))

    @cached_property
    def given(self) -> frozenset[str]:
        """Facts that a form or an effect of this rulebook gives, whoever would offer them otherwise."""
        found: set[str] = set()
        for rule in self.rulebook.rules:
            for _, inner in walk(rule, rule.name):
                if isinstance(inner, FieldRule) and inner.fact is not None:
                    found.add(inner.fact)
                elif isinstance(inner, Do) and inner.set is not None:
                    found.add(inner.set)
        return frozenset(found)

    @cached_property
    def step_acts(self) -> frozenset[str]:
        """The acts that finishing a step is."""
        steps = (inner for rule in self.at_work for _, inner in walk(rule, rule.name) if isinstance(inner, StepRule))
        return frozenset(step.act for step in steps if step.act)

    def _supplied(self, condition: Condition | None) -> bool:
        return condition is None or all(self._fact(path) for path in condition.paths())

    def _sees(self, part: object) -> bool:
        return all(self._supplied(inner) for _, inner in walk(part, "") if isinstance(inner, Condition))

    def _fact(self, path: str) -> bool:
        head = path.partition(".")[0]
        if path in self.given or head in self.rulebook.papers:
            return True
        rule = self.rulebook.facts.get(path.removeprefix("case."))
        if rule is not None:
            return self.of(rule) == "running"
        return head not in _LATER and path not in _LATER_FACTS


def _used(inner: object) -> tuple[str, ...]:
    if isinstance(inner, ProcedureRule):
        return (inner.intake,) if inner.intake else ()
    if isinstance(inner, DutyRule):
        return inner.fill
    if isinstance(inner, StepRule):
        return (*inner.fill, *((inner.table,) if inner.table else ()), *((inner.script,) if inner.script else ()))
    if isinstance(inner, PaperNeed):
        return (inner.paper,)
    return (inner.issue,) if isinstance(inner, Do) and inner.issue else ()


def _runs(running: Running, part: Part) -> Standing:
    return "running"


def _post(running: Running, part: Part) -> Standing:
    """People hold it in any case; it works as soon as a step, a gate, a table or a notice names it."""
    return "running" if part.name in running.posts else "defined"


def _waits(running: Running, part: Part) -> Standing:
    return "defined"


def _duty(running: Running, part: Part) -> Standing:
    """One that recurs by the calendar opens its cases; what counts records, or is owed to each customer, waits."""
    assert isinstance(part, DutyRule)
    return "running" if all(running.recurs(part, due) for due in part.due.values()) else "defined"


def _fact(running: Running, part: Part) -> Standing:
    """Given facts, and counts of other cases; sums, shares and means over periods are worked out later."""
    assert isinstance(part, FactRule)
    derived = any(each is not None for each in (part.count, part.sum, part.share, part.mean, part.over, part.target))
    counted = part.count is not None and part.about == "case" and part.count.of == "case" and bool(part.count.same)
    return "running" if counted or not derived else "defined"


def _paper(running: Running, part: Part) -> Standing:
    assert isinstance(part, PaperRule)
    return "running" if part.name in running.used else "defined"


def _if_used(running: Running, part: Part) -> Standing:
    return "running" if part.name in running.used else "defined"


def _table(running: Running, part: Part) -> Standing:
    """Looked up by steps; one over changes of the rulebook itself is looked up when a draft is put forward."""
    assert isinstance(part, TableRule)
    return "running" if AUTHORING.facts.keys() & set(part.in_) else _if_used(running, part)


def _gate(running: Running, part: Part) -> Standing:
    """Asked where the program tries one of its acts; what nothing tries, such as going on duty, is not."""
    assert isinstance(part, GateRule)
    asked = any(is_asked(act, running.step_acts) for act in part.act)
    return "running" if asked and running._sees(part) else "defined"  # noqa: SLF001 - one table, one look


def _reaction(running: Running, part: Part | ReactionRule) -> Standing:
    assert isinstance(part, ReactionRule)
    heard = any(_happens(running, event) for event in part.upon)
    return "running" if heard and running._sees(part) else "defined"  # noqa: SLF001 - one table, one look


_TOLD = frozenset({*TAKING_OUT, "put_back", "close", "archive"}) & BY_PEOPLE
"""Acts that happen as `act.<name>`: finishing a step, and most verbs, happen under names of their own."""


def _happens(running: Running, event: str) -> bool:
    head, _, tail = event.rpartition(".")
    book = running.rulebook
    if head == "act":
        return tail in _TOLD
    if head in book.papers and head not in book.procedures:
        return head in running.used
    if head in book.duties and head in book.case_types:
        return True
    return not (head in book.duties or (head in RECORDS and head not in book.procedures and tail in RECORD_EVENTS))


def _wording(running: Running, part: Part) -> Standing:
    """Forbidden and imperative phrases are found in answers; phrases to use are only read."""
    assert isinstance(part, Wording)
    return "article" if part.sort == "use" else "running"


def _script(running: Running, part: Part) -> Standing:
    """Shown beside the step that names it."""
    assert isinstance(part, Script)
    return _if_used(running, part)


def _article(running: Running, part: Part) -> Standing:
    return "article"


def _checklist(running: Running, part: Part) -> Standing:
    return "checklist"


_TABLE: Mapping[str, Callable[[Running, Part], Standing]] = {
    "post": _post,
    "fact": _fact,
    "paper": _paper,
    "procedure": _runs,
    "table": _table,
    "duty": _duty,
    "gate": _gate,
    "reaction": _reaction,
    "article": _article,
    "checklist": _checklist,
    "script": _script,
    "wording": _wording,
    "questionnaire": _waits,
    "survey": _waits,
    "plan": _waits,
    "inspection": _waits,
    "outreach": _waits,
    "report": _waits,
    "course": _waits,
    "exam": _waits,
    "scheme": _waits,
    "career": _waits,
    "discipline": _waits,
    "roster": _waits,
    "assignment": _runs,
    "fee": _waits,
    "stock": _waits,
    "budget": _waits,
    "attributes": _waits,
}
"""What counts as running; whoever makes the program run another kind changes its line here."""
