from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Bookings, meetings, group information and who came."""

    name = "meetings"
    verbose_name = "Möten"
