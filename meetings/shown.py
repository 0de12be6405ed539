"""What the pages show of booked times, for the acts that apply to them."""

from __future__ import annotations

from django.utils import timezone

from core.seen import Seen, facts_of
from core.swedish.dates import weekday_date
from meetings.models import GroupInformationBooking, GroupInformationSession, Meeting


def shown_booking(booking: GroupInformationBooking) -> Seen:
    """An invitation to a group information, and whether the aspirant came."""
    begins = timezone.localtime(booking.session.starts_at)
    rows = [
        ("Gruppinformation", f"{weekday_date(begins.date())} {begins:%H.%M}, {booking.session.place}"),
        ("Status", booking.get_status_display()),
    ]
    return Seen(f"group-information-booking-{booking.pk}", facts_of(rows))


def shown_meeting(meeting: Meeting) -> Seen:
    """A meeting: when, of which kind, and whether it is booked, held or cancelled."""
    begins = timezone.localtime(meeting.starts_at)
    rows = [
        ("Möte", f"{weekday_date(begins.date())} {begins:%H.%M}"),
        ("Typ", f"{meeting.get_kind_display()}, {meeting.get_channel_display().lower()}"),
        ("Status", meeting.get_status_display()),
    ]
    return Seen(f"meeting-{meeting.pk}", facts_of(rows))


def shown_session(session: GroupInformationSession) -> Seen:
    """A group information: when and where, for how many, and whether it has been called off."""
    begins = timezone.localtime(session.starts_at)
    rows = [
        ("Gruppinformation", f"{weekday_date(begins.date())} {begins:%H.%M}, {session.language}"),
        ("Plats", session.place),
        ("Platser", session.capacity),
        ("Status", "Inställd" if session.is_called_off else "Planerad"),
    ]
    return Seen(f"group-information-session-{session.pk}", facts_of(rows))
