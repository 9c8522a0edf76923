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
from shouwen.rulebook.model.condition import Condition, FactRef, Test
from shouwen.rulebook.model.due import Due, Need, Of, Repeat
from shouwen.rulebook.model.effect import Do, TaskDue
from shouwen.rulebook.model.kinds import (
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
from shouwen.rulebook.model.module import (
    AnyBlock,
    Article,
    Block,
    Checklist,
    Scheme,
    Script,
    Wording,
)
from shouwen.rulebook.model.paper import (
    FIELD_TYPES,
    Copy,
    FieldRule,
    FieldType,
    PaperNeed,
    Send,
)
from shouwen.rulebook.model.rulebook import Edition, Header, Rulebook
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

Part = AnyRule | AnyBlock
"""Anything with a name and clauses: a rule or a block."""

__all__ = [
    "FIELD_TYPES",
    "AnyBlock",
    "AnyRule",
    "Article",
    "Block",
    "CalendarRule",
    "CaseState",
    "Checklist",
    "Clause",
    "Close",
    "Condition",
    "Copy",
    "Do",
    "Due",
    "DutyRule",
    "Edition",
    "Exit",
    "FactRef",
    "FactRule",
    "FieldRule",
    "FieldType",
    "Figure",
    "Frozen",
    "GateRule",
    "Header",
    "Mode",
    "Need",
    "Of",
    "Opens",
    "PaperNeed",
    "PaperRule",
    "Part",
    "Place",
    "PostRule",
    "Problem",
    "ProcedureRule",
    "ReactionRule",
    "Repeat",
    "Role",
    "Rounds",
    "Row",
    "Rule",
    "Rulebook",
    "Scheme",
    "Script",
    "Send",
    "StepRule",
    "TableRule",
    "TaskDue",
    "Test",
    "Who",
    "Wording",
]
