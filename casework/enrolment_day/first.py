"""What has happened in a case and cannot lie before its enrolment: the first of it, with its day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncDate

from activities.models import Activity, JobOffer
from aspirants.models import Enrolment, Interruption, SupportUnitChange, UnitStay
from casework.models import CaseNote
from jobplans.models import FollowUp, PlanApproval
from meetings.choices import BookingStatus, MeetingStatus
from meetings.models import GroupInformationBooking, Meeting


def first_that_happened(enrolment: Enrolment) -> tuple[datetime.date, str] | None:
    """The local date of the first thing that the case cannot have had before it began, and which it was, in words.

    None where nothing has happened yet. One statement.
    """
    first, *rest = _what_happened(enrolment)
    found: tuple[datetime.date, str] | None = first.union(*rest, all=True).order_by("day", "what").first()
    return found


def _what_happened(enrolment: Enrolment) -> Iterator[QuerySet]:
    held = (MeetingStatus.PRESENT, MeetingStatus.ABSENT_VALID, MeetingStatus.ABSENT_INVALID)
    been = (BookingStatus.ATTENDED, BookingStatus.NO_SHOW)
    meetings = Meeting.objects.filter(enrolment=enrolment, status__in=held)
    places = GroupInformationBooking.objects.filter(enrolment=enrolment, status__in=been)
    follow_ups = FollowUp.objects.filter(enrolment=enrolment, held_at__isnull=False)
    answers = PlanApproval.objects.filter(version__plan__enrolment=enrolment)
    agreed = Activity.objects.filter(enrolment=enrolment, agreed_at__isnull=False)
    yield _days(meetings, TruncDate("starts_at"), "mötet")
    yield _days(places, TruncDate("session__starts_at"), "gruppinformationen")
    yield _days(follow_ups, TruncDate("held_at"), "uppföljningen")
    yield _days(answers, TruncDate("answered_at"), "svaret på jobbplanen")
    yield _days(JobOffer.objects.filter(enrolment=enrolment), F("offered_on"), "jobberbjudandet")
    yield _days(Activity.objects.filter(enrolment=enrolment), F("decided_on"), "beslutet om insatsen")
    yield _days(agreed, TruncDate("agreed_at"), "aspirantens ja till insatsen")
    yield _days(Interruption.objects.filter(enrolment=enrolment), F("started_on"), "uppehållet")
    yield _days(CaseNote.objects.filter(enrolment=enrolment), F("concerns_on"), "anteckningen")
    yield _days(
        SupportUnitChange.objects.filter(enrolment=enrolment), F("changed_on"), "bytet av försörjningsstödsenhet"
    )
    stays = UnitStay.objects.filter(enrolment=enrolment, ended_on__isnull=False)
    yield _days(stays, F("ended_on"), "flytten till ett annat jobbtorg")
    closed = Enrolment.objects.filter(pk=enrolment.pk, closed_on__isnull=False)
    yield _days(closed, F("closed_on"), "avslutet")


def _days(rows: QuerySet, day: Combinable, what: str) -> QuerySet:
    rows = rows.order_by().annotate(day=day, what=Value(what, CharField()))
    return rows.values_list("day", "what")
