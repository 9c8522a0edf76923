"""The application of units, posts and their holders."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def load_calendar(*, using: str, **_: Any) -> None:
    """Every database has the years that the program comes with; a newer program brings newer years."""
    from shouwen.base.clock import now  # noqa: PLC0415  # tables cannot be imported before Django has loaded all apps
    from shouwen.people import actions, models  # noqa: PLC0415  # as above

    tables = connections[using].introspection.table_names()
    if models.CalendarDay._meta.db_table in tables and models.OrganisationVersion._meta.db_table in tables:  # noqa: SLF001
        actions.seed_years(at=now())


class PeopleConfig(AppConfig):
    name = "shouwen.people"
    label = "people"

    def ready(self) -> None:
        from shouwen.people import audit, jobs  # noqa: PLC0415  # tables cannot be imported before Django has loaded all apps
        from shouwen.runtime import seals  # noqa: PLC0415  # as above

        jobs.wire()
        seals.register_log(audit.LOG, audit.head_of_log)
        post_migrate.connect(load_calendar, sender=self, dispatch_uid="people.load_calendar")
