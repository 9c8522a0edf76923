"""The documents domain, as a part of the installation."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "shouwen.documents"
    label = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        from shouwen.documents.effects import wire  # noqa: PLC0415  # tables exist only now

        wire()
