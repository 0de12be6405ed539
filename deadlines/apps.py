from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """The engine: clocks, their rules, pauses, excuses and breaches."""

    name = "deadlines"
    verbose_name = "Frister"
