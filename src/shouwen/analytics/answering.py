"""How a reply that came long ago is given again: the step that it finishes, with its text on the step's form."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from shouwen.cases.actions.steps import finishing
from shouwen.cases.forms import Invalid
from shouwen.engine.events import ActRequested, Event, StepFinished
from shouwen.engine.state import Active, State
from shouwen.runtime import rulebooks

CHANNEL = "web"


def answering(text: str, at: datetime) -> Callable[[State], tuple[Event, Mapping[str, Any]]]:
    """The step whose finish is the reply; where there is none, the reply itself."""

    def make(state: State) -> tuple[Event, Mapping[str, Any]]:
        replying = _replying(state)
        if replying is not None:
            return _finished(state, replying, text, at), {}
        said = {"kind": "reply", "text": text, "channel": CHANNEL}
        return ActRequested(at=at, by=None, act="reply"), {"message": said}

    return make


def _replying(state: State) -> Active | None:
    steps = rulebooks.get(state.edition).flows[state.case_type].steps
    return next((each for each in state.active if each.step in steps and steps[each.step].rule.act == "reply"), None)


def _finished(state: State, active: Active, text: str, at: datetime) -> Event:
    """The text goes into the first long field of each form; the first outcome is the one that goes on."""
    compiled = rulebooks.get(state.edition)
    rule = compiled.flows[state.case_type].steps[active.step].rule
    outcome = next(iter(rule.out), "done")
    fields: dict[str, dict[str, str]] = {}
    for name in rule.fill:
        written = compiled.rulebook.papers[name].fields
        fields[name] = {field: text for field, each in written.items() if each.type == "long_text"}
    try:
        return finishing(state=state, task=active.task, outcome=outcome, fields=fields, by=None, at=at)
    except Invalid:
        # The rules themselves say on record what lacks.
        return StepFinished(at=at, by=None, step=active.step, visit=active.visit, outcome=outcome, member=active.member)
