"""The application of presence, assignment and supervision."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "shouwen.dispatch"
    label = "dispatch"

    def ready(self) -> None:
        from shouwen.dispatch.hearing import listen  # noqa: PLC0415  # tables cannot be imported before all apps are loaded
        from shouwen.dispatch.jobs import wire  # noqa: PLC0415  # as above

        listen()
        wire()
