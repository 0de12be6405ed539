from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The access log with its seals: who opened what, and what was refused."""

    name = "audit"
    verbose_name = "Logg"

    def ready(self) -> None:
        """Listen to sign-ins, and add the check of the log's partitions."""
        from audit import checks, signing_in  # noqa: F401
