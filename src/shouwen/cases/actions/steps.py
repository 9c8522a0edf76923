"""A step is finished: its forms filled, its outcome chosen; a task beside the flow is simply done."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from shouwen.cases.actions.filling import Filled, fill
from shouwen.cases.actions.receipts import send_received
from shouwen.cases.actions.sending import ensure_names, send, written
from shouwen.cases.brought import is_given
from shouwen.cases.customer_fields import intake_paper, name_told_later
from shouwen.cases.forms import Known
from shouwen.cases.phrases import forbidden_hits
from shouwen.customers.actions import name_customer
from shouwen.engine.events import ActRequested, PaperFilled, StepFinished
from shouwen.engine.facts import Value
from shouwen.engine.plan import Compiled
from shouwen.engine.state import Active, State
from shouwen.runtime import rulebooks
from shouwen.runtime.prefill import prefilled
from shouwen.runtime.queries import state_of
from shouwen.runtime.subjects import Receipt

REPLIES = ("reply", "reply_many")
HITS = "text.forbidden_hits"
CUSTOMER = "case.customer"


def finish_step(
    *,
    case_id: int,
    task: str,
    outcome: str,
    fields: Mapping[str, Mapping[str, Any]] | None = None,
    reason: str = "",
    by: str | None,
    at: datetime,
    key: str | None = None,
    expected_seq: int | None = None,
    recorded_at: datetime | None = None,
) -> Receipt:
    """`fields` are what was typed, by paper and field; a step that is over is refused by the rules themselves."""
    given = fields or {}
    state = state_of(case_id)
    event = finishing(state=state, task=task, outcome=outcome, fields=given, reason=reason, by=by, at=at)
    receipt = send_received(case_id, event, key=key, expected_seq=expected_seq, recorded_at=recorded_at)
    if isinstance(event, StepFinished):
        _name_customer(state, event.facts, event.papers)
    return receipt


def file_form(
    *,
    case_id: int,
    task: str,
    paper: str,
    fields: Mapping[str, Any],
    by: str | None,
    at: datetime,
    key: str | None = None,
    expected_seq: int | None = None,
) -> Receipt:
    """存表: a form of an open step becomes a paper, to be printed and signed before the step is finished."""
    state = state_of(case_id)
    compiled = rulebooks.get(state.edition)
    filled = Filled({}, ())
    if paper in compiled.papers:
        filled = fill({paper: fields}, (paper,), _known(state, (paper,), at), by=by)
    event = PaperFilled(at=at, by=by, task=task, facts=filled.values, papers=filled.papers)
    receipt = send(case_id, event, key=key, expected_seq=expected_seq)
    _name_customer(state, filled.values, filled.papers)
    return receipt


def _name_customer(state: State, values: Mapping[str, Value], papers: Iterable[str]) -> None:
    """Who called without a name and gives it now is called so in the dossier too; only once the rules let it pass."""
    customer = str(state.facts.get(CUSTOMER) or "")
    if not customer.isdecimal():
        return
    book = rulebooks.rulebook(state.edition)
    asked = [book.papers[name] for name in papers if name in book.papers]
    name = name_told_later(values, asked, intake_paper(book, state.case_type))
    if name:
        name_customer(customer=int(customer), name=name)


def finishing(
    *,
    state: State,
    task: str,
    outcome: str,
    fields: Mapping[str, Mapping[str, Any]],
    reason: str = "",
    by: str | None,
    at: datetime,
) -> StepFinished | ActRequested:
    """How the task ends, for those who have the state at hand."""
    ensure_names(task=task, outcome=outcome)
    reason = written(reason)
    active = next((each for each in state.active if each.task == task), None)
    if active is not None and not active.step:
        other = {} if outcome == "done" else {"outcome": outcome}
        return ActRequested(at=at, by=by, act="done", task=task, facts=other, reason=reason)
    step, visit, member = (active.step, active.visit, active.member) if active else _named(task)
    filled = _filled(state, active, fields, by, at) if active else Filled({}, ())
    said = _said(state, step, filled)
    return StepFinished(
        at=at,
        by=by,
        step=step,
        visit=visit,
        outcome=outcome,
        member=member,
        facts={**filled.values, **said},
        papers=filled.papers,
        reason=reason,
    )


def _filled(
    state: State, active: Active, fields: Mapping[str, Mapping[str, Any]], by: str | None, at: datetime
) -> Filled:
    """What the step asks to be filled, and any paper it waits for that comes with it; what was filled before may stay."""
    compiled = rulebooks.get(state.edition)
    plan = compiled.flows[state.case_type].steps.get(active.step)
    needed = [need.paper for need in plan.rule.papers] if plan else []
    given = (name for name in needed if is_given(compiled.papers.get(name), fields.get(name)))
    wanted = (*plan.rule.fill, *given) if plan else ()
    there = {mark.paper for mark in state.papers if mark.filled_at is not None}
    papers = [name for name in dict.fromkeys(wanted) if name in fields or name not in there]
    return fill(fields, papers, _known(state, papers, at), by=by)


def _known(state: State, papers: Iterable[str], at: datetime) -> Known:
    """With what the forms began with: a number that the page hid comes back hidden."""
    book = rulebooks.rulebook(state.edition)
    asked = [book.papers[name] for name in papers if name in book.papers]
    return Known(book, prefilled(asked, state, state.facts), at)


def _said(state: State, step: str, filled: Filled) -> dict[str, Value]:
    """What the rulebook minds about an answer that is written on a step's form."""
    compiled = rulebooks.get(state.edition)
    plan = compiled.flows[state.case_type].steps.get(step)
    if plan is None or plan.rule.act not in REPLIES:
        return {}
    text = "\n".join(str(value) for path, value in filled.values.items() if _is_written(compiled, path))
    count = len(forbidden_hits(text, compiled.rulebook))
    return {HITS: count} if count or state.facts.get(HITS) else {}


def _is_written(compiled: Compiled, path: str) -> bool:
    paper, _, field = path.partition(".")
    rule = compiled.papers[paper].fields.get(field) if paper in compiled.papers else None
    return rule is not None and rule.type == "long_text"


def _named(task: str) -> tuple[str, int, str | None]:
    """What a task's key says of itself: `review#2`, `joint.view#1[design]`."""
    step, _, rest = task.partition("#")
    visit, _, member = rest.partition("[")
    return step, int(visit) if visit.isdecimal() else 1, member.rstrip("]") or None
