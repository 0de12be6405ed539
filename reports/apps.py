from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Statistics."""

    name = "reports"
    verbose_name = "Statistik"
