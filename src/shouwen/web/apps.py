"""The pages, as a part of the installation."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "shouwen.web"
    verbose_name = "页面"
