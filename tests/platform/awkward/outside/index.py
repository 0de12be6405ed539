from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("workbench", "tables")]
    operations = [AddIndexConcurrently("unsavedtext", models.Index(fields=["saved_at"], name="unsaved_by_time"))]
