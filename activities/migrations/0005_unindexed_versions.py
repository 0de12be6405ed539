"""No version is looked up by who or what it refers to; each such index made every write dearer (docs/indexes.md)."""

from django.db import migrations

from core.history.operation import LeaveKeysUnindexed


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0004_whole_versions"),
        ("aspirants", "0006_whole_versions"),
        ("deadlines", "0005_kept_whole"),
        ("meetings", "0004_more_states"),
        ("jobplans", "0003_when_it_was_recorded"),
        ("referrals", "0004_what_the_sender_wrote"),
        ("casework", "0001_case_transfers"),
    ]

    operations = [LeaveKeysUnindexed()]
