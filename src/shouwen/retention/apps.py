"""The application of terms of keeping."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "shouwen.retention"
    label = "retention"

    def ready(self) -> None:
        from shouwen.retention.jobs import wire  # noqa: PLC0415  # tables cannot be imported before all apps are loaded

        wire()
