"""Every field an author can write has a Chinese title and help, and every value to choose has a Chinese word."""

import re
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest

from shouwen.rulebook.load.keys import written_keys
from shouwen.rulebook.load.parts import KINDS
from shouwen.rulebook.model import BLOCKS, Frozen, PaperRule, Part, StepRule
from shouwen.rulebook.model.rulebook import Header
from shouwen.rulebook.words.choices import choice

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _types(annotation: Any) -> Iterator[Any]:
    yield annotation
    for inner in get_args(annotation):
        yield from _types(inner)


def _models(annotation: Any, seen: set[type[Frozen]]) -> set[type[Frozen]]:
    """Every model that a rule, a block or the header is built of."""
    for kind in _types(annotation):
        if isinstance(kind, type) and issubclass(kind, Frozen) and kind not in seen:
            seen.add(kind)
            for info in kind.model_fields.values():
                _models(info.annotation, seen)
    return seen


MODELS = sorted(_models(Part, set()) | _models(Header, set()), key=lambda model: model.__name__)


def test_all_kinds_are_looked_at() -> None:
    looked_at = {get_args(model.model_fields["kind"].annotation) for model in MODELS if "kind" in model.model_fields}
    assert {(kind,) for kind in KINDS} <= looked_at
    assert set(BLOCKS.values()) <= set(MODELS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_has_title_and_help_in_chinese(model: type[Frozen]) -> None:
    written = set(written_keys(model)) | {"name"}
    for name, info in model.model_fields.items():
        if (info.alias or name).rstrip("_") in written:
            assert _CHINESE.search(info.title or ""), name
            assert _CHINESE.search(info.description or ""), name
    titles = [info.title for name, info in model.model_fields.items() if name != "kind" and info.title]
    assert len(titles) == len(set(titles)), "two fields of one form bear the same name"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_choice_has_a_chinese_word(model: type[Frozen]) -> None:
    for name, info in model.model_fields.items():
        for kind in _types(info.annotation) if name != "kind" else ():
            if get_origin(kind) is Literal:
                words = [choice(name, value) for value in get_args(kind)]
                assert all(_CHINESE.search(word) for word in words)
                assert len(words) == len(set(words))


def test_words_of_a_class_go_before_those_that_many_share() -> None:
    assert PaperRule.model_fields["fields"].title == "字段"
    assert StepRule.model_fields["fill"].title == "要填的表单"
    assert BLOCKS["inspection"].model_fields["by"].title == "由谁检查"
    assert choice("how", "random") == "随机抽样"
    assert choice("sort", "iso") == "ISO检查"
    assert choice("how", "random", "en") == "random"
