from django.apps import AppConfig


class AspirantsConfig(AppConfig):
    """People and their cases."""

    name = "aspirants"
    verbose_name = "Aspiranter"
