"""Typing of written parts: what pydantic refuses becomes a problem with its line and a way out."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from shouwen.rulebook.load.keys import known_keys
from shouwen.rulebook.load.text import Reading
from shouwen.rulebook.naming.called import code
from shouwen.rulebook.naming.names import word_of
from shouwen.rulebook.naming.options import option

T = TypeVar("T")
SHOWN = 60
_QUOTED = re.compile(r"'([^']+)'")

# What the validators of the model say, in Chinese; the English stands in the model itself.
_SENTENCES = (
    (r"name exactly one of (.*); found (.*)", "只能写其中一个：{0}；这里有{1}"),
    (r"unknown matcher (.*) for (.*); use one of (.*)", "比较方式{0}不认识；可用：{2}"),
    (r"rounds without a bound must say why", r"轮次没有上限时要写“理由”"),
    (r"bounded rounds need `then`.*", r"有上限的轮次要写“超过后转到”哪一步"),
    (
        r"a (\w+) field needs choices, or a fact with a scale",
        r"单选、多选和评分的字段要写“选项”，或在“对应的事实”选一个带等级的事实",
    ),
    (r"only a field of type unit.*", "只有类型为单位的字段才写“单位种类”"),
    (r"a table field needs columns", r"表格字段要写“列”"),
    (r"a reaction needs `do` or `goto`", r"触发规则要写“动作”或“转到环节”"),
    (r"a round has either .*", r"一个考核周期只写“权重”“取平均的周期”“求和的周期”中的一个"),
    (r"a stratified sample names its strata.*", r"分层抽样要写“分层依据”"),
    (r"a census asks everybody.*", r"普查是全体；请去掉“比例”和“至少”，或改用抽样"),
    (r"an order by `skill` names.*", r"“先后依据”里写了技能相符，就要在“技能依据”写明按哪个事实"),
    (r"each way stands in `order` once", r"“先后依据”里每一样只写一次"),
    (r"a need has one of .*", r"要求的数量只写一个：至少、恰好、至多、始终在场人数或比例"),
    (r"Input should be greater than or equal to (.*)", "不能小于 {0}"),
    (r"Input should be less than or equal to (.*)", "不能大于 {0}"),
    (r"Input should be a valid decimal", r"应为数字"),
)
_TYPES = {
    "int_parsing": ("应为整数", "a whole number is expected"),
    "int_type": ("应为整数", "a whole number is expected"),
    "bool_parsing": ("应为是或否", "write true or false"),
    "date_from_datetime_parsing": ("应为日期，如 2026-01-01", "a date such as 2026-01-01 is expected"),
    "date_parsing": ("应为日期，如 2026-01-01", "a date such as 2026-01-01 is expected"),
    "string_type": ("应为一个词或一句话", "a word or a sentence is expected"),
    "string_too_short": ("不能为空", "this may not be empty"),
    "tuple_type": ("应为列表", "a list is expected"),
    "dict_type": ("这里应有几项内容，不是一个值", "a mapping (key: value) is expected"),
    "model_type": ("这里应有几项内容，不是一个值", "a mapping (key: value) is expected"),
    "model_attributes_type": ("这里应有几项内容，不是一个值", "a mapping (key: value) is expected"),
}


def typed(
    adapter: TypeAdapter[T], model: type[BaseModel], given: Mapping[str, Any], where: str, reading: Reading
) -> T | None:
    """The part as its model, or None with every problem of it told."""
    try:
        return adapter.validate_python(given)
    except ValidationError as refused:
        seen: set[tuple[str, str]] = set()
        for error in _plainest(refused.errors(include_url=False)):
            steps = _written(error["loc"], given)
            path = ".".join((where, *steps))
            if (path, error["type"]) not in seen:
                seen.add((path, error["type"]))
                zh, en = _words(error, model)
                reading.tell(_code(error), path, zh, en)
        return None


def _code(error: ErrorDetails) -> str:
    return {"extra_forbidden": "unknown_key", "missing": "missing_key"}.get(error["type"], "wrong_value")


def _plainest(errors: list[ErrorDetails]) -> Iterable[ErrorDetails]:
    """Of a choice between text and mapping, the complaint of the mapping says more."""
    inner = {error["loc"][:-1] for error in errors if len(error["loc"]) > 1}
    for error in errors:
        # A union names its branches in the place: drop the branch that was never meant.
        beside = any(loc[: len(error["loc"]) - 1] == error["loc"][:-1] and loc != error["loc"][:-1] for loc in inner)
        if not (error["type"] == "string_type" and error["loc"][-1:] == ("str",) and beside):
            yield error


def _written(loc: tuple[int | str, ...], given: Any) -> list[str]:
    """The part of pydantic's place that exists as written; names of models and branches fall away."""
    steps: list[str] = []
    for n, key in enumerate(loc):
        if _holds(given, key):
            given = given[key]
            steps.append(str(key))
        elif n == len(loc) - 1 and isinstance(given, dict) and isinstance(key, str):
            steps.append(key)
    return steps


def _holds(given: Any, key: int | str) -> bool:
    return (isinstance(given, dict) and key in given) or (
        isinstance(given, list) and isinstance(key, int) and key < len(given)
    )


def _words(error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    key, got = error["loc"][-1] if error["loc"] else "", _short(error["input"])
    if error["type"] == "extra_forbidden":
        return _unknown_key(str(key), known_keys(model, error["loc"][:-1]))
    if error["type"] == "missing":
        return f"缺少“{_word(key)}”；请补上。", f"'{key}' is missing; add it."
    if error["type"] in _TYPES:
        zh, en = _TYPES[error["type"]]
        return f"{zh}；这里是{_found(error)}。", f"{en}; here stands {got}."
    return _other(error, got)


def _other(error: ErrorDetails, got: str) -> tuple[str, str]:
    context = error.get("ctx", {})
    if error["type"] == "literal_error":
        allowed = str(context.get("expected", "")).replace(" or ", ", ")
        chosen = "、".join(_value(each) for each in _QUOTED.findall(allowed))
        return f"只能是{chosen}；这里是{_found(error)}。", f"use one of {allowed}; here stands {got}."
    if error["type"] == "string_pattern_mismatch":
        return _pattern(str(context.get("pattern", "")), error, got)
    said = error["msg"].removeprefix("Value error, ")
    for pattern, zh in _SENTENCES:
        if found := re.fullmatch(pattern, said):
            return f"{zh.format(*map(_listed, found.groups()))}。", f"{said}."
    return f"这里的写法不对；现在是{_found(error)}。请照字段的提示改正。", f"{said}; here stands {got}."


def _pattern(pattern: str, error: ErrorDetails, got: str) -> tuple[str, str]:
    found = _found(error)
    if "A-Z" in pattern[:6]:
        return (
            f"条款编号应如 DECOR-4.3.1；这里是{found}。",
            f"a clause id such as DECOR-4.3.1 is expected; here stands {got}.",
        )
    if error["loc"][-1:] not in {("name",), ("[key]",)}:
        return (
            f"没有叫{found}的；请从列表里选一个名称。",
            f"a name is lower-case letters, digits and underscores, as branch_manager; here stands {got}.",
        )
    return (
        f"代号只用小写字母、数字和下划线，如「branch_manager」；这里是{found}。留空则按名称自动起。",
        f"a name is lower-case letters, digits and underscores, as branch_manager; here stands {got}.",
    )


def _unknown_key(key: str, known: tuple[str, ...]) -> tuple[str, str]:
    near = get_close_matches(key, known, 1)
    if near:
        return (
            f"不认识{code(key)}；是不是“{word_of(near[0])}”{code(near[0])}？",
            f"'{key}' is not known here; did you mean '{near[0]}'?",
        )
    listed = ", ".join(known)
    told = "、".join(f"“{word_of(each)}”{code(each)}" for each in known)
    return f"这里没有{code(key)}这一项；可用：{told}。", f"'{key}' is not known here; known keys: {listed}."


def _listed(names: str) -> str:
    """Names of the language that an English sentence lists, by the labels of the form."""
    words = [_value(name) for name in re.findall(r"[A-Za-z_]+", names) if name not in ("or", "none")]
    return "、".join(words) or names.replace("none", "一个也没有")


def _value(name: str) -> str:
    """A value that a field offers, or the label of a field."""
    said = option(name)[0]
    word = said if said != name else word_of(name)
    return code(name) if word == name else f"“{word}”"


def _word(key: object) -> str:
    """A field by the label that its form shows."""
    word = word_of(str(key))
    return "代号" if key == "name" else word


def _found(error: ErrorDetails) -> str:
    given = error["input"]
    if given in ("", None):
        return "空的"
    return code(given if isinstance(given, str) and len(given) <= SHOWN else _short(given))


def _short(given: object) -> str:
    text = repr(given) if isinstance(given, str) else str(given)
    return text if len(text) <= SHOWN else f"{text[:57]}…"
