"""The events and facts that exist for a rulebook: the vocabulary's, and those its own papers, steps and facts make."""

from collections.abc import Iterator

from shouwen.rulebook.check.sight import Sight, StepAt
from shouwen.rulebook.model import Attributes, Do, DutyRule, ProcedureRule, StepRule
from shouwen.rulebook.vocabulary import (
    ACTS,
    DUE_FACTS,
    EVENTS,
    FACTS,
    PAPER_EVENTS,
    PAPER_FACTS,
    PROCEDURE_EVENTS,
    RECORD_EVENTS,
    RECORDS,
    STEP_EVENTS,
    STEP_FACTS,
)

# Records of other domains whose columns the domain answers for; a rule may read any column of theirs.
_OPEN = frozenset(
    {
        "customer",
        "object",
        "unit",
        "person",
        "contract",
        "house",
        "sheets",
        "budget",
        "cards",
        "text",
        "record",
        "deposit",
        "stock",
        "purchase",
        "exam",
        "reading",
    }
)


def records(sight: Sight) -> frozenset[str]:
    """Everything that a duty is owed for, or that is counted: records of domains, and what the rulebook itself names."""
    book = sight.rulebook
    own = {block.of for block in book.blocks if isinstance(block, Attributes)}
    named = (book.procedures, book.papers, book.posts, book.header.unit_kinds, book.header.parties)
    return frozenset({*RECORDS, *own, *(name for names in named for name in names)})


def outcomes(at: StepAt) -> set[str]:
    """The words with which a step can finish."""
    own = set(at.step.out)
    if at.around is not None and not own:
        own = {"done"}
    return own


def events(sight: Sight) -> frozenset[str]:
    """Every event that somebody or something can emit."""
    return sight.once("events", lambda: _events(sight))


def _events(sight: Sight) -> set[str]:
    book = sight.rulebook
    parties = (*book.header.parties, *book.posts)
    found = set(EVENTS) | {f"{fact}.set" for fact in _facts(sight)}
    found |= {f"{paper}.{event}" for paper in book.papers for event in PAPER_EVENTS}
    found |= {f"{paper}.signed_by_{party}" for paper in book.papers for party in parties}
    found |= {f"{record}.{event}" for record in RECORDS for event in RECORD_EVENTS}
    found |= {f"{duty}.opened" for duty in book.duties}
    found |= {f"act.{act}" for act in acts(sight)}
    for block in book.blocks:
        if isinstance(block, Attributes):
            found |= {f"{block.of}.{name}" for name in block.milestones}
    for procedure in book.procedures.values():
        found |= set(_of_procedure(sight, procedure))
    return found


def acts(sight: Sight) -> frozenset[str]:
    """Everything that people try: the vocabulary's verbs, and those that finishing a step is."""
    own = {at.step.act for at in sight.steps if at.step.act}
    return sight.once("acts", lambda: own | set(ACTS) | {f"open_{name}" for name in sight.rulebook.procedures})


def _of_procedure(sight: Sight, procedure: ProcedureRule) -> Iterator[str]:
    yield from (f"{procedure.name}.{event}" for event in PROCEDURE_EVENTS)
    for at in sight.steps_of(procedure.name).values():
        for word in (*outcomes(at), *STEP_EVENTS):
            yield f"{at.name}.{word}"
            yield f"{procedure.name}.{at.name}.{word}"
        for word in outcomes(at):
            yield f"{procedure.name}.{word}"
            yield f"case.{word}"
    yield from (f"{role}.changed" for role in procedure.roles)


def facts(sight: Sight) -> frozenset[str]:
    """Every fact that can be known, without judgements of a named step (`fact@step`).

    A happening is a fact too: the instant at which it happened.
    """
    return sight.once("facts", lambda: _facts(sight) | events(sight))


def _facts(sight: Sight) -> frozenset[str]:
    return sight.once("given", lambda: _given(sight))


def _given(sight: Sight) -> set[str]:
    book = sight.rulebook
    found = set(FACTS) | set(book.facts) | {f"case.{fact}" for fact in book.facts}
    for paper in book.papers.values():
        found |= {f"{paper.name}.{name}" for name in (*paper.fields, *PAPER_FACTS)}
        found |= {field.fact for field in paper.fields.values() if field.fact}
    for at in sight.steps:
        found |= {f"{at.name}.{fact}" for fact in STEP_FACTS}
    for _, rule in sight.of_type(StepRule, ProcedureRule, DutyRule):
        found |= {f"{due}.{fact}" for due in rule.due for fact in DUE_FACTS}
    for procedure in book.procedures.values():
        found |= {f"{head}.{role}" for role in procedure.roles for head in ("case", "role")}
    for block in book.blocks:
        if isinstance(block, Attributes):
            found |= {f"{block.of}.{name}" for name in (*block.fields, "class")}
    found |= {part.set for _, part in sight.of_type(Do) if part.set}
    return found


def is_open(path: str) -> bool:
    """Whether another domain or the parent case answers for this path."""
    return path.partition(".")[0] in _OPEN
