from django.apps import AppConfig


class JobplansConfig(AppConfig):
    """Plans, follow-ups and the communication of plans."""

    name = "jobplans"
    verbose_name = "Jobbplaner"

    def ready(self) -> None:
        """Tell the engine which declined plans excuse a clock."""
        from deadlines.excuses.sources import register_excuse_sources
        from jobplans.excuse_sources import SOURCES

        register_excuse_sources(*SOURCES)
