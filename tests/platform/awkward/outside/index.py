from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from tests.platform.awkward import LAST


class Migration(migrations.Migration):
    atomic = False
    dependencies = [LAST]
    operations = [AddIndexConcurrently("unsavedtext", models.Index(fields=["saved_at"], name="unsaved_by_time"))]
