"""Meetings and gruppinformation as events of a case."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from aspirants.choices import PROVENANCE
from aspirants.events import CASE, NOW, EventSource, Fact, of_case, sentences
from aspirants.models import Enrolment
from core.swedish.dates import short_weekday_date
from meetings.choices import BookingStatus, ChangeReason, Channel, MeetingKind, MeetingStatus, Wish
from meetings.models import BookingChange, GroupInformationBooking, Meeting
from meetings.topics import topics_in_words

NOT_TO_BE = (MeetingStatus.CANCELLED_BY_ASPIRANT, MeetingStatus.CANCELLED_BY_UNIT, MeetingStatus.RESCHEDULED)
PLACES_TAKEN_BACK = (BookingStatus.CANCELLED_BY_ASPIRANT, BookingStatus.CANCELLED_BY_UNIT)


def meeting_title(kind: str, status: str) -> str:
    """What kind of meeting and how it went: "Coachmöte, uteblev"; a booked one says so first."""
    if status == MeetingStatus.BOOKED:
        return f"Bokat {MeetingKind(kind).label.lower()}"
    return f"{MeetingKind(kind).label}, {MeetingStatus(status).label.lower()}"


def topics_text(topics: list[str], enrolment: Enrolment) -> str:
    """What it was about, in words: "Jobbsökning, Hälsa". That it was about health stays at the case's jobbtorg."""
    return topics_in_words(topics, enrolment.jobbtorg_id, without_health=enrolment.read_through is not None)


def _meeting(fact: Fact) -> tuple[str, str]:
    how = "" if fact["channel"] == Channel.VISIT else Channel(fact["channel"]).label
    about = ", ".join(filter(None, [how, topics_text(fact["topics"], fact.enrolment)]))
    title = meeting_title(fact["kind"], fact["status"])
    if fact["status"] == MeetingStatus.BOOKED:
        title = f"{MeetingKind(fact['kind']).label}, ej loggat"
    return title, sentences(about, fact.note())


def _to_the_meeting(fact: Fact) -> str:
    """Where it is told of; a booked one whose time has passed is logged instead, by those who work in the case."""
    if fact.values.get("status") == MeetingStatus.BOOKED and fact.enrolment.is_open and not fact.from_elsewhere:
        return f"{fact.own_page('log_meeting')}?meeting={fact.number}"
    return fact.page("case_meetings", f"?mote={fact.number}#mote-{fact.number}")


def _to_the_change(fact: Fact) -> str:
    if fact["meeting"] is None:
        return fact.work_page("case_group_information")
    return fact.page("case_meetings", f"?mote={fact['meeting']}#mote-{fact['meeting']}")


def _to_the_session(fact: Fact) -> str:
    return fact.work_page("case_group_information")


def _ahead(fact: Fact) -> tuple[str, str]:
    channel = Channel(fact["channel"])
    return MeetingKind(fact["kind"]).label, sentences(channel.label, f"Hos {fact.other}" if fact.other else "")


def _session_ahead(fact: Fact) -> tuple[str, str]:
    return "Gruppinformation", str(fact["place"])


def _meeting_of_list(fact: Fact) -> bool:
    return bool(fact["note"].startswith(PROVENANCE))


def _session_of_list(fact: Fact) -> bool:
    # Lists know the day only, and nobody here begins at midnight.
    return timezone.localtime(datetime.datetime.fromisoformat(fact["starts_at"])).time() == datetime.time.min


def _invited(fact: Fact) -> tuple[str, str]:
    return "Kallad till gruppinformation", f"{fact.day_of('starts_at')}, {fact['place']}"


def _came(fact: Fact) -> tuple[str, str]:
    return f"Gruppinformation, {BookingStatus(fact['status']).label.lower()}", ""


def _changed(fact: Fact) -> tuple[str, str]:
    what = MeetingKind(fact["kind"]).label if fact["kind"] else "Gruppinformation"
    before = _time_of(fact["from"])
    if fact["to"]:
        title, times = f"{what}: flyttad tid", f"Flyttat från {before} till {_time_of(fact['to'])}."
    else:
        ended = "avbokad" if fact["wish"] == Wish.ASPIRANT else "inställd"
        title, times = f"{what}: {ended} tid", f"{before}{_if_back(fact)}."
    wish = f"På önskan av {Wish(fact['wish']).label.lower()}"
    # Why somebody could not come may be about health.
    reason = "" if fact.from_elsewhere else f": {ChangeReason(fact['reason']).label.lower()}"
    return title, sentences(times, f"{wish}{reason}.", fact.note())


def _if_back(fact: Fact) -> str:
    """Of a time that a closing took back: that it is there again, where the case was opened again."""
    is_back = fact["status"] not in NOT_TO_BE if fact["status"] else fact["place_status"] not in PLACES_TAKEN_BACK
    return ", gäller igen" if fact["reason"] == ChangeReason.CASE_ENDS and is_back else ""


def _time_of(text: str) -> str:
    """A time in words: "tis 24 nov 10.00"."""
    begins = timezone.localtime(datetime.datetime.fromisoformat(text))
    return f"{short_weekday_date(begins.date())} {begins:%H.%M}"


BOOKINGS = GroupInformationBooking.objects.filter(enrolment=CASE)

SOURCES = (
    EventSource(
        key="meeting",
        kind="meeting",
        position=50,
        # What is booked or was cancelled stands among what was once its time has come.
        rows=Meeting.objects.filter(
            Q(starts_at__lte=NOW) | ~Q(status__in=[MeetingStatus.BOOKED, *NOT_TO_BE]), enrolment=CASE
        ),
        at="starts_at",
        facts={"kind": "kind", "status": "status", "channel": "channel", "topics": "topics", "note": "note"},
        by=Coalesce("logged_by", "booked_by"),
        link=_to_the_meeting,
        from_list=_meeting_of_list,
        tell=_meeting,
    ),
    EventSource(
        key="booking_change",
        kind="meeting",
        position=55,
        # Of a meeting that was about another person, or undone, nothing more is told than the correction does.
        rows=BookingChange.objects.filter(enrolment=CASE).exclude(meeting__status=MeetingStatus.REMOVED),
        at="changed_at",
        facts={
            "kind": "meeting__kind",
            "meeting": "meeting",
            "status": "meeting__status",
            "place_status": "invitation__status",
            "from": "from_starts_at",
            "to": "to_starts_at",
            "wish": "wish",
            "reason": "reason",
            "note": "note",
        },
        by="changed_by",
        link=_to_the_change,
        tell=_changed,
    ),
    EventSource(
        key="invited",
        kind="meeting",
        position=60,
        rows=BOOKINGS.filter(status=BookingStatus.INVITED),
        at="invited_at",
        facts={"starts_at": "session__starts_at", "place": "session__place"},
        by="registered_by",
        from_list=_session_of_list,
        link=_to_the_session,
        tell=_invited,
    ),
    EventSource(
        key="group",
        kind="meeting",
        position=70,
        rows=BOOKINGS.exclude(status=BookingStatus.INVITED).filter(
            Q(session__starts_at__lte=NOW) | ~Q(status__in=PLACES_TAKEN_BACK)
        ),
        at="session__starts_at",
        facts={"status": "status", "starts_at": "session__starts_at"},
        by="registered_by",
        from_list=_session_of_list,
        link=_to_the_session,
        tell=_came,
    ),
)

AHEAD = (
    EventSource(
        key="meeting",
        kind="meeting",
        position=50,
        rows=Meeting.objects.filter(enrolment=CASE, status=MeetingStatus.BOOKED, starts_at__gt=NOW),
        at="starts_at",
        facts={"kind": "kind", "channel": "channel"},
        other="coach",
        link=_to_the_meeting,
        tell=_ahead,
    ),
    EventSource(
        key="session",
        kind="meeting",
        position=60,
        rows=BOOKINGS.filter(status=BookingStatus.INVITED, session__starts_at__gt=NOW),
        at="session__starts_at",
        facts={"place": "session__place"},
        link=_to_the_session,
        tell=_session_ahead,
    ),
)

HISTORY = (of_case(80, Meeting), of_case(90, GroupInformationBooking))
