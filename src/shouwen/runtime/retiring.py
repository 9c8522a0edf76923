"""An edition goes out of use from a day on, or holds in other units: cases that run keep it all the same."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from shouwen.runtime import rulebooks
from shouwen.runtime.models import EditionEntry, InstalledRulebook
from shouwen.runtime.rulebooks import Edition

RETIRED, KEPT, PLACED = "retired", "kept", "placed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done with an edition."""

    what: str
    day: date | None
    units: tuple[str, ...]
    reason: str
    user: int | None
    at: datetime


class CannotRetire(ValueError):
    """Why it stays in use; said in both languages of the pages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


@transaction.atomic
def retire(*, edition: str, day: date, reason: str, by: int | None, at: datetime) -> None:
    """From this day on; the day may still be moved while it lies ahead."""
    row = InstalledRulebook.objects.select_for_update().filter(key=edition).first()
    if row is None:
        raise rulebooks.NotInstalled(f"The rulebook {edition} is not installed here.")
    if not reason.strip():
        raise CannotRetire("请写明停用理由。", "Say why it goes out of use.")
    if row.retired_on is not None and row.retired_on <= localdate(at):
        raise CannotRetire(f"{edition} 已停用。", f"{edition} is out of use already.")
    row.retired_on = day
    row.version += 1
    row.save(update_fields=["retired_on", "version"])
    EditionEntry.objects.create(
        edition=edition, what=RETIRED, day=day, units=row.units, reason=reason.strip()[:500], by_id=by, at=at
    )
    transaction.on_commit(rulebooks.forget)
    rulebooks.forget()


@transaction.atomic
def keep(*, edition: str, reason: str, by: int | None, at: datetime) -> None:
    """It stays in use after all; once its last day has passed, that is history."""
    row = InstalledRulebook.objects.select_for_update().filter(key=edition).first()
    if row is None:
        raise rulebooks.NotInstalled(f"The rulebook {edition} is not installed here.")
    if not reason.strip():
        raise CannotRetire("请写明取消停用的理由。", "Say why it stays in use.")
    day = row.retired_on
    if day is None or day <= localdate(at):
        raise _nothing_ahead(edition)
    row.retired_on = None
    row.version += 1
    row.save(update_fields=["retired_on", "version"])
    EditionEntry.objects.create(
        edition=edition, what=KEPT, day=day, units=row.units, reason=reason.strip()[:500], by_id=by, at=at
    )
    transaction.on_commit(rulebooks.forget)
    rulebooks.forget()


@transaction.atomic
def hold_in(*, edition: str, units: tuple[str, ...], reason: str, by: int | None, at: datetime) -> None:
    """The edition holds in these units from now on, in all if none is named; its text stays as it is."""
    row = InstalledRulebook.objects.select_for_update().filter(key=edition).first()
    if row is None:
        raise rulebooks.NotInstalled(f"The rulebook {edition} is not installed here.")
    row.units = list(units)
    row.version += 1
    row.save(update_fields=["units", "version"])
    EditionEntry.objects.create(
        edition=edition, what=PLACED, day=localdate(at), units=row.units, reason=reason.strip()[:500], by_id=by, at=at
    )
    transaction.on_commit(rulebooks.forget)
    rulebooks.forget()


def _nothing_ahead(edition: str) -> CannotRetire:
    return CannotRetire(
        f"{edition} 没有尚未到期的停用：停用日已过，或已经取消。",
        f"{edition} has no retirement ahead: its day has passed, or it was cancelled.",
    )


def may_keep(edition: Edition, day: date) -> bool:
    """Whether a retirement lies ahead that could be cancelled."""
    return edition.retired_on is not None and edition.retired_on > day


def entries(edition: str) -> tuple[Entry, ...]:
    """What was done with it, newest first."""
    rows = EditionEntry.objects.filter(edition=edition).order_by("-id")
    return tuple(Entry(row.what, row.day, tuple(row.units), row.reason, row.by_id, row.at) for row in rows)


def siblings(edition: str) -> tuple[Edition, ...]:
    """The other editions of the same rulebook, in the order of their coming into force."""
    code = rulebooks.edition(edition).rulebook.header.rulebook
    every = (rulebooks.edition(key) for key in rulebooks.installed())
    return tuple(each for each in every if each.rulebook.header.rulebook == code and each.key != edition)


def without(edition: str, day: date, unit_path: tuple[str, ...]) -> Edition | None:
    """Which edition of the rulebook cases in a unit would begin under on the day, were this one retired."""
    held = [each for each in siblings(edition) if each.holds(day)]
    held = [each for each in held if not each.units or not each.units.isdisjoint(unit_path)]
    return held[-1] if held else None
