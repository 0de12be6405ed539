"""Where persons are met is kept beside the clocks, for row security (docs/decisions/100)."""

from django.db import migrations

from aspirants.models.rooms import forgetting, keeping

TABLE = "deadlines_deadlineclock"


class Migration(migrations.Migration):
    dependencies = [
        ("aspirants", "0007_rooms"),
        ("deadlines", "0005_kept_whole"),
        ("aspirants", "0006_whole_versions"),
        ("meetings", "0004_more_states"),
        ("jobplans", "0003_when_it_was_recorded"),
        ("activities", "0004_whole_versions"),
        ("referrals", "0004_what_the_sender_wrote"),
        ("casework", "0001_case_transfers"),
    ]

    operations = [migrations.RunSQL(keeping(TABLE, ["enrolment_id"]), forgetting(TABLE))]
