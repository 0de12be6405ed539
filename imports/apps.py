from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Legacy spreadsheets."""

    name = "imports"
    verbose_name = "Import"
