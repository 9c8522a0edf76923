"""Whether the acts that the scopes of posts name are acts that anybody can try; a misspelt one would permit nothing."""

from collections.abc import Iterable, Iterator

from shouwen.rulebook.check.sight import Sight, near
from shouwen.rulebook.check.words_known import acts
from shouwen.rulebook.model import Rulebook

EVERY_ACT = "*"
RIGHTS = frozenset(
    {
        "open_case",
        "reveal",
        "edit_customer",
        "see_compliance",
        "manage_rulebook",
        "manage_operations",
        "manage_calendar",
        "manage_replies",
    }
)
"""What pages ask of a post's scope besides the acts."""


def unknown_acts(named: Iterable[str], books: Iterable[Rulebook]) -> Iterator[tuple[str, str, str]]:
    """Each act that is none, with what it may have meant, in Chinese and English."""
    known = {EVERY_ACT, *RIGHTS}
    for book in books:
        known |= acts(Sight(book, {})) | {act for gate in book.gates.values() for act in gate.act}
    for act in named:
        if act not in known:
            yield (act, *near(act, known))
