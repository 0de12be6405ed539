"""When a jobbtorg is open: booking warns outside the hours."""

import django.db.models.deletion
from django.db import migrations, models

import core.history.operation


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0005_deputies"),
    ]

    operations = [
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gäller från")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                (
                    "opens",
                    models.TimeField(
                        blank=True,
                        help_text="Lämna båda tiderna tomma om det är stängt.",
                        null=True,
                        verbose_name="öppnar",
                    ),
                ),
                ("closes", models.TimeField(blank=True, null=True, verbose_name="stänger")),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="Visas vid bokning: planeringsdag.", max_length=80, verbose_name="varför"
                    ),
                ),
                (
                    "jobbtorg",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opening_hours",
                        to="organisation.jobbtorg",
                        verbose_name="jobbtorg",
                    ),
                ),
            ],
            options={
                "verbose_name": "öppettid",
                "verbose_name_plural": "öppettider",
                "ordering": ["jobbtorg", "-valid_from", "-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="openinghours",
            index=models.Index(fields=["jobbtorg", "-valid_from"], name="opening_hours_by_jobbtorg"),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="opening_hours_validity_order",
                violation_error_message="Sista giltighetsdagen kan inte ligga före den första.",
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closes__isnull", True), ("opens__isnull", True)),
                    models.Q(("closes__gt", models.F("opens")), ("closes__isnull", False), ("opens__isnull", False)),
                    _connector="OR",
                ),
                name="opening_hours_close_after_opening",
                violation_error_message="Ange både när det öppnar och stänger, eller ingetdera om det är stängt.",
            ),
        ),
        core.history.operation.KeepHistory(
            model_name="OpeningHours",
            fields=["id", "valid_from", "valid_to", "jobbtorg", "opens", "closes", "note"],
            keys_indexed=False,
        ),
    ]
