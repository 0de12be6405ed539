import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.history.operation


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("aspirants", "0003_another_support_unit"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MEETING", "Möte"),
                            ("GROUP", "Gruppinformation"),
                            ("ATTEMPT", "Kontaktförsök"),
                            ("OFFER", "Jobberbjudande"),
                            ("ACTIVITY", "Insats"),
                            ("FOLLOW_UP", "Uppföljning"),
                            ("ANSWER", "Svar på jobbplan"),
                            ("INTERRUPTION", "Uppehåll"),
                            ("COACH", "Ansvarig coach"),
                        ],
                        max_length=12,
                        verbose_name="vad",
                    ),
                ),
                ("number", models.PositiveBigIntegerField(verbose_name="nummer")),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="det som rättades")),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("CHANGED", "Rättat"),
                            ("WRONG_PERSON", "Registrerat på fel person, borttaget"),
                            ("UNDONE", "Ångrat"),
                        ],
                        default="CHANGED",
                        max_length=12,
                        verbose_name="hur",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="skäl")),
                ("differences", models.JSONField(blank=True, default=list, verbose_name="ändringar")),
                (
                    "moves_evidence",
                    models.BooleanField(
                        default=False,
                        help_text="Det som kan ursäkta en frist är registrerat först nu.",
                        verbose_name="ändrar underlag",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="rättat")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DONE", "Gjord"),
                            ("WAITING", "Väntar på enhetschefen"),
                            ("ACCEPTED", "Godkänd"),
                            ("REFUSED", "Inte godkänd"),
                            ("LAPSED", "Inte längre aktuell"),
                        ],
                        default="DONE",
                        max_length=10,
                        verbose_name="läge",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="beslutat")),
                ("decision_reason", models.CharField(blank=True, max_length=200, verbose_name="skäl till beslutet")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beslutat av",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="aspirants.enrolment",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="rättat av",
                    ),
                ),
            ],
            options={
                "verbose_name": "rättelse",
                "verbose_name_plural": "rättelser",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["number", "kind"], name="corrections_of_a_thing"),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(
                condition=models.Q(("state", "WAITING")), fields=["made_at"], name="corrections_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ("ACCEPTED", "REFUSED")),
                    ),
                    models.Q(
                        models.Q(("state__in", ("ACCEPTED", "REFUSED")), _negated=True),
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="decided_correction_has_a_decision",
                violation_error_message="Ett beslut om en rättelse har en tid och någon som har fattat det.",
            ),
        ),
        core.history.operation.KeepHistory(
            model_name="Correction",
            fields=[
                "id",
                "enrolment",
                "kind",
                "number",
                "title",
                "sort",
                "reason",
                "moves_evidence",
                "made_by",
                "made_at",
                "state",
                "decided_by",
                "decided_at",
                "decision_reason",
            ],
            by="enrolment",
            keys_indexed=False,
        ),
    ]
