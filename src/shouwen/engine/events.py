"""What happens to a subject; past tense, frozen, each at an instant and by somebody or by nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shouwen.engine.facts import Assignee, Facts
from shouwen.engine.quick import quick


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The common part: `at` is an aware instant, `by` a person's id or None for time itself."""

    at: datetime
    by: str | None = None


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(Event):
    """A case begins: its procedure, the unit it stands in, the intake facts, perhaps its parent."""

    case_type: str
    unit: str
    via: str = ""
    facts: Facts = field(default_factory=dict)
    parent: str | None = None
    roles: Mapping[str, Assignee] = field(default_factory=dict)
    """Roles of the parent, which the child sees and takes over where it declares the same ones."""
    papers: tuple[str, ...] = ()
    """Papers filled at intake."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class StepFinished(Event):
    """A person finished an open step with one outcome; `facts` are the forms' fields as `paper.field`."""

    step: str
    visit: int
    outcome: str
    member: str | None = None
    """Which of several parallel members of a `for_each` step, by the list value."""
    facts: Facts = field(default_factory=dict)
    papers: tuple[str, ...] = ()
    """Papers filled with it, so that `<paper>.filled` happens."""
    reason: str = ""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class ActRequested(Event):
    """A verb of every task or case: take, refuse, transfer, co_handle, urge, supervise, suspend, resume, reopen, merge,
    link, void, withdraw, reply, close, archive, or an act that gates name.
    """

    act: str
    facts: Facts = field(default_factory=dict)
    task: str | None = None
    reason: str = ""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class FactSet(Event):
    """Facts became known outside a step; each `<fact>.set` happens."""

    facts: Facts


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class FactCorrected(Event):
    """A fact was wrong; clocks that start from it are worked out again."""

    facts: Facts
    reason: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementMade(Event):
    """Somebody judged a scale again outside its step, with a reason; earlier judgements stay."""

    fact: str
    value: str
    reason: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(Event):
    """A named happening of the vocabulary that carries no step: `customer.answered`, `call_out.connected` …"""

    name: str
    facts: Facts = field(default_factory=dict)


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFilled(Event):
    """Forms of an open step were filed as papers before the step ends, so that they can be printed and signed."""

    task: str
    facts: Facts
    papers: tuple[str, ...]


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class PaperIssued(Event):
    """A paper left with its number."""

    paper: str
    paper_id: str
    number: str = ""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReceived(Event):
    """The receiver confirmed a paper."""

    paper: str
    paper_id: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSigned(Event):
    """A party signed one version of a paper; a changed paper voids the signature."""

    paper: str
    paper_id: str
    party: str
    version: str
    scan: str = ""
    """The picture of the signed sheet, `file:<number>`, or of what was drawn behind a link."""
    name: str = ""
    """As a party outside wrote it behind a link that was sent to it."""
    ip: str = ""
    """From where it signed behind the link."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCounted(Event):
    """A record that duties and tallies count was delivered; a second delivery of the same id changes nothing."""

    record: str
    record_id: str
    facts: Facts = field(default_factory=dict)


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade(Event):
    """Somebody told the customer when the answer comes; a new promise does not erase a broken one."""

    promise_id: str
    reply_at: datetime
    words: str = ""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class PartyChanged(Event):
    """A role of the case went to another person, post or unit; a fixed role refuses."""

    role: str
    person: str | None = None
    post: str | None = None
    unit: str | None = None
    reason: str = ""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class ChildClosed(Event):
    """A case opened by this one ended."""

    child: str
    procedure: str
    outcome: str
    facts: Facts = field(default_factory=dict)


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class ChildReopened(Event):
    """A case opened by this one, which had ended, is worked on again: it is waited for as before."""

    child: str
    procedure: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodOpened(Event):
    """A window of a duty opened."""

    duty: str
    period: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class TimeReached(Event):
    """The announced instant came; delivered late or twice it changes nothing more."""


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Overridden(Event):
    """Somebody entitled lets a refused act pass once, with a reason."""

    rule: str
    reason: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPublished(Event):
    """The calendar now knows more days, so limits reaching into them are worked out again."""

    calendar: str


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMigrated(Event):
    """The case moves to another edition by a checked map of steps."""

    edition: str
    steps: Mapping[str, str]
    reason: str


AnyEvent = (
    CaseOpened
    | StepFinished
    | ActRequested
    | FactSet
    | FactCorrected
    | JudgementMade
    | Happened
    | PaperFilled
    | PaperIssued
    | PaperReceived
    | PaperSigned
    | RecordCounted
    | PromiseMade
    | PartyChanged
    | ChildClosed
    | ChildReopened
    | PeriodOpened
    | TimeReached
    | Overridden
    | CalendarPublished
    | CaseMigrated
)
"""Every event, so that a `match` over it can be proved complete."""
