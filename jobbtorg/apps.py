from django.apps import AppConfig


class JobbtorgConfig(AppConfig):
    """The project's own template tags and management commands."""

    name = "jobbtorg"
    verbose_name = "Jobbtorg"
