"""A bound on the work a file may cause: a damaged or hostile one that never ends is given up."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from shouwen.rulebook.read import refusal

MOST_CALLS = 60_000_000
"""Calls of functions while one file is read; a rulebook of a hundred pages takes about five million."""
_GUARDED = ("pdf",)


class _Exhausted(BaseException):
    """Not an Exception: parsers that forgive everything must not forgive this."""


@contextmanager
def budget(kind: str, most: int = MOST_CALLS) -> Iterator[None]:
    """Counted in calls, not in seconds: the same file gets the same answer on every machine."""
    if kind not in _GUARDED or sys.getprofile() is not None:
        yield
        return
    left = most

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal left
        left -= 1
        if left < 0 and event in {"call", "c_call"}:
            raise _Exhausted

    sys.setprofile(count)
    try:
        yield
    except _Exhausted as fault:
        raise refusal.too_much(kind.upper()) from fault
    finally:
        sys.setprofile(None)
