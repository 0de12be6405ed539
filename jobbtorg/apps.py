from django.apps import AppConfig
from django.conf import settings


class JobbtorgConfig(AppConfig):
    """The project's own template tags, checks and management commands."""

    name = "jobbtorg"
    verbose_name = "Jobbtorg"

    def ready(self) -> None:
        """Register the project's checks; where servers have no address, have the embedded ones run (see settings)."""
        from jobbtorg import checks  # noqa: F401

        if settings.EMBEDDED_SERVERS:
            from jobbtorg.embedded import hold

            hold(settings.EMBEDDED_DIR, settings.EMBEDDED_SERVERS, durable=settings.EMBEDDED_DURABLE)
