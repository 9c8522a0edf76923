"""What cases of one family learn of each other."""

from shouwen.engine.facts import Facts
from shouwen.engine.state import State


def told_to_parent(state: State) -> Facts:
    """What a parent learns of a child besides its outcome: nothing but its last judgements."""
    return {judgement.fact: judgement.value for judgement in state.judgements}
