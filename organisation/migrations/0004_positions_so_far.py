"""Everybody who is there has had their position since they were added."""

from django.db import migrations
from django.utils import timezone


def give_positions(apps, schema_editor):
    user_model, position_model = (apps.get_model("organisation", name) for name in ("User", "Position"))
    without = user_model.objects.filter(positions__isnull=True)
    position_model.objects.bulk_create(
        [
            position_model(
                user=user,
                role=user.role,
                jobbtorg_id=user.jobbtorg_id,
                income_support_unit_id=user.income_support_unit_id,
                protected_access=user.protected_access,
                valid_from=timezone.localdate(user.created_at),
            )
            for user in without.order_by("pk")
        ],
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_positions")]

    # Backwards the table itself goes, and nothing is left to take away.
    operations = [migrations.RunPython(give_positions, migrations.RunPython.noop)]
