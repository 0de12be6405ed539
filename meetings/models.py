"""Meetings with the aspirant, and how they went."""

from __future__ import annotations

import datetime
import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from aspirants.models.enrolments import Enrolment
from aspirants.querysets import PersonBoundQuerySet, StandingManager
from core.history.tracking import keeps_history
from core.validity import DatedModel, validity_order
from meetings.choices import BookingStatus, ChangeReason, Channel, MeetingKind, MeetingStatus, Wish
from organisation.models import Jobbtorg, User

TOPIC_CODE = "Skriv koden med stora bokstäver A–Z, siffror och understreck, som JOB_SEARCH."


class StandingMeetings(StandingManager.from_queryset(PersonBoundQuerySet)):  # type: ignore[misc]
    """Meetings that stand: not those that are only a trace of what was removed."""

    standing = ~Q(status=MeetingStatus.REMOVED)


@keeps_history()
class MeetingTopic(DatedModel):
    """What a meeting can be about, to choose among: reference data, the same for all jobbtorg or one's own list.

    A jobbtorg with rows of its own in force has those, any other the ones for all. The code is what a meeting keeps, so
    that figures over several jobbtorg hold together; a row that has ended still says what its code means.
    """

    jobbtorg = models.ForeignKey(
        Jobbtorg,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting_topics",
        verbose_name="jobbtorg",
        db_index=False,
        help_text="Tomt: för alla jobbtorg som inte har egna.",
    )
    code = models.CharField("kod", max_length=16, validators=[RegexValidator(r"^[A-Z][A-Z0-9_]*\Z", TOPIC_CODE)])
    label = models.CharField("namn", max_length=30)
    position = models.PositiveSmallIntegerField("ordning", default=0)
    reveals_health = models.BooleanField(
        "rör hälsa", default=False, help_text="Visas inte för andra jobbtorg än ärendets eget."
    )

    class Meta:
        verbose_name = "mötesämne"
        verbose_name_plural = "mötesämnen"
        ordering = ["jobbtorg", "position", "code"]
        constraints = [
            validity_order("meeting_topic_validity_order"),
            models.UniqueConstraint(
                fields=["jobbtorg", "code"],
                name="one_meeting_topic_per_code",
                nulls_distinct=False,
                violation_error_message="Ämnet finns redan för det jobbtorget.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


@keeps_history(by="enrolment")
class Meeting(models.Model):
    """A booked or logged meeting of one case."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="meetings", verbose_name="ärende", db_index=False
    )
    coach = models.ForeignKey(User, models.PROTECT, related_name="meetings", verbose_name="coach", db_index=False)
    kind = models.CharField("typ", max_length=12, choices=MeetingKind, default=MeetingKind.COACH)
    channel = models.CharField("kanal", max_length=8, choices=Channel, default=Channel.VISIT)
    starts_at = models.DateTimeField("tid")
    minutes = models.PositiveSmallIntegerField("längd i minuter", default=30)
    status = models.CharField("status", max_length=24, choices=MeetingStatus, default=MeetingStatus.BOOKED)
    topics = ArrayField(models.CharField(max_length=16), default=list, blank=True, verbose_name="handlade om")
    note = models.TextField("anteckning", max_length=1000, blank=True)
    booked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="bokat av", db_index=False)
    booked_at = models.DateTimeField("bokat", auto_now_add=True)
    logged_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="loggat av",
        db_index=False,
    )
    logged_at = models.DateTimeField("loggat", null=True, blank=True)
    submission_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = StandingMeetings()
    with_removed = PersonBoundQuerySet.as_manager()

    booked_next: Meeting | None = None
    """The next meeting, where it was booked in the same act in which this one has just been logged."""

    class Meta:
        verbose_name = "möte"
        verbose_name_plural = "möten"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=MeetingStatus.BOOKED, logged_at__isnull=True)
                | (~Q(status=MeetingStatus.BOOKED) & Q(logged_at__isnull=False)),
                name="logged_meeting_has_a_time",
                violation_error_message="Ett loggat möte har en tid för loggningen.",
            )
        ]
        indexes = [
            models.Index(fields=["coach", "starts_at"], name="meetings_by_coach"),
            models.Index(fields=["enrolment", "-starts_at"], name="meetings_by_case"),
            # Min dag: few are booked at any time, however long the history.
            models.Index(
                fields=["coach", "starts_at"], name="meetings_to_log", condition=Q(status=MeetingStatus.BOOKED)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_at:%Y-%m-%d}"

    @property
    def ends_at(self) -> datetime.datetime:
        """When it is meant to be over."""
        return self.starts_at + datetime.timedelta(minutes=self.minutes)


class GroupInformationSession(models.Model):
    """A weekly first information meeting at a jobbtorg (R-4-16, R-1-34)."""

    jobbtorg = models.ForeignKey(
        Jobbtorg,
        models.PROTECT,
        related_name="group_information_sessions",
        verbose_name="jobbtorg",
        db_index=False,
    )
    starts_at = models.DateTimeField("tid")
    place = models.CharField("plats", max_length=120)
    capacity = models.PositiveSmallIntegerField("platser", default=15)
    language = models.CharField("språk", max_length=40, default="svenska")
    called_off_at = models.DateTimeField("inställd", null=True, blank=True)
    called_off_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="inställd av", db_index=False
    )
    call_off_reason = models.CharField("skäl", max_length=12, choices=ChangeReason, blank=True)
    call_off_note = models.CharField("förklaring", max_length=200, blank=True)
    moved_to = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="moved_from",
        verbose_name="flyttad till",
        help_text="Tillfället som ersätter det här. Det gamla står kvar med sin tid.",
    )

    class Meta:
        verbose_name = "gruppinformation"
        verbose_name_plural = "gruppinformationer"
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["jobbtorg", "starts_at", "language"],
                name="one_session_per_time_and_language",
                condition=Q(called_off_at__isnull=True),
                violation_error_message="Det finns redan en gruppinformation den tiden.",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=False) | Q(call_off_reason="", moved_to__isnull=True),
                name="session_called_off_has_a_time",
                violation_error_message="En inställd gruppinformation har en tid då den ställdes in.",
            ),
        ]

    def __str__(self) -> str:
        return f"Gruppinformation {self.starts_at:%Y-%m-%d}"

    @property
    def is_called_off(self) -> bool:
        """Whether it will not be held at this time: cancelled, or moved to another session."""
        return self.called_off_at is not None


@keeps_history(by="enrolment")
class GroupInformationBooking(models.Model):
    """A case's place in a gruppinformation, and whether the aspirant came."""

    session = models.ForeignKey(
        GroupInformationSession,
        models.PROTECT,
        related_name="bookings",
        verbose_name="tillfälle",
        db_index=False,
    )
    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="group_information_bookings", verbose_name="ärende"
    )
    status = models.CharField("status", max_length=24, choices=BookingStatus, default=BookingStatus.INVITED)
    invited_at = models.DateTimeField("kallad", auto_now_add=True)
    registered_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="registrerad av",
        db_index=False,
    )

    objects = PersonBoundQuerySet.as_manager()

    class Meta:
        verbose_name = "bokning till gruppinformation"
        verbose_name_plural = "bokningar till gruppinformation"
        ordering = ["session__starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment"],
                name="one_booking_per_session_and_case",
                violation_error_message="Aspiranten är redan bokad på den gruppinformationen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.enrolment}"


class BookingChange(models.Model):
    """A booked time that was moved or cancelled: the time that was, on whose wish, and why. Never changed itself.

    Of a meeting, or of a place in a group information. What is evidence of the aspirant's no (E04) is read from here.
    """

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="booking_changes", verbose_name="ärende", db_index=False
    )
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="booking_changes", verbose_name="möte"
    )
    invitation = models.ForeignKey(
        GroupInformationBooking,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="booking_changes",
        verbose_name="kallelse",
        db_index=False,
    )
    from_starts_at = models.DateTimeField("från tid")
    to_starts_at = models.DateTimeField("till tid", null=True, blank=True, help_text="Tomt: avbokad.")
    wish = models.CharField("på vems önskan", max_length=8, choices=Wish)
    reason = models.CharField("skäl", max_length=12, choices=ChangeReason)
    note = models.CharField("förklaring", max_length=200, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ändrad av", db_index=False)
    changed_at = models.DateTimeField("ändrad", default=timezone.now)

    objects = PersonBoundQuerySet.as_manager()

    class Meta:
        verbose_name = "ändrad tid"
        verbose_name_plural = "ändrade tider"
        ordering = ["changed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, invitation__isnull=True)
                | Q(meeting__isnull=True, invitation__isnull=False),
                name="booking_change_is_of_one_thing",
                violation_error_message="En ändrad tid gäller ett möte eller en kallelse.",
            )
        ]
        indexes = [
            models.Index(fields=["enrolment", "changed_at"], name="booking_changes_by_case"),
            # Removing an invitation, which undoing an import does by the thousand, asks each time for its changes.
            models.Index(fields=["invitation"], name="changes_of_invitations", condition=Q(invitation__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"Ändrad tid {self.from_starts_at:%Y-%m-%d}"
