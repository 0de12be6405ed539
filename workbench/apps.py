from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """Pages that show several parts of the service together."""

    name = "workbench"
    verbose_name = "Arbetsbord"
