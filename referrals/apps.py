from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Referrals from a stadsdel to a jobbtorg."""

    name = "referrals"
    verbose_name = "Remisser"
