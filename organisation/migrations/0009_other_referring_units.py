"""Units of a stadsdel that are neither for income support nor for intake."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0008_saved_views"),
    ]

    operations = [
        migrations.AlterField(
            model_name="incomesupportunit",
            name="function",
            field=models.CharField(
                choices=[
                    ("INCOME_SUPPORT", "Försörjningsstöd"),
                    ("INTAKE", "Mottagning"),
                    ("REFUGEE_RECEPTION", "Flyktingmottagning"),
                    ("SOCIAL_PSYCHIATRY", "Socialpsykiatri"),
                    ("DISABILITY", "Stöd vid funktionsnedsättning"),
                    ("YOUTH", "Ungdomsmottagning och fältarbete"),
                    ("OTHER", "Annan enhet"),
                ],
                default="INCOME_SUPPORT",
                max_length=20,
                verbose_name="funktion",
            ),
        ),
        migrations.AlterField(
            model_name="incomesupportunitchange",
            name="function",
            field=models.CharField(
                choices=[
                    ("INCOME_SUPPORT", "Försörjningsstöd"),
                    ("INTAKE", "Mottagning"),
                    ("REFUGEE_RECEPTION", "Flyktingmottagning"),
                    ("SOCIAL_PSYCHIATRY", "Socialpsykiatri"),
                    ("DISABILITY", "Stöd vid funktionsnedsättning"),
                    ("YOUTH", "Ungdomsmottagning och fältarbete"),
                    ("OTHER", "Annan enhet"),
                ],
                default="INCOME_SUPPORT",
                max_length=20,
                verbose_name="funktion",
            ),
        ),
    ]
