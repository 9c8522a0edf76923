"""References by the names that people know: shown in Chinese in a form, and what is typed there read as codes again."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from shouwen.rulebook.form.choices import VALUE_OF, Choice, Choices
from shouwen.rulebook.form.spec import Figured, Keyed, Listed, Record, Scalar, Spec, field_of
from shouwen.rulebook.form.values import Values
from shouwen.rulebook.words.times import rhythm_words
from shouwen.rulebook.words.tongue import Tongue

_MANY = re.compile(r"[，,、]\s*")
_EVERY_YEAR = re.compile(r"每年((?:[0-9]{1,2}月、?)+)的?((?:[0-9]{1,2}日、?)+)")
_NUMBER = re.compile(r"[0-9]+")
CLAUSE = "clause"
# Comparisons whose right side is a number or a span.
_MEASURED = frozenset({"at_least", "at_most", "more_than", "less_than", "past", "ahead"})
# Beside which field the fact stands whose values a field offers.
_ABOUT: Mapping[tuple[str, str], str] = {("Test", "value"): "path", ("Do", "value"): "set"}


def refs_at(record: Record, key: str, values: Mapping[str, Any], refs: tuple[str, ...]) -> tuple[str, ...]:
    """The sorts that a field offers, the fact beside it considered."""
    beside = values.get(_ABOUT.get((record.name, key), ""), "")
    if (record.name, key) == ("Test", "value"):
        op = values.get("op", "equals")
        if op in _MEASURED:
            return ()
        return (f"{VALUE_OF}?known",) if op == "known" else (f"{VALUE_OF}{beside}",) if beside else refs
    return (f"{VALUE_OF}{beside}",) if beside and refs == ("value",) else refs


class Spoken:
    """Codes and the words for them, both ways, as one rulebook gives them."""

    def __init__(self, choices: Choices, extra: Mapping[str, str] | None = None) -> None:
        self.choices = choices
        self.extra = dict(extra or {})
        """Words for codes that no list offers, as the page that was sent had them."""
        self._kept: dict[tuple[str, ...], dict[str, str]] = {}

    def named(self, refs: tuple[str, ...]) -> Mapping[str, str]:
        """Every code that a field offers by the words that stand for it; words that two would share name the code too."""
        if refs not in self._kept:
            self._kept[refs] = dict(self._named(refs))
        return self._kept[refs]

    def _named(self, refs: tuple[str, ...]) -> Iterable[Choice]:
        offered = self.choices.of(refs)
        codes = {code for code, _said in offered}
        counted: dict[str, int] = {}
        for _code, said in offered:
            counted[said] = counted.get(said, 0) + 1
        for code, said in offered:
            if CLAUSE in refs or self.choices.lang == "en":
                yield code, code
            else:
                yield code, said if counted[said] == 1 and said not in codes - {code} else f"{said}（{code}）"

    def shown(self, refs: tuple[str, ...], value: str) -> str:
        """What stands in the field for a code, or for several with commas."""
        names = self.named(refs)
        if value in names or self.choices.lang == "en":
            return names.get(value, value)
        if ", " in value:
            return "、".join(names.get(each, each) for each in value.split(", "))
        return self._other(refs, value)

    def _other(self, refs: tuple[str, ...], value: str) -> str:
        """A code that no list offers and that has words all the same."""
        tongue = Tongue(self.choices.book, "zh").within(self.choices.near)
        say = {"fact": tongue.fact, "event": tongue.event, "record": tongue.record, "act": tongue.act}
        said = rhythm_words(value, tongue) if "period" in refs else value
        said = next((say[ref](value) for ref in refs if ref in say), said)
        if not value or said == value or re.search("[a-z]", said):
            return value
        self.extra[said] = value
        return said

    def read(self, spec: Spec, values: Values) -> Values:
        """The values of a form, with codes for every name that was chosen or typed."""
        if isinstance(spec, Scalar):
            return self.code(spec.refs or (("day",) if spec.sort == "day" else ()), values)
        if isinstance(spec, Figured):
            return {**values, "value": self.read(spec.inner, values["value"])}
        if isinstance(spec, Listed):
            return [self.read(spec.item, item) for item in values]
        if isinstance(spec, Keyed):
            return [
                {"key": self.read(spec.keys, one["key"]), "value": self.read(spec.item, one["value"])} for one in values
            ]
        return self._record(spec, values)

    def _record(self, spec: Record, values: Mapping[str, Any]) -> Values:
        made: dict[str, Any] = {}
        for key in sorted(values, key=lambda each: (spec.name, each) in _ABOUT):
            each = field_of(spec, key)
            if each is None:
                made[key] = values[key]
            elif (spec.name, key) in _ABOUT and isinstance(each.spec, Scalar):
                made[key] = self.several(refs_at(spec, key, made, each.spec.refs), values[key])
            else:
                made[key] = self.read(each.spec, values[key])
        return {key: made[key] for key in values}

    def several(self, refs: tuple[str, ...], text: str) -> str:
        """A name, or several with commas between."""
        whole = self.code(refs, text)
        if whole != text or not refs:
            return whole
        return ", ".join(self._split(refs, text)) if _MANY.search(text) else text

    def _split(self, refs: tuple[str, ...], text: str) -> Iterator[str]:
        """Names with commas between them; a name may hold commas of its own."""
        known = sorted(self.named(refs).items(), key=lambda pair: -len(pair[1]))
        left = text.strip()
        while left:
            code = next((code for code, said in known if _begins(left, said)), "")
            said = self.named(refs)[code] if code else _MANY.split(left)[0]
            yield code or self.code(refs, said)
            left = _MANY.sub("", left.removeprefix(said).strip(), count=1).strip() if said else ""

    def code(self, refs: tuple[str, ...], text: str) -> str:
        """The code behind a name; what is none stays as it was typed, for the checker to tell."""
        typed = text.strip()
        if not typed or not refs:
            return text
        names = self.named(refs)
        if typed in names:
            return typed
        found = [code for code, said in names.items() if said == typed] or [
            code for code, said in self.choices.of(refs) if said == typed
        ]
        if len(found) == 1:
            return found[0]
        return self.extra.get(typed) or self._typed(refs, typed) or text

    def _typed(self, refs: tuple[str, ...], typed: str) -> str:
        if CLAUSE in refs:
            number = f"{self.choices.book.header.rulebook}-{typed}"
            return number if number in self.choices.book.clause else ""
        found = _EVERY_YEAR.fullmatch(typed) if "period" in refs else None
        if found is None:
            return ""
        months, days = (",".join(_NUMBER.findall(part)) for part in found.groups())
        return f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={days}"


def _begins(text: str, said: str) -> bool:
    left = text.removeprefix(said) if text.startswith(said) else "?"
    return not left.strip() or bool(_MANY.match(left.lstrip()))
