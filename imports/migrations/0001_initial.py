from django.conf import settings
from django.db import migrations, models

import core.encryption


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("aspirants", "0001_initial"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200, verbose_name="fil")),
                ("file_hash", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("encoding", models.CharField(max_length=20, verbose_name="teckenkodning")),
                (
                    "jobbtorg",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="imports",
                        to="organisation.jobbtorg",
                        verbose_name="jobbtorg",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="gäller per")),
                (
                    "columns",
                    models.JSONField(
                        default=list,
                        help_text="Rubrik och vad den betyder; tom om den inte används.",
                        verbose_name="kolumner",
                    ),
                ),
                ("control_total", models.PositiveIntegerField(blank=True, null=True, verbose_name="summa i listan")),
                (
                    "status",
                    models.CharField(
                        choices=[("CHECKED", "Kontrollerad"), ("COMMITTED", "Införd")],
                        default="CHECKED",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uppladdad av",
                    ),
                ),
                ("uploaded_at", models.DateTimeField(verbose_name="uppladdad")),
                (
                    "committed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="införd av",
                    ),
                ),
                ("committed_at", models.DateTimeField(blank=True, null=True, verbose_name="införd")),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "importer",
                "ordering": ["-uploaded_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("file_hash", "jobbtorg"),
                        name="one_import_per_file",
                        violation_error_message="Filen är redan importerad.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=models.CASCADE, related_name="rows", to="imports.importbatch", verbose_name="import"
                    ),
                ),
                ("line", models.PositiveIntegerField(verbose_name="rad i filen")),
                (
                    "cells",
                    core.encryption.EncryptedTextField(
                        blank=True, help_text="JSON: vad kolumnen betyder och vad som står där.", verbose_name="celler"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("CREATE", "Förs in"), ("SKIP", "Hoppas över"), ("MANUAL", "Hanteras för hand")],
                        max_length=8,
                        verbose_name="utfall",
                    ),
                ),
                ("is_person", models.BooleanField(default=True, verbose_name="gäller en person")),
                ("protected", models.BooleanField(default=False, verbose_name="skyddad")),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.SET_NULL,
                        related_name="import_rows",
                        to="aspirants.enrolment",
                        verbose_name="ärende",
                    ),
                ),
            ],
            options={
                "verbose_name": "importrad",
                "verbose_name_plural": "importrader",
                "ordering": ["line"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "line"), name="one_row_per_line", violation_error_message="Raden finns redan."
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportIssue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=models.CASCADE, related_name="issues", to="imports.importrow", verbose_name="rad"
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=4, verbose_name="kod")),
                (
                    "severity",
                    models.CharField(
                        choices=[("ERROR", "Fel"), ("WARNING", "Varning"), ("NOTE", "Upplysning")],
                        max_length=8,
                        verbose_name="allvar",
                    ),
                ),
                ("column", models.CharField(blank=True, max_length=40, verbose_name="kolumn")),
                ("message", models.CharField(max_length=300, verbose_name="meddelande")),
            ],
            options={
                "verbose_name": "anmärkning",
                "verbose_name_plural": "anmärkningar",
                "ordering": ["row__line", "pk"],
            },
        ),
    ]
