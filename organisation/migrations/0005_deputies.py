"""Who stands in for a coach who is away (decision 110)."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import core.validity
from core.history.operation import KeepHistory


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0004_fewer_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deputy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="från")),
                ("valid_to", models.DateField(verbose_name="till och med")),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="inlagd")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="avslutad")),
                (
                    "coach",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputies",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="coach",
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_in",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ersättare",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="avslutad av",
                    ),
                ),
                (
                    "jobbtorg",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.jobbtorg",
                        verbose_name="jobbtorg",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="inlagd av",
                    ),
                ),
            ],
            options={
                "verbose_name": "ersättare",
                "verbose_name_plural": "ersättare",
                "ordering": ["-valid_from", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="deputy_validity_order",
                violation_error_message="Sista giltighetsdagen kan inte ligga före den första.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(("deputy", models.F("coach")), _negated=True),
                name="deputy_is_somebody_else",
                violation_error_message="En coach kan inte vara sin egen ersättare.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="ended_deputy_has_a_time",
                violation_error_message="En avslutad period har en tid och någon som avslutade den.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deputy",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                expressions=[
                    ("coach", "="),
                    ("deputy", "="),
                    (
                        core.validity.DateRange(
                            "valid_from",
                            "valid_to",
                            django.contrib.postgres.fields.ranges.RangeBoundary(
                                inclusive_lower=True, inclusive_upper=True
                            ),
                        ),
                        "&&",
                    ),
                ],
                name="one_period_per_coach_deputy_and_day",
                violation_error_message="Kollegan är redan ersättare någon av de dagarna.",
            ),
        ),
        KeepHistory(
            model_name="Deputy",
            fields=[
                "id",
                "coach",
                "deputy",
                "jobbtorg",
                "valid_from",
                "valid_to",
                "set_by",
                "set_at",
                "ended_by",
                "ended_at",
            ],
            keys_indexed=False,
        ),
    ]
