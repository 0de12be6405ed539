from django.apps import AppConfig

from core.deep_health import register_deep_check


class OrganisationConfig(AppConfig):
    """Units and users, how they sign in, who may do and see what."""

    name = "organisation"
    verbose_name = "Organisation"

    def ready(self) -> None:
        """Listen to what is written to accounts and factors; register what the deep health check looks at here."""
        from organisation.reference_tables.calendar import calendar_is_long_enough
        from organisation.sign_in.proving import factor_changes  # noqa: F401
        from organisation.sign_in.records import accounts  # noqa: F401

        register_deep_check("calendar", calendar_is_long_enough)
