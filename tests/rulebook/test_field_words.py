"""Every field of a block has a name and a sentence in Chinese, and the pages about the language show them."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from shouwen.rulebook.model import BLOCKS, Condition, Due, FieldRule, Figure, Frozen, Who
from shouwen.rulebook.naming.names import known, name_of

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_OF_RULES = (Condition, Due, FieldRule, Figure, Who)


def _types(annotation: Any) -> Iterator[Any]:
    yield annotation
    for inner in get_args(annotation):
        yield from _types(inner)


def _parts(model: type[Frozen], seen: set[type[Frozen]]) -> set[type[Frozen]]:
    """A block and everything it is built of that is no part of rules."""
    seen.add(model)
    for info in model.model_fields.values():
        for kind in _types(info.annotation):
            is_part = isinstance(kind, type) and issubclass(kind, Frozen) and not issubclass(kind, _OF_RULES)
            if is_part and kind not in seen:
                _parts(kind, seen)
    return seen


MODELS = sorted({part for block in BLOCKS.values() for part in _parts(block, set())}, key=lambda part: part.__name__)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_has_a_name_and_a_sentence(model: type[Frozen]) -> None:
    for name, info in model.model_fields.items():
        key = (info.alias or name).rstrip("_")
        if key not in ("kind", "name"):
            assert known(model.__name__, key), key
            assert _CHINESE.search(name_of(model.__name__, key)[0]), key
            assert _CHINESE.search(info.description or ""), key
