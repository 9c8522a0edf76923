"""Who is told of a word on a case: whoever is called by name in it, and whoever follows the case."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from shouwen.base.marked import as_text
from shouwen.cases.models import Follow
from shouwen.cases.queries.seeing import readable
from shouwen.people.access import viewer_of
from shouwen.people.queries import copy_of
from shouwen.runtime.telling import tell

MENTIONED, FOLLOWED, HANDED = "case.mentioned", "case.followed", "draft.handed"
KINDS = {"reply": "回复客户", "note": "内部备注", "inbound": "客户来信"}
LONGEST = 120
"""Characters of a message that a notice repeats."""


def tell_mentioned(case_id: int, text: str, chosen: Sequence[str], *, by: str, at: datetime) -> frozenset[str]:
    """Those whose name stands behind an @, once each and only if they may see the case; who they were."""
    if "@" not in text:
        return frozenset()
    found = frozenset(person for person in _called(text, chosen) if person != by and may_see(person, case_id, at))
    tell(persons=sorted(found), kind=MENTIONED, text=_told(by, "提到您", text), subject=case_id, at=at)
    return found


def tell_followers(
    case_id: int, said: Mapping[str, Any], *, by: str | None, at: datetime, but: Iterable[str] = ()
) -> None:
    """Everybody who follows the case and may still see it, apart from the writer and those who were called by name."""
    following = Follow.objects.filter(case=case_id).exclude(person__in=[by or "", *but])
    found = [person for person in following.values_list("person", flat=True) if may_see(person, case_id, at)]
    tell(persons=found, kind=FOLLOWED, text=_told(by, KINDS[said["kind"]], said["text"]), subject=case_id, at=at)


def tell_handed(case_id: int, taker: str, *, by: str, at: datetime) -> None:
    """An unfinished answer waits for somebody."""
    tell(persons=[taker], kind=HANDED, text=_told(by, "请您接着写一份没写完的内容", ""), subject=case_id, at=at)


def may_see(person: str, case_id: int, at: datetime) -> bool:
    """Whether somebody else may open the case."""
    viewer = viewer_of(person, at)
    return viewer is not None and readable(viewer).filter(pk=case_id).exists()


def _called(text: str, chosen: Sequence[str]) -> Iterable[str]:
    """Those who were chosen and still stand in the text; a name that was typed counts if only one person has it."""
    copy = copy_of()
    named = [person for person in chosen if person.isdecimal() and int(person) in copy.persons]
    found = {person for person in named if f"@{copy.persons[int(person)].name}" in text}
    settled = {copy.persons[int(person)].name for person in found}
    by_name: dict[str, list[str]] = {}
    for id_, member in copy.persons.items():
        if f"@{member.name}" in text and member.name not in settled:
            by_name.setdefault(member.name, []).append(str(id_))
    return [*found, *(people[0] for people in by_name.values() if len(people) == 1)]


def _told(by: str | None, words: str, text: str) -> str:
    member = copy_of().persons.get(int(by)) if by and by.isdecimal() else None
    short = " ".join(as_text(text).split())
    said = f"：{short[:LONGEST]}{'…' if len(short) > LONGEST else ''}" if short else ""
    return f"{member.name if member else ''}{words}{said}"
