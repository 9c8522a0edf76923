"""The fields of a rule's form as a page draws them: one widget for each part of its specification, whatever the kind."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from shouwen.rulebook.form.choices import Choice, Choices
from shouwen.rulebook.form.filled import HOW, ROOT, WORD
from shouwen.rulebook.form.hints import hint_of
from shouwen.rulebook.form.shown import ordered, primary
from shouwen.rulebook.form.spec import FieldSpec, Figured, Keyed, Listed, Record, Scalar, Spec, field_of
from shouwen.rulebook.form.spoken import Spoken, refs_at
from shouwen.rulebook.model import Vague
from shouwen.rulebook.naming.names import name_of
from shouwen.rulebook.naming.options import SHARE, UNITS, option
from shouwen.rulebook.words.times import span_words
from shouwen.rulebook.words.tongue import Tongue

_SPAN = re.compile(rf"([0-9]+)({'|'.join(sorted(UNITS, key=len, reverse=True))}|{SHARE})")
# Up to so many records of a list stand open.
FEW = 1
# A longer list is typed into, which narrows it.
FEW_TO_CHOOSE = 8
TELLING = ("title", "text", "task", "then", "path", "paper", "post", "role", "by", "to", "notify", "escalate")
# Records of a line or two, shown without a frame of their own.
PLAIN = frozenset({"Test", "Who"})


@dataclass(frozen=True)
class Widget:
    """One field with everything its template needs; `name` is also the place that problems lead to."""

    kind: str
    name: str
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
    spoken: Spoken
    touched: str = ""
    """What was added last: it stands open."""
    links: frozenset[str] = frozenset()
    """Keys whose parts have pages of their own."""
    lists: dict[str, tuple[Choice, ...]] = field(default_factory=dict)

    def form(self, record: Record, values: Mapping[str, Any]) -> Widget:
        return self._record(record, values, ROOT)

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return dict(self.choices.of(("paper", "procedure", "post", "role", "party", "step", "fact", "event", "act")))

    def _say(self, both: tuple[str, str]) -> str:
        return both[0] if self.choices.lang == "zh" else both[1]

    def _record(self, record: Record, values: Mapping[str, Any], name: str) -> Widget:
        first = primary(record)
        fields = [each for each in ordered(record) if each.key not in (*record.one_of, *self.links)]
        shown = tuple(
            self._field(record, each, values, name) for each in fields if each.key in values or each.key in first
        )
        more = tuple(
            (f"set {name}/{each.key}", self._say(name_of(record.name, each.key)))
            for each in fields
            if each.key not in values and each.key not in first
        )
        made = Widget("record", name, parts=shown, more=more)
        return self._chosen(record, values, made) if record.one_of else made

    def _chosen(self, record: Record, values: Mapping[str, Any], made: Widget) -> Widget:
        """The one of several that is filled stands in front, beside the choice between them."""
        how = next((key for key in record.one_of if key in values), record.one_of[0])
        options = tuple((key, self._say(name_of(record.name, key))) for key in record.one_of)
        select = Widget("how", f"{made.name}/{HOW}", value=how, options=options)
        each = field_of(record, how)
        assert each is not None, how
        if isinstance(each.spec, Scalar) and each.spec.sort == "flag":
            return replace(made, how=select)
        given = self._field(record, each, values, made.name)
        return replace(made, how=select, parts=(replace(given, label="", hint="", drops=""), *made.parts))

    def _field(self, record: Record, each: FieldSpec, values: Mapping[str, Any], name: str) -> Widget:
        path = f"{name}/{each.key}"
        label, hint = self._say(name_of(record.name, each.key)), self._say(hint_of(record.name, each.key))
        if each.key not in values and not isinstance(each.spec, (Scalar, Figured)):
            adds = "push" if isinstance(each.spec, (Listed, Keyed)) else "set"
            return Widget("absent", path, label, hint, must=each.required, title=f"{adds} {path}")
        spec = each.spec
        if isinstance(spec, Scalar) and spec.refs:
            spec = replace(spec, refs=refs_at(record, each.key, values, spec.refs))
        made = self._widget(spec, values.get(each.key), path)
        drops = f"drop {path}" if each.key in values and each.key not in primary(record) else ""
        return replace(made, label=label, hint=hint, must=each.required, drops=drops or made.drops)

    def _widget(self, spec: Spec, value: Any, name: str) -> Widget:
        if isinstance(spec, Scalar):
            return self._scalar(spec, value or "", name)
        if isinstance(spec, Figured):
            given = value or {"value": "", "confirm": ""}
            inner = self._scalar(spec.inner, given["value"], f"{name}/value")
            return Widget("figure", name, parts=(inner,), confirm=given["confirm"])
        if isinstance(spec, Listed):
            return self._list(spec, value, name)
        if isinstance(spec, Keyed):
            entries = tuple(self._entry(spec, pair, f"{name}/{n}") for n, pair in enumerate(value))
            return Widget("entries", name, parts=self._opened(entries), title=f"push {name}")
        return replace(self._record(spec, value, name), title=self.summary(value, spec))

    def _list(self, spec: Listed, value: list[Any], name: str) -> Widget:
        parts = []
        for n, item in enumerate(value):
            made = self._widget(spec.item, item, f"{name}/{n}")
            title = made.title or self.summary(item)
            parts.append(replace(made, drops=f"drop {name}/{n}", moves=f"up {name}/{n}", title=title))
        plain = not isinstance(spec.item, Record) or spec.item.name in PLAIN
        opened = tuple(parts) if plain else self._opened(tuple(parts))
        return Widget("items" if plain else "records", name, parts=opened, title=f"push {name}")

    def _opened(self, parts: tuple[Widget, ...]) -> tuple[Widget, ...]:
        return tuple(
            replace(one, is_open=len(parts) <= FEW or not one.title or self.touched.startswith(f"{one.name}/"))
            for one in parts
        )

    def _entry(self, spec: Keyed, pair: Mapping[str, Any], name: str) -> Widget:
        key = self._scalar(spec.keys, pair["key"], f"{name}/key")
        made = self._widget(spec.item, pair["value"], f"{name}/value")
        told = made.title or self.summary(pair["value"])
        kind = "line" if isinstance(spec.item, Record) and spec.item.name == "Said" else made.kind
        return replace(made, kind=kind, key=key, title=told or pair["key"], drops=f"drop {name}", moves=f"up {name}")

    def _scalar(self, spec: Scalar, value: str, name: str) -> Widget:
        made = Widget("input", name, value=value, sort=spec.sort)
        if spec.sort in ("flag", "long") or "\n" in value:
            # A field of one line would lose the breaks.
            return replace(made, kind="flag" if spec.sort == "flag" else "long")
        if spec.sort == "span":
            return self._span(made)
        if spec.sort == "day":
            return self._offered(made, ("day",))
        if spec.options:
            offered = tuple((each, self._say(option(each))) for each in spec.options)
            return (
                replace(made, kind="select", options=_with(value, offered))
                if spec.closed
                else self._free(made, "-".join(spec.options), offered)
            )
        if spec.refs and spec.closed and len(self.choices.of(spec.refs)) <= FEW_TO_CHOOSE:
            return replace(made, kind="select", options=_with(value, self.choices.of(spec.refs)))
        return self._offered(made, spec.refs) if spec.refs else made

    def _offered(self, made: Widget, refs: tuple[str, ...]) -> Widget:
        """By the words for what can stand here; the title of a clause stands beside its number."""
        words = dict(self.choices.of(refs))
        offered = tuple(
            (shown, words[code] if shown == code else "") for code, shown in self.spoken.named(refs).items()
        )
        shown = self.spoken.shown(refs, made.value)
        self.lists[source := f"list-{'-'.join(refs)}"] = offered
        said = words.get(made.value, "") if shown == made.value else ""
        return replace(made, kind="list", source=source, value=shown, title=said if said != shown else "")

    def _free(self, made: Widget, source: str, offered: tuple[Choice, ...]) -> Widget:
        """Chosen from a list, or written; below it stands what a name means."""
        self.lists[f"list-{source}"] = offered
        said = next((words for name, words in offered if name == made.value), "")
        return replace(made, kind="list", source=f"list-{source}", title=said if said != made.value else "")

    def _span(self, made: Widget) -> Widget:
        words = self.choices.book.header.words
        units = [(unit, self._say(said)) for unit, said in UNITS.items()]
        units += [(SHARE, SHARE)] if "/warn/" in made.name else []
        if not made.name.startswith(f"{ROOT}/words/"):
            # A word that stands for another word would never end.
            units += [(f"{WORD}{name}", self._vague(name, figure)) for name, figure in words.items()]
        found = _SPAN.fullmatch(made.value)
        number, unit = found.groups() if found else (made.value, "")
        if made.value in words:
            number, unit = "", f"{WORD}{made.value}"
        chosen = unit or ("" if number else "h")
        return replace(
            made, kind="span", value=number, title=chosen, options=tuple(units if chosen else [("", "—"), *units])
        )

    def _vague(self, name: str, figure: Vague) -> str:
        """A vague word with the span that it stands for: 及时（2小时）."""
        if self.choices.lang == "en":
            return f"{name} ({figure.value or '-'})"
        tongue = Tongue(self.choices.book, "zh")
        return f"{figure.called or name}（{span_words(figure.value, tongue)}）"

    def _spanned(self, value: str) -> str:
        """A span in words; other values as they are."""
        if self.choices.lang == "en" or not _SPAN.fullmatch(value):
            return value
        return span_words(value, Tongue(self.choices.book, "zh"))

    def summary(self, values: Any, spec: Spec | None = None) -> str:
        """A few words by which one knows a record among others, names by their titles."""
        if isinstance(values, str):
            return self._titles.get(values) or self._spanned(values)
        if isinstance(values, list):
            return "、".join(filter(None, map(self.summary, values)))
        if not isinstance(values, dict):
            return ""
        if "value" in values and values.keys() <= {"value", "confirm"}:
            return self._spanned(str(values["value"]))
        keys = [key for key in TELLING if key in values] or list(values)
        told = next(filter(None, (self.summary(values[key]) for key in keys)), "")
        if isinstance(spec, Record) and spec.name == "Do" and told:
            verb = next((key for key in spec.one_of if key in values), "")
            return f"{self._say(name_of(spec.name, verb))}：{told}"
        return told


def _with(value: str, offered: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """What stands there now can stay, even if nobody offers it."""
    known = {name for name, _said in offered}
    return (("", "—"), *(() if value in known or not value else ((value, value),)), *offered)
