"""What stands on a paper: the fields of the rulebook with the words for their values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from json import dumps
from zoneinfo import ZoneInfo

from shouwen.customers.contacts import masked
from shouwen.engine.approval import Signer
from shouwen.engine.facts import Facts, Value
from shouwen.rulebook.model import FieldRule, PaperRule, Rulebook, Who

YES_NO = {"true": "是", "false": "否", "True": "是", "False": "否"}
SEALED = "（已密封）"


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
        text = SEALED if value and field.sealed else words(field, value, rulebook, names)
        printed.append(Line(name, field.title or name, text, wide=field.type in ("long_text", "table")))
    return tuple(printed)


def _value(paper: PaperRule, name: str, field: FieldRule, facts: Facts) -> Value:
    for path in (f"{paper.name}.{name}", field.fact, field.prefill):
        if path and facts.get(path) not in (None, ""):
            return facts[path]
    return None


def words(field: FieldRule, value: Value, rulebook: Rulebook, names: Names) -> str:
    """A value in the words of the form: the choice's title, 是/否, the unit's or person's name, ¥ before money.

    What is sealed is not printed, and a telephone number only as far as the pages show it.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        return "；".join(_columns(field, value, rulebook, names))
    if isinstance(value, (list, tuple)):
        between = "\n" if field.type == "table" else "、"
        return between.join(words(field, each, rulebook, names) for each in value)
    if str(value).startswith("sealed:"):
        return SEALED
    return _as_typed(field, str(value), rulebook, names)


def _columns(field: FieldRule, line: Mapping[str, Value], rulebook: Rulebook, names: Names) -> Iterator[str]:
    for name, value in line.items():
        column = field.columns.get(name)
        yield f"{column.title or name}：{words(column, value, rulebook, names)}" if column else f"{name}：{value}"


def _as_typed(field: FieldRule, text: str, rulebook: Rulebook, names: Names) -> str:
    match field.type:
        case "yes_no":
            return YES_NO.get(text, text)
        case "choice" | "several":
            return _choice(field, text, rulebook)
        case "unit":
            return names.units.get(text, text)
        case "person":
            return names.persons.get(text, text)
        case "phone":
            return masked("phone", text)
        case "money" | "date" | "datetime":
            return _measured(field, text, rulebook.header.zone)
    return text


def _measured(field: FieldRule, text: str, zone: str) -> str:
    """Amounts with their thousands, days as people write them; what cannot be read stays as it was typed."""
    try:
        if field.type == "money":
            return f"¥{Decimal(text):,.2f}"
        if field.type == "date":
            return day(date.fromisoformat(text))
        at = datetime.fromisoformat(text)
    except (ValueError, InvalidOperation):
        return text
    local = at.astimezone(ZoneInfo(zone)) if at.tzinfo else at
    return f"{day(local)} {local:%H:%M}"


def day(at: date) -> str:
    """2026年3月2日: without noughts in front, as papers have it."""
    return f"{at.year}年{at.month}月{at.day}日"


def _choice(field: FieldRule, value: str, rulebook: Rulebook) -> str:
    fact = rulebook.facts.get(field.fact or "")
    return field.choices.get(value) or (fact.titles.get(value) if fact else None) or value


def to_sign(paper: PaperRule, facts: Facts) -> tuple[tuple[str, str], ...]:
    """(word, name) of the signature fields, for a paper whose rule names nobody who signs in the program."""
    fields = {name: field for name, field in paper.fields.items() if field.type == "signature"}
    return tuple(
        ((field.title or name).removesuffix("签字"), "见所附签字件" if _value(paper, name, field, facts) else "")
        for name, field in fields.items()
    )


def party_of(who: Who, rulebook: Rulebook) -> tuple[str, str]:
    """The name under which a party signs, as the rules know it, and the word that is printed."""
    if who.outside:
        return who.outside, rulebook.header.parties.get(who.outside, who.outside)
    post = rulebook.posts.get(who.post or "")
    name = who.post or who.role or who.group or ""
    return name, post.title if post else name


def written_name(signer: Signer, persons: Mapping[str, str]) -> str:
    """Who agreed, as a signature: 王敏, or 李四 代 张三."""
    names = [persons.get(person, "") for person in (signer.by, signer.on_behalf) if person]
    return " 代 ".join(name for name in names if name)


def fingerprint(title: str, printed: tuple[Line, ...]) -> str:
    """The hash that a signature stands under."""
    plain = dumps([title, [[line.name, line.text] for line in printed]], ensure_ascii=False)
    return sha256(plain.encode()).hexdigest()
