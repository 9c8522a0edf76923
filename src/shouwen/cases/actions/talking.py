"""What goes on around the writing: following a case, being there, and giving an unfinished answer to a colleague."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from shouwen.cases.actions.desk import drop_draft, save_draft
from shouwen.cases.actions.permission import ensure_may
from shouwen.cases.actions.sending import written
from shouwen.cases.actions.telling import may_see, tell_handed
from shouwen.cases.forms import Invalid
from shouwen.cases.models import Case, Draft, Follow, HandedDraft
from shouwen.people.access import NotAllowedError
from shouwen.people.actions import record
from shouwen.runtime import database
from shouwen.runtime.writer.signals import LIVE_CHANNEL

KINDS_OF_WORDS = ("reply", "note", "promise")
LINE = "\n\n———\n"
"""Between one's own words and a colleague's."""
WORDS = ("text", "text_of", "kind", "files", "draft", "reply_at", "reason", "mention")
# What somebody does now is told by the clock of the database: the clock of a demonstration jumps.
LOOK = """
INSERT INTO cases_onlooker AS o (case_id, person, seen_at, typing, typed_at)
VALUES (%(case)s, %(person)s, now(), %(typing)s::text, CASE WHEN %(typing)s::text = '' THEN NULL ELSE now() END)
ON CONFLICT (case_id, person) DO UPDATE SET seen_at = now(), typing = %(typing)s::text,
  typed_at = CASE WHEN %(typing)s::text = '' THEN NULL ELSE now() END
RETURNING (SELECT seen_at > now() - interval '45 seconds' AND typing = %(typing)s::text
           FROM cases_onlooker was WHERE was.case_id = %(case)s AND was.person = %(person)s)
"""
LEAVE = "DELETE FROM cases_onlooker WHERE case_id = %s AND person = %s RETURNING person"
FORGET = "DELETE FROM cases_onlooker WHERE case_id = %s AND seen_at < now() - interval '1 day'"


@transaction.atomic
def follow(*, case_id: int, person: str, at: datetime) -> None:
    """Every word on the case is told from now on; whoever listens in stands in the audit log."""
    _, is_new = Follow.objects.get_or_create(case_id=case_id, person=person, defaults={"at": at})
    if is_new:
        _note("followed", case_id, person, at)


@transaction.atomic
def unfollow(*, case_id: int, person: str, at: datetime) -> None:
    """No more of it; what concerns one's own duties is told all the same."""
    if Follow.objects.filter(case=case_id, person=person).delete()[0]:
        _note("unfollowed", case_id, person, at)


def _note(act: str, case_id: int, person: str, at: datetime) -> None:
    number = Case.objects.values_list("number", flat=True).get(pk=case_id)
    record(act=act, by=int(person), at=at, subject=f"case:{case_id}", name=number)


def look(*, case_id: int, person: str, typing: str = "") -> None:
    """A sign of life on a case; pages of the others learn of it only when something is new."""
    was_known = database.rows(LOOK, {"case": case_id, "person": person, "typing": typing})[0][0]
    if not was_known:
        database.run(FORGET, [case_id])
        _tell(case_id)


def leave(*, case_id: int, person: str) -> None:
    """The page was closed."""
    if database.rows(LEAVE, [case_id, person]):
        _tell(case_id)


def _tell(case_id: int) -> None:
    database.run("SELECT pg_notify(%s, %s)", [LIVE_CHANNEL, json.dumps([f"here:{case_id}"])])


@transaction.atomic
def hand_draft(
    *,
    case_id: int,
    kind: str,
    text: str,
    files: Sequence[str] = (),
    before: int | None = None,
    to: str,
    by: str,
    at: datetime,
) -> HandedDraft:
    """请某某接着写: what is there goes to a colleague, who is told; the writer's own draft is done with."""
    clean = written(text, "text")
    if not clean:
        raise Invalid({"message": "还没有内容，写一点再请同事接着写。"})
    if to == by or not may_see(to, case_id, at):
        raise Invalid({"message": "所选同事看不到本事项，请选别人。"})
    if kind == "reply":
        _ensure_replies(case_id, to, at)
    own = HandedDraft.objects.filter(pk=before, case=case_id, taker=by).first() if before else None
    row = HandedDraft.objects.create(
        case_id=case_id, giver=by, taker=to, kind=kind, text=clean, files=list(files), before=own, at=at
    )
    drop_draft(person=by, form_key=f"{case_id}:message")
    tell_handed(case_id, to, by=by, at=at)
    return row


def _ensure_replies(case_id: int, person: str, at: datetime) -> None:
    """A reply that is given to somebody who may not send it would be lost time for the customer."""
    try:
        ensure_may("reply", case_id, by=person, at=at)
    except NotAllowedError:
        raise Invalid({"message": "所选同事不能在本事项中回复客户，请选别人，或存为内部备注请他看。"}) from None


@transaction.atomic
def take_draft(*, draft_id: int, own: Mapping[str, Any] | None = None, by: str, at: datetime) -> HandedDraft | None:
    """It stands in one's own composer, below what one was writing; nothing where it is somebody else's or was taken."""
    row = HandedDraft.objects.select_for_update().filter(pk=draft_id, taker=by, taken_at=None).first()
    if row is None:
        return None
    row.taken_at = at
    row.save(update_fields=["taken_at"])
    key = f"{row.case_id}:message"
    kept = Draft.objects.filter(person=by, form_key=key).values_list("values", flat=True).first()
    save_draft(person=by, form_key=key, values=_below(kept or {} if own is None else own, row), at=at)
    return row


def _below(own: Mapping[str, Any], row: HandedDraft) -> dict[str, Any]:
    """One's own words of the same kind stand first; those of another kind wait where that kind is written."""
    found = {name: list(own.get(name) or ()) for name in (*WORDS, *_shelves())}
    writing = _first(found["text_of"]) or _first(found["kind"])
    if writing != row.kind:
        if writing:
            found[f"kept_{writing}"] = _both(found[f"kept_{writing}"], found["text"])
            found[f"files_{writing}"] += found["files"]
            found[f"draft_{writing}"] = found["draft"]
        found["text"], found["files"] = found[f"kept_{row.kind}"], found[f"files_{row.kind}"]
        found[f"kept_{row.kind}"] = found[f"files_{row.kind}"] = []
    found["text"] = _both(found["text"], [row.text])
    found["files"] = [*found["files"], *(str(each) for each in row.files if str(each) not in found["files"])]
    found |= {"kind": [row.kind], "text_of": [row.kind], "draft": [str(row.pk)]}
    return {name: values for name, values in found.items() if values}


def _shelves() -> tuple[str, ...]:
    return tuple(f"{what}_{kind}" for what in ("kept", "files", "draft") for kind in KINDS_OF_WORDS)


def _both(one: Sequence[str], other: Sequence[str]) -> list[str]:
    return [LINE.join(text for text in (_first(one), _first(other)) if text.strip())]


def _first(values: Sequence[str]) -> str:
    return next(iter(values), "")
