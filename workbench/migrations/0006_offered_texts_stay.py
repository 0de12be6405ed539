from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0005_notes_to_oneself"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="unsavedtext",
            name="one_unsaved_text_per_form",
        ),
        migrations.AddField(
            model_name="unsavedtext",
            name="fetched",
            field=models.CharField(
                blank=True,
                db_default="",
                editable=False,
                help_text="Fingeravtryck av sidans eget märke.",
                max_length=64,
                verbose_name="sidan som den hämtades",
            ),
        ),
        migrations.AddField(
            model_name="unsavedtext",
            name="offered",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                help_text="Har visats för författaren och väntar på att hämtas eller slängas.",
                verbose_name="erbjuden",
            ),
        ),
        migrations.AddIndex(
            model_name="unsavedtext",
            index=models.Index(fields=["author", "address"], name="unsaved_texts_of_a_form"),
        ),
    ]
