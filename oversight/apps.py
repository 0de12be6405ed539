from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Frister: figures, groups, register, forecast and bulk acts over a unit's clocks."""

    name = "oversight"
    verbose_name = "Fristöversikt"

    def ready(self) -> None:
        """Keep views of the lists, and go through them."""
        from organisation.lists.registry import register_list
        from oversight.lists.pages import BREACHES, DEADLINES

        register_list(DEADLINES)
        register_list(BREACHES)
