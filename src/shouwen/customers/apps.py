"""The application of customer dossiers."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "shouwen.customers"
    label = "customers"

    def ready(self) -> None:
        from shouwen.customers.jobs import wire  # noqa: PLC0415  # tables exist only now

        wire()
