"""Indexes that no query uses, or that another index begins with (docs/indexes.md)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aspirants", "0010_fewer_indexes"),
        ("organisation", "0004_fewer_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("meetings", "0005_unindexed_versions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="groupinformationbooking",
            name="registered_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="registrerad av",
            ),
        ),
        migrations.AlterField(
            model_name="groupinformationbooking",
            name="session",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="meetings.groupinformationsession",
                verbose_name="tillfälle",
            ),
        ),
        migrations.AlterField(
            model_name="groupinformationsession",
            name="jobbtorg",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="group_information_sessions",
                to="organisation.jobbtorg",
                verbose_name="jobbtorg",
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="booked_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="bokat av",
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="coach",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to=settings.AUTH_USER_MODEL,
                verbose_name="coach",
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="enrolment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="meetings",
                to="aspirants.enrolment",
                verbose_name="ärende",
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="logged_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="loggat av",
            ),
        ),
    ]
