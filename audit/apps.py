from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who opened what, and what was refused."""

    name = "audit"
    verbose_name = "Logg"
