"""Joinings of two records, and that no row is about a record that has been joined (docs/decisions/109)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.history.operation
from aspirants.models.joined import allow_joined_records, never_of_a_joined_record

ABOUT_A_PERSON = ("aspirants_enrolment", "deadlines_deadlineclock", "referrals_referral")


class Migration(migrations.Migration):
    dependencies = [
        ("aspirants", "0011_joined_persons"),
        ("deadlines", "0010_fewer_indexes"),
        ("referrals", "0007_fewer_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("casework", "0001_case_transfers"),
        ("aspirants", "0006_whole_versions"),
        ("deadlines", "0005_kept_whole"),
        ("meetings", "0004_more_states"),
        ("jobplans", "0003_when_it_was_recorded"),
        ("activities", "0004_whole_versions"),
        ("referrals", "0004_what_the_sender_wrote"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonJoin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ASKED", "Väntar på svar"),
                            ("DECLINED", "Nekad"),
                            ("WITHDRAWN", "Återtagen"),
                            ("JOINED", "Sammanslagen"),
                            ("UNDONE", "Ångrad"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "goes_on",
                    models.CharField(
                        blank=True, help_text="Ärende eller remiss.", max_length=32, verbose_name="det som fortsätter"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="hur ni vet att det är samma person")),
                ("asked_at", models.DateTimeField(verbose_name="begärd")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="besvarad")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="svar")),
                ("joined_at", models.DateTimeField(blank=True, null=True, verbose_name="sammanslagen")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="ångrad")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="besvarad av",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="begärd av",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joins",
                        to="aspirants.enrolment",
                        verbose_name="ärende som fortsätter",
                    ),
                ),
                (
                    "ended_case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended_by_joins",
                        to="aspirants.enrolment",
                        verbose_name="ärende som avslutades som felregistrering",
                    ),
                ),
                (
                    "goes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="aspirants.person",
                        verbose_name="post som går upp i den andra",
                    ),
                ),
                (
                    "stays",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="aspirants.person",
                        verbose_name="post som gäller",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ångrad av",
                    ),
                ),
            ],
            options={
                "verbose_name": "sammanslagning",
                "verbose_name_plural": "sammanslagningar",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="MovedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=60, verbose_name="tabell")),
                ("row", models.BigIntegerField(verbose_name="rad")),
                ("before", models.JSONField(verbose_name="före")),
                ("after", models.JSONField(verbose_name="efter")),
                (
                    "version",
                    models.BigIntegerField(
                        blank=True,
                        help_text="Den sista versionen av raden när sammanslagningen var gjord.",
                        null=True,
                        verbose_name="version",
                    ),
                ),
                (
                    "join",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moved",
                        to="casework.personjoin",
                        verbose_name="sammanslagning",
                    ),
                ),
            ],
            options={
                "verbose_name": "flyttad rad",
                "verbose_name_plural": "flyttade rader",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="personjoin",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "JOINED")),
                fields=("goes",),
                name="one_standing_join_per_record",
                violation_error_message="Posten är redan sammanslagen med en annan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="personjoin",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "ASKED")),
                fields=("goes", "stays"),
                name="one_waiting_request_per_pair",
                violation_error_message="Det finns redan en begäran om att slå samman posterna.",
            ),
        ),
        migrations.AddConstraint(
            model_name="personjoin",
            constraint=models.CheckConstraint(
                condition=models.Q(("goes", models.F("stays")), _negated=True),
                name="two_records_are_joined",
                violation_error_message="En post kan inte slås samman med sig själv.",
            ),
        ),
        migrations.AddConstraint(
            model_name="personjoin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["JOINED", "UNDONE"]), _negated=True),
                    ("joined_at__isnull", False),
                    _connector="OR",
                ),
                name="joined_records_have_a_time",
                violation_error_message="En sammanslagning har en tid.",
            ),
        ),
        core.history.operation.KeepHistory(
            model_name="PersonJoin",
            fields=[
                "id",
                "goes",
                "stays",
                "status",
                "goes_on",
                "case",
                "ended_case",
                "reason",
                "asked_by",
                "asked_at",
                "answered_by",
                "answered_at",
                "answer",
                "joined_at",
                "undone_by",
                "undone_at",
            ],
            keys_indexed=False,
        ),
        *(migrations.RunSQL(never_of_a_joined_record(table), allow_joined_records(table)) for table in ABOUT_A_PERSON),
    ]
