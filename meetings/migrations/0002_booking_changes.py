"""Times that were moved or cancelled stay on record; a group information can be called off and moved."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aspirants", "0006_whole_versions"),
        ("organisation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("meetings", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BookingChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_starts_at", models.DateTimeField(verbose_name="från tid")),
                (
                    "to_starts_at",
                    models.DateTimeField(blank=True, help_text="Tomt: avbokad.", null=True, verbose_name="till tid"),
                ),
                (
                    "wish",
                    models.CharField(
                        choices=[("ASPIRANT", "Aspiranten"), ("UNIT", "Jobbtorget"), ("OTHER", "Någon annan")],
                        max_length=8,
                        verbose_name="på vems önskan",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("OTHER_TIME", "Tiden passar inte"),
                            ("DECLINED", "Vill inte komma"),
                            ("OCCUPIED", "Arbete, praktik eller studier"),
                            ("ILL", "Sjukdom"),
                            ("CARE", "Vård av barn eller anhörig"),
                            ("COACH_AWAY", "Coachen kan inte"),
                            ("INTERPRETER", "Tolk saknas"),
                            ("PREMISES", "Lokal eller teknik"),
                            ("CASE_ENDS", "Ärendet avslutas eller flyttas"),
                            ("MISTAKE", "Felbokning"),
                            ("ANOTHER", "Annat skäl"),
                        ],
                        max_length=12,
                        verbose_name="skäl",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="förklaring")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ändrad")),
            ],
            options={
                "verbose_name": "ändrad tid",
                "verbose_name_plural": "ändrade tider",
                "ordering": ["changed_at", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="groupinformationsession",
            name="one_session_per_time_and_language",
        ),
        migrations.AddField(
            model_name="groupinformationsession",
            name="call_off_note",
            field=models.CharField(blank=True, max_length=200, verbose_name="förklaring"),
        ),
        migrations.AddField(
            model_name="groupinformationsession",
            name="call_off_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("OTHER_TIME", "Tiden passar inte"),
                    ("DECLINED", "Vill inte komma"),
                    ("OCCUPIED", "Arbete, praktik eller studier"),
                    ("ILL", "Sjukdom"),
                    ("CARE", "Vård av barn eller anhörig"),
                    ("COACH_AWAY", "Coachen kan inte"),
                    ("INTERPRETER", "Tolk saknas"),
                    ("PREMISES", "Lokal eller teknik"),
                    ("CASE_ENDS", "Ärendet avslutas eller flyttas"),
                    ("MISTAKE", "Felbokning"),
                    ("ANOTHER", "Annat skäl"),
                ],
                max_length=12,
                verbose_name="skäl",
            ),
        ),
        migrations.AddField(
            model_name="groupinformationsession",
            name="called_off_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="inställd"),
        ),
        migrations.AddField(
            model_name="groupinformationsession",
            name="called_off_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="inställd av",
            ),
        ),
        migrations.AddField(
            model_name="groupinformationsession",
            name="moved_to",
            field=models.OneToOneField(
                blank=True,
                help_text="Tillfället som ersätter det här. Det gamla står kvar med sin tid.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moved_from",
                to="meetings.groupinformationsession",
                verbose_name="flyttad till",
            ),
        ),
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
                    ("CANCELLED_BY_ASPIRANT", "Avbokat av aspiranten"),
                    ("CANCELLED_BY_UNIT", "Inställt av jobbtorget"),
                ],
                default="BOOKED",
                max_length=24,
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
                    ("CANCELLED_BY_ASPIRANT", "Avbokat av aspiranten"),
                    ("CANCELLED_BY_UNIT", "Inställt av jobbtorget"),
                ],
                default="BOOKED",
                max_length=24,
                verbose_name="status",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupinformationsession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("called_off_at__isnull", True)),
                fields=("jobbtorg", "starts_at", "language"),
                name="one_session_per_time_and_language",
                violation_error_message="Det finns redan en gruppinformation den tiden.",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupinformationsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("called_off_at__isnull", False),
                    models.Q(("call_off_reason", ""), ("moved_to__isnull", True)),
                    _connector="OR",
                ),
                name="session_called_off_has_a_time",
                violation_error_message="En inställd gruppinformation har en tid då den ställdes in.",
            ),
        ),
        migrations.AddField(
            model_name="bookingchange",
            name="changed_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ändrad av",
            ),
        ),
        migrations.AddField(
            model_name="bookingchange",
            name="enrolment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="booking_changes",
                to="aspirants.enrolment",
                verbose_name="ärende",
            ),
        ),
        migrations.AddField(
            model_name="bookingchange",
            name="invitation",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="booking_changes",
                to="meetings.groupinformationbooking",
                verbose_name="kallelse",
            ),
        ),
        migrations.AddField(
            model_name="bookingchange",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="booking_changes",
                to="meetings.meeting",
                verbose_name="möte",
            ),
        ),
        migrations.AddIndex(
            model_name="bookingchange",
            index=models.Index(fields=["enrolment", "changed_at"], name="booking_changes_by_case"),
        ),
        migrations.AddConstraint(
            model_name="bookingchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("invitation__isnull", True), ("meeting__isnull", False)),
                    models.Q(("invitation__isnull", False), ("meeting__isnull", True)),
                    _connector="OR",
                ),
                name="booking_change_is_of_one_thing",
                violation_error_message="En ändrad tid gäller ett möte eller en kallelse.",
            ),
        ),
    ]
