"""Canonical JSON text of what the ledger keeps: the same value gives the same text, before and after the database."""

import json
import re
from json.encoder import c_make_encoder  # type: ignore[attr-defined]  # not in the stubs
from typing import Any

from pydantic_core import from_json, to_json


def _refuse(value: object) -> Any:
    raise TypeError(f"{type(value).__name__} is no JSON value: {value!r}")


# What json.JSONEncoder makes anew for each text: without circles, in order, every character as it is, no NaN.
_chunks = c_make_encoder(None, _refuse, json.encoder.encode_basestring, None, ":", ",", True, False, False)  # noqa: FBT003  # it takes no names


# A number with a point or an exponent, perhaps only inside a text: then it is looked at closely. Instants are none.
_FRACTION = re.compile(r"[\[:,]-?\d+(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+)[,\]}]")


def canonical(value: Any) -> str:
    """Keys in order, no blanks, whole floats as integers, as the database gives numbers back."""
    text = "".join(_chunks(value, 0))
    return "".join(_chunks(_normal(value), 0)) if _FRACTION.search(text) else text


def plain(value: Any) -> str:
    """JSON that only we read, in whatever order it comes, by whatever writes it fastest."""
    return to_json(value).decode()


def _normal(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is int or value is None or kind is bool:
        return value
    if kind is dict:
        return {key: _normal(inner) for key, inner in value.items()}
    if kind is list or kind is tuple:
        return [_normal(inner) for inner in value]
    if kind is float:
        return int(value) if value.is_integer() else value
    raise TypeError(f"{kind.__name__} is no JSON value: {value!r}")


def again(text: str) -> str:
    """The canonical text of what the database gave back in its own order."""
    return canonical(json.loads(text))


def read(text: str) -> Any:
    """The value of a JSON text."""
    return from_json(text)
