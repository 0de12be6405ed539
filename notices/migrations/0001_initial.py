import uuid

import django.contrib.postgres.fields
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="mottagare",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("BREACH", "Frister som har brutits"),
                            ("WARNING", "Frister som snart går ut"),
                            ("ASSIGNED", "Ärenden som jag har fått"),
                            ("COACH_NEEDED", "Ärenden som behöver en coach"),
                            ("REFERRAL", "Vad som händer med remisser"),
                            ("PLAN", "Jobbplaner som har kommit"),
                            ("CLOSURE", "Ärenden som har avslutats"),
                            ("ACCESS", "Vem som läser i registret, och loggranskning"),
                        ],
                        db_default="",
                        max_length=16,
                        verbose_name="slag",
                    ),
                ),
                (
                    "event_key",
                    models.CharField(
                        help_text="Samma händelse meddelas en mottagare en gång.",
                        max_length=80,
                        verbose_name="händelse",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="text")),
                ("path", models.CharField(blank=True, max_length=200, verbose_name="länk")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="skapad")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="läst")),
            ],
            options={
                "verbose_name": "notis",
                "verbose_name_plural": "notiser",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=["recipient", "-created_at"],
                        name="unread_notices",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("recipient", "event_key"),
                        name="one_notice_per_recipient_and_event",
                        violation_error_message="Mottagaren har redan fått den notisen.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeSettings",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=models.CASCADE,
                        primary_key=True,
                        related_name="notice_settings",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="användare",
                    ),
                ),
                (
                    "switched_off",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("BREACH", "Frister som har brutits"),
                                ("WARNING", "Frister som snart går ut"),
                                ("ASSIGNED", "Ärenden som jag har fått"),
                                ("COACH_NEEDED", "Ärenden som behöver en coach"),
                                ("REFERRAL", "Vad som händer med remisser"),
                                ("PLAN", "Jobbplaner som har kommit"),
                                ("CLOSURE", "Ärenden som har avslutats"),
                                ("ACCESS", "Vem som läser i registret, och loggranskning"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="avstängda notiser",
                    ),
                ),
                ("morning_digest", models.BooleanField(default=True, verbose_name="brev på morgonen")),
            ],
            options={
                "verbose_name": "notisinställning",
                "verbose_name_plural": "notisinställningar",
            },
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Brevets Message-ID.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="letters",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="mottagare",
                    ),
                ),
                ("event_key", models.CharField(max_length=80, verbose_name="händelse")),
                ("subject", models.CharField(max_length=120, verbose_name="ämne")),
                ("body", models.TextField(max_length=2000, verbose_name="text")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="skapat")),
                (
                    "not_before",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="skickas tidigast"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="skickat")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="misslyckade försök")),
                ("last_error", models.CharField(blank=True, max_length=80, verbose_name="senaste fel")),
                ("failed_at", models.DateTimeField(blank=True, null=True, verbose_name="uppgivet")),
            ],
            options={
                "verbose_name": "brev",
                "verbose_name_plural": "brev",
                "ordering": ["not_before", "created_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("failed_at__isnull", True), ("sent_at__isnull", True)),
                        fields=["not_before"],
                        name="waiting_letters",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("recipient", "event_key"),
                        name="one_letter_per_recipient_and_event",
                        violation_error_message="Mottagaren har redan fått det brevet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject__regex", "[0-9]{5}"), _negated=True),
                            models.Q(("body__regex", "[0-9]{5}"), _negated=True),
                        ),
                        name="letter_has_no_long_number",
                        violation_error_message="Ett brev får inte innehålla nummer på ärenden eller personer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sent_at__isnull", True), ("failed_at__isnull", True), _connector="OR"),
                        name="letter_is_sent_or_given_up",
                        violation_error_message="Ett brev är antingen skickat eller uppgivet.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DigestRun",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="dag")),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="skrivna")),
                ("letters", models.PositiveIntegerField(default=0, verbose_name="brev")),
            ],
            options={
                "verbose_name": "morgonbrev",
                "verbose_name_plural": "morgonbrev",
                "ordering": ["-day"],
            },
        ),
    ]
