"""A constant of a rule takes the type of the value it meets: truth, number, money, instant, or text on a scale."""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from shouwen.engine.facts import Value

TRUE = frozenset({"true", "yes", "是"})
FALSE = frozenset({"false", "no", "否"})
LONGEST_DAY = len("2026-11-22")


def same(met: Value, right: Value) -> bool:
    """Whether a value equals a constant written as text."""
    if met == right:
        return True
    if isinstance(met, bool):
        return truth(right) is met
    if isinstance(met, (int, float)):
        return number(met) == number(right)
    if isinstance(met, (tuple, list)):
        return any(same(item, right) for item in met)
    if isinstance(right, bool):
        return truth(met) is right
    return isinstance(met, str) and isinstance(right, (int, float)) and number(met) == number(right)


def compare(met: Value, right: Value, scale: tuple[str, ...] = ()) -> int | None:
    """-1, 0 or 1; None where the two have no order."""
    if scale and met in scale and right in scale:
        return _sign(scale.index(str(met)) - scale.index(str(right)))
    left_number, right_number = number(met), number(right)
    if left_number is not None and right_number is not None:
        return _sign(left_number - right_number)
    left, other = instant(met), instant(right)
    if left is not None and other is not None:
        return (left > other) - (left < other)
    return None


def truth(value: Value) -> bool | None:
    """Truth as written in a rulebook or stored as a fact."""
    if isinstance(value, bool):
        return value
    text = str(value).lower()
    return True if text in TRUE else False if text in FALSE else None


def number(value: Value) -> Decimal | None:
    """A number or money; None for anything else, truth included."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def instant(value: Value) -> datetime | None:
    """An instant written in ISO 8601, or the start of a day (in UTC, for ordering only)."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def day_of(value: Value) -> date | None:
    """The day, if the value is written as a day and nothing more."""
    if not isinstance(value, str) or len(value) > LONGEST_DAY:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _sign(difference: Decimal | int) -> int:
    return (difference > 0) - (difference < 0)
