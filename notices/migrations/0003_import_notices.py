import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_invitations_in_the_outbox"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("BREACH", "Frister som har brutits"),
                    ("WARNING", "Frister som snart går ut"),
                    ("ASSIGNED", "Ärenden som jag har fått"),
                    ("COACH_NEEDED", "Ärenden som behöver en coach"),
                    ("REFERRAL", "Vad som händer med remisser"),
                    ("PLAN", "Jobbplaner som har kommit"),
                    ("CLOSURE", "Ärenden som har avslutats"),
                    ("ACCESS", "Vem som läser i registret, och loggranskning"),
                    ("IMPORT", "Listor som inte kunde läsas in"),
                ],
                db_default="",
                max_length=16,
                verbose_name="slag",
            ),
        ),
        migrations.AlterField(
            model_name="noticesettings",
            name="switched_off",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("BREACH", "Frister som har brutits"),
                        ("WARNING", "Frister som snart går ut"),
                        ("ASSIGNED", "Ärenden som jag har fått"),
                        ("COACH_NEEDED", "Ärenden som behöver en coach"),
                        ("REFERRAL", "Vad som händer med remisser"),
                        ("PLAN", "Jobbplaner som har kommit"),
                        ("CLOSURE", "Ärenden som har avslutats"),
                        ("ACCESS", "Vem som läser i registret, och loggranskning"),
                        ("IMPORT", "Listor som inte kunde läsas in"),
                    ],
                    max_length=16,
                ),
                blank=True,
                default=list,
                size=None,
                verbose_name="avstängda notiser",
            ),
        ),
    ]
