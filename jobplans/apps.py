from django.apps import AppConfig


class JobplansConfig(AppConfig):
    """Plans, follow-ups and the communication of plans."""

    name = "jobplans"
    verbose_name = "Jobbplaner"
