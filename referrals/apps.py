from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Referrals from a stadsdel to a jobbtorg."""

    name = "referrals"
    verbose_name = "Remisser"

    def ready(self) -> None:
        """Tell how a case came in, and which pages take a file."""
        from aspirants.case_frame import CaseTab, register_case_tabs
        from aspirants.events import register_events, register_history
        from notices.shown.names import register_names
        from organisation.access.uploads import register_uploads
        from referrals import case_events
        from referrals.access import names_of_referrals
        from referrals.attachments import limits
        from referrals.lists import reading

        register_case_tabs(CaseTab("referral", "Stadsdelen", "case_referral", position=50))
        register_names(names_of_referrals)
        register_uploads(limits.UPLOADS, *limits.PAGES)
        register_uploads(reading.UPLOADS, *reading.PAGES)
        register_events(*case_events.SOURCES)
        register_history(*case_events.HISTORY)
