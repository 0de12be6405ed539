from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Bookings, meetings, group information and who came."""

    name = "meetings"
    verbose_name = "Möten"

    def ready(self) -> None:
        """Tell the engine which missed meetings excuse a clock, and register the check of that table."""
        from deadlines.excuses.sources import register_excuse_sources
        from meetings import checks, excuse_sources  # noqa: F401

        register_excuse_sources(*excuse_sources.SOURCES)
