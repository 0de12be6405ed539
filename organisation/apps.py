from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Units and people, and who may see what."""

    name = "organisation"
    verbose_name = "Organisation"
