"""What the composer needs to know: whether a reply may go, what colleagues left, who is here, whom one can call by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from shouwen.base.bigrams import normalise
from shouwen.cases.models import Case, Follow, HandedDraft
from shouwen.cases.phrases import Hit, hits
from shouwen.cases.promised import Promised, promised
from shouwen.cases.queries.permitted import is_own
from shouwen.cases.queries.seeing import NoSuchCase, person_name, readable
from shouwen.cases.queries.worded import worded
from shouwen.cases.spoken import Lock
from shouwen.cases.surroundings import around_cases
from shouwen.cases.words import LACKS
from shouwen.engine.effects import Refuse
from shouwen.engine.events import ActRequested
from shouwen.engine.gates import refusals_of
from shouwen.engine.state import State, Subject
from shouwen.engine.work import Work
from shouwen.knowledge.variables import NAMED
from shouwen.people.access import SEE, Viewer, may, viewer_of
from shouwen.people.snapshot import Member
from shouwen.people.teams import Team
from shouwen.runtime import database, rulebooks
from shouwen.runtime.registry import Ask

WRITES = {"reply": ("reply",)}
"""What else somebody must be allowed in order to send words of a kind."""
MOST_NAMES = 8
MOST_TRIED = 300
HERE = """
SELECT person, CASE WHEN typed_at > now() - interval '8 seconds' THEN typing ELSE '' END
FROM cases_onlooker WHERE case_id = %s AND person <> %s AND seen_at > now() - interval '50 seconds' ORDER BY person
"""


@dataclass(frozen=True, slots=True)
class Handed:
    """What a colleague wrote and asks the viewer to finish."""

    id: int
    giver: str
    kind: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody else who has the case open, and what they are writing."""

    name: str
    typing: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What is to be said of a text while it is written."""

    hits: tuple[Hit, ...]
    left: tuple[str, ...]
    """Variables that nobody filled."""
    promise: Promised | None


def lock_of(case_id: int, state: State, by: str, now: datetime) -> Lock | None:
    """What the rules would answer to a reply now; asked only where a gate of the rulebook could bar one."""
    compiled = rulebooks.get(state.edition)
    if not any((gate.mode or "block") == "block" for gate in compiled.gates.get("reply", ())):
        return None
    event = ActRequested(at=now, by=by, act="reply", facts={"text.forbidden_hits": 0})
    (around,) = around_cases([Ask(case_id, state, event)])
    work = Work(Subject(state, around.around), event, compiled, around.calendars)
    return next((_lock(state, refusal) for refusal in refusals_of(work, "reply")), None)


def _lock(state: State, refusal: Refuse) -> Lock:
    words = worded(rulebooks.get(state.edition), state.case_type)
    lacks = "；".join(dict.fromkeys(words.lack(lack, LACKS) for lack in refusal.lacks))
    return Lock(" ".join(part for part in (refusal.say, f"{lacks}。" if lacks else "") if part), refusal.cites)


def is_following(viewer: Viewer, case_id: int) -> bool:
    return Follow.objects.filter(case=case_id, person=viewer.id).exists()


def handed(viewer: Viewer, case_id: int) -> tuple[Handed, ...]:
    """Unfinished answers that wait for the viewer, oldest first."""
    rows = HandedDraft.objects.filter(case=case_id, taker=viewer.id, taken_at=None).order_by("pk")
    return tuple(Handed(row.pk, person_name(viewer, row.giver), row.kind, row.text, row.at) for row in rows)


def who_is_here(viewer: Viewer, case_id: int) -> tuple[Here, ...]:
    """The others, by name."""
    rows = database.rows(HERE, [case_id, viewer.id])
    return tuple(Here(name, typing) for person, typing in rows if (name := person_name(viewer, person)))


def colleagues(viewer: Viewer, case_id: int, asked: str) -> tuple[Member, ...]:
    """Who can be called by name on this case: found by characters or pinyin, and able to open it."""
    case = readable(viewer).filter(pk=case_id).only("unit", "parties", "number").first()
    if case is None:
        raise NoSuchCase(case_id)
    tried = islice(_named(viewer, normalise(asked).strip()), MOST_TRIED)
    return tuple(islice((one for one in tried if _may(one, case, viewer.at, SEE)), MOST_NAMES))


def takers(viewer: Viewer, case_id: int, kind: str, groups: Iterable[Team]) -> tuple[Team, ...]:
    """Of these, who may finish what one was writing: a reply whoever may reply in this case, a note whoever may open it."""
    case = readable(viewer).filter(pk=case_id).only("unit", "parties", "number").first()
    if case is None:
        raise NoSuchCase(case_id)
    able: dict[int, bool] = {}

    def fits(member: Member) -> bool:
        if member.id not in able:
            able[member.id] = member.id != viewer.person and _may(member, case, viewer.at, SEE, *WRITES.get(kind, ()))
        return able[member.id]

    left = (Team(group.name, tuple(filter(fits, group.members))) for group in groups)
    return tuple(group for group in left if group.members)


def _named(viewer: Viewer, text: str) -> Iterable[Member]:
    """Those who work here, in pinyin order."""
    copy = viewer.organisation
    for id_, member in copy.persons.items():
        if id_ == viewer.person or not copy.works_here(id_, viewer.at):
            continue
        latin = member.sort_key.replace(" ", "")
        if not text or text in normalise(member.name) or latin.startswith(text) or member.initials.startswith(text):
            yield member


def _may(member: Member, case: Case, at: datetime, *acts: str) -> bool:
    other = viewer_of(member.id, at)
    return other is not None and all(may(other, act, unit=case.unit, own=is_own(other, case)) for act in acts)


def checked(viewer: Viewer, case_id: int, kind: str, text: str, now: datetime) -> Checked:
    """What the rulebook minds, what is still a variable, and what time is promised; a note is nobody's but ours."""
    edition = readable(viewer).filter(pk=case_id).values_list("edition", flat=True).first()
    if edition is None:
        raise NoSuchCase(case_id)
    if kind == "note":
        return Checked((), (), None)
    left = tuple(dict.fromkeys(NAMED.findall(text)))
    return Checked(hits(text, rulebooks.rulebook(edition)), left, promised(text, now))
