"""The suggestion of a case type and category from the words: shown with its confidence, chosen by nobody but the agent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing

from shouwen.analytics.actions import record_answer
from shouwen.analytics.guessing import label_of
from shouwen.analytics.suggesting import Suggestion, suggest
from shouwen.cases import queries
from shouwen.people.access import Viewer

SALT = "shouwen.guess"


@dataclass(frozen=True, slots=True)
class Guess:
    """What the page offers; `token` comes back with the form and says what was offered."""

    entry: queries.Entry
    confidence: int
    token: str


def guessed(viewer: Viewer, text: str, entries: Sequence[queries.Entry], unit: str, at: datetime) -> Guess | None:
    """The surest guess of the rulebooks in force in the unit, if any is sure enough."""
    offered = {label_of(each.case_type, each.path, each.value): each for each in entries}
    found: list[Suggestion] = []
    for edition in queries.editions_at(unit, at, version=viewer.version):
        one = suggest(edition.rulebook.header.rulebook, text, offered)
        if one is not None:
            found.append(one)
    if not found:
        return None
    best = max(found, key=lambda each: each.confidence)
    token = signing.dumps([best.model, best.label, best.confidence], salt=SALT)
    return Guess(offered[best.label], best.confidence, token)


def keep_answer(viewer: Viewer, post: Mapping[str, Any], case: int, chosen: str, at: datetime) -> None:
    """Whether the agent took what was offered; a token that is not ours is as if nothing was."""
    try:
        model, label, confidence = signing.loads(post.get("guess", ""), salt=SALT)
    except signing.BadSignature:
        return
    record_answer(model=model, case=case, label=label, confidence=confidence, chosen=chosen, by=viewer.person, at=at)
