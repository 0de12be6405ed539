import uuid

import django.contrib.postgres.fields
from django.conf import settings
from django.db import migrations, models

from core.history.operation import KeepHistory


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("aspirants", "0001_initial"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="meetings",
                        to="aspirants.enrolment",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "coach",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="meetings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="coach",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("COACH", "Coachmöte"),
                            ("NETWORK", "Nätverksmöte"),
                            ("FOLLOW_UP", "Uppföljning"),
                            ("EMPLOYER", "Möte hos arbetsgivare"),
                        ],
                        default="COACH",
                        max_length=12,
                        verbose_name="typ",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("VISIT", "Besök"), ("PHONE", "Telefon"), ("VIDEO", "Video")],
                        default="VISIT",
                        max_length=8,
                        verbose_name="kanal",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="tid")),
                ("minutes", models.PositiveSmallIntegerField(default=30, verbose_name="längd i minuter")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("BOOKED", "Bokat"),
                            ("PRESENT", "Närvarade"),
                            ("ABSENT_VALID", "Giltig frånvaro"),
                            ("ABSENT_INVALID", "Uteblev"),
                            ("RESCHEDULED", "Ombokades"),
                            ("CANCELLED_BY_UNIT", "Inställt av jobbtorget"),
                        ],
                        default="BOOKED",
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("JOB_SEARCH", "Jobbsökning"),
                                ("PLACEMENT", "Praktik"),
                                ("EDUCATION", "Utbildning"),
                                ("HEALTH", "Hälsa"),
                                ("FINANCES", "Ekonomi"),
                                ("PLANNING", "Planering"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="handlade om",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="anteckning")),
                (
                    "booked_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="bokat av"
                    ),
                ),
                ("booked_at", models.DateTimeField(auto_now_add=True, verbose_name="bokat")),
                (
                    "logged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="loggat av",
                    ),
                ),
                ("logged_at", models.DateTimeField(blank=True, null=True, verbose_name="loggat")),
                ("submission_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "möte",
                "verbose_name_plural": "möten",
                "ordering": ["-starts_at", "-pk"],
                "indexes": [
                    models.Index(fields=["coach", "starts_at"], name="meetings_by_coach"),
                    models.Index(fields=["enrolment", "-starts_at"], name="meetings_by_case"),
                    models.Index(
                        condition=models.Q(("status", "BOOKED")), fields=["coach", "starts_at"], name="meetings_to_log"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("logged_at__isnull", True), ("status", "BOOKED")),
                            models.Q(models.Q(("status", "BOOKED"), _negated=True), ("logged_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="logged_meeting_has_a_time",
                        violation_error_message="Ett loggat möte har en tid för loggningen.",
                    )
                ],
            },
        ),
        KeepHistory(
            model_name="Meeting",
            fields=[
                "id",
                "enrolment",
                "coach",
                "kind",
                "channel",
                "starts_at",
                "minutes",
                "status",
                "topics",
                "note",
                "booked_by",
                "booked_at",
                "logged_by",
                "logged_at",
                "submission_id",
            ],
            by="enrolment",
        ),
        migrations.CreateModel(
            name="GroupInformationSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "jobbtorg",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="group_information_sessions",
                        to="organisation.jobbtorg",
                        verbose_name="jobbtorg",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="tid")),
                ("place", models.CharField(max_length=120, verbose_name="plats")),
                ("capacity", models.PositiveSmallIntegerField(default=15, verbose_name="platser")),
                ("language", models.CharField(default="svenska", max_length=40, verbose_name="språk")),
            ],
            options={
                "verbose_name": "gruppinformation",
                "verbose_name_plural": "gruppinformationer",
                "ordering": ["starts_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("jobbtorg", "starts_at", "language"),
                        name="one_session_per_time_and_language",
                        violation_error_message="Det finns redan en gruppinformation den tiden.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupInformationBooking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="bookings",
                        to="meetings.groupinformationsession",
                        verbose_name="tillfälle",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="group_information_bookings",
                        to="aspirants.enrolment",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("INVITED", "Kallad"),
                            ("ATTENDED", "Deltog"),
                            ("NO_SHOW", "Uteblev"),
                            ("CANCELLED_BY_ASPIRANT", "Avbokad av aspiranten"),
                            ("CANCELLED_BY_UNIT", "Inställd av jobbtorget"),
                        ],
                        default="INVITED",
                        max_length=24,
                        verbose_name="status",
                    ),
                ),
                ("invited_at", models.DateTimeField(auto_now_add=True, verbose_name="kallad")),
                (
                    "registered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registrerad av",
                    ),
                ),
            ],
            options={
                "verbose_name": "bokning till gruppinformation",
                "verbose_name_plural": "bokningar till gruppinformation",
                "ordering": ["session__starts_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "enrolment"),
                        name="one_booking_per_session_and_case",
                        violation_error_message="Aspiranten är redan bokad på den gruppinformationen.",
                    )
                ],
            },
        ),
        KeepHistory(
            model_name="GroupInformationBooking",
            fields=["id", "session", "enrolment", "status", "invited_at", "registered_by"],
            by="enrolment",
        ),
    ]
