"""Words in 繁體 as 简体, for comparison with what a rulebook has written."""

from functools import lru_cache
from typing import Any

LETTERS = "t2s"
# Every 简体 character in common use, and hardly one of 繁體 that differs.
SIMPLE = "gb2312"


def simplified(text: str) -> str:
    """Letter by letter; what is 简体 already stays, and costs nothing."""
    try:
        text.encode(SIMPLE)
    except UnicodeEncodeError:
        return str(_letters().convert(text))
    return text


@lru_cache(maxsize=1)
def _letters() -> Any:
    # Its dictionaries are read only where somebody writes 繁體.
    from opencc import OpenCC  # noqa: PLC0415

    return OpenCC(LETTERS)
