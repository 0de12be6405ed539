"""Where persons are met is kept beside the clocks, for row security (docs/decisions/100)."""

from django.db import migrations

from aspirants.models.rooms import forgetting, keeping

TABLE = "deadlines_deadlineclock"


class Migration(migrations.Migration):
    dependencies = [
        ("aspirants", "0002_rooms"),
        ("deadlines", "0011_kept_whole"),
        ("aspirants", "0012_whole_versions"),
        ("meetings", "0010_more_states"),
        ("jobplans", "0005_when_it_was_recorded"),
        ("activities", "0006_whole_versions"),
        ("referrals", "0020_what_the_sender_wrote"),
        ("casework", "0001_case_transfers"),
    ]

    operations = [migrations.RunSQL(keeping(TABLE, ["enrolment_id"]), forgetting(TABLE))]
