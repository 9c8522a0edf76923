"""The pages, as a part of the installation."""

from django.apps import AppConfig

from shouwen.base.reading import register_reader
from shouwen.web.catalogue import compile_catalogues


class WebConfig(AppConfig):
    name = "shouwen.web"
    verbose_name = "页面"

    def ready(self) -> None:
        from shouwen.web.ui.words import said  # noqa: PLC0415  # its languages are known only now

        compile_catalogues()
        register_reader(said)
