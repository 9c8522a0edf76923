"""Runs the same thing many times at once, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def together(times: int, what: Callable[[int], T]) -> list[T | Exception]:
    """All start at the same moment; what one raises is its answer."""
    start = Barrier(times)

    def one(number: int) -> T | Exception:
        start.wait(30)
        try:
            return what(number)
        except Exception as error:  # noqa: BLE001  # the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))
