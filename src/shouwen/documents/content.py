"""What stands on a paper: the fields of the rulebook with the words for their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from json import dumps

from shouwen.engine.facts import Facts, Value
from shouwen.rulebook.model import FieldRule, PaperRule, Rulebook, Who

YES_NO = {"true": "是", "false": "否", "True": "是", "False": "否"}


@dataclass(frozen=True, slots=True)
class Line:
    """One field as printed."""

    name: str
    title: str
    text: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """Words for ids that facts hold."""

    units: Mapping[str, str]
    persons: Mapping[str, str]


def lines(paper: PaperRule, facts: Facts, rulebook: Rulebook, names: Names) -> tuple[Line, ...]:
    """Every field of the paper in its order; a field nobody filled stays as an empty line to write on.

    A value is the field's own, else what it is prefilled from.
    """
    printed = []
    for name, field in paper.fields.items():
        if field.type in ("signature", "file", "photo"):
            continue
        value = _value(paper, name, field, facts)
        text = words(field, value, rulebook, names)
        printed.append(Line(name, field.title or name, text, wide=field.type in ("long_text", "table")))
    return tuple(printed)


def _value(paper: PaperRule, name: str, field: FieldRule, facts: Facts) -> Value:
    for path in (f"{paper.name}.{name}", field.fact, field.prefill):
        if path and facts.get(path) not in (None, ""):
            return facts[path]
    return None


def words(field: FieldRule, value: Value, rulebook: Rulebook, names: Names) -> str:
    """A value in the words of the form: the choice's title, 是/否, the unit's or person's name, ¥ before money."""
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        return "；".join(f"{key}：{each}" for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return "、".join(words(field, each, rulebook, names) for each in value)
    text = str(value)
    if field.type == "yes_no":
        return YES_NO.get(text, text)
    if field.type in ("choice", "several"):
        return _choice(field, text, rulebook)
    if field.type == "unit":
        return names.units.get(text, text)
    if field.type == "person":
        return names.persons.get(text, text)
    return f"¥{text}" if field.type == "money" else text


def _choice(field: FieldRule, value: str, rulebook: Rulebook) -> str:
    fact = rulebook.facts.get(field.fact or "")
    return field.choices.get(value) or (fact.titles.get(value) if fact else None) or value


def party_of(who: Who, rulebook: Rulebook) -> tuple[str, str]:
    """The name under which a party signs, as the rules know it, and the word that is printed."""
    if who.outside:
        return who.outside, rulebook.header.parties.get(who.outside, who.outside)
    post = rulebook.posts.get(who.post or "")
    name = who.post or who.role or who.group or ""
    return name, post.title if post else name


def fingerprint(title: str, printed: tuple[Line, ...]) -> str:
    """The hash that a signature stands under."""
    plain = dumps([title, [[line.name, line.text] for line in printed]], ensure_ascii=False)
    return sha256(plain.encode()).hexdigest()
