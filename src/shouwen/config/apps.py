"""The application that holds the commands of an installation."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "shouwen.config"
    label = "config"
