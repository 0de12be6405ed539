from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Kinds of insatser."""

    name = "catalogue"
    verbose_name = "Insatser"
