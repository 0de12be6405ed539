"""Where persons are met is kept beside the referrals, for row security (docs/decisions/100)."""

from django.db import migrations

from aspirants.models.rooms import forgetting, keeping

TABLE = "referrals_referral"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("aspirants", "0002_rooms")]

    operations = [
        migrations.RunSQL(keeping(TABLE, ["unit_id"]), forgetting(TABLE)),
        migrations.RunSQL(
            f"CREATE INDEX {TABLE}_room_hidden_unit ON {TABLE}_room (unit_id) INCLUDE (person_id) WHERE room < 0",
            migrations.RunSQL.noop,
        ),
    ]
