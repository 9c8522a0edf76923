"""Lists the keys of the interface: number, name, person, what for, and until when."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand

from shouwen.base import clock
from shouwen.people.keys import KeyMade, keys_made


class Command(BaseCommand):
    """The keys themselves are kept nowhere and cannot be shown."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        lines = [
            f"{key.id}  {key.name}  {key.person_name}  {','.join(key.scopes)}  {_state(key, now)}"
            for key in keys_made()
        ]
        self.stdout.write("\n".join(lines) or "There is no key yet; './run manage make_key' makes one.")


def _state(key: KeyMade, now: datetime) -> str:
    if key.revoked_at is not None:
        return f"revoked {key.revoked_at:%Y-%m-%d}"
    if key.expires_at is None:
        return "good until it is revoked"
    return f"{'expired' if key.expires_at <= now else 'good until'} {key.expires_at:%Y-%m-%d}"
