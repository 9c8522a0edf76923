"""What a post may do at first beyond its own tasks, by one rule for all rulebooks: who leads sees below, who takes in sees beside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from shouwen.rulebook.model import Rulebook

OWN = ("see", "open_case", "reply")
DESK = (
    "see",
    "open_case",
    "reply",
    "urge",
    "link",
    "merge",
    "suspend",
    "resume",
    "withdraw",
    "reveal",
    "edit_customer",
)
LEAD = (
    "see", "open_case", "reply", "urge", "supervise", "co_handle", "link", "merge", "suspend", "resume", "extend", "withdraw",
    "void", "reopen", "archive", "reveal", "edit_customer", "see_compliance", "manage_replies",
)  # fmt: skip
Wide = Literal["own", "unit", "subtree"]
WIDER: Mapping[Wide, int] = {"own": 0, "unit": 1, "subtree": 2}


@dataclass(frozen=True, slots=True)
class FirstScope:
    """What holders of these posts may do, and how far from their own unit."""

    reach: Wide
    acts: tuple[str, ...]
    posts: tuple[str, ...]


def scopes_of(books: Iterable[Rulebook], spoken_for: Iterable[str]) -> tuple[FirstScope, ...]:
    """Two rulebooks that use one name for a post share its scope: the wider one."""
    reach: dict[str, Wide] = {}
    for book in books:
        for post in book.posts:
            reach[post] = max(reach.get(post, "own"), _reach(book, post), key=WIDER.__getitem__)
    acts: Mapping[Wide, tuple[str, ...]] = {"own": OWN, "unit": DESK, "subtree": LEAD}
    known = set(spoken_for)
    return tuple(
        FirstScope(reach=wide, acts=acts[wide], posts=posts)
        for wide in WIDER
        if (posts := tuple(post for post, found in reach.items() if found == wide and post not in known))
    )


def agent_of(book: Rulebook) -> str:
    """The post that takes in most, among those with nobody below them if there are any."""
    above = {rule.superior for rule in book.posts.values()}
    return max(
        book.posts,
        key=lambda post: (opening_weight(book, post) > 0 and post not in above, opening_weight(book, post)),
    )


def opening_weight(book: Rulebook, post: str) -> int:
    """In how many ways the post takes in."""
    opens = [rule.opens for rule in book.procedures.values() if rule.opens is not None and rule.opens.by is not None]
    return sum(1 + len(each.via) for each in opens if each.by is not None and post in each.by.posts())


def _reach(book: Rulebook, post: str) -> Wide:
    rule = book.posts[post]
    if any(other.superior == post for other in book.posts.values()) or (
        rule.superior is None and rule.unit != "department"
    ):
        return "subtree"
    return "unit" if opening_weight(book, post) else "own"
