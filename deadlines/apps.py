from django.apps import AppConfig

from core.deep_health import register_deep_check


class DeadlinesConfig(AppConfig):
    """The engine: clocks, their rules, pauses, excuses and breaches."""

    name = "deadlines"
    verbose_name = "Frister"

    def ready(self) -> None:
        """Have the deep health check look at what this package must have done."""
        from deadlines.freshness import sweep_is_fresh

        register_deep_check("sweep", sweep_is_fresh)
