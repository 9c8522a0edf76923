"""What stands on a form or notice before anybody writes: the case's own facts, else those of the cases above it."""

from collections.abc import Iterable, Iterator

from shouwen.engine.facts import Facts, Value
from shouwen.engine.lookup import find
from shouwen.engine.state import State
from shouwen.rulebook.model import PaperRule
from shouwen.runtime.queries import state_of


def prefilled(papers: Iterable[PaperRule], state: State, known: Facts) -> Facts:
    """`known`, and a value under every path that a field of the papers is filled from.

    The cases above are asked, one query each, only for what this one does not know.
    """
    paths = {field.prefill for paper in papers for field in paper.fields.values() if field.prefill}
    found: dict[str, Value] = {path: find(path, state, known) for path in paths - known.keys()}
    lacking = {path for path, value in found.items() if value is None}
    below = state
    for above in _above(state) if lacking else ():
        for path in tuple(lacking):
            plain = path.removeprefix("parent.")
            value = find(f"parent.{plain}", below, {}, above)
            if value is not None:
                found[path] = value
                lacking.discard(path)
        if not lacking:
            break
        below = above
    return {**known, **{path: value for path, value in found.items() if value is not None}}


def _above(state: State) -> Iterator[State]:
    while state.parent is not None and state.parent.isdecimal():
        state = state_of(int(state.parent))
        yield state
