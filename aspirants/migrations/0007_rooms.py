"""Where persons are met is kept beside the cases, for row security (docs/decisions/100)."""

from django.db import migrations

from aspirants.models.rooms import PROTECTION_IS_A_KEY, forgetting, keeping

TABLE = "aspirants_enrolment"


class Migration(migrations.Migration):
    dependencies = [
        ("aspirants", "0006_whole_versions"),
        ("deadlines", "0005_kept_whole"),
        ("meetings", "0004_more_states"),
        ("jobplans", "0003_when_it_was_recorded"),
        ("activities", "0004_whole_versions"),
        ("referrals", "0004_what_the_sender_wrote"),
        ("casework", "0001_case_transfers"),
    ]

    operations = [
        migrations.RunSQL(PROTECTION_IS_A_KEY, "DROP INDEX person_with_protection"),
        migrations.RunSQL(keeping(TABLE), forgetting(TABLE)),
    ]
