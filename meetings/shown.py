"""What the pages show of booked times, for the acts that apply to them."""

from __future__ import annotations

from django.utils import timezone

from core.seen import Seen, facts_of
from core.swedish.dates import weekday_date
from meetings.models import GroupInformationBooking, GroupInformationSession, Meeting
from meetings.topics import topics_in_words


def title_of(meeting: Meeting) -> str:
    """What kind of meeting and when: "Coachmöte tis 24 nov 2026"."""
    return f"{meeting.get_kind_display()} {weekday_date(timezone.localdate(meeting.starts_at))}"


def shown_meeting(meeting: Meeting) -> Seen:
    """Everything that is registered of a meeting."""
    begins = timezone.localtime(meeting.starts_at)
    rows = [
        ("Hur det gick", meeting.get_status_display()),
        ("Tid", f"{weekday_date(begins.date())} {begins:%H.%M}"),
        ("Typ", meeting.get_kind_display()),
        ("Kanal", meeting.get_channel_display()),
        ("Handlade om", topics_in_words(meeting.topics, None)),
        ("Anteckning", meeting.note),
    ]
    return Seen(f"meeting-{meeting.pk}", facts_of(rows))


def shown_booking(booking: GroupInformationBooking) -> Seen:
    """An invitation to a group information, and whether the aspirant came."""
    begins = timezone.localtime(booking.session.starts_at)
    rows = [
        ("Gruppinformation", f"{weekday_date(begins.date())} {begins:%H.%M}, {booking.session.place}"),
        ("Status", booking.get_status_display()),
    ]
    return Seen(f"group-information-booking-{booking.pk}", facts_of(rows))


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
