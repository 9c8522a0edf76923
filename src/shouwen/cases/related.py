"""Other cases as the page of one case names them."""

from dataclasses import dataclass
from typing import Literal

Relation = Literal["parent", "child", "link", "merged", "similar"]


@dataclass(frozen=True, slots=True)
class LinkView:
    """Another case that belongs to this one, and how."""

    id: int
    number: str
    title: str
    relation: Relation
    state_title: str
    likeness: int | None = None
    """Percent, for similar ones."""


@dataclass(frozen=True, slots=True)
class WaitView:
    """A linked case that has to close first: which kind, which case where the viewer may see it, who is at work on what."""

    title: str
    link: LinkView | None = None
    at_work: tuple[tuple[str, str], ...] = ()
    """(step, who) of its open steps."""
