"""Nobody reads the program's own names: whatever an act still lacks is said in the words of its rulebook."""

import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from shouwen.cases.queries.worded import Worded
from shouwen.cases.words import LACKS
from shouwen.engine.compile import compile_rulebook
from shouwen.rulebook.load import load, shipped
from shouwen.rulebook.model import Condition, GateRule, PaperNeed, Rulebook, StepRule

NAMES = re.compile(r"[A-Za-z_]+[._][a-z_]+|“[A-Za-z_ .]+”")
EDITIONS = {name: path for name, _edition, path in shipped()}


def parts(one: object) -> Iterator[object]:
    yield one
    inner: object = ()
    if isinstance(one, BaseModel):
        inner = [getattr(one, name) for name in type(one).model_fields]
    elif isinstance(one, dict):
        inner = one.values()
    elif isinstance(one, (list, tuple)):
        inner = one
    for each in inner:  # type: ignore[attr-defined]  # one of the three
        yield from parts(each)


def lacks_of(book: Rulebook) -> Iterator[str]:
    """Everything that a gate, a step or a paper of it may ask for."""
    for rule in (*book.gates.values(), *book.case_types.values()):
        for part in parts(rule):
            if isinstance(part, (GateRule, StepRule)):
                conditions = [each for each in (part.needs, getattr(part, "when", None)) if each is not None]
                yield from _of(conditions)
            if isinstance(part, PaperNeed):
                yield from (f"paper:{part.paper}", *(f"field:{part.paper}.{name}" for name in part.fields))
                yield from _of([part.when] if part.when is not None else [])


def _of(conditions: list[Condition]) -> Iterator[str]:
    for path in {path for each in conditions for path in each.paths()}:
        yield from (f"fact:{path}", f"rule:{path}")


@pytest.mark.parametrize("name", sorted(EDITIONS))
def test_what_a_gate_or_step_lacks_is_said_in_words(name: str) -> None:
    book = load(EDITIONS[name]).rulebook
    assert book is not None
    worded = Worded(compile_rulebook(book), "")
    said = {lack: worded.lack(lack, LACKS) for lack in lacks_of(book)}
    assert {lack: words for lack, words in said.items() if NAMES.search(words)} == {}


def test_what_no_rulebook_names_is_said_without_a_name() -> None:
    book = load(EDITIONS["decor"]).rulebook
    assert book is not None
    worded = Worded(compile_rulebook(book), "")
    for lack in ("fact:promise.reply_at", "rule:case.closed_at", "fact:no.such", "fact:", "unheard_of:thing"):
        assert not re.search("[A-Za-z]", worded.lack(lack, LACKS)), lack
