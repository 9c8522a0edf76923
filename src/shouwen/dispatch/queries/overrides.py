"""豁免: every rule that somebody let pass, or that passed with a warning, by whom and with what reason."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from shouwen.cases.models import Case
from shouwen.cases.queries import person_name
from shouwen.cases.queries.seeing import readable, unit_name
from shouwen.people.access import Viewer
from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks
from shouwen.runtime.models import Finding, Ledger

ON_ONE_PAGE = 50
LET_PASS = Q(result="overridden") | Q(result="broken", mode="warn", is_limit=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; empty is all."""

    unit: str = ""
    person: str = ""
    clause: str = ""
    mode: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """One rule that was let pass."""

    id: int
    case_id: int
    number: str
    case_title: str
    unit: str
    rule: str
    rule_title: str
    clauses: tuple[str, ...]
    mode: str
    """block: somebody entitled let it pass; warn: it passed with a reason."""
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Overrides:
    """A stretch of the list and the key of the next."""

    rows: tuple[OverrideRow, ...] = ()
    after: int | None = None


def overrides(viewer: Viewer, asked: Asked, *, before: int | None = None) -> Overrides:
    """The newest first; of cases that the viewer may see. Findings tell each rule once, with the clause it carries."""
    seen = readable(viewer).order_by().values("pk")
    found = Finding.objects.filter(LET_PASS, subject__in=seen).exclude(person="")
    for name, value in _conditions(asked).items():
        found = found.filter(**{name: value})
    page = found if before is None else found.filter(pk__lt=before)
    rows = list(page.order_by("-pk")[: ON_ONE_PAGE + 1])
    shown = rows[:ON_ONE_PAGE]
    cases = Case.objects.only("number", "title", "edition", "unit").in_bulk({row.subject_id for row in shown})
    acts = _acts(shown)
    views = tuple(_row(viewer, row, cases[row.subject_id], acts) for row in shown if row.subject_id in cases)
    return Overrides(views, shown[-1].pk if len(rows) > ON_ONE_PAGE else None)


def _conditions(asked: Asked) -> dict[str, object]:
    given = {
        "unit": asked.unit,
        "person": asked.person,
        "clause": asked.clause,
        "mode": asked.mode,
        "at__gte": asked.since,
        "at__lt": asked.until,
    }
    return {name: value for name, value in given.items() if value}


Acts = dict[tuple[int, str], tuple[str, str]]


def _acts(rows: list[Finding]) -> Acts:
    """Who let each rule pass and why; what passed with a warning keeps its reason with the finding."""
    subjects = {row.subject_id for row in rows if row.result == "overridden"}
    events = Ledger.objects.filter(subject__in=subjects, kind="Overridden", refused=False).order_by("id")
    return {
        (subject, str(event.get("rule"))): (str(event.get("by") or ""), str(event.get("reason", "")))
        for subject, event in events.values_list("subject_id", "event")
    }


def _row(viewer: Viewer, row: Finding, case: Case, acts: Acts) -> OverrideRow:
    by, reason = acts.get((row.subject_id, row.rule), (row.person, row.note))
    return OverrideRow(
        id=row.pk,
        case_id=case.pk,
        number=case.number,
        case_title=case.title,
        unit=unit_name(viewer, row.unit or case.unit),
        rule=row.rule,
        rule_title=_title(rulebooks.rulebook(row.edition), row.rule),
        clauses=(row.clause,) if row.clause else (),
        mode=row.mode,
        by=person_name(viewer, by),
        reason=reason,
        at=row.at,
    )


def _title(book: Rulebook, rule: str) -> str:
    """As the rulebook titles it; a part of a procedure by its own words, else by its path."""
    name = rule.removeprefix("gate.")
    gate = book.gates.get(name)
    if gate is not None:
        return gate.title or gate.say or name
    head, _, rest = rule.partition(".")
    procedure = book.procedures.get(head)
    step = procedure.steps.get(rest.partition(".")[0]) if procedure else None
    return f"{procedure.title} · {step.title}" if procedure and step and step.title else rule
