"""What a cell of an attribute's column says: a number, a day, a choice, yes or no; or why it says none of them."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from shouwen.rulebook.model import FieldRule

YES, NO = frozenset({"是", "有", "true", "1", "y"}), frozenset({"否", "无", "false", "0", "n"})


class NotOneError(ValueError):
    """The value is none of its column's."""

    def __init__(self, sort: str, **given: str | int) -> None:
        super().__init__(sort)
        self.sort = sort
        self.given = given


def _number(rule: FieldRule, value: str) -> object:
    plain = value.replace(",", "").replace("，", "").replace("￥", "").replace("¥", "")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        raise NotOneError("number") from None
    return int(found) if found == found.to_integral_value() else str(found)


def _day(rule: FieldRule, value: str) -> object:
    parts = (
        value[:10]
        .replace("/", "-")
        .replace(".", "-")
        .replace("年", "-")
        .replace("月", "-")
        .replace("日", "")
        .split("-")
    )
    try:
        return date(*map(int, parts)).isoformat()
    except (ValueError, TypeError):
        raise NotOneError("date") from None


def _choice(rule: FieldRule, value: str) -> object:
    by_word = {word: key for key, word in rule.choices.items()}
    if value not in by_word and value not in rule.choices:
        raise NotOneError("word", may_be="、".join(rule.choices.values()))
    return by_word.get(value, value)


def _yes_no(rule: FieldRule, value: str) -> object:
    if value.lower() not in YES | NO:
        raise NotOneError("yes_no")
    return value.lower() in YES


READERS: Mapping[str, Callable[[FieldRule, str], object]] = {
    "number": _number,
    "money": _number,
    "score": _number,
    "date": _day,
    "choice": _choice,
    "yes_no": _yes_no,
}
