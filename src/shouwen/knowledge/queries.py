"""Which canned replies somebody may use and change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from shouwen.base.bigrams import normalise
from shouwen.knowledge.models import CannedReply
from shouwen.people.access import NotAllowedError, Viewer, may

MANAGE_REPLIES = "manage_replies"
MOST = 200


@dataclass(frozen=True, slots=True)
class Reply:
    """One canned reply as lists and the composer show it."""

    id: int
    title: str
    text: str
    reach: str
    unit: int | None
    unit_name: str
    author: str
    changed_at: datetime
    may_change: bool


def replies(viewer: Viewer, asked: str = "", *, reach: str = "", most: int = MOST) -> tuple[Reply, ...]:
    """One's own first, then those of one's units, then everybody's; found by title, text or pinyin initials."""
    rows = CannedReply.objects.filter(_usable(viewer), removed_at=None).select_related("person", "unit")
    if reach:
        rows = rows.filter(reach=reach)
    text = normalise(asked).strip()
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(text__icontains=text) | Q(initials__startswith=text))
    found = [_reply(viewer, row) for row in rows.order_by("title", "id")[:most]]
    order = {name: place for place, name in enumerate(CannedReply.Reach.values)}
    return tuple(sorted(found, key=lambda reply: order[reply.reach]))


def reply(viewer: Viewer, reply_id: int) -> Reply:
    """One that the viewer may use."""
    row = (
        CannedReply.objects.filter(_usable(viewer), pk=reply_id, removed_at=None)
        .select_related("person", "unit")
        .first()
    )
    if row is None:
        raise NotAllowedError(MANAGE_REPLIES, f"canned reply {reply_id}")
    return _reply(viewer, row)


def my_values(viewer: Viewer) -> Mapping[str, str]:
    """What the variables about the writer stand for."""
    home = viewer.home
    return {"我的姓名": viewer.name, "我的单位": viewer.organisation.units[home].name if home is not None else ""}


def may_write(viewer: Viewer, reach: str, unit: int | None) -> bool:
    """One's own always; a unit's and everybody's to who looks after them there."""
    if reach == CannedReply.Reach.OWN:
        return True
    if reach == CannedReply.Reach.UNIT:
        return unit is not None and may(viewer, MANAGE_REPLIES, unit=unit)
    return viewer.office == "system" or (may(viewer, MANAGE_REPLIES) and viewer.reach(MANAGE_REPLIES).everything)


def _usable(viewer: Viewer) -> Q:
    """A unit's replies hold for who has a post in it or below."""
    units = {unit for post in viewer.posts for unit in viewer.organisation.units[post.unit].path}
    if may(viewer, MANAGE_REPLIES):
        units |= set(viewer.organisation.units) if viewer.office == "system" else _looked_after(viewer)
    own = Q(reach=CannedReply.Reach.OWN, person=viewer.person)
    return own | Q(reach=CannedReply.Reach.SHARED) | Q(reach=CannedReply.Reach.UNIT, unit__in=units)


def _looked_after(viewer: Viewer) -> set[int]:
    reach = viewer.reach(MANAGE_REPLIES)
    return set(viewer.organisation.units) if reach.everything else set(reach.units)


def _reply(viewer: Viewer, row: CannedReply) -> Reply:
    return Reply(
        id=row.pk,
        title=row.title,
        text=row.text,
        reach=row.reach,
        unit=row.unit_id,
        unit_name=row.unit.name if row.unit else "",
        author=row.person.name,
        changed_at=row.changed_at,
        may_change=may_write(viewer, row.reach, row.unit_id),
    )
