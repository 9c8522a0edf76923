"""The application of rulebook drafts."""

from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    name = "shouwen.authoring"
    label = "authoring"
