"""The pages, as a part of the installation."""

from django.apps import AppConfig

from shouwen.web.catalogue import compile_catalogues


class WebConfig(AppConfig):
    name = "shouwen.web"
    verbose_name = "页面"

    def ready(self) -> None:
        compile_catalogues()
