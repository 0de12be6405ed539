"""No version is looked up by who or what it refers to; each such index made every write dearer (docs/indexes.md)."""

from django.db import migrations

from core.history.operation import LeaveKeysUnindexed


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0005_rooms"),
    ]

    operations = [LeaveKeysUnindexed()]
