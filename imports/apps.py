from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Legacy spreadsheets: read, judged row by row, brought in."""

    name = "imports"
    verbose_name = "Import"
