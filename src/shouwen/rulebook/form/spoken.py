"""The checker's sentences for readers who see a form: they speak of fields, not of the keys of a file."""

import re
from collections.abc import Mapping

from shouwen.rulebook.form.names import word_of

# Keys that the checker's sentences speak of, for readers who see a form and no keys.
_SPOKEN: Mapping[str, str] = {
    "from": "从何时起算", "until": "到何时为止", "within": "时限", "on_warn": "预警后果", "on_miss": "超时后果",
    "mode: record": "未做到时：只记录", "out": "结果与去向", "then": "下一步", "rounds": "轮次", "cites": "依据条款",
    "by": "办理人", "due": "时限", "needs": "前提", "goto": "转到环节", "do": "动作", "fill": "填写的表单",
    "upon": "触发事件", "scale": "等级", "choices": "选项", "title": "名称", "fact": "事实", "why": "理由", "most": "次数上限",
    "else": "其余情形", "words": "总则用词", "end": "结束", "columns": "列", "text": "文字", "act": "动作", "each": "周期",
}  # fmt: skip
_QUOTED = re.compile(r"“([a-z_]+)”")
_WORD = re.compile(r"(?<![\w.“'{/-])(mode: record|[a-z_]+)(?![\w.:”'}/-])")


def in_form_words(message: str, code: str = "") -> str:
    """A sentence of the checker with the names of fields in place of keys."""
    if code == "missing_key":
        return _QUOTED.sub(lambda found: f"“{_title(found[1])}”", message)
    return _WORD.sub(lambda found: f"“{_SPOKEN[found[1]]}”" if found[1] in _SPOKEN else found[1], message)


def _title(key: str) -> str:
    return _SPOKEN.get(key) or word_of(key)
