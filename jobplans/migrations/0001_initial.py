from django.conf import settings
from django.db import migrations, models

from core.history.operation import KeepHistory


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("aspirants", "0001_initial"),
        ("catalogue", "0001_initial"),
        ("deadlines", "0001_initial"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="follow_ups",
                        to="aspirants.enrolment",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "clock",
                    models.OneToOneField(
                        on_delete=models.PROTECT,
                        related_name="follow_up",
                        to="deadlines.deadlineclock",
                        verbose_name="frist",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("PLANNED", "Planerad"), ("HELD", "Hållen"), ("CANCELLED", "Avbruten")],
                        default="PLANNED",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("held_at", models.DateTimeField(blank=True, null=True, verbose_name="hållen")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("UNCHANGED", "Planen gäller oförändrad"),
                            ("REVISED", "Planen ska revideras"),
                            ("CLOSE", "Ärendet ska avslutas"),
                        ],
                        max_length=10,
                        verbose_name="resultat",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="anteckning")),
                ("unit_took_part", models.BooleanField(default=False, verbose_name="försörjningsstödsenheten deltog")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registrerad av",
                    ),
                ),
            ],
            options={
                "verbose_name": "uppföljning",
                "verbose_name_plural": "uppföljningar",
                "ordering": ["-clock__started_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "PLANNED")),
                        fields=("enrolment",),
                        name="one_planned_follow_up_per_case",
                        violation_error_message="Ärendet har redan en planerad uppföljning.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "HELD"), _negated=True),
                            models.Q(("held_at__isnull", False), models.Q(("result", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="held_follow_up_has_a_result",
                        violation_error_message="En hållen uppföljning har en tid och ett resultat.",
                    ),
                ],
            },
        ),
        KeepHistory(
            model_name="FollowUp",
            fields=["id", "enrolment", "clock", "status", "held_at", "result", "note", "unit_took_part", "recorded_by"],
            by="enrolment",
        ),
        migrations.CreateModel(
            name="JobPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=models.CASCADE,
                        related_name="job_plan",
                        to="aspirants.enrolment",
                        verbose_name="ärende",
                    ),
                ),
            ],
            options={
                "verbose_name": "jobbplan",
                "verbose_name_plural": "jobbplaner",
            },
        ),
        KeepHistory(
            model_name="JobPlan",
            fields=["id", "enrolment"],
            by="enrolment",
        ),
        migrations.CreateModel(
            name="JobPlanVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="versions",
                        to="jobplans.jobplan",
                        verbose_name="jobbplan",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Utkast"),
                            ("PROPOSED", "Föreslagen"),
                            ("APPROVED", "Godkänd"),
                            ("DECLINED", "Inte godkänd"),
                            ("SUPERSEDED", "Ersatt"),
                            ("WITHDRAWN", "Tillbakadragen"),
                        ],
                        default="DRAFT",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("goal", models.CharField(max_length=300, verbose_name="mål")),
                ("summary", models.TextField(blank=True, max_length=1000, verbose_name="sammanfattning")),
                (
                    "attendance_requirement",
                    models.CharField(
                        choices=[
                            ("NONE", "Inget krav"),
                            ("WEEKLY", "Varje vecka"),
                            ("SOME_DAYS", "Några dagar i veckan"),
                            ("DAILY", "Varje dag"),
                        ],
                        default="NONE",
                        max_length=12,
                        verbose_name="närvarokrav",
                    ),
                ),
                (
                    "reason_for_revision",
                    models.CharField(blank=True, max_length=200, verbose_name="skäl till ny version"),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="upprättad av",
                    ),
                ),
                ("drafted_at", models.DateTimeField(auto_now_add=True, verbose_name="påbörjad")),
                ("edition", models.PositiveIntegerField(default=0, verbose_name="sparad gång nummer")),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="senast sparad av",
                    ),
                ),
                ("proposed_at", models.DateTimeField(blank=True, null=True, verbose_name="föreslagen")),
            ],
            options={
                "verbose_name": "version av jobbplan",
                "verbose_name_plural": "versioner av jobbplan",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "number"),
                        name="one_version_per_number",
                        violation_error_message="Versionen finns redan.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["DRAFT", "PROPOSED"])),
                        fields=("plan",),
                        name="one_version_in_preparation",
                        violation_error_message="Det finns redan en version under arbete.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "APPROVED")),
                        fields=("plan",),
                        name="one_approved_version",
                        violation_error_message="Det finns redan en godkänd version.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["DRAFT", "WITHDRAWN"]), ("proposed_at__isnull", False), _connector="OR"
                        ),
                        name="proposed_version_has_a_time",
                        violation_error_message="En föreslagen version har en tid.",
                    ),
                ],
            },
        ),
        KeepHistory(
            model_name="JobPlanVersion",
            fields=[
                "id",
                "plan",
                "number",
                "status",
                "goal",
                "summary",
                "attendance_requirement",
                "reason_for_revision",
                "drafted_by",
                "drafted_at",
                "edition",
                "saved_by",
                "proposed_at",
            ],
            by="plan",
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="items",
                        to="jobplans.jobplanversion",
                        verbose_name="version",
                    ),
                ),
                (
                    "insats_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="plan_items",
                        to="catalogue.insatstype",
                        verbose_name="insats",
                    ),
                ),
                (
                    "meeting_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("COACH", "Coachmöte"),
                            ("NETWORK", "Nätverksmöte"),
                            ("FOLLOW_UP", "Uppföljning"),
                            ("EMPLOYER", "Möte hos arbetsgivare"),
                        ],
                        max_length=12,
                        verbose_name="mötestyp",
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="beskrivning")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="plats")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="från")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="till")),
                (
                    "hours_per_week",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="timmar per vecka"),
                ),
            ],
            options={
                "verbose_name": "planerad aktivitet",
                "verbose_name_plural": "planerade aktiviteter",
                "ordering": ["starts_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("insats_type__isnull", False),
                            models.Q(("meeting_kind", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="plan_item_has_a_kind",
                        violation_error_message="Välj en insats eller en mötestyp.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("starts_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="plan_item_ends_after_start",
                        violation_error_message="Aktiviteten kan inte sluta innan den börjar.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours_per_week__isnull", True), ("hours_per_week__range", (1, 60)), _connector="OR"
                        ),
                        name="plan_item_hours_in_a_week",
                        violation_error_message="Ange mellan 1 och 60 timmar per vecka.",
                    ),
                ],
            },
        ),
        KeepHistory(
            model_name="PlanItem",
            fields=[
                "id",
                "version",
                "insats_type",
                "meeting_kind",
                "text",
                "place",
                "starts_on",
                "ends_on",
                "hours_per_week",
            ],
            by="version",
        ),
        migrations.CreateModel(
            name="PlanApproval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=models.CASCADE,
                        related_name="approval",
                        to="jobplans.jobplanversion",
                        verbose_name="version",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[("APPROVED", "Godkänner planen"), ("DECLINED", "Godkänner inte planen")],
                        max_length=10,
                        verbose_name="svar",
                    ),
                ),
                ("answered_at", models.DateTimeField(verbose_name="tidpunkt för svaret")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("SIGNED_PAPER", "Underskrift på papper"),
                            ("ORAL_AT_MEETING", "Muntligt vid möte"),
                            ("ORAL_PHONE", "Muntligt på telefon"),
                            ("IMPORTED", "Enligt importerad lista"),
                        ],
                        max_length=16,
                        verbose_name="hur",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="kommentar")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registrerat av",
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="registrerat")),
            ],
            options={
                "verbose_name": "godkännande",
                "verbose_name_plural": "godkännanden",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answered_at__lte", models.F("recorded_at"))),
                        name="answer_before_recording",
                        violation_error_message="Svaret kan inte ligga i framtiden.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", "DECLINED"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="declined_plan_has_a_reason",
                        violation_error_message="Skriv varför aspiranten inte godkänner planen.",
                    ),
                ],
            },
        ),
        KeepHistory(
            model_name="PlanApproval",
            fields=["id", "version", "decision", "answered_at", "method", "note", "recorded_by", "recorded_at"],
            by="version",
        ),
        migrations.CreateModel(
            name="PlanCommunication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="communications",
                        to="jobplans.jobplanversion",
                        verbose_name="version",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="received_plans",
                        to="organisation.incomesupportunit",
                        verbose_name="försörjningsstödsenhet",
                    ),
                ),
                (
                    "disclosure",
                    models.OneToOneField(
                        on_delete=models.PROTECT,
                        related_name="plan_communication",
                        to="aspirants.disclosure",
                        verbose_name="uppgiftslämnande",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="skickat av",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="skickat")),
            ],
            options={
                "verbose_name": "kommunicering",
                "verbose_name_plural": "kommuniceringar",
                "ordering": ["-sent_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "unit"),
                        name="one_communication_per_version_and_unit",
                        violation_error_message="Versionen är redan skickad till enheten.",
                    )
                ],
            },
        ),
        KeepHistory(
            model_name="PlanCommunication",
            fields=["id", "version", "unit", "disclosure", "sent_by", "sent_at"],
            by="version",
        ),
    ]
