"""What goes in and comes out of the interface, typed; instants are ISO 8601 with offset."""

from datetime import datetime
from typing import Any

from ninja import Field, Schema
from pydantic import ConfigDict


class ClockOut(Schema):
    """One limit of a case."""

    key: str
    title: str
    clauses: list[str]
    state: str
    from_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    late_seconds: int
    promise: bool


class CaseOut(Schema):
    """A case as in the list."""

    id: int
    number: str
    case_type: str
    type_title: str
    title: str
    state: str
    state_title: str
    unit: str
    unit_title: str
    customer_id: int | None
    customer_name: str
    handler: str
    first_contact: str
    severity: str
    urgent: bool
    opened_at: datetime
    closed_at: datetime | None
    next_due_at: datetime | None


class StepOut(Schema):
    """An open step: who does it, and with which outcomes it can be finished."""

    task: str
    step: str
    title: str
    assignees: list[str]
    is_mine: bool
    outcomes: dict[str, str]
    papers: dict[str, list[str]]
    """Paper → fields that must be filled."""
    clauses: list[str]


class EntryOut(Schema):
    """One line of the timeline."""

    at: datetime
    kind: str
    title: str
    by: str
    text: str
    clauses: list[str]


class CasePageOut(Schema):
    """One case with everything that is open on it."""

    case: CaseOut
    seq: int
    edition: str
    content: str
    clocks: list[ClockOut]
    steps: list[StepOut]
    timeline: list[EntryOut]


class ListOut(Schema):
    """A stretch of the list; `after` asks for the next one; `more` says that there are more than `count`."""

    rows: list[CaseOut]
    after: str | None
    count: int
    more: bool


class FieldOut(Schema):
    """A field of a form; `choices` gives the value to send → its words; those of a unit are its numbers."""

    name: str
    type: str
    title: str
    required: bool
    choices: dict[str, str]


class CaseTypeOut(Schema):
    """What may be opened in a unit, with the fields of its intake paper."""

    case_type: str
    title: str
    fields: list[FieldOut]


class Asked(Schema):
    """What a program sends; a name that is not known is told instead of passed over."""

    model_config = ConfigDict(extra="forbid")


class CaseIn(Asked):
    """A new case; `unit` is the unit's code, or its number as answers have it; `fields` those of the intake paper."""

    case_type: str
    unit: str
    title: str = Field("", max_length=200)
    content: str = Field("", max_length=20_000)
    demand: str = Field("", max_length=2_000)
    channel: str = ""
    customer: int | None = None
    urgent: bool = False
    fields: dict[str, Any] = Field(default_factory=dict)


class StepIn(Asked):
    """A step finished with an outcome; `fields` by paper and field."""

    task: str
    outcome: str
    fields: dict[str, dict[str, Any]] = Field(default_factory=dict)
    reason: str = ""
    seq: int | None = None


class ActIn(Asked):
    """A verb: take, urge, supervise, transfer, suspend …"""

    act: str
    task: str | None = None
    facts: dict[str, str] = Field(default_factory=dict)
    reason: str = ""
    seq: int | None = None


class MessageIn(Asked):
    """A reply to the customer, or a note among colleagues."""

    kind: str = Field(pattern="^(reply|note)$")
    text: str = Field(min_length=1, max_length=20_000)


class Opened(Schema):
    """Where the case stands after the act; `repeated` when the same key was answered before."""

    id: int
    seq: int
    repeated: bool


class Problem(Schema):
    """Why a call did not pass: what is wrong, what lacks, from when it may be tried, which clauses say so."""

    message: str
    errors: dict[str, str] = Field(default_factory=dict)
    lacks: list[str] = Field(default_factory=list)
    clauses: list[str] = Field(default_factory=list)
    opens_at: datetime | None = None
    changed: list[str] = Field(default_factory=list)
