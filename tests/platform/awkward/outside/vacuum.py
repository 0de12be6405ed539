from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("workbench", "index")]
    operations = [migrations.RunSQL("VACUUM workbench_unsavedtext")]
