"""The application that holds the login user and the installation itself."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "shouwen.base"
    label = "base"
