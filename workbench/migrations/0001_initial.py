from django.conf import settings
from django.db import migrations, models

import core.encryption


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnsavedText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="unsaved_texts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="författare",
                    ),
                ),
                ("path", models.CharField(max_length=200, verbose_name="sida")),
                (
                    "fields",
                    core.encryption.EncryptedTextField(
                        help_text="JSON: fältets namn och vad som stod i det.", verbose_name="fält"
                    ),
                ),
                ("saved_at", models.DateTimeField(auto_now=True, verbose_name="sparad")),
            ],
            options={
                "verbose_name": "osparad text",
                "verbose_name_plural": "osparade texter",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("author", "path"),
                        name="one_unsaved_text_per_page",
                        violation_error_message="Det finns redan en osparad text på sidan.",
                    )
                ],
            },
        ),
    ]
