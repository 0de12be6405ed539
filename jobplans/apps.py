from django.apps import AppConfig


class JobplansConfig(AppConfig):
    """Plans, insatser, deadlines, follow-ups."""

    name = "jobplans"
    verbose_name = "Jobbplaner"
