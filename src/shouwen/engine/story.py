"""Stories: what happens to a case, line by line, and what must have come of it at exact instants."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

LINE = re.compile(r"^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)\s*(.*)$", re.DOTALL)
COLON = re.compile(r"[：:]\s*")
NEVER = "不得"


class StoryError(ValueError):
    """A line of a story that cannot be understood, with what to do about it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of `when` or `then`: its instant, if it names one, its words, and the keys below it."""

    text: str
    at: datetime | None
    words: str
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def head(self) -> str:
        """What stands before the colon."""
        return COLON.split(self.words, maxsplit=1)[0].strip()

    @property
    def content(self) -> str:
        """What stands after the colon."""
        parts = COLON.split(self.words, maxsplit=1)
        return parts[1].strip() if len(parts) > 1 else ""


@dataclass(frozen=True, slots=True)
class Story:
    """A case with its beginning, its events and its consequences."""

    title: str
    given: Mapping[str, Any]
    when: tuple[Line, ...]
    then: tuple[Line, ...]
    until: datetime


def read_story(written: Mapping[str, Any], zone: str) -> Story:
    """A story as loaded from YAML with every scalar as text."""
    unknown = set(written) - {"story", "given", "when", "then", "cites", "calendar"}
    if unknown:
        raise StoryError(f"unknown keys {sorted(unknown)}; a story has story, given, when, then")
    given = written.get("given") or {}
    place = ZoneInfo(zone)
    when = tuple(_line(item, place) for item in _items(written, "when"))
    then = tuple(_line(item, place) for item in _items(written, "then"))
    for line in when:
        if line.at is None:
            raise StoryError(f"'{line.text}' names no instant; begin it with YYYY-MM-DD HH:MM")
    named = [line.at for line in (*when, *then) if line.at is not None]
    if given.get("until"):
        named.append(moment(str(given["until"]), place))
    return Story(str(written.get("story", "")), given, tuple(sorted(when, key=_at)), then, max(named))


def _at(line: Line) -> datetime:
    assert line.at is not None  # checked when the story was read
    return line.at


def _items(written: Mapping[str, Any], key: str) -> Sequence[Any]:
    items = written.get(key) or ()
    if isinstance(items, str) or not isinstance(items, Sequence):
        raise StoryError(f"'{key}' is a list of lines")
    return items


def _line(item: Any, zone: ZoneInfo) -> Line:
    """A line may be plain text, or, because of its colon, a mapping whose first key begins it."""
    details: dict[str, Any] = {}
    if isinstance(item, Mapping):
        (first, content), *rest = item.items()
        details = dict(rest)
        text = f"{first}：{content}" if content not in {None, ""} else str(first)
    else:
        text = str(item)
    found = LINE.match(text.strip())
    if found is None:
        return Line(text, None, text.strip(), details)
    day, clock, words = found.groups()
    return Line(text, moment(f"{day} {clock}", zone), words.strip(), details)


def moment(text: str, zone: ZoneInfo) -> datetime:
    """A wall-clock time of the rulebook's zone."""
    try:
        found = datetime.fromisoformat(text.strip().replace(" ", "T"))
    except ValueError:
        raise StoryError(f"'{text}' is no instant; write YYYY-MM-DD HH:MM") from None
    return found if found.tzinfo is not None else found.replace(tzinfo=zone)
