"""A CSV file of messages and replies, read whole: good rows, and for each bad one its line, column and reason."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

FIELDS: Mapping[str, tuple[str, ...]] = {
    "source_id": ("留言编号", "编号", "source_id", "id"),
    "customer": ("留言用户", "用户", "customer", "user"),
    "title": ("留言主题", "主题", "标题", "title", "subject"),
    "opened_at": ("留言时间", "opened_at", "created_at"),
    "content": ("留言详情", "留言内容", "详情", "内容", "content", "body"),
    "reply": ("答复意见", "答复内容", "答复", "reply", "answer"),
    "replied_at": ("答复时间", "replied_at", "answered_at"),
}
"""What a row may give, and the headings under which it is usually found."""
NEEDED = ("source_id", "opened_at")
LONGEST: Mapping[str, int] = {"source_id": 100, "customer": 120, "content": 20_000, "reply": 20_000}
# A cell may hold a long letter; the module's own bound is 131,072 characters.
LONGEST_CELL = 10_000_000
LOOSE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2})(:.*))?$", re.DOTALL)
ENCODINGS = ("utf-8-sig", "gb18030")


class UnreadableFile(ValueError):
    """Nothing of the file can be used; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Message:
    """One good row."""

    line: int
    source_id: str
    customer: str
    title: str
    content: str
    opened_at: datetime
    reply: str
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one row."""

    line: int
    column: str
    value: str
    reason: str
    reason_zh: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read."""

    name: str
    hash: str
    encoding: str
    columns: Mapping[str, str]
    rows: int
    messages: tuple[Message, ...]
    faults: tuple[Fault, ...]


def read_map(text: str) -> dict[str, str]:
    """`留言编号=source_id,留言时间=opened_at` as field → heading."""
    found: dict[str, str] = {}
    for part in text.split(","):
        heading, equals, name = (piece.strip() for piece in part.partition("="))
        if not (equals and heading and name in FIELDS):
            raise UnreadableFile(f"'{part.strip()}' in --map is no HEADING=FIELD: the fields are {', '.join(FIELDS)}.")
        found[name] = heading
    return found


def read_source(path: Path, *, columns: Mapping[str, str] | None = None, zone: str, now: datetime) -> Source:
    """Every row is looked at before any case is opened; times without a zone are those of `zone`."""
    if zone not in available_timezones():
        raise UnreadableFile(f"'{zone}' is no time zone: give a name such as Asia/Shanghai.")
    raw = _bytes(path)
    text, encoding = _decoded(raw, path)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    headings = _headings(reader, path)
    chosen = _columns(headings, columns or {}, path)
    found = list(_rows(_Reading(headings, chosen, ZoneInfo(zone), now), reader, path))
    return Source(
        name=path.name,
        hash=sha256(raw).hexdigest(),
        encoding=encoding,
        columns=chosen,
        rows=len({row.line for row in found}),
        messages=tuple(row for row in found if isinstance(row, Message)),
        faults=tuple(row for row in found if isinstance(row, Fault)),
    )


def _headings(reader: Iterator[Sequence[str]], path: Path) -> list[str]:
    try:
        return [heading.strip() for heading in next(reader, [])]
    except csv.Error as error:
        raise UnreadableFile(f"{path}, the headings in line 1: {error}; is a quotation mark left open?") from error


def hash_of(path: Path) -> str:
    """By which a file is known again, whatever its name."""
    return sha256(_bytes(path)).hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}.") from error


def _decoded(raw: bytes, path: Path) -> tuple[str, str]:
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding), "UTF-8" if encoding.startswith("utf") else "GB18030"
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(f"{path} is neither UTF-8 nor GB18030: save it in one of them and try again.")


def _columns(headings: Sequence[str], given: Mapping[str, str], path: Path) -> dict[str, str]:
    if not any(headings):
        raise UnreadableFile(f"{path} has no headings: its first line must name the columns.")
    chosen = {name: next((word for word in words if word in headings), "") for name, words in FIELDS.items()} | dict(
        given
    )
    there = ", ".join(headings)
    for name, heading in given.items():
        if heading not in headings:
            raise UnreadableFile(f"{path} has no column '{heading}' for {name}: it has {there}.")
    lacking = [name for name in NEEDED if not chosen[name]]
    if not (chosen["title"] or chosen["content"]):
        lacking.append("title")
    if lacking:
        raise UnreadableFile(f"{path}: say with --map which column is {', '.join(lacking)}; it has {there}.")
    return {name: heading for name, heading in chosen.items() if heading}


def _rows(reading: "_Reading", reader: Iterator[Sequence[str]], path: Path) -> Iterator[Message | Fault]:
    """A record may run over several lines; it is named by its first."""
    line = 2
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield from reading.row(line, cells)
            line = reader.line_num + 1  # type: ignore[attr-defined]  # the module's reader has it
    except csv.Error as error:
        raise UnreadableFile(f"{path}, record at line {line}: {error}; is a quotation mark left open?") from error


def _padded(written: re.Match[str]) -> str:
    """2019-1-5 9:05, as spreadsheets write it, with two digits each."""
    year, month, day, hour, rest = written.group(1, 2, 3, 4, 5)
    return f"{year}-{month:0>2}-{day:0>2}" + (f" {hour:0>2}{rest}" if hour else "")


class _Reading:
    """What is known while the rows go by."""

    def __init__(self, headings: Sequence[str], columns: Mapping[str, str], zone: ZoneInfo, now: datetime) -> None:
        self.headings = headings
        self.columns = columns
        self.places = {name: headings.index(heading) for name, heading in columns.items()}
        self.zone = zone
        self.now = now
        self.seen: dict[str, int] = {}

    def row(self, line: int, cells: Sequence[str]) -> Iterator[Message | Fault]:
        if len(cells) != len(self.headings):
            yield Fault(
                line, "", "",
                f"{len(cells)} cells, but {len(self.headings)} headings",
                f"有 {len(cells)} 格，表头有 {len(self.headings)} 格",
            )  # fmt: skip
            return
        given = {name: cells[place].replace("\x00", "").strip() for name, place in self.places.items()}
        faults: list[Fault] = []
        opened_at = self._instant(line, "opened_at", given, faults)
        replied_at = self._instant(line, "replied_at", given, faults)
        faults += self._lacking(line, given)
        faults += self._order(line, given, opened_at, replied_at)
        if faults or opened_at is None:
            yield from faults
            return
        self.seen[given["source_id"]] = line
        yield Message(
            line, given["source_id"], given.get("customer", ""), given.get("title", ""), given.get("content", ""),
            opened_at, given.get("reply", ""), replied_at,
        )  # fmt: skip

    def _fault(self, line: int, name: str, value: str, reason: str, reason_zh: str) -> Fault:
        return Fault(line, self.columns.get(name, name), value[:60], reason, reason_zh)

    def _instant(self, line: int, name: str, given: Mapping[str, str], faults: list[Fault]) -> datetime | None:
        text = given.get(name, "")
        if not text:
            return None
        try:
            found = datetime.fromisoformat(LOOSE.sub(_padded, text.replace("/", "-"), count=1))
        except ValueError:
            faults.append(
                self._fault(
                    line, name, text, "no time such as 2019-04-25 09:32:09", "不是 2019-04-25 09:32:09 这样的时间"
                )
            )
            return None
        return found if found.tzinfo else found.replace(tzinfo=self.zone)

    def _lacking(self, line: int, given: Mapping[str, str]) -> Iterator[Fault]:
        for name in NEEDED:
            if not given[name]:
                yield self._fault(line, name, "", "is empty", "没有填写")
        if not (given.get("title") or given.get("content")):
            yield self._fault(line, "title", "", "neither title nor content", "主题和内容都没有填写")
        for name, longest in LONGEST.items():
            text = given.get(name, "")
            if len(text) > longest:
                yield self._fault(
                    line,
                    name,
                    text,
                    f"{len(text)} characters, at most {longest}",
                    f"有 {len(text)} 字，最多 {longest} 字",
                )
        first = self.seen.get(given["source_id"])
        if given["source_id"] and first is not None:
            yield self._fault(line, "source_id", given["source_id"], f"also in line {first}", f"与第 {first} 行重复")

    def _order(
        self, line: int, given: Mapping[str, str], opened_at: datetime | None, replied_at: datetime | None
    ) -> Iterator[Fault]:
        written = bool(given.get("reply"))
        if opened_at is not None and opened_at > self.now:
            yield self._fault(line, "opened_at", given["opened_at"], "lies in the future", "晚于现在")
        if opened_at is not None and replied_at is not None and replied_at < opened_at:
            yield self._fault(line, "replied_at", given["replied_at"], "before the message", "早于留言时间")
        if written and not given.get("replied_at"):
            yield self._fault(line, "replied_at", "", "a reply without a time", "有答复而没有答复时间")
        if replied_at is not None and not written and "reply" in self.columns:
            yield self._fault(line, "reply", "", "a time without a reply", "有答复时间而没有答复")
        if replied_at is not None and replied_at > self.now:
            yield self._fault(line, "replied_at", given["replied_at"], "lies in the future", "晚于现在")
