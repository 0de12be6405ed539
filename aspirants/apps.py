from django.apps import AppConfig


class AspirantsConfig(AppConfig):
    """People and their cases: meetings, attendance, closure."""

    name = "aspirants"
    verbose_name = "Aspiranter"
