"""The tree of units: found, describe, move, close."""

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from shouwen.people.actions.audit import record
from shouwen.people.actions.change import ChangeRefused, begin_change
from shouwen.people.models import Holding, Unit
from shouwen.people.snapshot import TOP_ZONE


@transaction.atomic
def found_unit(
    *,
    name: str,
    code: str,
    kind: str,
    parent: int | None = None,
    is_department: bool = False,
    head_post: str = "",
    zone: str = "",
    by: int | None,
    at: datetime,
) -> Unit:
    """A new unit; the same code with the same place and kind gives back the one that is there."""
    begin_change(at=at)
    known = Unit.objects.filter(code__iexact=code.strip()).first()
    if known is not None:
        return _same(known, name=name.strip(), kind=kind, parent=parent)
    _check_zone(zone)
    above = Unit.objects.get(pk=parent) if parent is not None else None
    if above is not None and not above.is_active:
        raise ChangeRefused(
            f"'{above.name}' is closed: choose a unit that exists for '{name}'.",
            f"{above.name}已撤销：请选在用的上级单位。",
        )
    unit = Unit(
        name=name.strip(),
        code=code.strip(),
        kind=kind,
        parent=above,
        is_department=is_department,
        head_post=head_post,
        zone=zone,
        path="/",
    )
    unit.save(force_insert=True)
    unit.path = f"{above.path if above else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    record(act="unit_founded", by=by, at=at, subject=f"unit:{unit.pk}", name=unit.name, detail=unit.code)
    return unit


@transaction.atomic
def describe_unit(*, unit: int, name: str, head_post: str, zone: str, by: int | None, at: datetime) -> Unit:
    """Another name, another head, another time zone."""
    begin_change(at=at)
    _check_zone(zone)
    row = Unit.objects.get(pk=unit)
    before = row.name
    row.name, row.head_post, row.zone = name.strip(), head_post, zone
    row.save(update_fields=["name", "head_post", "zone"])
    detail = f"{before} → {row.name}" if before != row.name else ""
    record(act="unit_described", by=by, at=at, subject=f"unit:{row.pk}", name=row.name, detail=detail)
    return row


@transaction.atomic
def move_unit(*, unit: int, to: int | None, by: int | None, at: datetime) -> Unit:
    """Hangs a unit with all below it under another one."""
    begin_change(at=at)
    row = Unit.objects.get(pk=unit)
    above = Unit.objects.get(pk=to) if to is not None else None
    if above is not None and above.path.startswith(row.path):
        raise ChangeRefused(
            f"'{above.name}' stands below '{row.name}': a unit cannot hang under its own part.",
            f"{above.name}在{row.name}之下：单位不能移到自己的下级里。",
        )
    old, new = row.path, f"{above.path if above else '/'}{row.pk}/"
    Unit.objects.filter(path__startswith=old).update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    row.parent, row.path = above, new
    row.save(update_fields=["parent"])
    detail = f"→ {above.name}" if above is not None else ""
    record(act="unit_moved", by=by, at=at, subject=f"unit:{row.pk}", name=row.name, detail=detail)
    return row


@transaction.atomic
def close_unit(*, unit: int, by: int | None, at: datetime) -> Unit:
    """Nobody may still hold a post in it or in a unit below it."""
    begin_change(at=at)
    row = Unit.objects.get(pk=unit)
    today = at.astimezone(ZoneInfo(TOP_ZONE)).date()
    still = Holding.objects.filter(unit__path__startswith=row.path).exclude(ends_on__lt=today)
    if still.exists():
        raise ChangeRefused(
            f"{still.count()} posts are still held in '{row.name}' or below: end or move them first.",
            f"{row.name}及下级还有 {still.count()} 个任职没有结束：请先结束或调到别处。",
        )
    Unit.objects.filter(path__startswith=row.path).update(is_active=False)
    row.is_active = False
    record(act="unit_closed", by=by, at=at, subject=f"unit:{row.pk}", name=row.name)
    return row


def _same(known: Unit, *, name: str, kind: str, parent: int | None) -> Unit:
    if (known.name, known.kind, known.parent_id) != (name, kind, parent):
        raise ChangeRefused(
            f"The code '{known.code}' already belongs to '{known.name}': choose another one.",
            f"代号 {known.code} 已是{known.name}的：请换一个。",
        )
    return known


def _check_zone(zone: str) -> None:
    if zone and zone not in available_timezones():
        raise ChangeRefused(
            f"'{zone}' is no time zone: give a name such as Asia/Shanghai, or nothing.",
            f"没有“{zone}”这个时区：请写 Asia/Shanghai 这样的名称，或留空。",
        )
