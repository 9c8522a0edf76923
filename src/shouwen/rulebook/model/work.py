"""Blocks about planned work with customers: questionnaires, surveys, plans, inspections, events, reports."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from shouwen.rulebook.model.base import FactPath, Figure, Frozen, Name, Text, as_tuple
from shouwen.rulebook.model.condition import Condition
from shouwen.rulebook.model.module import Block, Owed
from shouwen.rulebook.model.refs import (
    Cites,
    Day,
    Duties,
    Names,
    Paper,
    People,
    Procedure,
    Ref,
    Share,
    Texts,
)
from shouwen.rulebook.model.who import Who

Paths = Annotated[tuple[FactPath, ...], BeforeValidator(as_tuple)]


class Dimension(Frozen):
    """A side of the service that is asked about: fields of the sheet, and its weight in the score."""

    title: Text
    fields: Names
    weight: Share | None = None


class Questionnaire(Block):
    """The sheet that is answered, and how its score is made of dimensions."""

    kind: Literal["questionnaire"] = "questionnaire"
    paper: Annotated[Name, Ref(("paper",))]
    stage: str = ""
    """For which stage of the service it is meant, as 竣工."""
    dimensions: dict[Name, Dimension]


class Sample(Frozen):
    """Everybody, or a part of them; a stratified sample keeps the shares of `by`."""

    how: Literal["census", "random", "stratified"] = "census"
    by: Paths = ()
    share: Share | None = None
    at_least: Figure[int] | None = None

    @model_validator(mode="after")
    def _complete(self) -> Sample:
        if self.how == "stratified" and not self.by:
            raise ValueError("a stratified sample names its strata with `by`")
        if self.how == "census" and (self.share is not None or self.at_least is not None):
            raise ValueError("a census asks everybody; leave out `share` and `at_least`, or choose a sample")
        return self


class Survey(Owed):
    """A campaign: which sheet, whom, how many go out and come back; its windows are limits of `duty` and `procedure`."""

    kind: Literal["survey"] = "survey"
    questionnaire: Annotated[Names, Ref(("questionnaire",))]
    of: Annotated[str, Ref(("record",))] = "customer"
    where: Condition | None = None
    sample: Sample = Sample()
    via: tuple[Literal["online", "phone", "paper", "face_to_face", "message", "email"], ...] = ("paper",)
    issued: Share | None = None
    """Least share of the population or sample that gets a sheet."""
    returned: Share | None = None
    """Least share of the issued sheets that comes back valid."""
    answered_by: Who | None = None
    """Who answers the opinions."""
    opinions: Procedure = None
    """The case that each opinion becomes."""
    procedure: Procedure = None
    """The round: issue, collect, count, report."""


class PlanItem(Frozen):
    """One line of a plan: what, who, until when, measured how."""

    title: Text
    by: Who | None = None
    until: Day = None
    target: str = ""
    duty: Duties = ()
    procedure: Procedure = None
    cites: Cites = ()


class Plan(Owed):
    """A plan of work, training, purchase, maintenance, quality …; that it is due each year says a duty."""

    kind: Literal["plan"] = "plan"
    sort: Literal[
        "work",
        "training",
        "purchase",
        "maintenance",
        "callback",
        "survey",
        "excellence",
        "quality",
        "improvement",
        "contingency",
        "tender",
        "staffing",
    ]
    by: Who | None = None
    approve: Who | None = None
    above: Annotated[Name | None, Ref(("plan",))] = None
    """The plan whose targets this one serves."""
    paper: Paper = None
    items: dict[Name, PlanItem] = Field(default_factory=dict)
    checked_by: Who | None = None
    """Who looks whether it had effect."""
    procedure: Procedure = None


class Inspection(Owed):
    """A kind of inspection: who looks, alone or with whom, at what, by which list; what fails becomes a rectification."""

    kind: Literal["inspection"] = "inspection"
    sort: Literal[
        "regular",
        "irregular",
        "mutual",
        "joint",
        "iso",
        "internal_audit",
        "third_party",
        "recheck",
        "recording",
        "acceptance",
    ]
    by: Who
    with_: People = Field(default=(), alias="with")
    of: str = ""
    checklist: Annotated[Names, Ref(("checklist",))] = ()
    share: Share | None = None
    """How much of the population is looked at; empty means all of it."""
    photo: bool = False
    paper: Paper = None
    findings: Procedure = None


class Outreach(Owed):
    """An event, lecture, push, greeting, board or publication: for whom, about what, with what is given and asked."""

    kind: Literal["outreach"] = "outreach"
    sort: Literal[
        "lecture",
        "seminar",
        "party",
        "culture",
        "reception",
        "education",
        "visit",
        "push",
        "greeting",
        "board",
        "publication",
        "subscription",
    ]
    of: Annotated[str, Ref(("record",))] = "customer"
    where: Condition | None = None
    by: Who | None = None
    topics: Texts = ()
    via: Annotated[tuple[str, ...], BeforeValidator(as_tuple), Ref(("channel",))] = ()
    materials: Annotated[Names, Ref(("article", "script", "wording"))] = ()
    gifts: Annotated[Names, Ref(("stock",))] = ()
    consent: bool = False
    """Only to those who asked for it or agreed."""
    paper: Paper = None
    """The record: who came, what was said."""
    opinions: Procedure = None


class Report(Owed):
    """A report over a period: which indicators, split how, compared with what, and the chain it goes through."""

    kind: Literal["report"] = "report"
    facts: Annotated[Names, Ref(("fact",))]
    across: Literal["unit", "branch", "department", "region", "person", "customer", "case_type", "cause", "none"] = (
        "none"
    )
    compare: tuple[Literal["last_period", "last_year", "target", "others"], ...] = ()
    by: Who
    reviewed_by: People = ()
    to: People = ()
    paper: Paper = None
    procedure: Procedure = None
    """The chain of submission as a case."""
