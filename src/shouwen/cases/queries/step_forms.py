"""The forms that a step puts before somebody: those it always asks for, and those it waits for under a condition."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from shouwen.cases.brought import brought
from shouwen.cases.forms import Known, view, within_forms
from shouwen.cases.rows import PaperForm
from shouwen.engine.plan import StepPlan
from shouwen.engine.state import State
from shouwen.rulebook.model import PaperNeed, PaperRule, Rulebook
from shouwen.runtime import rulebooks
from shouwen.runtime.prefill import prefilled
from shouwen.runtime.queries import state_of


def forms_of(plan: StepPlan, state: State, rulebook: Rulebook, now: datetime) -> tuple[PaperForm, ...]:
    """In order; one whose condition the form itself decides carries it, so that the page can show it in time."""
    asked = [rulebook.papers[name] for name in plan.rule.fill if name in rulebook.papers]
    needs = [(need, rulebook.papers[need.paper]) for need in _open_needs(plan, state) if need.paper in rulebook.papers]
    known = Known(rulebook, prefilled([*asked, *(paper for _need, paper in needs)], state, state.facts), now)
    waited = (_waited(need, paper, asked, known) for need, paper in needs)
    forms = (*(view(paper, known) for paper in asked), *(form for form in waited if form is not None))
    signs = _signed_papers(plan, state, rulebook, now)
    return tuple(replace(form, signs=form.paper in signs) for form in forms)


def to_be_signed(plan: StepPlan, state: State, rulebook: Rulebook, now: datetime) -> tuple[str, ...]:
    """Papers that are filed and whose signatures the step waits for."""
    there = {mark.paper for mark in state.papers if mark.filled_at is not None}
    return tuple(paper for paper in _signed_papers(plan, state, rulebook, now) if paper in there)


def photo_fields(case_id: int) -> frozenset[str]:
    """Fields of the case's forms, as `paper.field`, that take pictures only."""
    return photo_fields_of(rulebooks.rulebook(state_of(case_id).edition))


def photo_fields_of(rulebook: Rulebook) -> frozenset[str]:
    """The same of all forms of a rulebook."""
    papers = rulebook.papers
    named = ((paper, name, field) for paper in papers.values() for name, field in paper.fields.items())
    return frozenset(f"{paper.name}.{name}" for paper, name, field in named if field.type == "photo")


def _signed_papers(plan: StepPlan, state: State, rulebook: Rulebook, now: datetime) -> tuple[str, ...]:
    """By the step itself, and of its own forms by a gate that it has to pass, unless that is known not to apply."""
    rule = plan.rule
    known = Known(rulebook, state.facts, now)
    gates = [gate for gate in rulebook.gates.values() if rule.act is not None and rule.act in gate.act]
    asked = [
        need
        for gate in gates
        if gate.when is None or known.holds(gate.when, {}) or not gate.when.paths() <= set(state.facts)
        for need in gate.papers
        if need.paper in rule.fill
    ]
    return tuple(dict.fromkeys(need.paper for need in (*rule.papers, *asked) if need.signed))


def _open_needs(plan: StepPlan, state: State) -> Iterator[PaperNeed]:
    """Papers that the step waits for and nobody has filled yet."""
    there = {mark.paper for mark in state.papers if mark.filled_at is not None}
    return (need for need in plan.rule.papers if need.paper not in plan.rule.fill and need.paper not in there)


def _waited(need: PaperNeed, paper: PaperRule, asked: list[PaperRule], known: Known) -> PaperForm | None:
    condition = within_forms(need.when, asked) if need.when is not None else None
    if condition is None and not known.holds(need.when, {}):
        return None
    return replace(brought(paper, view(paper, known)), shown_when=condition)
