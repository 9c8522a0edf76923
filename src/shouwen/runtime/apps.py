"""The application that stands between the engine and the database."""

from datetime import datetime, timedelta
from typing import Any

from django.apps import AppConfig
from django.core import checks


class RuntimeConfig(AppConfig):
    name = "shouwen.runtime"
    label = "runtime"

    def ready(self) -> None:
        from shouwen.runtime import anchors  # noqa: PLC0415  # tables exist only now
        from shouwen.runtime.jobs import register_job  # noqa: PLC0415
        from shouwen.runtime.mail import send_mail  # noqa: PLC0415
        from shouwen.runtime.outbox import register_transport  # noqa: PLC0415

        register_transport("email", send_mail)
        register_transport(anchors.FILE_CHANNEL, anchors.append_to_file)
        register_job("anchor", timedelta(minutes=1), _anchor)
        checks.register(every_effect_has_an_owner, deploy=True)


def _anchor(at: datetime) -> None:
    from shouwen.runtime import anchors  # noqa: PLC0415  # tables exist only when it is called

    anchors.anchor(at)


def every_effect_has_an_owner(**_: Any) -> list[checks.CheckMessage]:
    """A decision whose effects nobody carries out would be half a decision."""
    from shouwen.runtime.registry import missing  # noqa: PLC0415  # needs the applications

    return [
        checks.Error(f"Nobody carries out the effect {name}.", hint="Register its owner in the ready() of a domain.")
        for name in missing()
    ]
