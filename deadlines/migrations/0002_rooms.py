"""Where persons are met is kept beside the clocks, for row security (docs/decisions/100)."""

from django.db import migrations

from aspirants.models.rooms import forgetting, keeping

TABLE = "deadlines_deadlineclock"


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial"), ("aspirants", "0002_rooms")]

    operations = [migrations.RunSQL(keeping(TABLE, ["enrolment_id"]), forgetting(TABLE))]
