"""What has happened in a case, read from the stored facts: there is no table of events.

One small function per kind of fact, each one query, so that the number of queries does not depend on the case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.utils import timezone

from aspirants.models import Closure, Enrolment
from core.swedish.dates import short_weekday_date
from jobplans.models import Decision, FollowUp, FollowUpStatus, JobPlanVersion, PlanCommunication
from meetings.choices import BookingStatus, MeetingStatus, Topic
from meetings.models import GroupInformationBooking, Meeting
from referrals.models import ReferralEvent, ReferralStatus
from workbench.cases.events import Event, note_text, sentences
from workbench.cases.timeline_clocks import CLOCK_FACTS

FIRST = 30
"""So many events are shown until one asks for older ones."""

# Name in the URL → label of the chip and the kinds of event behind it.
CHIPS: dict[str, tuple[str, frozenset[str]]] = {
    "moten": ("Möten", frozenset({"meeting"})),
    "jobbplan": ("Jobbplan", frozenset({"plan"})),
    "frister": ("Frister", frozenset({"deadline"})),
    "arende": ("Ärendet", frozenset({"referral", "system"})),
}


def timeline(enrolment: Enrolment, chip: str = "") -> list[Event]:
    """All events of a case, newest first, or those behind one chip."""
    kinds = CHIPS[chip][1] if chip in CHIPS else None
    events = [event for facts in FACTS for event in facts(enrolment) if kinds is None or event.kind in kinds]
    return sorted(events, key=lambda event: event.order, reverse=True)


_REFERRAL_TITLES = {
    ReferralStatus.SUBMITTED: "Remissen kom in",
    ReferralStatus.INCOMPLETE: "Remissen skickades tillbaka med en fråga",
    ReferralStatus.ACCEPTED: "Remissen mottogs",
    ReferralStatus.ENROLLED: "Inskriven",
    ReferralStatus.DECLINED: "Remissen avböjdes",
    ReferralStatus.WITHDRAWN: "Remissen återkallades",
    ReferralStatus.LAPSED: "Remissen förföll",
}


def _beginning(enrolment: Enrolment) -> Iterator[Event]:
    """The referral's way in; a case that came without one begins with its enrolment."""
    enrolled = returned = False
    for step in ReferralEvent.objects.filter(referral__enrolment=enrolment).select_related("actor", "referral"):
        enrols = step.status == ReferralStatus.ENROLLED
        enrolled = enrolled or enrols
        number = f"Ärende {enrolment.case_no}" if enrols else f"Remiss {step.referral.number}"
        completed = returned and step.status == ReferralStatus.SUBMITTED
        returned = returned or step.status == ReferralStatus.INCOMPLETE
        title = "Remissen kompletterades" if completed else _REFERRAL_TITLES[ReferralStatus(step.status)]
        yield Event(title, step.at, "referral", str(step.actor), sentences(number, note_text(step.comment, enrolment)))
    if not enrolled:
        text = f"Ärende {enrolment.case_no}, {enrolment.get_origin_display().lower()}"
        yield Event("Inskriven", enrolment.enrolled_on, "referral", text=text)


def _coaches(enrolment: Enrolment) -> Iterator[Event]:
    for assignment in enrolment.coach_assignments.select_related("coach", "assigned_by"):
        title = f"{assignment.coach} blev ansvarig coach"
        yield Event(title, assignment.started_at, "system", str(assignment.assigned_by), assignment.reason)


def _transfers(enrolment: Enrolment) -> Iterator[Event]:
    for stay in enrolment.stays.select_related("jobbtorg")[1:]:
        yield Event(f"Flyttades till {stay.jobbtorg}", stay.started_on, "system", text=stay.transfer_reason)


def meeting_title(meeting: Meeting) -> str:
    """What kind of meeting and how it went: "Coachmöte, uteblev"; a booked one says so first."""
    if meeting.status == MeetingStatus.BOOKED:
        return f"Bokat {meeting.get_kind_display().lower()}"
    return f"{meeting.get_kind_display()}, {meeting.get_status_display().lower()}"


def topics_text(meeting: Meeting, enrolment: Enrolment) -> str:
    """What it was about, in words: "Jobbsökning, Hälsa". That it was about health stays at the case's jobbtorg."""
    shown = [Topic(topic) for topic in meeting.topics if not (enrolment.read_through and topic == Topic.HEALTH)]
    return ", ".join(topic.label for topic in shown)


def _meetings(enrolment: Enrolment) -> Iterator[Event]:
    for meeting in Meeting.objects.filter(enrolment=enrolment).select_related("coach", "logged_by", "booked_by"):
        by = str(meeting.logged_by or meeting.booked_by)
        how = "" if meeting.channel == "VISIT" else meeting.get_channel_display()
        about = ", ".join(filter(None, [how, topics_text(meeting, enrolment)]))
        text = sentences(about, note_text(meeting.note, enrolment))
        yield Event(meeting_title(meeting), meeting.starts_at, "meeting", by, text, anchor=f"mote-{meeting.pk}")


def _group_information(enrolment: Enrolment) -> Iterator[Event]:
    bookings = GroupInformationBooking.objects.filter(enrolment=enrolment).select_related("session", "registered_by")
    for booking in bookings:
        by = str(booking.registered_by or "")
        starts_at = booking.session.starts_at
        if booking.status == BookingStatus.INVITED:
            text = f"{short_weekday_date(timezone.localdate(starts_at))}, {booking.session.place}"
            yield Event("Kallad till gruppinformation", booking.invited_at, "meeting", by, text)
        else:
            yield Event(f"Gruppinformation, {booking.get_status_display().lower()}", starts_at, "meeting", by)


def _plans(enrolment: Enrolment) -> Iterator[Event]:
    versions = JobPlanVersion.objects.filter(plan__enrolment=enrolment).select_related(
        "drafted_by", "approval__recorded_by"
    )
    for version in versions:
        name = f"Jobbplan, version {version.number},"
        if version.proposed_at:
            text = sentences(f"Mål: {version.goal}", version.reason_for_revision)
            yield Event(f"{name} föreslogs", version.proposed_at, "plan", str(version.drafted_by), text)
        else:
            yield Event(f"{name} påbörjades", version.drafted_at, "plan", str(version.drafted_by))
        answer = getattr(version, "approval", None)
        if answer is not None:
            said = "godkändes" if answer.decision == Decision.APPROVED else "godkändes inte"
            text = sentences(answer.get_method_display(), note_text(answer.note, enrolment))
            yield Event(f"{name} {said}", answer.answered_at, "plan", str(answer.recorded_by), text)


def _communications(enrolment: Enrolment) -> Iterator[Event]:
    sent = PlanCommunication.objects.filter(version__plan__enrolment=enrolment).select_related(
        "version", "unit", "sent_by"
    )
    for communication in sent:
        title = f"Jobbplan, version {communication.version.number}, skickades"
        yield Event(title, communication.sent_at, "plan", str(communication.sent_by), f"Till {communication.unit}")


def _follow_ups(enrolment: Enrolment) -> Iterator[Event]:
    held = FollowUp.objects.filter(enrolment=enrolment, status=FollowUpStatus.HELD).select_related("recorded_by")
    for follow_up in held:
        assert follow_up.held_at is not None, "a held follow-up has a time (constraint)"
        text = sentences(follow_up.get_result_display(), note_text(follow_up.note, enrolment))
        yield Event("Uppföljning hölls", follow_up.held_at, "plan", str(follow_up.recorded_by or ""), text)


def _closures(enrolment: Enrolment) -> Iterator[Event]:
    for closure in Closure.objects.filter(enrolment=enrolment).select_related("reason", "decided_by"):
        status = closure.get_status_display().lower()
        text = sentences(f"{closure.reason} ({status})", closure.destination, note_text(closure.text, enrolment))
        yield Event("Ärendet avslutades", closure.closed_on, "system", str(closure.decided_by), text)


FACTS: tuple[Callable[[Enrolment], Iterable[Event]], ...] = (
    _beginning,
    _coaches,
    _transfers,
    _meetings,
    _group_information,
    _plans,
    _communications,
    _follow_ups,
    *CLOCK_FACTS,
    _closures,
)
