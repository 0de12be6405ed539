"""Indexes that no query uses, or that another index begins with (docs/indexes.md)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_unindexed_versions"),
        ("organisation", "0004_fewer_indexes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="insatstype",
            name="local_to",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="local_insatser",
                to="organisation.jobbtorg",
                verbose_name="endast vid",
            ),
        ),
        migrations.AlterField(
            model_name="insatstype",
            name="sub_kind_of",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sub_kinds",
                to="catalogue.insatstype",
                verbose_name="slag av",
            ),
        ),
    ]
