"""How every act on a case reaches the rules: with its person, its instant and its key."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict

from shouwen.base.typed import seen
from shouwen.cases.forms import Invalid
from shouwen.engine.events import Event
from shouwen.people.organisation import Version
from shouwen.people.queries import copy_of
from shouwen.runtime.subjects import NewSubject, Receipt
from shouwen.runtime.submit import submit

KIND = "case"
# Signs without a width, spaces and controls.
UNSEEN = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})
LONGEST = 20_000
"""Characters of anything that somebody writes on a case: it stands in the log for good, and on every page of the case."""
LONGEST_NAME = 200


class Sender(TypedDict, total=False):
    """Who acts, when, under which key, and what the page had seen."""

    by: str
    at: datetime
    key: str | None
    expected_seq: int | None


def send(
    case: int | NewSubject,
    event: Event,
    *,
    key: str | None,
    expected_seq: int | None = None,
    extra: Mapping[str, Any] | None = None,
    recorded_at: datetime | None = None,
    version: Version | None = None,
) -> Receipt:
    """One event for one case."""
    return submit(
        subject=case,
        event=event,
        actor=user_of(event.by, version),
        key=own_key(event.by, key),
        expected_seq=expected_seq,
        recorded_at=recorded_at,
        extra=extra,
    )


def user_of(person: str | None, version: Version | None = None) -> int | None:
    """The sign-in of a person, for the ledger."""
    member = copy_of(version).persons.get(int(person)) if person and person.isdecimal() else None
    return member.user if member else None


def plain(text: str) -> str:
    """What was typed, as far as it can be seen; nothing where nobody would see anything of it."""
    clean = seen(text)
    return clean if any(unicodedata.category(each) not in UNSEEN for each in clean) else ""


def written(text: str, field: str = "reason") -> str:
    """The same, if it is not longer than anything on a case may be; the field is told."""
    clean = plain(text)
    if len(clean) > LONGEST:
        raise Invalid({field: f"内容最多 {LONGEST} 字，现有 {len(clean)} 字，请删减或改为附件。"})
    return clean


def ensure_names(**names: str | None) -> None:
    """Names of acts, tasks and outcomes come back in refusals, which are kept: none of them is a text."""
    for field, name in names.items():
        if name and len(name) > LONGEST_NAME:
            raise Invalid({field: f"名称最多 {LONGEST_NAME} 字，现有 {len(name)} 字，请刷新页面后重试。"})


def own_key(person: str | None, key: str | None) -> str | None:
    """Keys are made in browsers: one person's key never answers for another's."""
    return f"{person or '-'}:{key}"[:120] if key else None
