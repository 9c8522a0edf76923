"""Blocks about the people who serve: courses, exams, appraisal, careers, discipline, rosters."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from shouwen.rulebook.model.base import Figure, Frozen, Name, Text
from shouwen.rulebook.model.condition import Condition
from shouwen.rulebook.model.module import Block, Owed
from shouwen.rulebook.model.refs import (
    Cites,
    ExamName,
    FactName,
    GateName,
    Names,
    Paper,
    People,
    Posts,
    Procedure,
    Ref,
    Share,
    Span,
    Table,
    Texts,
)
from shouwen.rulebook.model.who import Who


class Course(Owed):
    """What is taught to whom by whom; how often it is owed says a duty."""

    kind: Literal["course"] = "course"
    for_: Posts = Field(alias="for")
    topics: Texts
    trainers: People = ()
    source: tuple[Literal["internal", "expert", "institution"], ...] = ("internal",)
    ways: tuple[Literal["lecture", "practice", "online", "visit", "coaching", "role_play", "meeting"], ...] = (
        "lecture",
    )
    hours: Figure[Decimal] | None = None
    materials: Annotated[Names, Ref(("article", "script", "wording", "checklist"))] = ()
    evaluated_by: tuple[Literal["exam", "practice", "feedback", "inspection"], ...] = ()
    exam: ExamName = None
    paper: Paper = None
    """The record of a session."""


class ExamPart(Frozen):
    """One part of an exam: theory, practice, attitude."""

    title: Text
    weight: Share
    pass_: Share | None = Field(default=None, alias="pass")


class Certificate(Frozen):
    """What passing gives, how long it holds, and how long before the end it is renewed."""

    title: Text
    valid: Span = None
    renew_before: Span = None


class Exam(Owed):
    """Parts with weights, the mark that passes, re-sits, and the gate that stays shut until it is passed."""

    kind: Literal["exam"] = "exam"
    for_: Posts = Field(alias="for")
    parts: dict[Name, ExamPart] = Field(default_factory=dict)
    pass_: Share = Field(alias="pass")
    resits: Figure[int] | None = None
    resit_after: Span = None
    examiner: Who | None = None
    certificate: Certificate | None = None
    gate: GateName = None


class AppraisalRound(Frozen):
    """One cycle of a scheme: weighted indicators, or a roll-up of another cycle."""

    title: str = ""
    weights: Annotated[dict[Name, Share], Ref(("fact", "checklist", "questionnaire", "exam"))] = Field(
        default_factory=dict
    )
    mean_of: Name | None = None
    sum_of: Name | None = None

    @model_validator(mode="after")
    def _one_way(self) -> AppraisalRound:
        if sum((bool(self.weights), self.mean_of is not None, self.sum_of is not None)) != 1:
            raise ValueError("a round has either `weights`, `mean_of` or `sum_of`")
        return self


class Grade(Frozen):
    """A band of the result: from which score, and what it brings."""

    title: Text
    from_: Share = Field(alias="from")
    brings: str = ""


class Scheme(Owed):
    """An appraisal scheme: whom, by whom, from whose data, in which cycles, with which weights.

    The windows of the cycles are the limits of its `duty`, under the same names.
    """

    kind: Literal["scheme"] = "scheme"
    of: Annotated[Name, Ref(("post", "unit_kind"))]
    by: Who
    suppliers: People = ()
    rounds: dict[Name, AppraisalRound]
    corrected_by: Who | None = None
    """Who may correct a figure, always with a reason."""
    signed: People = ()
    grades: dict[Name, Grade] = Field(default_factory=dict)
    bonus: Name | None = None
    """The round whose result counts for the bonus."""
    paper: Paper = None


class Level(Frozen):
    """One level of a career: the post or the rank, and what it asks for."""

    title: Text
    post: Annotated[Name | None, Ref(("post",))] = None
    needs: Condition | None = None
    after: Span = None
    exam: ExamName = None


class Track(Frozen):
    """One ladder, from the lowest level upwards."""

    title: Text
    levels: tuple[Level, ...]


class Career(Owed):
    """Ladders of promotion, who decides, and the personal plan."""

    kind: Literal["career"] = "career"
    tracks: dict[Name, Track]
    by: Who | None = None
    paper: Paper = None
    procedure: Procedure = None


class Violation(Frozen):
    """One entry of the catalogue: what is forbidden and which degrees it can reach."""

    title: Text
    degrees: Names = ()
    cites: Cites = ()


class Appeal(Frozen):
    """Within what time of the notice an appeal is open, and which other body hears it."""

    within: Span = None
    heard_by: Who
    procedure: Procedure = None


class Discipline(Block):
    """Violations, their degrees, what may follow each degree, who decides, who is told, and the appeal."""

    kind: Literal["discipline"] = "discipline"
    degree: FactName = None
    violations: dict[Name, Violation] = Field(default_factory=dict)
    measures: dict[Name, Text] = Field(default_factory=dict)
    """Sanctions from light to heavy."""
    sanctions: dict[Name, Names] = Field(default_factory=dict)
    """For each degree the measures that may follow."""
    rewards: dict[Name, Text] = Field(default_factory=dict)
    """What is rewarded, and how."""
    decided_by: Who | None = None
    never: Who | None = None
    compensation: str = ""
    """Who makes good the loss, and how far."""
    told: People = ()
    appeal: Appeal | None = None
    procedure: Procedure = None
    table: Table = None


class Roster(Owed):
    """A post that is never unmanned: when, by how many, who steps in, what is handed over."""

    kind: Literal["roster"] = "roster"
    posts: Posts
    at: str = ""
    calendar: Annotated[Name | None, Ref(("calendar",))] = None
    at_least: Figure[int] | None = None
    substitute: Who | None = None
    breaks: Texts = ()
    hand_over: Paper = None
    gate: GateName = None


class Assignment(Block):
    """To whom of a post's holders an open task goes: by which order, up to how many at once, accepted within what time."""

    kind: Literal["assignment"] = "assignment"
    posts: Posts
    procedures: Annotated[Names, Ref(("procedure",))] = ()
    order: tuple[Literal["last_agent", "skill", "region", "fewest_open", "longest_idle"], ...]
    """What decides among those who can, the first difference counts."""
    capacity: Figure[int] | None = None
    accept: Span = None
    """Who has not taken the task by then is passed over for the next."""
    away: Span = None
    """Who gives no sign of life for so long counts as away."""
    exam: ExamName = None
    """The one whose certificate the work asks for."""
    skill: FactName = None
    """Its value on the case is the skill that is looked for."""
    otherwise: Who | None = None
    """Who is told when nobody can be found."""

    @model_validator(mode="after")
    def _complete(self) -> Assignment:
        if "skill" in self.order and self.skill is None:
            raise ValueError("an order by `skill` names the fact whose value is the skill with `skill`")
        if len(set(self.order)) < len(self.order):
            raise ValueError("each way stands in `order` once")
        return self
