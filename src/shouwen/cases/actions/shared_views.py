"""What an administrator does with views that are shared: another name, another unit, another owner, or none at all."""

from datetime import datetime

from django.db import transaction

from shouwen.cases.actions.desk import LONGEST_NAME
from shouwen.cases.models import SavedView
from shouwen.people.access import Viewer, require
from shouwen.people.actions import ChangeRefused, record

MANAGE = "manage_people"


@transaction.atomic
def rename_view(*, view_id: int, name: str, by: Viewer, at: datetime) -> None:
    row = _held(view_id, by)
    wanted = " ".join(name.split())[:LONGEST_NAME]
    if not wanted:
        raise ChangeRefused("Give the view a name.", "请给视图起个名字。")
    _ensure_free(row.person, wanted, row)
    before, row.name, row.at = row.name, wanted, at
    row.save(update_fields=["name", "at"])
    _record("view_renamed", row, by, at, detail=f"{before} → {wanted}")


@transaction.atomic
def share_view(*, view_id: int, unit: int, by: Viewer, at: datetime) -> None:
    """With the people of another unit, and of those below it."""
    row = _held(view_id, by)
    place = by.organisation.units.get(unit)
    if place is None or not place.is_active:
        raise ChangeRefused("There is no such unit.", "没有这个单位。")
    row.unit, row.at = str(unit), at
    row.save(update_fields=["unit", "at"])
    _record("view_shared", row, by, at, detail=place.name)


@transaction.atomic
def hand_view_over(*, view_id: int, person: int, by: Viewer, at: datetime) -> None:
    """To a colleague who works here, when the owner left or has other things to do."""
    row = _held(view_id, by)
    member = by.organisation.persons.get(person)
    if member is None or not by.organisation.works_here(person, at):
        raise ChangeRefused("Nobody of that number works here.", "此人不在职。")
    _ensure_free(str(person), row.name, row)
    row.person, row.at = str(person), at
    row.save(update_fields=["person", "at"])
    _record("view_handed_over", row, by, at, detail=member.name)


@transaction.atomic
def remove_view(*, view_id: int, by: Viewer, at: datetime) -> None:
    """For everybody; the cases it showed are where they were."""
    row = _held(view_id, by)
    _record("view_removed", row, by, at)
    row.delete()


def _held(view_id: int, by: Viewer) -> SavedView:
    """A private one is nobody else's business."""
    require(by, MANAGE)
    row = SavedView.objects.select_for_update().filter(pk=view_id).exclude(unit="").first()
    if row is None:
        raise ChangeRefused("There is no such shared view any more.", "这个共用视图已不在了。")
    return row


def _ensure_free(person: str, name: str, row: SavedView) -> None:
    """Names are somebody's own: nobody has two views of one name."""
    if SavedView.objects.filter(person=person, name=name).exclude(pk=row.pk).exists():
        raise ChangeRefused(f"The owner has a view '{name}' already.", f"此人已有名为“{name}”的视图，请先改名。")


def _record(act: str, row: SavedView, by: Viewer, at: datetime, *, detail: str = "") -> None:
    record(act=act, by=by.person, at=at, subject=f"view:{row.pk}", name=row.name, detail=detail)
