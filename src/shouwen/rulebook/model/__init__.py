"""The typed rule language: frozen models that a written rulebook loads into."""

from shouwen.rulebook.model.base import (
    CalendarRule,
    Clause,
    Figure,
    Frozen,
    Mode,
    Place,
    Problem,
)
from shouwen.rulebook.model.blocks import BLOCKS, AnyBlock
from shouwen.rulebook.model.condition import Condition, FactRef, Test
from shouwen.rulebook.model.due import Due, Need, Of, Repeat
from shouwen.rulebook.model.effect import Do, TaskDue
from shouwen.rulebook.model.explained import explain_fields
from shouwen.rulebook.model.kinds import (
    RULES,
    AnyRule,
    DutyRule,
    FactRule,
    GateRule,
    PaperRule,
    PostRule,
    ProcedureRule,
    ReactionRule,
    Rule,
    TableRule,
)
from shouwen.rulebook.model.module import Article, Block, Branch, Checklist, Point, Script, Wording
from shouwen.rulebook.model.paper import (
    FIELD_TYPES,
    Copy,
    Extension,
    FieldRule,
    FieldType,
    PaperNeed,
    Send,
)
from shouwen.rulebook.model.refs import Ref, TimeText
from shouwen.rulebook.model.resources import Attributes, Budget, Fee, Stock
from shouwen.rulebook.model.rulebook import Edition, Header, Rulebook, Vague
from shouwen.rulebook.model.staff import Assignment, Career, Course, Discipline, Exam, Roster, Scheme
from shouwen.rulebook.model.step import (
    CaseState,
    Close,
    Exit,
    Opens,
    Role,
    Rounds,
    Row,
    StepRule,
)
from shouwen.rulebook.model.who import Who
from shouwen.rulebook.model.work import Inspection, Outreach, Plan, Questionnaire, Report, Sample, Survey

explain_fields()
Part = AnyRule | AnyBlock
"""Anything with a name and clauses: a rule or a block."""

__all__ = [
    "BLOCKS",
    "FIELD_TYPES",
    "RULES",
    "AnyBlock",
    "AnyRule",
    "Article",
    "Assignment",
    "Attributes",
    "Block",
    "Branch",
    "Budget",
    "CalendarRule",
    "Career",
    "CaseState",
    "Checklist",
    "Clause",
    "Close",
    "Condition",
    "Copy",
    "Course",
    "Discipline",
    "Do",
    "Due",
    "DutyRule",
    "Edition",
    "Exam",
    "Exit",
    "Extension",
    "FactRef",
    "FactRule",
    "Fee",
    "FieldRule",
    "FieldType",
    "Figure",
    "Frozen",
    "GateRule",
    "Header",
    "Inspection",
    "Mode",
    "Need",
    "Of",
    "Opens",
    "Outreach",
    "PaperNeed",
    "PaperRule",
    "Part",
    "Place",
    "Plan",
    "Point",
    "PostRule",
    "Problem",
    "ProcedureRule",
    "Questionnaire",
    "ReactionRule",
    "Ref",
    "Repeat",
    "Report",
    "Role",
    "Roster",
    "Rounds",
    "Row",
    "Rule",
    "Rulebook",
    "Sample",
    "Scheme",
    "Script",
    "Send",
    "StepRule",
    "Stock",
    "Survey",
    "TableRule",
    "TaskDue",
    "Test",
    "TimeText",
    "Vague",
    "Who",
    "Wording",
]
