import uuid

from django.conf import settings
from django.db import migrations, models

import core.encryption
from core.history.operation import KeepHistory


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("aspirants", "0001_initial"),
        ("deadlines", "0001_initial"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="remissnummer")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="referrals", to="aspirants.person", verbose_name="person"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="referrals",
                        to="organisation.incomesupportunit",
                        verbose_name="försörjningsstödsenhet",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="sent_referrals",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="skickad av",
                    ),
                ),
                (
                    "jobbtorg",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="referrals",
                        to="organisation.jobbtorg",
                        verbose_name="jobbtorg",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("DISTRICT", "Stadsdel"),
                            ("PAPER", "Papper eller telefon"),
                            ("SELF", "Egen kontakt"),
                            ("IMPORT", "Importerad lista"),
                        ],
                        default="DISTRICT",
                        max_length=12,
                        verbose_name="källa",
                    ),
                ),
                (
                    "target_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="referrals",
                        to="organisation.targetgroup",
                        verbose_name="målgrupp",
                    ),
                ),
                (
                    "benefit_kind",
                    models.CharField(
                        choices=[
                            ("FORSORJNINGSSTOD", "Försörjningsstöd"),
                            ("INTRODUKTIONSERSATTNING", "Introduktionsersättning"),
                            ("ETABLERINGSERSATTNING", "Etableringsersättning"),
                            ("NONE", "Ingen ersättning"),
                        ],
                        max_length=24,
                        verbose_name="ersättning",
                    ),
                ),
                (
                    "benefit_reason",
                    models.CharField(
                        choices=[("ARBETSBRIST", "Arbetslöshet"), ("SOCIAL", "Sociala skäl"), ("OTHER", "Annat skäl")],
                        max_length=12,
                        verbose_name="skäl till ersättning",
                    ),
                ),
                (
                    "benefit_applied_on",
                    models.DateField(blank=True, null=True, verbose_name="ansökte om försörjningsstöd"),
                ),
                ("inquiry_done_on", models.DateField(blank=True, null=True, verbose_name="grundutredningen klar")),
                (
                    "fit_for_work",
                    models.CharField(
                        choices=[
                            ("YES", "Ja"),
                            ("PARTLY", "Delvis"),
                            ("TO_INVESTIGATE", "Behöver utredas"),
                            ("NO", "Nej"),
                        ],
                        max_length=16,
                        verbose_name="arbetsför",
                    ),
                ),
                ("unemployed_since", models.DateField(blank=True, null=True, verbose_name="arbetslös sedan")),
                ("has_children_at_home", models.BooleanField(default=False, verbose_name="barn i hemmet")),
                ("purpose", models.TextField(max_length=800, verbose_name="syfte med remissen")),
                ("submitted_at", models.DateTimeField(verbose_name="inskickad")),
                ("received_on", models.DateField(verbose_name="mottagen dag")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("SUBMITTED", "Inskickad"),
                            ("INCOMPLETE", "Ska kompletteras"),
                            ("ACCEPTED", "Mottagen"),
                            ("ENROLLED", "Inskriven"),
                            ("DECLINED", "Avböjd"),
                            ("WITHDRAWN", "Återkallad"),
                            ("LAPSED", "Förfallen"),
                        ],
                        default="SUBMITTED",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("WRONG_TARGET_GROUP", "Tillhör inte målgruppen"),
                            ("ALREADY_ENROLLED", "Redan inskriven"),
                            ("LIVES_ELSEWHERE", "Bor i en annan kommun"),
                            ("DUPLICATE", "Dubblett"),
                        ],
                        max_length=20,
                        verbose_name="skäl till avböjande",
                    ),
                ),
                (
                    "clock",
                    models.OneToOneField(
                        on_delete=models.PROTECT,
                        related_name="referral",
                        to="deadlines.deadlineclock",
                        verbose_name="jobbgarantins frist",
                    ),
                ),
                (
                    "enrolment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="referral",
                        to="aspirants.enrolment",
                        verbose_name="ärende",
                    ),
                ),
                ("submission_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "remiss",
                "verbose_name_plural": "remisser",
                "ordering": ["-submitted_at", "-pk"],
                "indexes": [
                    models.Index(fields=["jobbtorg", "status"], name="referrals_by_jobbtorg"),
                    models.Index(fields=["unit", "-submitted_at"], name="referrals_by_unit"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["SUBMITTED", "INCOMPLETE", "ACCEPTED"])),
                        fields=("person",),
                        name="one_open_referral_per_person",
                        violation_error_message="Det finns redan en öppen remiss för personen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "DECLINED"), _negated=True),
                            models.Q(("decline_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="declined_referral_has_a_reason",
                        violation_error_message="Välj skälet till att remissen avböjs.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "ENROLLED"), _negated=True),
                            ("enrolment__isnull", False),
                            _connector="OR",
                        ),
                        name="enrolled_referral_has_a_case",
                        violation_error_message="En inskriven remiss har ett ärende.",
                    ),
                ],
            },
        ),
        KeepHistory(
            model_name="Referral",
            fields=[
                "id",
                "number",
                "person",
                "unit",
                "sent_by",
                "jobbtorg",
                "source",
                "target_group",
                "benefit_kind",
                "benefit_reason",
                "benefit_applied_on",
                "inquiry_done_on",
                "fit_for_work",
                "unemployed_since",
                "has_children_at_home",
                "purpose",
                "submitted_at",
                "received_on",
                "status",
                "decline_reason",
                "clock",
                "enrolment",
                "submission_id",
            ],
            by="enrolment",
        ),
        migrations.CreateModel(
            name="ReferralEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=models.CASCADE, related_name="events", to="referrals.referral", verbose_name="remiss"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("SUBMITTED", "Inskickad"),
                            ("INCOMPLETE", "Ska kompletteras"),
                            ("ACCEPTED", "Mottagen"),
                            ("ENROLLED", "Inskriven"),
                            ("DECLINED", "Avböjd"),
                            ("WITHDRAWN", "Återkallad"),
                            ("LAPSED", "Förfallen"),
                        ],
                        max_length=10,
                        verbose_name="till status",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="av"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="tid")),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="kommentar")),
            ],
            options={
                "verbose_name": "händelse i remiss",
                "verbose_name_plural": "händelser i remiss",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReferralDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="referral_drafts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="författare",
                    ),
                ),
                ("answers", core.encryption.EncryptedTextField(blank=True, verbose_name="svar")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="ändrad")),
            ],
            options={
                "verbose_name": "utkast till remiss",
                "verbose_name_plural": "utkast till remisser",
                "ordering": ["-updated_at"],
            },
        ),
    ]
