"""The variables of a canned reply: which there are, and how a text is filled in; pure."""

import re
from collections.abc import Mapping

VARIABLES: Mapping[str, str] = {
    "客户姓名": "事项的客户，如 王女士",
    "事项编号": "如 TS20261122-0007",
    "事项标题": "事项的标题",
    "我的姓名": "写回复的人",
    "我的单位": "写回复的人所在单位",
    "答复时间": "约定或规定的答复时间",
}
NAMED = re.compile(r"\{([^{}]*)\}")


def unknown(text: str) -> tuple[str, ...]:
    """Names in braces that are no variable, each once."""
    return tuple(dict.fromkeys(name for name in NAMED.findall(text) if name not in VARIABLES))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Each variable once, as data: braces inside a value stay as they are. One without a value stays to be seen."""
    return NAMED.sub(lambda found: values.get(found[1]) or found[0], text)
