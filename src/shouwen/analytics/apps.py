"""The application that takes in history, lets it pass again, and counts."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "shouwen.analytics"
    label = "analytics"

    def ready(self) -> None:
        from shouwen.analytics.jobs import wire  # noqa: PLC0415  # tables exist only now

        wire()
