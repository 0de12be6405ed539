from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Acts that touch a whole case: closing, change of protection."""

    name = "casework"
    verbose_name = "Ärenden"
