"""The application of what staff have at hand when they write."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "shouwen.knowledge"
    label = "knowledge"
