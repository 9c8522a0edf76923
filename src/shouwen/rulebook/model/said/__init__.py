"""Chinese titles and help of every field of the model, set on the pydantic fields themselves for forms and pages."""

from shouwen.rulebook.model.base import Frozen
from shouwen.rulebook.model.said.blocks import BLOCKS
from shouwen.rulebook.model.said.common import COMMON, Said
from shouwen.rulebook.model.said.rules import RULES

_OWN = RULES | BLOCKS


def name_fields() -> None:
    """Give each field the words of its class, of a class above, or those that many classes share."""
    for model in _below(Frozen):
        for name, info in model.model_fields.items():
            said = _said(model, name)
            if said is not None:
                info.title, info.description = said


def _said(model: type[Frozen], name: str) -> Said | None:
    own = (_OWN.get(above.__name__.partition("[")[0], {}) for above in model.__mro__)
    return next((words[name] for words in own if name in words), COMMON.get(name))


def _below(model: type[Frozen]) -> list[type[Frozen]]:
    return [inner for each in model.__subclasses__() for inner in (each, *_below(each))]
