"""No version is looked up by who or what it refers to; each such index made every write dearer (docs/indexes.md)."""

from django.db import migrations

from core.history.operation import LeaveKeysUnindexed


class Migration(migrations.Migration):
    dependencies = [
        ("jobplans", "0005_when_it_was_recorded"),
        ("aspirants", "0012_whole_versions"),
        ("deadlines", "0011_kept_whole"),
        ("meetings", "0010_more_states"),
        ("activities", "0006_whole_versions"),
        ("referrals", "0020_what_the_sender_wrote"),
        ("casework", "0001_case_transfers"),
    ]

    operations = [LeaveKeysUnindexed()]
