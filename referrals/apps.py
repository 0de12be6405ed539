from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Referrals from a stadsdel to a jobbtorg."""

    name = "referrals"
    verbose_name = "Remisser"

    def ready(self) -> None:
        """Tell how a case came in."""
        from aspirants.events import register_events, register_history
        from referrals import case_events

        register_events(*case_events.SOURCES)
        register_history(*case_events.HISTORY)
