"""The clocks that a closing ended, for undoing an import (docs/indexes.md)."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("deadlines", "0010_fewer_indexes")]

    operations = [
        AddIndexConcurrently(
            "deadlineclock",
            models.Index(fields=["ended_with"], name="clocks_by_closing", condition=models.Q(ended_with__isnull=False)),
        ),
    ]
