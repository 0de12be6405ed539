from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Statistics as pages, charts and files."""

    name = "reports"
    verbose_name = "Statistik"
