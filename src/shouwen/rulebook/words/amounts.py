"""Shares, numbers and weights, in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from shouwen.rulebook.model import Figure
from shouwen.rulebook.words.tongue import Tongue


def percent(figure: Figure[Decimal] | None, tongue: Tongue) -> str:
    """`95%`, or that nobody has said yet."""
    if figure is None or figure.value is None:
        return tongue.say("（未定）", "(not settled)")
    return f"{figure.value.normalize():f}%"


def number_words(figure: Figure[Any] | None, tongue: Tongue) -> str:
    return tongue.say("（未定）", "(not settled)") if figure is None or figure.value is None else str(figure.value)


def weighed(weights: Mapping[str, Figure[Decimal] | None], tongue: Tongue) -> str:
    return tongue.join([f"{name} {percent(weight, tongue)}" if weight else name for name, weight in weights.items()])
