"""What meetings and group information leave hanging on a case, and the last of them that has been."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from aspirants.closing.hanging import HangingThing, LastEvent
from aspirants.models import Closure, Enrolment
from core.history.tracking import changes_of
from core.swedish.dates import weekday_date
from meetings.choices import BookingStatus, ChangeReason, MeetingStatus
from meetings.models import GroupInformationBooking, Meeting
from meetings.operations.bookings import cancel_coming_meetings, cancel_coming_places
from organisation.models import User

HELD = (MeetingStatus.PRESENT, MeetingStatus.ABSENT_VALID, MeetingStatus.ABSENT_INVALID)


def _when(at: datetime.datetime) -> str:
    local = timezone.localtime(at)
    return f"{weekday_date(local.date())} {local:%H.%M}"


def _coming(enrolment: Enrolment) -> QuerySet[Meeting]:
    booked = Meeting.objects.filter(enrolment=enrolment, status=MeetingStatus.BOOKED, starts_at__gt=timezone.now())
    return booked.order_by("starts_at")


def _cancelled_with(enrolment: Enrolment, closure: Closure) -> QuerySet[Meeting]:
    """Those that the closing cancelled, in its own instant, and that still lie ahead."""
    cancelled = Meeting.objects.filter(enrolment=enrolment, status=MeetingStatus.CANCELLED_BY_UNIT)
    return cancelled.filter(logged_at=closure.decided_at, starts_at__gt=timezone.now()).order_by("starts_at")


def _lines(meetings: QuerySet[Meeting]) -> list[str]:
    return [f"{meeting.get_kind_display()} {_when(meeting.starts_at)}" for meeting in meetings]


def _cancel(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    cancel_coming_meetings(actor=actor, enrolment=enrolment, reason=ChangeReason.CASE_ENDS, at=closure.decided_at)


def _book_again(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    booked = {"status": MeetingStatus.BOOKED, "logged_by": None, "logged_at": None}
    _cancelled_with(enrolment, closure).order_by().update(**booked)


def _not_logged(enrolment: Enrolment) -> str:
    """Nobody but the people who were there can say how a meeting went, and it may excuse a clock (E01)."""
    past = Meeting.objects.filter(enrolment=enrolment, status=MeetingStatus.BOOKED, starts_at__lte=timezone.now())
    meeting = past.order_by("starts_at").first()
    if meeting is None:
        return ""
    return f"Mötet {_when(meeting.starts_at)} är inte loggat. Logga det innan ärendet avslutas."


def _invitations(enrolment: Enrolment) -> QuerySet[GroupInformationBooking]:
    invited = GroupInformationBooking.objects.filter(enrolment=enrolment, status=BookingStatus.INVITED)
    return invited.filter(session__starts_at__gt=timezone.now()).select_related("session")


def _called_off(enrolment: Enrolment, closure: Closure) -> QuerySet[GroupInformationBooking]:
    """The places that the closing took back, in its own instant, and that can still be given."""
    changes = enrolment.booking_changes.filter(reason=ChangeReason.CASE_ENDS, changed_at=closure.decided_at)
    called_off = GroupInformationBooking.objects.filter(
        pk__in=changes.values("invitation"),
        status=BookingStatus.CANCELLED_BY_UNIT,
        session__called_off_at=None,
        session__starts_at__gt=timezone.now(),
    )
    return called_off.select_related("session")


def _sessions(bookings: QuerySet[GroupInformationBooking]) -> list[str]:
    return [f"Gruppinformation {_when(booking.session.starts_at)}" for booking in bookings]


def _call_off(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    """The place was offered all the same: what the invitation has kept stays kept."""
    cancel_coming_places(actor=actor, enrolment=enrolment, reason=ChangeReason.CASE_ENDS, at=closure.decided_at)


def _invite_again(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    """It is the invitation that was: who invited is who did so then, and not who opens the case again."""
    for booking in _called_off(enrolment, closure):
        versions = changes_of(GroupInformationBooking).objects.filter(pgh_obj=booking.pk, status=BookingStatus.INVITED)
        invited_by = versions.order_by("-pgh_id").values_list("registered_by", flat=True).first()
        booking.status, booking.registered_by_id = BookingStatus.INVITED, invited_by or actor.pk
        booking.save(update_fields=["status", "registered_by"])


def _last_meeting(enrolment: Enrolment) -> datetime.date | None:
    held = Meeting.objects.filter(enrolment=enrolment, status__in=HELD, starts_at__lte=timezone.now())
    meeting = held.order_by("-starts_at").first()
    return timezone.localdate(meeting.starts_at) if meeting else None


def _last_session(enrolment: Enrolment) -> datetime.date | None:
    been = GroupInformationBooking.objects.filter(
        enrolment=enrolment, status__in=[BookingStatus.ATTENDED, BookingStatus.NO_SHOW]
    )
    booking = been.select_related("session").order_by("-session__starts_at").first()
    return timezone.localdate(booking.session.starts_at) if booking else None


THINGS = (
    HangingThing(
        key="meetings",
        label="Bokade möten",
        becomes="ställs in",
        position=10,
        found=lambda enrolment: _lines(_coming(enrolment)),
        settle=_cancel,
        in_the_way=_not_logged,
        returning=lambda enrolment, closure: _lines(_cancelled_with(enrolment, closure)),
        bring_back=_book_again,
    ),
    HangingThing(
        key="group information",
        label="Kallelser till gruppinformation",
        becomes="återkallas",
        position=20,
        found=lambda enrolment: _sessions(_invitations(enrolment)),
        settle=_call_off,
        returning=lambda enrolment, closure: _sessions(_called_off(enrolment, closure)),
        bring_back=_invite_again,
    ),
)
EVENTS = (
    LastEvent("meeting", "mötet", _last_meeting),
    LastEvent("group information", "gruppinformationen", _last_session),
)
