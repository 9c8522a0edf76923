"""What every change of the organisation does: one at a time, and every process learns of it."""

from datetime import datetime

from shouwen.base.ids import new_uuid
from shouwen.people.models import OrganisationVersion
from shouwen.people.organisation import NEVER_CHANGED


class ChangeRefused(ValueError):
    """The change contradicts what is already so; the message says what to do, in the languages of commands and pages."""

    def __init__(self, en: str, zh: str = "") -> None:
        super().__init__(en)
        self.en = en
        self.zh = zh or en


def begin_change(*, at: datetime, calendar: bool = False) -> None:
    """Call first, inside the transaction: waits for a change that is under way and gives the new state a name of its own.

    The name is never used twice, not even after a transaction was taken back.
    """
    OrganisationVersion.objects.get_or_create(id=1, defaults={"organisation": NEVER_CHANGED, "calendar": NEVER_CHANGED})
    row = OrganisationVersion.objects.select_for_update().get(id=1)
    row.organisation = new_uuid(at=at)
    if calendar:
        row.calendar = new_uuid(at=at)
    row.save()
