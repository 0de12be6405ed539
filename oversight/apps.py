from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Frister: figures, groups, register, forecast and bulk acts over a unit's clocks."""

    name = "oversight"
    verbose_name = "Fristöversikt"
