from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """In-app notices."""

    name = "notices"
    verbose_name = "Notiser"
