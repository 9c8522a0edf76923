"""The keys that a place in the model knows, for 'did you mean'."""

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel


def known_keys(model: type[BaseModel], loc: tuple[int | str, ...]) -> tuple[str, ...]:
    """The written keys allowed at pydantic's place `loc` inside `model`, in alphabetical order."""
    types: list[Any] = [model]
    for step in loc:
        types = [inner for kind in types for inner in _inside(kind, step)]
    keys = {key for kind in types for option in _options(kind) if _is_model(option) for key in written_keys(option)}
    return tuple(sorted(keys))


def written_keys(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a model as an author writes them."""
    return tuple(
        (info.alias or name).rstrip("_") for name, info in model.model_fields.items() if name not in ("kind", "name")
    )


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _options(kind: Any) -> list[Any]:
    """The members of a union, behind any annotation."""
    if get_origin(kind) is Annotated:
        return _options(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return [option for member in get_args(kind) for option in _options(member)]
    return [kind]


def _inside(kind: Any, step: int | str) -> list[Any]:
    """What stands under `step`; the name of a branch of a union leads to that branch."""
    found: list[Any] = []
    for option in _options(kind):
        if _is_model(option):
            found += _member(option, step)
        elif get_origin(option) is tuple and isinstance(step, int):
            found.append(get_args(option)[0])
        elif get_origin(option) is dict:
            found.append(get_args(option)[1])
    return found or [kind]


def _member(model: type[BaseModel], step: int | str) -> list[Any]:
    for name, info in model.model_fields.items():
        if step in (name, info.alias):
            return [info.annotation]
    return [model] if step == model.__name__ else []
