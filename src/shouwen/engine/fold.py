"""The only maker of states: what happened and what was decided, folded in order."""

from collections.abc import Iterable

from shouwen.engine.draft import Draft
from shouwen.engine.effects import AnyEffect, Effect, Refuse
from shouwen.engine.events import AnyEvent
from shouwen.engine.fold_effects import apply_effect
from shouwen.engine.fold_events import apply_event
from shouwen.engine.state import State


def fold(state: State, event: AnyEvent, effects: Iterable[Effect]) -> State:
    """The state after one event and the effects decided for it; a refused event leaves only what its refusal says."""
    listed: tuple[AnyEffect, ...] = tuple(effects)  # type: ignore[arg-type]  # AnyEffect names every Effect
    draft = Draft(state)
    if any(isinstance(effect, Refuse) and effect.whole for effect in listed):
        draft.seq += 1
    else:
        apply_event(draft, event)
    for effect in listed:
        apply_effect(draft, effect, event)
    return draft.freeze()
