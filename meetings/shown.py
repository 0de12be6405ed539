"""What the pages show of a booking of group information, for the acts that apply to it."""

from __future__ import annotations

from django.utils import timezone

from core.seen import Seen, facts_of
from core.swedish.dates import weekday_date
from meetings.models import GroupInformationBooking


def shown_booking(booking: GroupInformationBooking) -> Seen:
    """An invitation to a group information, and whether the aspirant came."""
    begins = timezone.localtime(booking.session.starts_at)
    rows = [
        ("Gruppinformation", f"{weekday_date(begins.date())} {begins:%H.%M}, {booking.session.place}"),
        ("Status", booking.get_status_display()),
    ]
    return Seen(f"group-information-booking-{booking.pk}", facts_of(rows))
