from django.apps import AppConfig

from core.deep_health import register_deep_check


class DeadlinesConfig(AppConfig):
    """The engine: clocks, their rules, pauses, excuses and breaches."""

    name = "deadlines"
    verbose_name = "Frister"

    def ready(self) -> None:
        """Register the engine's checks, its own sources of excuses, and what the deep health check looks at."""
        from deadlines import checks  # noqa: F401
        from deadlines.excuses import contacts
        from deadlines.excuses.sources import register_excuse_sources
        from deadlines.status.freshness import sweep_is_fresh

        register_excuse_sources(*contacts.SOURCES)
        register_deep_check("sweep", sweep_is_fresh)
