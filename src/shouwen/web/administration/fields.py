"""One question of a form."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "password", "date", "instant", "choice", "several", "long", "file"]
Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One question; the options of a choice stand in named groups."""

    name: str
    label: str
    kind: Kind = "text"
    groups: tuple[tuple[str, tuple[Option, ...]], ...] = ()
    value: str = ""
    chosen: tuple[str, ...] = ()
    must: bool = False
    hint: str = ""
    error: str = ""
