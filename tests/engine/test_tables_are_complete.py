"""Every effect has its fold, every verb of `do` its meaning, every act of the vocabulary a gate can name its place."""

from collections.abc import Callable
from typing import Any, get_args

import pytest

from shouwen.engine.acts import ACTS
from shouwen.engine.codec import effect_from_json, event_from_json
from shouwen.engine.effects import AnyEffect
from shouwen.engine.fold_effects import _FOLDS
from shouwen.engine.fold_events import BUILT_IN_ACTS
from shouwen.engine.verbs import _VERBS
from shouwen.rulebook.model.effect import VERBS


def test_every_effect_has_its_fold() -> None:
    assert set(_FOLDS) == set(get_args(AnyEffect))


def test_every_verb_has_its_meaning() -> None:
    assert set(_VERBS) == set(VERBS)


def test_acts_that_mean_something_do_not_become_facts() -> None:
    assert set(ACTS) == set(BUILT_IN_ACTS)


@pytest.mark.parametrize("read", [effect_from_json, event_from_json])
def test_unknown_records_are_refused(read: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(ValueError, match="Explosion"):
        read({"is": "Explosion"})
