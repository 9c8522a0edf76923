"""Conditions, in words."""

from shouwen.rulebook.model import Condition, FactRef, Test
from shouwen.rulebook.span import parse_span, show_span
from shouwen.rulebook.walk import parts_of
from shouwen.rulebook.words.tongue import Tongue

_COMPARED = {
    "at_least": ("{0}不少于{1}", "{0} is at least {1}"),
    "at_most": ("{0}不超过{1}", "{0} is at most {1}"),
    "more_than": ("{0}多于{1}", "{0} is more than {1}"),
    "less_than": ("{0}少于{1}", "{0} is less than {1}"),
    "has": ("{0}含有{1}", "{0} contains {1}"),
    "lacks": ("{0}没有{1}", "{0} does not contain {1}"),
    "equals": ("{0}为{1}", "{0} is {1}"),
    "one_of": ("{0}为{1}", "{0} is {1}"),
    "past": ("{0}已满{1}", "{0} is at least {1} ago"),
    "ahead": ("{0}还有至少{1}", "{0} is at least {1} ahead"),
}


def condition_words(condition: Condition, tongue: Tongue) -> str:
    """`核定等级为严重，且已量房`, or the same in English."""
    if condition.test is not None:
        return _test(condition.test, tongue)
    if condition.no is not None:
        return _negated(condition.no, tongue)
    parts = [_bracketed(part, condition, tongue) for part in parts_of(condition)]
    if not parts:
        return tongue.say("任何情形", "any case")
    return (tongue.say("，或", " or ") if condition.any is not None else tongue.say("，且", " and ")).join(parts)


def _bracketed(part: Condition, around: Condition, tongue: Tongue) -> str:
    mixed = (part.any is not None) != (around.any is not None) and len(parts_of(part)) > 1
    words = condition_words(part, tongue)
    return tongue.say(f"（{words}）", f"({words})") if mixed and part.no is None else words


def _negated(inner: Condition, tongue: Tongue) -> str:
    words = condition_words(inner, tongue)
    return tongue.say(f"并非（{words}）", f"not ({words})")


def _test(test: Test, tongue: Tongue) -> str:
    fact = tongue.fact(test.path)
    if test.op == "known":
        positive = test.value == "true"
        return tongue.say(
            f"{fact}{'已知' if positive else '未知'}", f"{fact} is {'known' if positive else 'not known'}"
        )
    zh, en = _COMPARED[test.op]
    return tongue.say(zh, en).format(fact, _right(test, tongue))


def _right(test: Test, tongue: Tongue) -> str:
    if isinstance(test.value, FactRef):
        return tongue.fact(test.value.fact)
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    if test.op in ("past", "ahead"):
        return _span(values[0], tongue)
    words = [tongue.value(test.path, value) if value else tongue.say("（未定）", "(not settled)") for value in values]
    return tongue.join(words, last=tongue.say("或", " or "))


def _span(text: str, tongue: Tongue) -> str:
    try:
        return show_span(parse_span(text), tongue.lang)
    except ValueError:
        return text or tongue.say("（未定）", "(not settled)")
