"""The seals of the access log: a chain that only grows (docs/decisions/051)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_partitioned_by_month"),
    ]

    operations = [
        migrations.CreateModel(
            name="LogSeal",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name="nummer")),
                ("first_id", models.PositiveBigIntegerField(verbose_name="första rad")),
                ("last_id", models.PositiveBigIntegerField(unique=True, verbose_name="sista rad")),
                ("rows", models.PositiveBigIntegerField(verbose_name="rader")),
                ("digest", models.BinaryField(max_length=32, verbose_name="kontrollvärde")),
                ("prints", models.BinaryField(verbose_name="radernas avtryck")),
                ("sealed_at", models.DateTimeField(verbose_name="förseglad")),
            ],
            options={
                "verbose_name": "loggförsegling",
                "verbose_name_plural": "loggförseglingar",
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_id__gte", 1), ("last_id__gte", models.F("first_id")), ("rows__gte", 1)
                        ),
                        name="a_seal_covers_something",
                        violation_error_message="En försegling omfattar minst en rad.",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            """
            CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_logseal
                EXECUTE FUNCTION audit_refuse();
            """,
            "DROP TRIGGER refuse_change ON audit_logseal",
        ),
    ]
