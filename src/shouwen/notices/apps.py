"""The application of the ways in which people are told."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "shouwen.notices"
    label = "notices"

    def ready(self) -> None:
        from shouwen.notices.posting import post  # noqa: PLC0415  # tables cannot be imported before all apps are loaded
        from shouwen.notices.transports import wire  # noqa: PLC0415  # as above
        from shouwen.runtime.registry import register_post  # noqa: PLC0415  # as above

        register_post(post)
        wire()
