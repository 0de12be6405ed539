"""Meetings and gruppinformation as events of a case."""

from __future__ import annotations

from django.db.models.functions import Coalesce

from aspirants.events import CASE, EventSource, Fact, of_case, sentences
from aspirants.models import Enrolment
from meetings.choices import BookingStatus, Channel, MeetingKind, MeetingStatus, Topic
from meetings.models import GroupInformationBooking, Meeting


def meeting_title(kind: str, status: str) -> str:
    """What kind of meeting and how it went: "Coachmöte, uteblev"; a booked one says so first."""
    if status == MeetingStatus.BOOKED:
        return f"Bokat {MeetingKind(kind).label.lower()}"
    return f"{MeetingKind(kind).label}, {MeetingStatus(status).label.lower()}"


def topics_text(topics: list[str], enrolment: Enrolment) -> str:
    """What it was about, in words: "Jobbsökning, Hälsa". That it was about health stays at the case's jobbtorg."""
    shown = [Topic(topic) for topic in topics if not (enrolment.read_through and topic == Topic.HEALTH)]
    return ", ".join(topic.label for topic in shown)


def _meeting(fact: Fact) -> tuple[str, str]:
    how = "" if fact["channel"] == Channel.VISIT else Channel(fact["channel"]).label
    about = ", ".join(filter(None, [how, topics_text(fact["topics"], fact.enrolment)]))
    return meeting_title(fact["kind"], fact["status"]), sentences(about, fact.note())


def _invited(fact: Fact) -> tuple[str, str]:
    return "Kallad till gruppinformation", f"{fact.day_of('starts_at')}, {fact['place']}"


def _came(fact: Fact) -> tuple[str, str]:
    return f"Gruppinformation, {BookingStatus(fact['status']).label.lower()}", ""


BOOKINGS = GroupInformationBooking.objects.filter(enrolment=CASE)

SOURCES = (
    EventSource(
        key="meeting",
        kind="meeting",
        position=50,
        rows=Meeting.objects.filter(enrolment=CASE),
        at="starts_at",
        facts={"kind": "kind", "status": "status", "channel": "channel", "topics": "topics", "note": "note"},
        by=Coalesce("logged_by", "booked_by"),
        anchor="mote",
        tell=_meeting,
    ),
    EventSource(
        key="invited",
        kind="meeting",
        position=60,
        rows=BOOKINGS.filter(status=BookingStatus.INVITED),
        at="invited_at",
        facts={"starts_at": "session__starts_at", "place": "session__place"},
        by="registered_by",
        tell=_invited,
    ),
    EventSource(
        key="group",
        kind="meeting",
        position=70,
        rows=BOOKINGS.exclude(status=BookingStatus.INVITED),
        at="session__starts_at",
        facts={"status": "status"},
        by="registered_by",
        tell=_came,
    ),
)

HISTORY = (of_case(80, Meeting), of_case(90, GroupInformationBooking))
