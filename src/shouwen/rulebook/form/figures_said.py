"""Figures as people say and write them, 5个工作日 for `5wd`: what a page shows and what somebody types, both ways."""

import re
from collections.abc import Mapping

from shouwen.rulebook.figures import Sort
from shouwen.rulebook.form.choices import Choices
from shouwen.rulebook.form.spoken import Spoken
from shouwen.rulebook.model import Rulebook
from shouwen.rulebook.naming.called import Called
from shouwen.rulebook.span import UNITS, unit_words
from shouwen.rulebook.words.times import span_words
from shouwen.rulebook.words.tongue import Lang, Tongue

_REFS: Mapping[str, tuple[str, ...]] = {"day": ("day",), "period": ("period",), "event": ("event",), "text": ("value",)}
_TYPED = re.compile(r"([0-9]+)\s*(\S+)")
# What people write besides the words that pages show.
_UNITS: Mapping[str, str] = {unit_words(unit): unit for unit in UNITS} | {
    "天": "d", "工作日": "wd", "工作小时": "wh", "工作分钟": "wmin", "分": "min", "月": "mo", "季度": "q", "星期": "w", "个小时": "h",
}  # fmt: skip


class FiguresSaid:
    """The figures of one rulebook in words; in English they stand as they are written."""

    def __init__(self, book: Rulebook, lang: Lang) -> None:
        self.book = book
        self.lang = lang
        self.spoken = Spoken(Choices(book, lang))
        self.tongue = Tongue(book, lang)

    def words(self, sort: str, value: str | None) -> str:
        """`5个工作日`, `下月10日`, `环节开始`; a number as it is."""
        if not value or self.lang == "en":
            return value or ""
        if sort in ("span", "share"):
            return span_words(value, self.tongue)
        if sort == "post":
            return self.tongue.post(value)
        return self.spoken.shown(_REFS[sort], value) if sort in _REFS else value

    def code(self, sort: Sort | str, text: str) -> str:
        """The same read again; what is neither stays as it was typed."""
        typed = text.strip()
        if sort in ("span", "share"):
            return self._span(typed)
        return self.spoken.code(_REFS[sort], typed) if sort in _REFS else typed

    def _span(self, typed: str) -> str:
        named = (name for name, figure in self.book.header.words.items() if typed in self._called(name, figure.called))
        found = _TYPED.fullmatch(typed)
        unit = _UNITS.get(found[2], "") if found else ""
        return f"{found[1]}{unit}" if found and unit else next(named, typed)

    def _called(self, name: str, called: str | None) -> tuple[str | None, ...]:
        return called, span_words(name, self.tongue)

    def place(self, where: str) -> str:
        """Where a figure stands, in words."""
        return where if self.lang == "en" else Called(self.book).place(where)
