"""Where persons are met is kept beside the referrals, for row security (docs/decisions/100)."""

from django.db import migrations

from aspirants.models.rooms import forgetting, keeping

TABLE = "referrals_referral"


class Migration(migrations.Migration):
    dependencies = [
        ("aspirants", "0007_rooms"),
        ("referrals", "0004_what_the_sender_wrote"),
        ("aspirants", "0006_whole_versions"),
        ("deadlines", "0005_kept_whole"),
        ("meetings", "0004_more_states"),
        ("jobplans", "0003_when_it_was_recorded"),
        ("activities", "0004_whole_versions"),
        ("casework", "0001_case_transfers"),
    ]

    operations = [
        migrations.RunSQL(keeping(TABLE, ["unit_id"]), forgetting(TABLE)),
        migrations.RunSQL(
            f"CREATE INDEX {TABLE}_room_hidden_unit ON {TABLE}_room (unit_id) INCLUDE (person_id) WHERE room < 0",
            migrations.RunSQL.noop,
        ),
    ]
