"""A rulebook prepared for deciding: steps by path, limits and reactions by what starts them, gates by act."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shouwen.rulebook.model import (
    Condition,
    Due,
    Exit,
    GateRule,
    PaperRule,
    ProcedureRule,
    ReactionRule,
    Rulebook,
    StepRule,
    TableRule,
)
from shouwen.rulebook.span import Span


@dataclass(frozen=True, slots=True)
class DuePlan:
    """One limit with its spans read and its anchors named as happenings."""

    rule: str
    """`complaint.measures.report`, or `complaint.answer` for a limit of the whole case."""
    name: str
    title: str
    due: Due
    step: str | None
    start: str
    until: str | None
    kept_by: tuple[str, ...] = ()
    """Other happenings that meet it."""
    within: Span | None = None
    after: Span | None = None
    at: Span | None = None
    about: Span | None = None
    every: Span | None = None
    times: int | None = None
    by_day: str | None = None
    by_fact: str | None = None
    warn_percent: int | None = None
    warn_span: Span | None = None
    mode: str = "warn"
    promise: bool = False
    many: bool = False
    """Each time the anchor happens a limit of its own starts, as for promises."""
    otherwise: bool = False
    """Runs only where no limit of the rulebook has taken up the same happening."""
    once: bool = False
    """Owed once in a case, however often its step is entered again."""
    calendar: str | None = None
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step by its dotted path, with its members if it holds others."""

    path: str
    name: str
    rule: StepRule
    parent: str | None
    members: tuple[str, ...]
    dues: tuple[DuePlan, ...]
    title: str
    cites: tuple[str, ...]

    @property
    def is_group(self) -> bool:
        """Whether it holds other steps, or one task for each member of a list."""
        return bool(self.members) or self.rule.for_each is not None

    @property
    def exits(self) -> Mapping[str, Exit]:
        """Outcomes in the order written."""
        return self.rule.out


@dataclass(frozen=True, slots=True)
class NamedReaction:
    """A reaction with the name by which it is known in the ledger."""

    key: str
    rule: ReactionRule


@dataclass(frozen=True, slots=True)
class Flow:
    """One procedure, ready to run."""

    name: str
    rule: ProcedureRule
    first: str
    steps: Mapping[str, StepPlan]
    dues: Mapping[str, DuePlan]
    """Every limit of the procedure by its rule name."""
    starts: Mapping[str, tuple[DuePlan, ...]]
    """Limits by the happening that starts them."""
    ends: Mapping[str, tuple[str, ...]]
    """Names of limits by the happening that meets them."""
    watched: tuple[DuePlan, ...]
    """Limits whose `while`, `pause` or `by` follows facts."""
    reactions: Mapping[str, tuple[NamedReaction, ...]]
    named: Mapping[str, NamedReaction]
    """Reactions of the procedure and free-standing ones by event."""
    timed: tuple[Condition, ...]
    """Conditions of limits and of closing whose answer time alone may change."""
    awaited: frozenset[str]
    """Happenings that anything in the rulebook waits for."""
    lists: Mapping[str, str]
    """Fact path of a member list → the step that follows it."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """One edition, ready to decide with; made once and shared."""

    rulebook: Rulebook
    key: str
    flows: Mapping[str, Flow]
    gates: Mapping[str, tuple[GateRule, ...]]
    opens_upon: Mapping[str, tuple[str, ...]]
    """Procedures by the event that opens them."""
    scales: Mapping[str, tuple[str, ...]]
    sealed: frozenset[str]
    aliases: Mapping[str, str]
    """`paper.field` → the declared fact that the field gives."""
    papers: Mapping[str, PaperRule]
    tables: Mapping[str, TableRule]
    readings: Mapping[str, str] = field(default_factory=dict)
    """Facts that are the same for every case, because they say how the source is read."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Titles of rules, steps and limits by their full name."""
