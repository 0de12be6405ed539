from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0002_booking_changes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="meeting",
            name="status",
            field=models.CharField(
                choices=[
                    ("BOOKED", "Bokat"),
                    ("PRESENT", "Närvarade"),
                    ("ABSENT_VALID", "Giltig frånvaro"),
                    ("ABSENT_INVALID", "Uteblev"),
                    ("RESCHEDULED", "Ombokades"),
                    ("CANCELLED_BY_UNIT", "Inställt av jobbtorget"),
                    ("REMOVED", "Borttaget"),
                ],
                default="BOOKED",
                max_length=20,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="meetingchange",
            name="status",
            field=models.CharField(
                choices=[
                    ("BOOKED", "Bokat"),
                    ("PRESENT", "Närvarade"),
                    ("ABSENT_VALID", "Giltig frånvaro"),
                    ("ABSENT_INVALID", "Uteblev"),
                    ("RESCHEDULED", "Ombokades"),
                    ("CANCELLED_BY_UNIT", "Inställt av jobbtorget"),
                    ("REMOVED", "Borttaget"),
                ],
                default="BOOKED",
                max_length=20,
                verbose_name="status",
            ),
        ),
    ]
