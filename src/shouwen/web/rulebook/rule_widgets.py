"""The fields of a rule's form as a page draws them: one widget for each part of its specification, whatever the kind."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from shouwen.rulebook.form.choices import Choice, Choices
from shouwen.rulebook.form.filled import HOW, ROOT, WORD
from shouwen.rulebook.form.hints import hint_of
from shouwen.rulebook.form.names import name_of
from shouwen.rulebook.form.options import SHARE, UNITS, option
from shouwen.rulebook.form.shown import ordered, primary
from shouwen.rulebook.form.spec import FieldSpec, Figured, Keyed, Listed, Record, Scalar, Spec, field_of

_SPAN = re.compile(rf"([0-9]+)({'|'.join(sorted(UNITS, key=len, reverse=True))}|{SHARE})")
# Up to so many records of a list stand open.
FEW = 1
TELLING = ("title", "text", "task", "then", "path", "paper", "post", "role", "by", "to", "notify", "escalate")


@dataclass(frozen=True)
class Widget:
    """One field with everything its template needs; `at` is the place that problems name."""

    kind: str
    name: str
    at: str
    label: str = ""
    hint: str = ""
    value: str = ""
    must: bool = False
    options: tuple[Choice, ...] = ()
    source: str = ""
    parts: tuple["Widget", ...] = ()
    more: tuple[Choice, ...] = ()
    title: str = ""
    drops: str = ""
    moves: str = ""
    is_open: bool = False
    key: "Widget | None" = None
    how: "Widget | None" = None
    confirm: str = ""
    sort: str = "text"


@dataclass
class Draw:
    """Widgets for the values of one form, and the lists of choices that they turned out to need."""

    choices: Choices
    touched: str = ""
    """What was added last: it stands open."""
    links: frozenset[str] = frozenset()
    """Keys whose parts have pages of their own."""
    lists: dict[str, tuple[Choice, ...]] = field(default_factory=dict)

    def form(self, record: Record, values: Mapping[str, Any], at: str) -> Widget:
        return self._record(record, values, ROOT, at)

    def _say(self, both: tuple[str, str]) -> str:
        return both[0] if self.choices.lang == "zh" else both[1]

    def _record(self, record: Record, values: Mapping[str, Any], name: str, at: str) -> Widget:
        first = primary(record)
        fields = [each for each in ordered(record) if each.key not in (*record.one_of, *self.links)]
        shown = tuple(
            self._field(record, each, values, name, at) for each in fields if each.key in values or each.key in first
        )
        more = tuple(
            (f"set {name}/{each.key}", self._say(name_of(record.name, each.key)))
            for each in fields
            if each.key not in values and each.key not in first
        )
        made = Widget("record", name, at, parts=shown, more=more)
        return self._chosen(record, values, made) if record.one_of else made

    def _chosen(self, record: Record, values: Mapping[str, Any], made: Widget) -> Widget:
        """The one of several that is filled stands in front, beside the choice between them."""
        how = next((key for key in record.one_of if key in values), record.one_of[0])
        options = tuple((key, self._say(name_of(record.name, key))) for key in record.one_of)
        select = Widget("how", f"{made.name}/{HOW}", made.at, value=how, options=options)
        each = field_of(record, how)
        assert each is not None, how
        if isinstance(each.spec, Scalar) and each.spec.sort == "flag":
            return replace(made, how=select)
        given = self._field(record, each, values, made.name, made.at)
        return replace(made, how=select, parts=(replace(given, label="", hint="", drops=""), *made.parts))

    def _field(self, record: Record, each: FieldSpec, values: Mapping[str, Any], name: str, at: str) -> Widget:
        where = at if record.name == "Condition" and each.key == "tests" else f"{at}.{each.key}"
        path = f"{name}/{each.key}"
        label, hint = self._say(name_of(record.name, each.key)), self._say(hint_of(record.name, each.key))
        if each.key not in values and not isinstance(each.spec, (Scalar, Figured)):
            is_list = isinstance(each.spec, (Listed, Keyed))
            op = f"{'push' if is_list else 'set'} {path}"
            return Widget("absent", path, where, label, hint, must=each.required, title=op)
        made = self._widget(each.spec, values.get(each.key), path, where)
        drops = f"drop {path}" if each.key in values and each.key not in primary(record) else ""
        return replace(made, label=label, hint=hint, must=each.required, drops=drops or made.drops)

    def _widget(self, spec: Spec, value: Any, name: str, at: str) -> Widget:
        if isinstance(spec, Scalar):
            return self._scalar(spec, value or "", name, at)
        if isinstance(spec, Figured):
            given = value or {"value": "", "confirm": ""}
            inner = self._scalar(spec.inner, given["value"], f"{name}/value", at)
            return Widget("figure", name, at, parts=(inner,), confirm=given["confirm"])
        if isinstance(spec, Listed):
            return self._list(spec, value, name, at)
        if isinstance(spec, Keyed):
            entries = tuple(self._entry(spec, n, pair, f"{name}/{n}", at) for n, pair in enumerate(value))
            return Widget("entries", name, at, parts=self._opened(entries), title=f"push {name}")
        return replace(self._record(spec, value, name, at), title=summary(value))

    def _list(self, spec: Listed, value: list[Any], name: str, at: str) -> Widget:
        simple = isinstance(spec.item, (Scalar, Figured))
        parts = []
        for n, item in enumerate(value):
            place = f"{at}.{item.get('path')}" if spec.item == Record("Test") else f"{at}.{n}"
            made = self._widget(spec.item, item, f"{name}/{n}", place)
            title = made.title or summary(item)
            parts.append(replace(made, drops=f"drop {name}/{n}", moves=f"up {name}/{n}", title=title))
        plain = simple or spec.item == Record("Test") or (isinstance(spec.item, Record) and spec.item.name == "Who")
        kind = "items" if plain else "records"
        return Widget(kind, name, at, parts=tuple(parts) if plain else self._opened(tuple(parts)), title=f"push {name}")

    def _opened(self, parts: tuple[Widget, ...]) -> tuple[Widget, ...]:
        return tuple(
            replace(one, is_open=len(parts) <= FEW or not one.title or self.touched.startswith(f"{one.name}/"))
            for one in parts
        )

    def _entry(self, spec: Keyed, n: int, pair: Mapping[str, Any], name: str, at: str) -> Widget:
        key = self._scalar(spec.keys, pair["key"], f"{name}/key", f"{at}.{pair['key']}")
        made = self._widget(spec.item, pair["value"], f"{name}/value", f"{at}.{pair['key']}")
        title = " · ".join(word for word in (pair["key"], summary(pair["value"])) if word) if pair["key"] else ""
        return replace(made, key=key, title=title, drops=f"drop {name}", moves=f"up {name}", is_open=not title)

    def _scalar(self, spec: Scalar, value: str, name: str, at: str) -> Widget:
        made = Widget("input", name, at, value=value, sort=spec.sort)
        if spec.sort in ("flag", "long"):
            return replace(made, kind=spec.sort)
        if spec.sort == "span":
            return self._span(made)
        if spec.sort == "day":
            return self._offered(made, ("day",))
        if spec.options:
            offered = tuple((each, self._say(option(each))) for each in spec.options)
            return replace(made, kind="select", options=_with(value, offered)) if spec.closed else self._free(made, offered)
        if spec.refs and spec.closed:
            return replace(made, kind="select", options=_with(value, self.choices.of(spec.refs)))
        return self._offered(made, spec.refs) if spec.refs else made

    def _free(self, made: Widget, offered: tuple[Choice, ...]) -> Widget:
        source = "list-" + "-".join(each for each, _said in offered)
        self.lists[source] = offered
        return replace(made, kind="list", source=source)

    def _offered(self, made: Widget, refs: tuple[str, ...]) -> Widget:
        source = "list-" + "-".join(refs)
        self.lists[source] = offered = self.choices.of(refs)
        said = next((words for name, words in offered if name == made.value), "")
        return replace(made, kind="list", source=source, title=said if said != made.value else "")

    def _span(self, made: Widget) -> Widget:
        words = self.choices.book.header.words
        units = [(unit, self._say(said)) for unit, said in UNITS.items()]
        units += [(SHARE, SHARE)] if made.at.endswith("warn") else []
        units += [(f"{WORD}{name}", f"{name}（{figure.value or '—'}）") for name, figure in words.items()]
        found = _SPAN.fullmatch(made.value)
        number, unit = found.groups() if found else ("", f"{WORD}{made.value}") if made.value in words else (made.value, "")
        chosen = unit or ("h" if not number else "")
        options = tuple(units) if chosen else (("", "—"), *units)
        return replace(made, kind="span", value=number, title=chosen, options=options)


def _with(value: str, offered: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """What stands there now can stay, even if nobody offers it."""
    known = {name for name, _said in offered}
    return (("", "—"), *(() if value in known or not value else ((value, value),)), *offered)


def summary(values: Any) -> str:
    """A few words by which one knows a record among others."""
    if isinstance(values, str):
        return values
    if isinstance(values, list):
        return "、".join(filter(None, map(summary, values)))
    if not isinstance(values, dict):
        return ""
    if values.keys() <= {"value", "confirm"}:
        return str(values.get("value", ""))
    keys = [key for key in TELLING if key in values] or list(values)
    return next(filter(None, (summary(values[key]) for key in keys)), "")


def lists_of(draw: Draw) -> Iterator[tuple[str, tuple[Choice, ...]]]:
    """Each list of choices once, for the fields that take other words too."""
    yield from draw.lists.items()
