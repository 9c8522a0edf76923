"""What a rulebook calls something, as the reader of this page reads it: the pages say how, nobody below knows a language."""

from collections.abc import Callable

Reader = Callable[[str], str]
_readers: list[Reader] = []


def register_reader(reader: Reader) -> None:
    """The pages', when the program starts; the last one counts."""
    _readers[:] = [reader]


def as_read(words: str | None) -> str:
    """Words of a rulebook that go into a sentence with names and texts of people, which are never put through this."""
    if not words:
        return ""
    return _readers[0](words) if _readers else words
