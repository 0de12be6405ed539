from django.conf import settings
from django.db import migrations, models

from core.history.operation import KeepHistory


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("aspirants", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="JobOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="job_offers",
                        to="aspirants.enrolment",
                        verbose_name="ärende",
                    ),
                ),
                ("employer", models.CharField(max_length=120, verbose_name="arbetsgivare")),
                ("offered_on", models.DateField(verbose_name="erbjudet")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("PENDING", "Väntar på svar"),
                            ("ACCEPTED", "Tackade ja"),
                            ("DECLINED", "Tackade nej"),
                        ],
                        default="PENDING",
                        max_length=8,
                        verbose_name="svar",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="svarade")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="börjar")),
                ("subsidised", models.BooleanField(default=False, verbose_name="subventionerad anställning")),
                ("municipal", models.BooleanField(default=False, verbose_name="kommunal arbetsmarknadsanställning")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registrerat av",
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="registrerat")),
            ],
            options={
                "verbose_name": "jobberbjudande",
                "verbose_name_plural": "jobberbjudanden",
                "ordering": ["-offered_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "PENDING"), ("answered_at__isnull", True)),
                            models.Q(models.Q(("answer", "PENDING"), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="answered_offer_has_a_time",
                        violation_error_message="Ange när aspiranten svarade.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "ACCEPTED"), _negated=True),
                            ("starts_on__isnull", False),
                            _connector="OR",
                        ),
                        name="accepted_offer_has_a_first_day",
                        violation_error_message="Ange när arbetet börjar.",
                    ),
                ],
            },
        ),
        KeepHistory(
            model_name="JobOffer",
            fields=[
                "id",
                "enrolment",
                "employer",
                "offered_on",
                "answer",
                "answered_at",
                "starts_on",
                "subsidised",
                "municipal",
                "recorded_by",
                "recorded_at",
            ],
            by="enrolment",
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="activities",
                        to="aspirants.enrolment",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "insats_type",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="activities",
                        to="catalogue.insatstype",
                        verbose_name="insats",
                    ),
                ),
                ("provider", models.CharField(blank=True, max_length=120, verbose_name="anordnare")),
                ("decided_on", models.DateField(verbose_name="beslutad")),
                ("agreed_at", models.DateTimeField(blank=True, null=True, verbose_name="aspiranten sa ja")),
                ("starts_on", models.DateField(verbose_name="börjar")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="slutar")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registrerat av",
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="registrerat")),
            ],
            options={
                "verbose_name": "aktivitet",
                "verbose_name_plural": "aktiviteter",
                "ordering": ["-starts_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="activity_ends_after_start",
                        violation_error_message="Insatsen kan inte sluta innan den börjar.",
                    )
                ],
            },
        ),
        KeepHistory(
            model_name="Activity",
            fields=[
                "id",
                "enrolment",
                "insats_type",
                "provider",
                "decided_on",
                "agreed_at",
                "starts_on",
                "ends_on",
                "recorded_by",
                "recorded_at",
            ],
            by="enrolment",
        ),
    ]
