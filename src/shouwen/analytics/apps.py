"""The application that takes in history, lets it pass again, and counts."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "shouwen.analytics"
    label = "analytics"
