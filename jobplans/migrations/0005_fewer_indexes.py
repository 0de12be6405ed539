"""Indexes that no query uses, or that another index begins with (docs/indexes.md)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_fewer_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("jobplans", "0004_unindexed_versions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="followup",
            name="recorded_by",
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
            model_name="jobplanversion",
            name="drafted_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="upprättad av",
            ),
        ),
        # Django drops every index of the column with the foreign key's own, these two rules among them.
        migrations.RemoveConstraint(model_name="jobplanversion", name="one_version_in_preparation"),
        migrations.RemoveConstraint(model_name="jobplanversion", name="one_approved_version"),
        migrations.AlterField(
            model_name="jobplanversion",
            name="plan",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="versions",
                to="jobplans.jobplan",
                verbose_name="jobbplan",
            ),
        ),
        migrations.AddConstraint(
            model_name="jobplanversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["DRAFT", "PROPOSED"])),
                fields=("plan",),
                name="one_version_in_preparation",
                violation_error_message="Det finns redan en version under arbete.",
            ),
        ),
        migrations.AddConstraint(
            model_name="jobplanversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "APPROVED")),
                fields=("plan",),
                name="one_approved_version",
                violation_error_message="Det finns redan en godkänd version.",
            ),
        ),
        migrations.AlterField(
            model_name="jobplanversion",
            name="saved_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="senast sparad av",
            ),
        ),
        migrations.AlterField(
            model_name="planapproval",
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
            model_name="plancommunication",
            name="sent_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="skickat av",
            ),
        ),
        migrations.AlterField(
            model_name="plancommunication",
            name="version",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="communications",
                to="jobplans.jobplanversion",
                verbose_name="version",
            ),
        ),
        migrations.AlterField(
            model_name="planitem",
            name="insats_type",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plan_items",
                to="catalogue.insatstype",
                verbose_name="insats",
            ),
        ),
    ]
