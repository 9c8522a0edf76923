"""Names, happenings, spans and places as a message says them in Chinese: “投诉登记表”, and 「code」 where nobody gave a title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from shouwen.rulebook.model import Frozen, Rulebook
from shouwen.rulebook.naming.names import known, name_of
from shouwen.rulebook.span import unit_words
from shouwen.rulebook.walk import rule_path
from shouwen.rulebook.words.labels import KINDS, PARTS
from shouwen.rulebook.words.times import span_words
from shouwen.rulebook.words.tongue import Tongue

Say = Callable[[str], str]
_CODE = re.compile(r"[a-z]")
_UNREADABLE = re.compile(r"(.*?)(wmin|min|wh|wd|mo|h|d|w|q|y)")


def code(name: object) -> str:
    """What somebody wrote and nobody gave a title, set apart from the words around it."""
    text = str(name)
    return f"「{text}」" if _CODE.search(text.lower()) else f"“{text}”"


def titled(title: str | None, name: str) -> str:
    """A part by its title; by its code if it has none."""
    return f"“{title}”" if title else code(name)


def listed(names: Iterable[object], say: Say = code) -> str:
    return "、".join(say(str(name)) for name in names)


def unread_span(text: str) -> str:
    """A span that cannot be read, as a form shows it: number and unit."""
    found = _UNREADABLE.fullmatch(text)
    return f"“{found[1]}{unit_words(found[2])}”" if found and not _CODE.search(found[1].lower()) else code(text)


class Called:
    """The parts of one rulebook by their titles, quoted."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.tongue = Tongue(rulebook, "zh")
        self.book = rulebook

    def within(self, procedure: str) -> Called:
        """From inside a procedure, whose own steps are meant."""
        inner = Called(self.book)
        inner.tongue = self.tongue.within(procedure)
        return inner

    def post(self, name: str) -> str:
        return _quoted(self.tongue.post(name), name)

    def paper(self, name: str) -> str:
        return _quoted(self.tongue.paper(name).strip("《》"), name)

    def procedure(self, name: str) -> str:
        return _quoted(self.tongue.procedure(name), name)

    def step(self, name: str) -> str:
        return _quoted(self.tongue.step(name), name)

    def role(self, name: str) -> str:
        return _quoted(self.tongue.role(name), name)

    def fact(self, path: str) -> str:
        return _quoted(self.tongue.fact(path), path)

    def event(self, name: str) -> str:
        return _quoted(self.tongue.event(name), name)

    def act(self, name: str) -> str:
        return _quoted(self.tongue.act(name), name)

    def record(self, name: str) -> str:
        return _quoted(self.tongue.record(name), name)

    def value(self, path: str, value: str) -> str:
        return _quoted(self.tongue.value(path, value), value)

    def field(self, paper: str, name: str) -> str:
        return _quoted(self.tongue.fact(f"{paper}.{name}"), name)

    def day(self, text: object) -> str:
        """A day, a span or a word of the header: `下月10日`, `5个工作日`."""
        return self.span(str(text))

    def span(self, text: str) -> str:
        said = span_words(text, self.tongue)
        return unread_span(text) if _CODE.search(said) else said

    def name(self, name: str, *sorts: str) -> str:
        """A name of one of these sorts."""
        known: dict[str, Say] = {
            "post": self.post, "paper": self.paper, "procedure": self.procedure, "step": self.step, "role": self.role,
            "target": self.step, "fact": self.fact, "event": self.event, "act": self.act, "record": self.record,
        }  # fmt: skip
        titles = {**self.book.header.unit_kinds, **self.book.header.parties}
        titles |= {
            one.name: one.title for one in (*self.book.rules, *self.book.blocks) if one.kind in sorts and one.title
        }
        said = [titles[name]] if name in titles else [known[sort](name) for sort in sorts if sort in known]
        return next((_quoted(each.strip("“”"), name) for each in said if not _CODE.search(each)), code(name))

    def place(self, where: str) -> str:
        """Where something stands: 流程“投诉处理”的环节“登记”的时限."""
        found = [one for one in (*self.book.rules, *self.book.blocks) if f"{where}.".startswith(f"{rule_path(one)}.")]
        if not found:
            return _header(where.split("."), self.book) if where.startswith("header") else code(where)
        root = found[0]
        steps = where.removeprefix(rule_path(root)).strip(".").split(".")
        return "的".join([f"{KINDS[root.kind][0]}{_quoted(root.title or '', root.name)}", *_inside(root, steps)])


_OF_HEADER = {
    "words": "时长词", "calendars": "日历", "unit_kinds": "单位种类", "parties": "外部方", "warn": "提前预警", "long_rest": "挂起多久算久",
    "edition": "版本", "title": "名称", "rulebook": "制度代号", "zone": "时区",
}  # fmt: skip


def _header(steps: list[str], book: Rulebook) -> str:
    section, name = (*steps[1:], "", "")[:2]
    part = _child(getattr(book.header, section, None), name) if section in _OF_HEADER and name else None
    said = getattr(part, "called", None) or getattr(part, "title", None) or (part if isinstance(part, str) else None)
    return f"总则的{_OF_HEADER.get(section, '内容')}{titled(said, name) if section != 'edition' and name else ''}"


def _inside(part: object, steps: Iterable[str]) -> Iterator[str]:
    """Each level of a place: a part by its title, a field by its label."""
    around = ""
    for key in filter(None, steps):
        inner = _child(part, key)
        if around in PARTS and isinstance(part, Mapping):
            yield f"{PARTS[around][0]}{_quoted(getattr(inner, 'title', None) or '', key)}"
        elif isinstance(part, Frozen) and not isinstance(inner, Mapping) and known(type(part).__name__, key):
            yield name_of(type(part).__name__, key)[0]
        around, part = key, inner


def _child(part: object, key: str) -> object:
    if isinstance(part, Mapping):
        return part.get(key)
    if isinstance(part, tuple):
        return part[int(key)] if key.isdecimal() and int(key) < len(part) else None
    return getattr(part, key, None) or getattr(part, f"{key}_", None)


def _quoted(said: str, name: str) -> str:
    return code(name) if not said or _CODE.search(said) else f"“{said}”"
