"""Writes, changes and removes canned replies."""

from datetime import datetime

from django.db import transaction

from shouwen.base.pinyin import latin_of
from shouwen.knowledge.models import CannedReply
from shouwen.knowledge.queries import MANAGE_REPLIES, may_write
from shouwen.knowledge.variables import VARIABLES, unknown
from shouwen.people.access import NotAllowedError, Viewer
from shouwen.people.actions import ChangeRefused

LONGEST_TITLE = 60
LONGEST_TEXT = 4000


@transaction.atomic
def save_reply(
    *, reply: int | None, title: str, text: str, reach: str, unit: int | None, by: Viewer, at: datetime
) -> CannedReply:
    """A new one, or another wording; whoever changes one must be allowed both where it was and where it will be."""
    _check(title, text, reach, unit)
    row = _mine(reply, by) if reply is not None else CannedReply()
    if not may_write(by, reach, unit):
        raise NotAllowedError(MANAGE_REPLIES)
    row.title, row.text, row.initials = title.strip(), text.strip(), latin_of(title).initials[:LONGEST_TITLE]
    row.reach, row.unit_id, row.person_id, row.changed_at = reach, unit, by.person, at
    row.save()
    return row


@transaction.atomic
def remove_reply(*, reply: int, by: Viewer, at: datetime) -> None:
    """It is offered no longer; what was written with it stays as it was written."""
    row = _mine(reply, by)
    row.removed_at = at
    row.save(update_fields=["removed_at"])


def _mine(reply: int, by: Viewer) -> CannedReply:
    row = CannedReply.objects.select_for_update().filter(pk=reply, removed_at=None).first()
    if row is None or not may_write(by, row.reach, row.unit_id):
        raise NotAllowedError(MANAGE_REPLIES, f"canned reply {reply}")
    if row.reach == CannedReply.Reach.OWN and row.person_id != by.person:
        raise NotAllowedError(MANAGE_REPLIES, f"canned reply {reply}")
    return row


def _check(title: str, text: str, reach: str, unit: int | None) -> None:
    if not title.strip() or not text.strip():
        raise ChangeRefused("A canned reply needs a title and a text.", "快捷回复要有标题和正文。")
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
        raise ChangeRefused("The title or the text is too long.", "标题最多 60 个字，正文最多 4000 个字。")
    if reach not in CannedReply.Reach.values or (reach == CannedReply.Reach.UNIT) != (unit is not None):
        raise ChangeRefused("Say whether it is one's own, a unit's or everybody's.", "请选使用范围；本单位的要选单位。")
    wrong = unknown(text)
    if wrong:
        raise ChangeRefused(
            f"There is no variable {', '.join(wrong)}: use {', '.join(VARIABLES)}.",
            f"没有变量 {'、'.join(f'{{{name}}}' for name in wrong)}：可用 {'、'.join(f'{{{name}}}' for name in VARIABLES)}。",
        )
