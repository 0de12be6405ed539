"""Indexes that no query uses, or that another index begins with (docs/indexes.md)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_fewer_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("activities", "0005_unindexed_versions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="activity",
            name="insats_type",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="catalogue.insatstype",
                verbose_name="insats",
            ),
        ),
        migrations.AlterField(
            model_name="activity",
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
            model_name="joboffer",
            name="recorded_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="registrerat av",
            ),
        ),
    ]
