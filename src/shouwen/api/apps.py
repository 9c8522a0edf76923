"""The interface for programs, as a part of the installation."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "shouwen.api"
    label = "api"
