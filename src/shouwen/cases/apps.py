"""The application that holds cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "shouwen.cases"
    label = "cases"
