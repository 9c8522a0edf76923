"""Two editions compared in plain sentences: what was added, removed, and what becomes what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shouwen.rulebook import words
from shouwen.rulebook.model import (
    Clause,
    Condition,
    Do,
    Due,
    Exit,
    Figure,
    Frozen,
    PaperNeed,
    Part,
    Point,
    Row,
    Rulebook,
    StepRule,
    Who,
)
from shouwen.rulebook.model.staff import Level
from shouwen.rulebook.walk import children, rule_path
from shouwen.rulebook.words.labels import KEYS, KINDS, PARTS
from shouwen.rulebook.words.steps import papers_words
from shouwen.rulebook.words.times import day_words, span_words
from shouwen.rulebook.words.tongue import Lang, Tongue

_WHOLE = (Figure, Who, Condition, Do)
"""Values that are told as a whole, not field by field."""
_ANCHORS = ("from", "until")
_SPANS = ("within", "after", "at", "about", "each", "warn", "last", "every")


def differences(old: Rulebook, new: Rulebook, lang: Lang = "zh") -> tuple[str, ...]:
    """Every difference as a sentence, in the order of the newer edition."""
    return tuple(_Comparison(Tongue(old, lang), Tongue(new, lang)).all())


@dataclass(frozen=True)
class _Comparison:
    """The two editions, each with its own words."""

    old: Tongue
    new: Tongue

    def all(self) -> Iterator[str]:
        before, after = self.old.rulebook, self.new.rulebook
        yield from self.header()
        yield from self.clauses(before.clause, after.clause)
        yield from self.parts(_by_path(before), _by_path(after))

    def say(self, zh: str, en: str) -> str:
        return self.new.say(zh, en)

    def header(self) -> Iterator[str]:
        before, after = self.old.rulebook.header, self.new.rulebook.header
        if before.edition != after.edition:
            yield self.becomes(
                self.say("版本", "edition"),
                f"{before.edition.id} ({before.edition.in_force})",
                f"{after.edition.id} ({after.edition.in_force})",
            )
        for name in (*before.words, *(word for word in after.words if word not in before.words)):
            one, two = before.words.get(name), after.words.get(name)
            if one != two:
                first, second = (span_words(figure.value if figure else None, self.new) for figure in (one, two))
                yield self.becomes(self.say(f"用词“{name}”", f"the word '{name}'"), first, second)

    def clauses(self, before: Mapping[str, Clause], after: Mapping[str, Clause]) -> Iterator[str]:
        for name, clause in after.items():
            if name not in before:
                yield self.say(f"新增条款 {name}（{clause.title}）。", f"Clause {name} ({clause.title}) is added.")
            elif before[name] != clause:
                yield self.say(
                    f"条款 {name}（{clause.title}）的文字有改动。",
                    f"The wording of clause {name} ({clause.title}) changes.",
                )
        for name, clause in before.items():
            if name not in after:
                yield self.say(f"删去条款 {name}（{clause.title}）。", f"Clause {name} ({clause.title}) is removed.")

    def parts(self, before: Mapping[str, Part], after: Mapping[str, Part]) -> Iterator[str]:
        for path, part in after.items():
            if path not in before:
                yield self.added(self.kind(part, self.new), _sentence(part, self.new))
            elif before[path] != part:
                yield from self.models(before[path], part, self.kind(part, self.new))
        for path, part in before.items():
            if path not in after:
                yield self.removed(self.kind(part, self.old))

    def kind(self, part: Part, tongue: Tongue) -> str:
        title = tongue.label(part.title, part.name)
        zh, en = KINDS[part.kind]
        return tongue.say(f"{zh}“{title}”", f"{en} '{title}'")

    def models(self, before: Frozen, after: Frozen, what: str) -> Iterator[str]:
        """Field by field; fields that hold named parts are compared part by part."""
        one, two = dict(children(before)), dict(children(after))
        for key in (*two, *(key for key in one if key not in two)):
            if one.get(key) != two.get(key):
                yield from self.field(key, one.get(key), two.get(key), what)

    def field(self, key: str, one: Any, two: Any, what: str) -> Iterator[str]:
        if isinstance(two or one, Mapping) and key != "by":
            yield from self.entries(key, one or {}, two or {}, what)
        elif isinstance(one or two, tuple) and all(
            isinstance(part, (Point, Level)) for part in (*(one or ()), *(two or ()))
        ):
            yield from self.entries(key, _listed(one or ()), _listed(two or ()), what)
        elif key == "rows":
            yield from self.rows(one or (), two or (), what)
        elif type(one) is type(two) and isinstance(one, Frozen) and not isinstance(one, _WHOLE):
            nested = self.say(*KEYS.get(key, (key, key.replace("_", " "))))
            yield from self.models(
                one,
                two,
                what if key in ("rounds", "repeat", "need") else self.say(f"{what}，{nested}", f"{what}, {nested}"),
            )
        else:
            yield self.change(key, one, two, what)

    def entries(self, key: str, one: Mapping[str, Any], two: Mapping[str, Any], what: str) -> Iterator[str]:
        """Named parts are compared part by part; other things under names, as weights, one by one."""
        if all(isinstance(part, Frozen) and not isinstance(part, _WHOLE) for part in (*one.values(), *two.values())):
            yield from self.named(key, one, two, what)
            return
        for name in (*two, *(name for name in one if name not in two)):
            if one.get(name) != two.get(name):
                yield self.change(name, one.get(name), two.get(name), what)

    def change(self, key: str, one: Any, two: Any, what: str) -> str:
        """`procedure 'complaint', step 'review': review within 24 hours becomes 12 hours.`"""
        first, second = self.value(key, one, self.old), self.value(key, two, self.new)
        if key == "within":
            second = second if one is None or two is None else second.removeprefix("within ")
            return self.becomes(what, first, second)
        word = self.word(key)
        if one is None or one == ():
            return self.say(f"{what}：新增{word}：{second}。", _upper(f"{what}: {word} is added: {second}."))
        if two is None or two == ():
            return self.say(f"{what}：取消{word}（{first}）。", _upper(f"{what}: {word} is removed ({first})."))
        return self.becomes(self.say(f"{what}：{word}", f"{what}: {word}"), first, second)

    def word(self, key: str) -> str:
        """A key of the language, or the fact, list or sheet that a weight stands beside."""
        if key in KEYS:
            return self.say(*KEYS[key])
        book = self.new.rulebook
        found = [
            block.title for block in book.blocks if block.name == key and block.kind in ("checklist", "questionnaire")
        ]
        return self.new.fact(key) if key in book.facts or not found else self.new.label(found[0], key)

    def named(self, key: str, one: Mapping[str, Any], two: Mapping[str, Any], what: str) -> Iterator[str]:
        for name, part in two.items():
            title = self.part(key, name, part, self.new, what)
            if name not in one:
                told, called = self.told(name, part), self.new.label(getattr(part, "title", None), name)
                yield self.say(self.inside("新增", key, called, told, what), self.added(title, told))
            elif one[name] != part:
                yield from self.models(one[name], part, title)
        for name, part in one.items():
            if name not in two:
                called = self.old.label(getattr(part, "title", None), name)
                gone = self.removed(self.part(key, name, part, self.old, what))
                yield self.say(self.inside("删去", key, called, "", what), gone)

    def part(self, key: str, name: str, part: Frozen, tongue: Tongue, what: str) -> str:
        title = tongue.label(getattr(part, "title", None), name)
        zh, en = PARTS.get(key, (key, key.replace("_", " ")))
        if key == "due":
            return self.say(f"{what}：{zh}“{title}”", f"{what}: {title}")
        return self.say(f"{what}，{zh}“{title}”", f"{what}, {en} '{title}'")

    def inside(self, verb: str, key: str, title: str | None, told: str, what: str) -> str:
        """Of a part inside something that stays, in Chinese: it is the part that is new, or gone."""
        told = told.rstrip("。.")
        return f"{what}：{verb}{PARTS.get(key, (key, key))[0]}“{title}”{f'：{told}' if told else ''}。"

    def told(self, name: str, part: Frozen) -> str:
        if isinstance(part, Due):
            return words.due(part, self.new.rulebook, self.new.lang)
        if isinstance(part, StepRule) and part.by is not None:
            return words.who(part.by, self.new.rulebook, self.new.lang)
        if isinstance(part, Exit):
            return self.new.step(part.then)
        del name
        return ""

    def rows(self, one: tuple[Row, ...], two: tuple[Row, ...], what: str) -> Iterator[str]:
        """Rows are known by their conditions; the same condition with another result is a change."""
        before = {_condition(row): row for row in one}
        after = {_condition(row): row for row in two}
        row_of = self.say(f"{what}的一行", f"{what}: a row")
        for key, row in after.items():
            told = _row(row, self.new)
            if key not in before:
                yield self.say(f"{what}：新增一行：{told}。", self.added(row_of, told))
            elif before[key] != row:
                yield self.becomes(row_of, f"({_row(before[key], self.old)})", f"({_row(row, self.new)})")
        for key, row in before.items():
            if key not in after:
                told = _row(row, self.old)
                yield self.say(f"{what}：删去一行：{told}。", self.removed(f"{row_of} ({told})"))

    def value(self, key: str, value: Any, tongue: Tongue) -> str:
        if value is None or value == ():
            return tongue.say("无", "nothing")
        if isinstance(value, Figure):
            return self.figure(key, value, tongue)
        if isinstance(value, (Who, Condition, Do)):
            return _plain(value, tongue)
        if key in _ANCHORS:
            return tongue.event(str(value))
        return self.other(key, value, tongue)

    def figure(self, key: str, value: Figure[Any], tongue: Tongue) -> str:
        if key in _ANCHORS and value.value is not None:
            return tongue.event(str(value.value))
        if value.value == "none":
            return tongue.say("不限", "no limit")
        if key in _SPANS or isinstance(value.value, str):
            words_ = span_words(value.value, tongue)
            return tongue.say(f"{words_}内", f"within {words_}") if key == "within" else words_
        return str(value.value) if value.value is not None else tongue.say("（未定）", "(not settled)")

    def other(self, key: str, value: Any, tongue: Tongue) -> str:
        if isinstance(value, tuple) and value and isinstance(value[0], PaperNeed):
            return papers_words(value, tongue)
        if isinstance(value, tuple):
            return tongue.join([self.value(key, part, tongue) for part in value])
        if key in ("fill", "superior", "includes", "then", "judge", "by") and isinstance(value, (str, Mapping)):
            return _named(key, value, tongue)
        if isinstance(value, Frozen):
            return tongue.join([f"{name}={self.value(name, part, tongue)}" for name, part in children(value)])
        return str(value)

    def becomes(self, what: str, one: str, two: str) -> str:
        return self.say(f"{what}由{one}变为{two}。", _upper(f"{what} {one} becomes {two}."))

    def added(self, what: str, more: str) -> str:
        told = more.rstrip("。.")
        return self.say(
            f"新增{what}{f'：{told}' if told else ''}。", _upper(f"{what} is added{f': {told}' if told else ''}.")
        )

    def removed(self, what: str) -> str:
        return self.say(f"删去{what}。", _upper(f"{what} is removed."))


def _listed(parts: tuple[Point | Level, ...]) -> dict[str, Point | Level]:
    """Points and levels have no names; they are known by what they say."""
    return {part.text if isinstance(part, Point) else part.title: part for part in parts}


def _by_path(rulebook: Rulebook) -> dict[str, Part]:
    return {rule_path(part): part for part in (*rulebook.rules, *rulebook.blocks)}


def _sentence(part: Part, tongue: Tongue) -> str:
    return words.sentence(part, tongue.rulebook, tongue.lang)


def _plain(value: Who | Condition | Do, tongue: Tongue) -> str:
    if isinstance(value, Who):
        return words.who(value, tongue.rulebook, tongue.lang)
    if isinstance(value, Condition):
        return words.condition(value, tongue.rulebook, tongue.lang)
    return words.do(value, tongue.rulebook, tongue.lang)


def _named(key: str, value: str | Mapping[str, Any], tongue: Tongue) -> str:
    if key == "by":
        return day_words(value, tongue)
    name = str(value)
    found = {
        "fill": tongue.paper,
        "superior": tongue.post,
        "includes": tongue.post,
        "then": tongue.step,
        "judge": tongue.fact,
    }
    return found[key](name)


def _row(row: Row, tongue: Tongue) -> str:
    return words.row_sentence(row, tongue.rulebook, tongue.lang).rstrip("。.")


def _condition(row: Row) -> str:
    return row.when.model_dump_json() if row.when is not None else ""


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
