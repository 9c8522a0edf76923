"""What somebody typed into one field, as the fact it gives; or a sentence that says what is wrong with it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from shouwen.base.days import day_of, instant_of
from shouwen.base.typed import seen
from shouwen.cases.masking import is_half
from shouwen.engine.facts import Value
from shouwen.rulebook.model import FieldRule

PHONE = re.compile(r"\+?[0-9][0-9 \-()]{3,22}")
LONGEST = {"customer": 200, "object": 200, "text": 500, "phone": 30, "address": 500}
LONGEST_OTHER = 20_000
LONGEST_NUMBER = 18
LONGEST_FILE = 500
YES, NO = frozenset({"true", "1", "on", "yes", "是"}), frozenset({"false", "0", "off", "no", "否"})


class Wrong(ValueError):
    """What was typed cannot be used; the sentence is for the person at the form."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A field with the words it is known by and the values it offers."""

    rule: FieldRule
    title: str
    choices: Mapping[str, str]
    zone: str


def read_field(asked: Asked, raw: object) -> Value:
    """The value, or None where nothing was given."""
    if raw is None or raw in ("", [], ()):
        return None
    if is_half(asked.rule, raw):
        raise Wrong(f"“{asked.title}”里有隐去的部分（****），请写全，或者不改原来的内容。")
    return _READERS[asked.rule.type](asked, raw)


def _text(asked: Asked, raw: object) -> Value:
    if isinstance(raw, Mapping | list | tuple):
        raise Wrong(f"“{asked.title}”请填文字。")
    text = seen(str(raw).replace("\r\n", "\n"))
    longest = LONGEST.get(asked.rule.type, LONGEST_OTHER)
    if len(text) > longest:
        raise Wrong(f"“{asked.title}”最多 {longest} 字，现有 {len(text)} 字，请删减。")
    return text or None


def _decimal(asked: Asked, raw: object) -> Decimal:
    try:
        found = Decimal(str(raw).replace(",", "").replace("，", "").replace("￥", "").replace("¥", "").strip())
    except InvalidOperation:
        raise Wrong(f"“{asked.title}”请填数字，例如 1200 或 0.5。") from None
    if not found.is_finite() or found.adjusted() > 15:
        raise Wrong(f"“{asked.title}”的数字过大，请核对。")
    return found


def _number(asked: Asked, raw: object) -> Value:
    found = _decimal(asked, raw)
    return int(found) if found == found.to_integral_value() else str(found)


def _money(asked: Asked, raw: object) -> Value:
    found = _decimal(asked, raw)
    if found != round(found, 2):
        raise Wrong(f"“{asked.title}”的金额最多两位小数。")
    return f"{found:.2f}"


def _score(asked: Asked, raw: object) -> Value:
    found = _decimal(asked, raw)
    most = asked.rule.most or 100
    if not 0 <= found <= most:
        raise Wrong(f"“{asked.title}”请填 0 到 {most} 之间的分数。")
    return int(found) if found == found.to_integral_value() else str(found)


def _date(asked: Asked, raw: object) -> Value:
    try:
        return day_of(str(raw).strip().replace("/", "-")).isoformat()
    except ValueError:
        raise Wrong(f"“{asked.title}”请填日期，例如 2026-03-02。") from None


def _time(asked: Asked, raw: object) -> Value:
    try:
        return time.fromisoformat(str(raw).strip().replace("：", ":")).strftime("%H:%M")
    except ValueError:
        raise Wrong(f"“{asked.title}”请填时间，例如 15:30。") from None


def _datetime(asked: Asked, raw: object) -> Value:
    try:
        found = instant_of(str(raw).strip().replace("/", "-"))
    except ValueError:
        raise Wrong(f"“{asked.title}”请填日期和时间，例如 2026-03-02 15:30。") from None
    local = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(asked.zone))
    return local.isoformat()


def _choice(asked: Asked, raw: object) -> Value:
    if str(raw) not in asked.choices:
        raise Wrong(f"“{asked.title}”请从 {'、'.join(asked.choices.values())} 中选择。")
    return str(raw)


def _several(asked: Asked, raw: object) -> Value:
    given = raw if isinstance(raw, list | tuple) else [raw]
    return tuple(str(_choice(asked, item)) for item in given)


def _yes_no(asked: Asked, raw: object) -> Value:
    text = str(raw).strip().lower()
    if text in YES:
        return True
    if text in NO:
        return False
    raise Wrong(f"“{asked.title}”请选择是或否。")


def _phone(asked: Asked, raw: object) -> Value:
    text = str(raw).strip().replace("－", "-")
    if not PHONE.fullmatch(text):
        raise Wrong(f"“{asked.title}”不像电话号码，请填数字，例如 13812345678 或 021-12345678。")
    return text


def _reference(asked: Asked, raw: object) -> Value:
    if isinstance(raw, list | tuple):
        return tuple(str(_reference(asked, item)) for item in raw)
    text = str(raw).strip()
    if not text.isdecimal() or len(text) > LONGEST_NUMBER:
        raise Wrong(f"“{asked.title}”请从列表中选择。")
    return text


def _files(asked: Asked, raw: object) -> Value:
    given = raw if isinstance(raw, list | tuple) else [raw]
    names = tuple(str(item) for item in given)
    if any(len(name) > LONGEST_FILE for name in names):
        raise Wrong(f"“{asked.title}”请上传文件。")
    return names


def _table(asked: Asked, raw: object) -> Value:
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        raise Wrong(f"“{asked.title}”请逐行填写。")
    return tuple(_row(asked, line, number) for number, line in enumerate(raw, start=1) if _has_any(line))


def _has_any(line: object) -> bool:
    return isinstance(line, Mapping) and any(value not in (None, "", [], ()) for value in line.values())


def _row(asked: Asked, line: Mapping[str, object], number: int) -> Mapping[str, Value]:
    found: dict[str, Value] = {}
    for name, column in asked.rule.columns.items():
        title = f"{asked.title}第{number}行{column.title or name}"
        value = read_field(Asked(column, title, column.choices, asked.zone), line.get(name))
        if value is None and column.required:
            raise Wrong(f"“{title}”必填，请填写。")
        if value is not None:
            found[name] = value
    return found


_READERS: Mapping[str, Callable[[Asked, object], Value]] = {
    "text": _text,
    "long_text": _text,
    "address": _text,
    "number": _number,
    "money": _money,
    "score": _score,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "choice": _choice,
    "several": _several,
    "yes_no": _yes_no,
    "phone": _phone,
    "person": _reference,
    "unit": _reference,
    # As told on the telephone: a name, a contract number; the dossier and its object hang on the case itself.
    "customer": _text,
    "object": _text,
    "file": _files,
    "photo": _files,
    "signature": _files,
    "table": _table,
}
