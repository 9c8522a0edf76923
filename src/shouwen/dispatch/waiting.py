"""Tasks that wait for one of their post's holders, each with the rule that says how one is found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shouwen.engine.calendar import always_open
from shouwen.engine.worktime import add
from shouwen.rulebook.model import Assignment, Figure, Rulebook
from shouwen.rulebook.span import parse_span
from shouwen.runtime import database, rulebooks

MOST_AT_ONCE = 200
# Nobody could be found: looked at again after this, or as soon as anybody's presence changes.
AGAIN = timedelta(seconds=30)
WAITING = """
SELECT t.subject_id, t.key, t.title, t.take, seat.post, seat.unit, seat.barred, s.edition, s.procedure, c.customer_id, c.unit,
  c.number
FROM runtime_taskseat seat JOIN runtime_task t ON t.id = seat.task_id
JOIN runtime_subject s ON s.id = t.subject_id JOIN cases_case c ON c.subject_id = s.id
WHERE seat.is_open AND seat.person = '' AND seat.outside = '' AND seat.post = ANY(%(posts)s)
  AND t.state = 'open' AND t.taken_by = '' AND t.join = 'one' AND NOT t.approve
  AND s.edition = ANY(%(editions)s) AND c.suspended_at IS NULL
  AND NOT EXISTS (SELECT FROM dispatch_choice ch WHERE ch.subject_id = t.subject_id AND ch.task = t.key
    AND (ch.state = 'offered' OR (ch.state = 'nobody' AND ch.at > %(again)s
      AND NOT EXISTS (SELECT FROM dispatch_presence p WHERE p.since >= ch.at))))
ORDER BY t.due_at, t.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One task in the pool."""

    subject: int
    task: str
    title: str
    take: bool
    post: str
    unit: str
    barred: tuple[str, ...]
    edition: str
    procedure: str
    customer: int | None
    case_unit: str
    number: str


def rule_of(one: Waiting) -> Assignment | None:
    """The first of the rulebook that is about this post and procedure."""
    found = assignments(rulebooks.rulebook(one.edition))
    return next((rule for rule in found if _applies(rule, one)), None)


def _applies(rule: Assignment, one: Waiting) -> bool:
    return one.post in rule.posts and (not rule.procedures or one.procedure in rule.procedures)


def assignments(book: Rulebook) -> Iterator[Assignment]:
    """The rules of the book that give tasks to persons, in their order."""
    return (block for block in book.blocks if isinstance(block, Assignment))


def in_use() -> dict[str, tuple[Assignment, ...]]:
    """By edition; editions without such a rule are left out."""
    found = {key: tuple(assignments(rulebooks.rulebook(key))) for key in rulebooks.installed()}
    return {key: rules for key, rules in found.items() if rules}


def waiting(now: datetime) -> list[tuple[Waiting, Assignment]]:
    """The most pressing first; nothing, and no query, where no rulebook in use gives tasks out."""
    rules = in_use()
    if not rules:
        return []
    posts = sorted({post for own in rules.values() for rule in own for post in rule.posts})
    asked = {"posts": posts, "editions": sorted(rules), "again": now - AGAIN, "most": MOST_AT_ONCE}
    found: dict[tuple[int, str], tuple[Waiting, Assignment]] = {}
    for row in database.rows(WAITING, asked):
        one = _waiting(row)
        rule = rule_of(one)
        if rule is not None:
            found.setdefault((one.subject, one.task), (one, rule))
    return list(found.values())


def _waiting(row: tuple[Any, ...]) -> Waiting:
    return Waiting(*(*row[:6], tuple(row[6]), *row[7:]))


def length(figure: Figure[str] | None, book: Rulebook, at: datetime) -> timedelta | None:
    """A span of the rule on the clock of the wall; a word of the header is looked up, one not settled is none."""
    if figure is None or figure.value is None:
        return None
    word = book.header.words.get(figure.value)
    text = (word.value if word else None) or figure.value
    end = add(at, parse_span(text), always_open("always", book.header.zone)).at
    return None if end is None else end - at
