"""The changed times of an invitation to group information, for undoing an import (docs/indexes.md)."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("meetings", "0006_fewer_indexes")]

    operations = [
        AddIndexConcurrently(
            "bookingchange",
            models.Index(
                fields=["invitation"], name="changes_of_invitations", condition=models.Q(invitation__isnull=False)
            ),
        ),
    ]
