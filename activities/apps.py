from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Insatser that are decided, and jobs that are offered."""

    name = "activities"
    verbose_name = "Insatser och arbete"
