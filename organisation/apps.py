from django.apps import AppConfig

from core.deep_health import register_deep_check


class OrganisationConfig(AppConfig):
    """Units and users, how they sign in, who may do and see what."""

    name = "organisation"
    verbose_name = "Organisation"

    def ready(self) -> None:
        """Listen to changes of second factors; have the deep health check look at what this package must have done."""
        from organisation.reference_tables.calendar import calendar_is_long_enough
        from organisation.sign_in import factor_changes  # noqa: F401

        register_deep_check("calendar", calendar_is_long_enough)
