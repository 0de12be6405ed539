from django.apps import AppConfig

from core.deep_health import register_deep_check


class NoticesConfig(AppConfig):
    """Notices in the service, and letters."""

    name = "notices"
    verbose_name = "Notiser"

    def ready(self) -> None:
        """Have the deep health check look at what this package must have done."""
        from notices.outbox import letters_are_tried

        register_deep_check("letters", letters_are_tried)
