from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Installed only in demo mode: demo data and one-click sign-in."""

    name = "demo"
    label = "demo"
    verbose_name = "Demo"

    def ready(self) -> None:
        """Offer the demo accounts on the sign-in page."""
        from organisation.sign_in.sections import register_sign_in_section

        register_sign_in_section("demo/sign_in.html")
