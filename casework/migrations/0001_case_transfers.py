"""Cases offered to another jobbtorg."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.history.operation


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("aspirants", "0003_another_support_unit"),
        ("organisation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseTransfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("SENT", "Väntar på svar"),
                            ("ACCEPTED", "Mottaget"),
                            ("RETURNED", "Skickat tillbaka"),
                            ("TAKEN_BACK", "Återtaget"),
                            ("ENDED", "Ärendet avslutades"),
                        ],
                        default="SENT",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="skäl")),
                ("sent_at", models.DateTimeField(verbose_name="skickat")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="besvarat")),
                ("answer_reason", models.CharField(blank=True, max_length=300, verbose_name="skäl till svaret")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="besvarat av",
                    ),
                ),
                (
                    "destination",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.jobbtorg",
                        verbose_name="till jobbtorg",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transfers",
                        to="aspirants.enrolment",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.jobbtorg",
                        verbose_name="från jobbtorg",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="skickat av",
                    ),
                ),
            ],
            options={
                "verbose_name": "flytt till annat jobbtorg",
                "verbose_name_plural": "flyttar till annat jobbtorg",
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="casetransfer",
            index=models.Index(
                condition=models.Q(("status", "SENT")), fields=["destination"], name="transfers_to_answer"
            ),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "SENT")),
                fields=("enrolment",),
                name="one_pending_transfer_per_case",
                violation_error_message="Ärendet väntar redan på svar från ett annat jobbtorg.",
            ),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin", models.F("destination")), _negated=True),
                name="transfer_goes_elsewhere",
                violation_error_message="Välj ett annat jobbtorg än ärendets eget.",
            ),
        ),
        migrations.AddConstraint(
            model_name="casetransfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("status", "SENT")),
                    models.Q(models.Q(("status", "SENT"), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="answered_transfer_has_a_time",
                violation_error_message="En besvarad flytt har en tid för svaret.",
            ),
        ),
        core.history.operation.KeepHistory(
            model_name="CaseTransfer",
            fields=[
                "id",
                "enrolment",
                "origin",
                "destination",
                "status",
                "reason",
                "sent_by",
                "sent_at",
                "answered_by",
                "answered_at",
                "answer_reason",
            ],
            by="enrolment",
            keys_indexed=False,
        ),
    ]
