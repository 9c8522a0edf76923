"""What a rulebook says of its posts, in the form in which the organisation is searched for their holders."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from shouwen.rulebook.model import Rulebook
from shouwen.runtime import rulebooks


@dataclass(frozen=True, eq=False)
class PostBook:
    """Posts in the order of the rulebook: whose duties each includes (all the way down) and who stands above it.

    Compared by identity: an edition whose figures were confirmed anew is another one, and rosters are kept per book.
    """

    posts: tuple[str, ...]
    includes: Mapping[str, frozenset[str]]
    superior: Mapping[str, str]

    def including(self, post: str) -> tuple[str, ...]:
        """Posts that include this one, in the order of the rulebook."""
        return tuple(other for other in self.posts if post in self.includes.get(other, ()))

    def with_included(self, posts: Iterable[str]) -> tuple[str, ...]:
        """These posts and all whose duties they include, each once."""
        found: dict[str, None] = {}
        for post in posts:
            found[post] = None
            found.update(dict.fromkeys(other for other in self.posts if other in self.includes.get(post, ())))
        return tuple(found)

    def above(self, post: str) -> tuple[str, ...]:
        """The chain of superiors, nearest first; a circle ends where it closes."""
        chain: list[str] = []
        while (post := self.superior.get(post, "")) and post not in chain:
            chain.append(post)
        return tuple(chain)


def post_book(*, posts: Iterable[str], includes: Mapping[str, Iterable[str]], superior: Mapping[str, str]) -> PostBook:
    """From what each post names directly."""
    order = tuple(posts)
    return PostBook(
        posts=order,
        includes={post: _all_below(post, includes) for post in order},
        superior={post: above for post, above in superior.items() if above},
    )


@lru_cache(maxsize=16)
def _posts_of(rulebook: "_ByKey") -> PostBook:
    rules = rulebook.value.posts
    return post_book(
        posts=rules,
        includes={name: rule.includes for name, rule in rules.items()},
        superior={name: rule.superior or "" for name, rule in rules.items()},
    )


def posts_of(rulebook: Rulebook) -> PostBook:
    """The posts of one edition; worked out once for each loaded rulebook."""
    return _posts_of(_ByKey(rulebook))


def books_in_use() -> tuple[PostBook, ...]:
    """The posts of every edition of this database that lets one post include another; from memory."""
    books = (posts_of(rulebooks.rulebook(key)) for key in rulebooks.installed())
    return tuple(book for book in books if any(book.includes.values()))


def home_of(post: str) -> frozenset[str] | None:
    """The units in and below which a rulebook has the post; None where it is at home everywhere, or no rulebook has it."""
    editions = [edition for key in rulebooks.installed() if post in (edition := rulebooks.edition(key)).rulebook.posts]
    if all(each.units for each in editions):
        return frozenset().union(*(each.units for each in editions)) or None
    return None


class _ByKey:
    """Lets a cache tell rulebooks apart by identity: comparing two whole rulebooks takes longer than reading one."""

    def __init__(self, value: Rulebook) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByKey) and other.value is self.value


def _all_below(post: str, includes: Mapping[str, Iterable[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(includes.get(post, ()))
    while waiting:
        other = waiting.pop()
        if other not in found:
            found.add(other)
            waiting.extend(includes.get(other, ()))
    return frozenset(found - {post})
