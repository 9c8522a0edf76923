"""The events and facts that exist for a rulebook: the vocabulary's, and those its own papers, steps and facts make."""

from collections.abc import Iterator

from shouwen.rulebook.check.sight import Sight, StepAt
from shouwen.rulebook.model import Do, ProcedureRule
from shouwen.rulebook.vocabulary import (
    DUE_FACTS,
    EVENTS,
    FACTS,
    PAPER_EVENTS,
    PAPER_FACTS,
    PROCEDURE_EVENTS,
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
        "parent",
        "sheets",
        "budget",
        "cards",
        "text",
        "record",
    }
)


def outcomes(at: StepAt) -> set[str]:
    """The words with which a step can finish."""
    own = set(at.step.out)
    if at.around is not None and not own:
        own = {"done"}
    return own


def events(sight: Sight) -> frozenset[str]:
    """Every event that somebody or something can emit."""
    book = sight.rulebook
    found = set(EVENTS)
    found |= {f"{paper}.{event}" for paper in book.papers for event in PAPER_EVENTS}
    found |= {f"{fact}.set" for fact in book.facts} | {f"case.{fact}.set" for fact in book.facts}
    found |= {f"{where}.set" for where in _fields(sight)}
    found |= {date for date in FACTS if not date.startswith("case.")}
    for procedure in book.procedures.values():
        found |= set(_of_procedure(sight, procedure))
    return frozenset(found)


def _of_procedure(sight: Sight, procedure: ProcedureRule) -> Iterator[str]:
    yield from (f"{procedure.name}.{event}" for event in PROCEDURE_EVENTS)
    for at in sight.steps_of(procedure.name).values():
        for word in (*outcomes(at), *STEP_EVENTS):
            yield f"{at.name}.{word}"
            yield f"{procedure.name}.{at.name}.{word}"
        for word in outcomes(at):
            yield f"{procedure.name}.{word}"
            yield f"case.{word}"
        for due in at.step.due:
            yield from (f"{due}.missed", f"{due}.warned", f"{due}.met")
    for due in procedure.due:
        yield from (f"{due}.missed", f"{due}.warned", f"{due}.met")
    yield from (f"{role}.assigned" for role in procedure.roles)


def _fields(sight: Sight) -> Iterator[str]:
    for paper in sight.rulebook.papers.values():
        yield from (f"{paper.name}.{name}" for name in paper.fields)


def facts(sight: Sight) -> frozenset[str]:
    """Every fact that can be known, without judgements of a named step (`fact@step`)."""
    book = sight.rulebook
    found = set(FACTS) | set(book.facts) | {f"case.{fact}" for fact in book.facts} | set(_fields(sight))
    found |= {f"{paper}.{fact}" for paper in book.papers for fact in PAPER_FACTS}
    found |= {field.fact for paper in book.papers.values() for field in paper.fields.values() if field.fact}
    for at in sight.steps:
        found |= {f"{at.name}.{fact}" for fact in STEP_FACTS}
        found |= {f"{due}.{fact}" for due in at.step.due for fact in DUE_FACTS}
    for procedure in book.procedures.values():
        found |= {f"{due}.{fact}" for due in procedure.due for fact in DUE_FACTS}
        found |= {f"case.{role}" for role in procedure.roles}
    for duty in book.duties.values():
        found |= {f"{due}.{fact}" for due in duty.due for fact in DUE_FACTS}
    found |= {part.set for _, part in sight.of_type(Do) if part.set}
    return frozenset(found)


def is_open(path: str) -> bool:
    """Whether another domain or the parent case answers for this path."""
    return path.partition(".")[0] in _OPEN
