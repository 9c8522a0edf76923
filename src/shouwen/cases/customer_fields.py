"""Fields of an intake form that mean the customer: what the dossier is called stands in them, and a name in them makes one."""

from collections.abc import Iterable, Mapping
from typing import Any

from shouwen.rulebook.model import PaperRule, Rulebook

NAMES = ("customer_name", "name")
"""Fields that ask what the caller is called, the surest first."""


def intake_paper(rulebook: Rulebook, case_type: str) -> PaperRule | None:
    """The form that such a case begins with; some need none."""
    return rulebook.papers.get(rulebook.case_types[case_type].intake or "")


def customer_fields(paper: PaperRule | None) -> tuple[str, ...]:
    return tuple(name for name, rule in paper.fields.items() if rule.type == "customer") if paper else ()


def asks_name(fields: Iterable[str]) -> bool:
    """Whether a form with these fields asks what the caller is called, beside who the customer is."""
    return any(name in NAMES for name in fields)


def name_told(fields: Mapping[str, Any], paper: PaperRule | None) -> str:
    """What the caller is called, as the form has it; where it asks for no name, as it has the customer."""
    told = (fields.get(name) for name in (*NAMES, *customer_fields(paper)))
    return next((str(each).strip() for each in told if each), "")


def name_told_later(values: Mapping[str, Any], papers: Iterable[PaperRule], intake: PaperRule | None) -> str:
    """What the caller is called by what a step's forms say: a field of that name, or one that begins as the intake's or the dossier's.

    A `name` by itself may be a visitor's or a colleague's.
    """
    known = {"customer.name", *(f"{intake.name}.{name}" for name in NAMES if intake is not None)}
    for paper in papers:
        for name, rule in paper.fields.items():
            told = values.get(f"{paper.name}.{name}")
            if told and not rule.sealed and (name == NAMES[0] or (rule.prefill or "") in known):
                return str(told).strip()
    return ""


def with_customer(fields: Mapping[str, Any], paper: PaperRule | None, called: str) -> dict[str, Any]:
    """The fields with what the customer is called wherever nothing else was told."""
    return {**fields, **{name: called for name in customer_fields(paper) if called and not fields.get(name)}}
