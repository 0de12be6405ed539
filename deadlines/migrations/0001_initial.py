import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import core.validity
from core.history.operation import KeepHistory


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("aspirants", "0001_initial"),
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeadlinePolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gäller från")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PLAN_GUARANTEE", "Jobbgarantin"),
                            ("GROUP_INFO_OFFER", "Erbjuden gruppinformation"),
                            ("PLAN_COMMUNICATION", "Plan kommunicerad"),
                            ("FOLLOW_UP", "Tremånadersuppföljningen"),
                            ("JOB_OFFER_5", "Erbjudet jobb inom fem dagar"),
                            ("JOB_GOT_5", "Fått jobb inom fem dagar"),
                            ("MEETING_48H", "Möte inom två dygn"),
                            ("SKILL_ACTIVITY_5", "Kompetenshöjande aktivitet inom fem dagar"),
                        ],
                        max_length=20,
                        verbose_name="frist",
                    ),
                ),
                (
                    "start_event",
                    models.CharField(
                        choices=[
                            ("REFERRAL_RECEIVED", "Remissen kom in"),
                            ("FIRST_VISIT", "Första besöket"),
                            ("PLAN_APPROVED", "Planen godkändes"),
                            ("FOLLOW_UP_BASE", "Senaste uppföljningen hölls, eller första planen godkändes,"),
                            ("BENEFIT_APPLIED", "Ansökan om försörjningsstöd"),
                            ("INQUIRY_DONE", "Grundutredningen blev klar"),
                        ],
                        max_length=20,
                        verbose_name="räknas från",
                    ),
                ),
                ("length", models.PositiveSmallIntegerField(verbose_name="längd")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("WORKING_DAYS", "arbetsdagar"),
                            ("CALENDAR_DAYS", "kalenderdagar"),
                            ("MONTHS", "månader"),
                            ("HOURS", "timmar"),
                        ],
                        max_length=16,
                        verbose_name="enhet",
                    ),
                ),
                (
                    "roll_rule",
                    models.CharField(
                        choices=[("FORWARD", "flyttas till nästa arbetsdag"), ("NONE", "flyttas inte")],
                        max_length=8,
                        verbose_name="om sista dagen inte är en arbetsdag",
                    ),
                ),
                (
                    "warn_days_first",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="första varning, arbetsdagar före"
                    ),
                ),
                (
                    "warn_days_second",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="andra varning, arbetsdagar före"
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("ACTIVE", "Aktiv"),
                            ("INDICATOR", "Indikator"),
                            ("REPORT_ONLY", "Endast rapport"),
                            ("OFF", "Avstängd"),
                        ],
                        default="ACTIVE",
                        max_length=12,
                        verbose_name="användning",
                    ),
                ),
            ],
            options={
                "verbose_name": "fristregel",
                "verbose_name_plural": "fristregler",
                "ordering": ["kind", "valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="deadline_policy_validity_order",
                        violation_error_message="Sista giltighetsdagen kan inte ligga före den första.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("kind", "="),
                            (
                                core.validity.DateRange(
                                    "valid_from",
                                    "valid_to",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=True
                                    ),
                                ),
                                "&&",
                            ),
                        ],
                        name="one_policy_per_kind_and_day",
                        violation_error_message="Det finns redan en regel för den fristen under perioden.",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deadlinepolicy",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_rule",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."length" IS DISTINCT FROM (NEW."length") OR OLD."roll_rule" IS DISTINCT FROM (NEW."roll_rule") OR OLD."start_event" IS DISTINCT FROM (NEW."start_event") OR OLD."unit" IS DISTINCT FROM (NEW."unit") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from"))',
                    func="\nIF OLD.valid_from <= (now() AT TIME ZONE 'Europe/Stockholm')::date THEN\n    RAISE EXCEPTION 'A rule in force is not changed.' USING ERRCODE = 'check_violation', CONSTRAINT = 'rule_in_force';\nEND IF;\nRETURN NEW;\n",
                    hash="b0c6bf3c2500cb21dba044a66c2d4a87712b2f23",
                    operation="UPDATE",
                    pgid="pgtrigger_keep_rule_3f564",
                    table="deadlines_deadlinepolicy",
                    when="BEFORE",
                ),
            ),
        ),
        KeepHistory(
            model_name="DeadlinePolicy",
            fields=[
                "id",
                "valid_from",
                "valid_to",
                "kind",
                "start_event",
                "length",
                "unit",
                "roll_rule",
                "warn_days_first",
                "warn_days_second",
                "use",
            ],
        ),
        migrations.CreateModel(
            name="DeadlineClock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="clocks",
                        to="deadlines.deadlinepolicy",
                        verbose_name="fristregel",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="clocks", to="aspirants.person", verbose_name="person"
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.CASCADE,
                        related_name="clocks",
                        to="aspirants.enrolment",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "jobbtorg",
                    models.ForeignKey(
                        help_text="Den som svarar för fristen.",
                        on_delete=models.PROTECT,
                        related_name="clocks",
                        to="organisation.jobbtorg",
                        verbose_name="jobbtorg",
                    ),
                ),
                ("reference", models.CharField(max_length=20, verbose_name="remiss eller ärende")),
                ("covered", models.BooleanField(default=True, verbose_name="omfattas av garantin")),
                ("covered_reason", models.CharField(blank=True, max_length=160, verbose_name="varför")),
                (
                    "started_on",
                    models.DateField(
                        blank=True,
                        help_text="Tom tills det som startar fristen har hänt.",
                        null=True,
                        verbose_name="dag 0",
                    ),
                ),
                ("original_due_on", models.DateField(blank=True, null=True, verbose_name="ursprunglig förfallodag")),
                (
                    "due_on",
                    models.DateField(
                        blank=True, help_text="Tom medan en paus saknar slutdag.", null=True, verbose_name="förfallodag"
                    ),
                ),
                ("recommended_on", models.DateField(blank=True, null=True, verbose_name="rekommenderad dag")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("WAITING", "Väntar på start"),
                            ("RUNNING", "Löper"),
                            ("PAUSED", "Pausad"),
                            ("MET", "Hållen"),
                            ("BREACHED", "Bruten"),
                            ("EXCUSED", "Ursäktad"),
                            ("CANCELLED", "Avbruten"),
                        ],
                        default="RUNNING",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "fulfilment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("PLAN", "Jobbplan"),
                            ("WORK", "Arbete"),
                            ("OTHER_INSATS", "Annan insats"),
                            ("FOLLOW_UP", "Uppföljning"),
                            ("OFFER", "Erbjudande"),
                            ("SENT", "Skickad"),
                        ],
                        max_length=12,
                        verbose_name="uppfyllt genom",
                    ),
                ),
                ("fulfilled_at", models.DateTimeField(blank=True, null=True, verbose_name="uppfyllt")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="Remissen återkallades eller ärendet avslutades.",
                        null=True,
                        verbose_name="utan föremål från",
                    ),
                ),
                ("late_registered", models.BooleanField(default=False, verbose_name="efterregistrerad")),
                ("historical", models.BooleanField(default=False, verbose_name="från importerad lista")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "frist",
                "verbose_name_plural": "frister",
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(condition=models.Q(("status", "RUNNING")), fields=["due_on"], name="running_clocks"),
                    models.Index(fields=["jobbtorg", "due_on"], name="clocks_by_unit"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_on__isnull", False),
                            models.Q(("status__in", ["RUNNING", "BREACHED"]), _negated=True),
                            _connector="OR",
                        ),
                        name="running_clock_has_a_due_date",
                        violation_error_message="En löpande frist har en förfallodag.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("original_due_on__isnull", False), ("started_on__isnull", False)),
                            models.Q(
                                ("due_on__isnull", True),
                                ("original_due_on__isnull", True),
                                ("started_on__isnull", True),
                                ("status__in", ["WAITING", "CANCELLED"]),
                            ),
                            _connector="OR",
                        ),
                        name="only_a_waiting_clock_lacks_a_start",
                        violation_error_message="En frist som har börjat har en dag 0 och en förfallodag.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "WAITING"), _negated=True),
                            ("started_on__isnull", True),
                            _connector="OR",
                        ),
                        name="waiting_clock_has_not_started",
                        violation_error_message="En frist som väntar har ingen dag 0.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "MET"), _negated=True), ("fulfilled_at__isnull", False), _connector="OR"
                        ),
                        name="met_clock_was_fulfilled",
                        violation_error_message="En hållen frist har en tidpunkt då den uppfylldes.",
                    ),
                ],
            },
        ),
        KeepHistory(
            model_name="DeadlineClock",
            fields=[
                "id",
                "policy",
                "person",
                "enrolment",
                "jobbtorg",
                "reference",
                "covered",
                "covered_reason",
                "started_on",
                "original_due_on",
                "due_on",
                "recommended_on",
                "status",
                "fulfilment",
                "fulfilled_at",
                "ended_on",
                "late_registered",
                "historical",
                "created_at",
            ],
            by="enrolment",
        ),
        migrations.CreateModel(
            name="ClockPause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="pauses",
                        to="deadlines.deadlineclock",
                        verbose_name="frist",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("P01", "Sjukdom"),
                            ("P02", "Vård av barn eller nära anhörig"),
                            ("P03", "Bortrest eller begär senare tid, godkänt av jobbtorget"),
                            ("P04", "Frihetsberövad eller inlagd"),
                            ("P05", "Vill invänta beslut om försörjningsstöd"),
                            ("P06", "Säker kontaktväg måste ordnas"),
                        ],
                        max_length=4,
                        verbose_name="skäl",
                    ),
                ),
                ("paused_from", models.DateField(verbose_name="första dag som inte räknas")),
                ("resumed_on", models.DateField(blank=True, null=True, verbose_name="första dag som räknas igen")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="kommentar")),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registrerad av",
                    ),
                ),
                ("registered_at", models.DateTimeField(auto_now_add=True, verbose_name="registrerad")),
            ],
            options={
                "verbose_name": "paus",
                "verbose_name_plural": "pauser",
                "ordering": ["paused_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("resumed_on__isnull", True), ("resumed_on__gt", models.F("paused_from")), _connector="OR"
                        ),
                        name="pause_ends_after_start",
                        violation_error_message="Pausen måste sluta efter att den börjat.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("clock", "="),
                            (
                                core.validity.DateRange(
                                    "paused_from", "resumed_on", django.contrib.postgres.fields.ranges.RangeBoundary()
                                ),
                                "&&",
                            ),
                        ],
                        name="pauses_do_not_overlap",
                        violation_error_message="Pausen överlappar en annan paus.",
                    ),
                ],
            },
        ),
        KeepHistory(
            model_name="ClockPause",
            fields=["id", "clock", "reason", "paused_from", "resumed_on", "note", "registered_by", "registered_at"],
            by="clock",
        ),
        migrations.CreateModel(
            name="Breach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="breaches",
                        to="deadlines.deadlineclock",
                        verbose_name="frist",
                    ),
                ),
                (
                    "jobbtorg",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="breaches",
                        to="organisation.jobbtorg",
                        verbose_name="jobbtorg",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="förfallodag")),
                ("stamped_at", models.DateTimeField(verbose_name="registrerat")),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("B01", "Ingen coachtid"),
                            ("B02", "Ingen gruppinformation i tid"),
                            ("B03", "Tolk saknades"),
                            ("B04", "Frånvaro i personalen"),
                            ("B05", "Tekniskt fel"),
                            ("B06", "Sen registrering"),
                            ("B07", "Väntade på annan myndighet"),
                            ("B09", "Annan orsak"),
                        ],
                        max_length=4,
                        verbose_name="orsak",
                    ),
                ),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="kommentar")),
                (
                    "explained_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="orsak angiven av",
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="upphävt")),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="upphävt av",
                    ),
                ),
            ],
            options={
                "verbose_name": "bruten frist",
                "verbose_name_plural": "brutna frister",
                "ordering": ["-due_on", "-pk"],
                "indexes": [models.Index(fields=["jobbtorg", "-due_on"], name="breaches_by_unit")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("clock",),
                        name="one_standing_breach_per_clock",
                        violation_error_message="Fristen är redan registrerad som bruten.",
                    )
                ],
            },
        ),
        KeepHistory(
            model_name="Breach",
            fields=[
                "id",
                "clock",
                "jobbtorg",
                "due_on",
                "stamped_at",
                "cause",
                "comment",
                "explained_by",
                "revoked_at",
                "revoked_by",
            ],
            by="clock",
        ),
        migrations.CreateModel(
            name="Excuse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clock",
                    models.OneToOneField(
                        on_delete=models.CASCADE,
                        related_name="excuse",
                        to="deadlines.deadlineclock",
                        verbose_name="frist",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("E01", "Uteblev från erbjudet möte"),
                            ("E02", "Godkände inte den föreslagna planen"),
                            ("E03", "Gick inte att nå"),
                            ("E04", "Tackade nej till tid inom fristen"),
                        ],
                        max_length=4,
                        verbose_name="skäl",
                    ),
                ),
                (
                    "happened_on",
                    models.DateField(
                        help_text="Dagen för mötet, svaret eller det sista kontaktförsöket.", verbose_name="hände"
                    ),
                ),
                ("granted_at", models.DateTimeField(verbose_name="ursäktad")),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="godkänd av",
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="upphävd")),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="upphävd av",
                    ),
                ),
            ],
            options={
                "verbose_name": "ursäkt",
                "verbose_name_plural": "ursäkter",
            },
        ),
        KeepHistory(
            model_name="Excuse",
            fields=["id", "clock", "reason", "happened_on", "granted_at", "granted_by", "revoked_at", "revoked_by"],
            by="clock",
        ),
        migrations.CreateModel(
            name="SweepRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("evaluated_on", models.DateField(verbose_name="för dagen")),
                ("started_at", models.DateTimeField(verbose_name="startad")),
                ("finished_at", models.DateTimeField(verbose_name="klar")),
                ("breached", models.PositiveIntegerField(verbose_name="brutna frister")),
                ("excused", models.PositiveIntegerField(default=0, verbose_name="ursäktade frister")),
                ("notices", models.PositiveIntegerField(verbose_name="notiser")),
            ],
            options={
                "verbose_name": "fristkörning",
                "verbose_name_plural": "fristkörningar",
                "ordering": ["-finished_at"],
                "indexes": [models.Index(fields=["-finished_at"], name="latest_sweep")],
            },
        ),
        migrations.CreateModel(
            name="ContactAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="contact_attempts",
                        to="deadlines.deadlineclock",
                        verbose_name="frist",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("PHONE", "Telefon"),
                            ("SMS", "Sms"),
                            ("EMAIL", "E-post"),
                            ("LETTER", "Brev"),
                            ("VISIT", "Personligt möte"),
                        ],
                        max_length=8,
                        verbose_name="hur",
                    ),
                ),
                ("attempted_at", models.DateTimeField(verbose_name="när")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("NOT_REACHED", "Fick inte tag i aspiranten"),
                            ("DECLINED_TIME", "Tackade nej till erbjuden tid"),
                        ],
                        max_length=16,
                        verbose_name="resultat",
                    ),
                ),
                ("offered_time", models.DateTimeField(blank=True, null=True, verbose_name="erbjuden tid")),
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
                "verbose_name": "kontaktförsök",
                "verbose_name_plural": "kontaktförsök",
                "ordering": ["attempted_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("attempted_at__lte", models.F("recorded_at"))),
                        name="contact_attempt_before_recording",
                        violation_error_message="Kontaktförsöket kan inte ligga i framtiden.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("offered_time__isnull", False), ("result", "DECLINED_TIME")),
                            models.Q(("offered_time__isnull", True), ("result", "NOT_REACHED")),
                            _connector="OR",
                        ),
                        name="declined_contact_has_the_offered_time",
                        violation_error_message="Ange vilken tid aspiranten tackade nej till.",
                    ),
                ],
            },
        ),
        KeepHistory(
            model_name="ContactAttempt",
            fields=["id", "clock", "channel", "attempted_at", "result", "offered_time", "recorded_by", "recorded_at"],
            by="clock",
        ),
    ]
