"""All kinds of blocks in one place, by the word that a written rulebook uses."""

from typing import Annotated

from pydantic import Field

from shouwen.rulebook.model.module import Article, Block, Checklist, Script, Wording
from shouwen.rulebook.model.resources import Attributes, Budget, Fee, Stock
from shouwen.rulebook.model.staff import Assignment, Career, Course, Discipline, Exam, Roster, Scheme
from shouwen.rulebook.model.work import Inspection, Outreach, Plan, Questionnaire, Report, Survey

BLOCKS: dict[str, type[Block]] = {
    "article": Article,
    "checklist": Checklist,
    "script": Script,
    "wording": Wording,
    "questionnaire": Questionnaire,
    "survey": Survey,
    "plan": Plan,
    "inspection": Inspection,
    "outreach": Outreach,
    "report": Report,
    "course": Course,
    "exam": Exam,
    "scheme": Scheme,
    "career": Career,
    "discipline": Discipline,
    "roster": Roster,
    "assignment": Assignment,
    "fee": Fee,
    "stock": Stock,
    "budget": Budget,
    "attributes": Attributes,
}

AnyBlock = Annotated[
    Article
    | Checklist
    | Script
    | Wording
    | Questionnaire
    | Survey
    | Plan
    | Inspection
    | Outreach
    | Report
    | Course
    | Exam
    | Scheme
    | Career
    | Discipline
    | Roster
    | Assignment
    | Fee
    | Stock
    | Budget
    | Attributes,
    Field(discriminator="kind"),
]
