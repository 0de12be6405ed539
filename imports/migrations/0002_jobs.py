import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0001_initial"),
        ("organisation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="importrow",
            name="case_no",
            field=models.CharField(
                blank=True,
                help_text="För administratören, som inte läser ärenden.",
                max_length=20,
                verbose_name="ärendenummer",
            ),
        ),
        # What the pages read of a case until now; they may read no case any more.
        migrations.RunSQL(
            "UPDATE imports_importrow SET case_no = enrolment.case_no FROM aspirants_enrolment enrolment"
            " WHERE enrolment.id = imports_importrow.enrolment_id",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="ImportJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("CHECK", "Kontroll"), ("COMMIT", "Införande")], max_length=8, verbose_name="slag"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("QUEUED", "Väntar"), ("WORKING", "Pågår"), ("DONE", "Klar"), ("FAILED", "Gick inte")],
                        default="QUEUED",
                        max_length=8,
                        verbose_name="läge",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="fil")),
                ("file_hash", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "as_of",
                    models.DateField(
                        blank=True, help_text="Tom om dagen ska läsas ur filen.", null=True, verbose_name="gäller per"
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="begärd")),
                ("not_before", models.DateTimeField(default=django.utils.timezone.now, verbose_name="görs tidigast")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="försök")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="avslutad")),
                ("sentence", models.CharField(blank=True, max_length=300, verbose_name="varför det inte gick")),
                ("field", models.CharField(blank=True, max_length=20, verbose_name="fält som det gäller")),
                (
                    "last_error",
                    models.CharField(blank=True, help_text="Felets slag.", max_length=80, verbose_name="senaste fel"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="begärd av",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="jobs",
                        to="imports.importbatch",
                        verbose_name="import",
                    ),
                ),
                (
                    "jobbtorg",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.jobbtorg",
                        verbose_name="jobbtorg",
                    ),
                ),
            ],
            options={
                "verbose_name": "importjobb",
                "verbose_name_plural": "importjobb",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ImportPart",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(verbose_name="nummer")),
                ("content", core.encryption.EncryptedBytesField(verbose_name="innehåll")),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="imports.importjob",
                        verbose_name="importjobb",
                    ),
                ),
            ],
            options={
                "verbose_name": "del av en fil",
                "verbose_name_plural": "delar av filer",
                "ordering": ["job", "number"],
            },
        ),
        migrations.AddConstraint(
            model_name="importjob",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["QUEUED", "WORKING"])),
                fields=("file_hash", "jobbtorg"),
                name="one_unfinished_job_per_file",
                violation_error_message="Listan behandlas redan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="importjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "COMMIT"), _negated=True), ("batch__isnull", False), _connector="OR"
                ),
                name="what_is_brought_in_was_checked",
                violation_error_message="En lista kontrolleras innan den förs in.",
            ),
        ),
        migrations.AddConstraint(
            model_name="importjob",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "FAILED"), _negated=True),
                    models.Q(("sentence", ""), _negated=True),
                    _connector="OR",
                ),
                name="what_failed_says_why",
                violation_error_message="Säg varför det inte gick.",
            ),
        ),
        migrations.AddConstraint(
            model_name="importpart",
            constraint=models.UniqueConstraint(
                fields=("job", "number"), name="one_part_per_number", violation_error_message="Delen finns redan."
            ),
        ),
    ]
