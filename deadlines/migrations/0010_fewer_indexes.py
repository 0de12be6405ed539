"""Indexes that no query uses, or that another index begins with (docs/indexes.md)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0004_fewer_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("deadlines", "0009_unindexed_versions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="breach",
            name="explained_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="orsak angiven av",
            ),
        ),
        migrations.AlterField(
            model_name="breach",
            name="jobbtorg",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="breaches",
                to="organisation.jobbtorg",
                verbose_name="jobbtorg",
            ),
        ),
        migrations.AlterField(
            model_name="breach",
            name="revoked_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="upphävt av",
            ),
        ),
        migrations.AlterField(
            model_name="clockpause",
            name="registered_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="registrerad av",
            ),
        ),
        migrations.AlterField(
            model_name="contactattempt",
            name="recorded_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="registrerat av",
            ),
        ),
        migrations.AlterField(
            model_name="deadlineclock",
            name="jobbtorg",
            field=models.ForeignKey(
                db_index=False,
                help_text="Den som svarar för fristen.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clocks",
                to="organisation.jobbtorg",
                verbose_name="jobbtorg",
            ),
        ),
        migrations.AlterField(
            model_name="excuse",
            name="granted_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="godkänd av",
            ),
        ),
        migrations.AlterField(
            model_name="excuse",
            name="revoked_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="upphävd av",
            ),
        ),
    ]
