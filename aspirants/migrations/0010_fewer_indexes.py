"""Indexes that no query uses, or that another index begins with (docs/indexes.md)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0004_fewer_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("aspirants", "0009_unindexed_versions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="closure",
            name="decided_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="beslutat av",
            ),
        ),
        migrations.AlterField(
            model_name="closure",
            name="reason",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closures",
                to="aspirants.closurereason",
                verbose_name="avslutsorsak",
            ),
        ),
        migrations.AlterField(
            model_name="coachassignment",
            name="assigned_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="tilldelad av",
            ),
        ),
        migrations.AlterField(
            model_name="coachassignment",
            name="coach",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to=settings.AUTH_USER_MODEL,
                verbose_name="coach",
            ),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="disclosed_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="lämnat av",
            ),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="recipient",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.incomesupportunit",
                verbose_name="mottagare",
            ),
        ),
        migrations.AlterField(
            model_name="enrolment",
            name="target_group",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enrolments",
                to="organisation.targetgroup",
                verbose_name="målgrupp",
            ),
        ),
        migrations.AlterField(
            model_name="interruption",
            name="registered_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="registrerat av",
            ),
        ),
        migrations.AlterField(
            model_name="opening",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="openings",
                to="aspirants.person",
                verbose_name="person",
            ),
        ),
        migrations.AlterField(
            model_name="opening",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="openings",
                to=settings.AUTH_USER_MODEL,
                verbose_name="användare",
            ),
        ),
        migrations.AlterField(
            model_name="unitstay",
            name="jobbtorg",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stays",
                to="organisation.jobbtorg",
                verbose_name="jobbtorg",
            ),
        ),
        # Nothing looks for how a text begins, and whole texts are found by the unique index.
        migrations.RunSQL(
            "DROP INDEX aspirants_enrolment_case_no_24a73688_like",
            "CREATE INDEX aspirants_enrolment_case_no_24a73688_like ON aspirants_enrolment (case_no varchar_pattern_ops)",
        ),
        migrations.RunSQL(
            "DROP INDEX aspirants_person_sort_key_3542d51e_like",
            "CREATE INDEX aspirants_person_sort_key_3542d51e_like ON aspirants_person (sort_key varchar_pattern_ops)",
        ),
    ]
