from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """The pages where everything meets."""

    name = "workbench"
    verbose_name = "Arbetsbord"
