from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Installed only in demo mode: demo data and one-click sign-in."""

    name = "demo"
    label = "demo"
    verbose_name = "Demo"
