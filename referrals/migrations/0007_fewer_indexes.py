"""Indexes that no query uses, or that another index begins with (docs/indexes.md)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0004_fewer_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("referrals", "0006_unindexed_versions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="referral",
            name="jobbtorg",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referrals",
                to="organisation.jobbtorg",
                verbose_name="jobbtorg",
            ),
        ),
        migrations.AlterField(
            model_name="referral",
            name="sent_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sent_referrals",
                to=settings.AUTH_USER_MODEL,
                verbose_name="skickad av",
            ),
        ),
        migrations.AlterField(
            model_name="referral",
            name="target_group",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referrals",
                to="organisation.targetgroup",
                verbose_name="målgrupp",
            ),
        ),
        migrations.AlterField(
            model_name="referral",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referrals",
                to="organisation.incomesupportunit",
                verbose_name="försörjningsstödsenhet",
            ),
        ),
        migrations.AlterField(
            model_name="referralevent",
            name="actor",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="av",
            ),
        ),
        # Nothing looks for how a text begins, and whole texts are found by the unique index.
        migrations.RunSQL(
            "DROP INDEX referrals_referral_number_c736e727_like",
            "CREATE INDEX referrals_referral_number_c736e727_like ON referrals_referral (number varchar_pattern_ops)",
        ),
    ]
