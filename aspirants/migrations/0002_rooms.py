"""Where persons are met is kept beside the cases, for row security (docs/decisions/100)."""

from django.db import migrations

from aspirants.models.rooms import PROTECTION_IS_A_KEY, forgetting, keeping

TABLE = "aspirants_enrolment"


class Migration(migrations.Migration):
    dependencies = [("aspirants", "0001_initial")]

    operations = [
        migrations.RunSQL(PROTECTION_IS_A_KEY, "DROP INDEX person_with_protection"),
        migrations.RunSQL(keeping(TABLE), forgetting(TABLE)),
    ]
