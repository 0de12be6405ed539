import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models

import core.encryption
import core.validity
from core.history.operation import KeepHistory


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "identity_kind",
                    models.CharField(
                        choices=[
                            ("PERSONNUMMER", "Personnummer"),
                            ("SAMORDNINGSNUMMER", "Samordningsnummer"),
                            ("INTERIM", "Tillfälligt nummer"),
                            ("UNKNOWN", "Saknas"),
                        ],
                        max_length=20,
                        verbose_name="typ av nummer",
                    ),
                ),
                ("identity_no", core.encryption.EncryptedTextField(blank=True, verbose_name="identitetsnummer")),
                ("identity_hash", models.CharField(blank=True, editable=False, max_length=64, null=True)),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="född")),
                (
                    "gender",
                    models.CharField(
                        blank=True, choices=[("K", "Kvinna"), ("M", "Man")], max_length=1, verbose_name="kön"
                    ),
                ),
                ("first_name", models.CharField(max_length=80, verbose_name="förnamn")),
                ("last_name", models.CharField(max_length=80, verbose_name="efternamn")),
                ("sort_key", models.CharField(db_index=True, editable=False, max_length=200)),
                ("search_name", models.CharField(editable=False, max_length=200)),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telefon")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-post")),
                ("language", models.CharField(blank=True, max_length=40, verbose_name="språk")),
                ("interpreter_needed", models.BooleanField(default=False, verbose_name="behöver tolk")),
                (
                    "protection",
                    models.CharField(
                        choices=[
                            ("NONE", "Ingen"),
                            ("SEKRETESSMARKERING", "Sekretessmarkering"),
                            ("SKYDDAD_FOLKBOKFORING", "Skyddad folkbokföring"),
                            ("FINGERADE_UPPGIFTER", "Fingerade personuppgifter"),
                        ],
                        default="NONE",
                        max_length=24,
                        verbose_name="skydd",
                    ),
                ),
                (
                    "agreed_channel",
                    models.CharField(
                        blank=True,
                        help_text="Bara när kontaktuppgifter inte får lagras.",
                        max_length=200,
                        verbose_name="överenskommen kontaktväg",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "personer",
                "ordering": ["sort_key", "pk"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_name"], name="person_search_name", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(
                        condition=models.Q(("protection", "NONE"), _negated=True),
                        fields=["id"],
                        name="protected_persons",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("identity_hash",),
                        name="one_person_per_identity_number",
                        violation_error_message="Det finns redan en person med det numret.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("identity_hash__isnull", True), ("identity_kind", "UNKNOWN")),
                            models.Q(
                                models.Q(("identity_kind", "UNKNOWN"), _negated=True), ("identity_hash__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="identity_number_unless_unknown",
                        violation_error_message="Ange ett nummer, eller markera att numret saknas.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("protection", "SKYDDAD_FOLKBOKFORING"), _negated=True),
                            models.Q(("email", ""), ("phone", "")),
                            _connector="OR",
                        ),
                        name="no_contact_details_where_none_may_be_stored",
                        violation_error_message="Telefon och e-post lagras inte vid skyddad folkbokföring.",
                    ),
                ],
            },
        ),
        KeepHistory(
            model_name="Person",
            fields=[
                "id",
                "identity_kind",
                "identity_no",
                "identity_hash",
                "birth_date",
                "gender",
                "first_name",
                "last_name",
                "phone",
                "email",
                "language",
                "interpreter_needed",
                "protection",
                "agreed_channel",
                "created_at",
            ],
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="openings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="användare",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=models.CASCADE, related_name="openings", to="aspirants.person", verbose_name="person"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PROTECTED", "Skyddade personuppgifter"),
                            ("OTHER_UNIT", "Ärende vid annat jobbtorg"),
                        ],
                        max_length=12,
                        verbose_name="slag",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="skäl")),
                ("opened_at", models.DateTimeField(verbose_name="öppnat")),
                ("expires_at", models.DateTimeField(verbose_name="gäller till")),
            ],
            options={
                "verbose_name": "öppning",
                "verbose_name_plural": "öppningar",
                "ordering": ["-opened_at"],
                "indexes": [models.Index(fields=["user", "person", "expires_at"], name="openings_in_force")],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_no", models.CharField(max_length=20, unique=True, verbose_name="ärendenummer")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="enrolments",
                        to="aspirants.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "jobbtorg",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="enrolments",
                        to="organisation.jobbtorg",
                        verbose_name="jobbtorg",
                    ),
                ),
                (
                    "coach",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="caseload",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="coach",
                    ),
                ),
                (
                    "income_support_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="enrolments",
                        to="organisation.incomesupportunit",
                        verbose_name="försörjningsstödsenhet",
                    ),
                ),
                (
                    "target_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="enrolments",
                        to="organisation.targetgroup",
                        verbose_name="målgrupp",
                    ),
                ),
                (
                    "legal_basis",
                    models.CharField(
                        choices=[
                            ("SOL_WITH_TEST", "Socialtjänstlagen, efter behovsprövning"),
                            ("SOL_WITHOUT_TEST", "Socialtjänstlagen, utan behovsprövning"),
                            ("SOL_SKILL_ACTIVITY", "Socialtjänstlagen, kompetenshöjande verksamhet"),
                            ("OTHER", "Annan"),
                        ],
                        default="SOL_WITH_TEST",
                        max_length=24,
                        verbose_name="rättslig grund",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("REFERRAL", "Remiss"), ("WALK_IN", "Kom utan remiss"), ("IMPORT", "Import")],
                        default="REFERRAL",
                        max_length=12,
                        verbose_name="ursprung",
                    ),
                ),
                ("enrolled_on", models.DateField(verbose_name="inskriven")),
                ("first_visit_on", models.DateField(blank=True, null=True, verbose_name="första besök")),
                (
                    "status",
                    models.CharField(
                        choices=[("ACTIVE", "Pågående"), ("PAUSED", "Uppehåll"), ("CLOSED", "Avslutat")],
                        default="ACTIVE",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="avslutat")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "submission_id",
                    models.UUIDField(
                        editable=False,
                        help_text="Formuläret som öppnade ärendet, om det öppnades utan remiss.",
                        null=True,
                        unique=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "ärende",
                "verbose_name_plural": "ärenden",
                "ordering": ["-enrolled_on", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True)), fields=["jobbtorg", "coach"], name="open_cases"
                    ),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", False)), fields=["closed_on"], name="closed_cases"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=("person",),
                        name="one_open_case_per_person",
                        violation_error_message="Personen har redan ett öppet ärende i staden.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True), ("closed_on__gte", models.F("enrolled_on")), _connector="OR"
                        ),
                        name="case_closes_after_enrolment",
                        violation_error_message="Ärendet kan inte avslutas före inskrivningen.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", False), ("status", "CLOSED")),
                            models.Q(models.Q(("status", "CLOSED"), _negated=True), ("closed_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="closed_case_has_a_date",
                        violation_error_message="Ett avslutat ärende har ett avslutsdatum, ett öppet har inget.",
                    ),
                ],
            },
        ),
        KeepHistory(
            model_name="Enrolment",
            fields=[
                "id",
                "case_no",
                "person",
                "jobbtorg",
                "coach",
                "income_support_unit",
                "target_group",
                "legal_basis",
                "origin",
                "enrolled_on",
                "first_visit_on",
                "status",
                "closed_on",
                "created_at",
            ],
        ),
        migrations.CreateModel(
            name="UnitStay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=models.CASCADE, related_name="stays", to="aspirants.enrolment", verbose_name="ärende"
                    ),
                ),
                (
                    "jobbtorg",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="stays",
                        to="organisation.jobbtorg",
                        verbose_name="jobbtorg",
                    ),
                ),
                ("started_on", models.DateField(verbose_name="från")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, help_text="Första dagen på nästa enhet.", null=True, verbose_name="till"
                    ),
                ),
                (
                    "transfer_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="skäl till överflyttning"),
                ),
            ],
            options={
                "verbose_name": "vistelse",
                "verbose_name_plural": "vistelser",
                "ordering": ["started_on"],
                "indexes": [models.Index(fields=["jobbtorg", "started_on"], name="stays_by_unit")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("enrolment", "="),
                            (
                                core.validity.DateRange(
                                    "started_on", "ended_on", django.contrib.postgres.fields.ranges.RangeBoundary()
                                ),
                                "&&",
                            ),
                        ],
                        name="one_jobbtorg_per_case_and_day",
                        violation_error_message="Ärendet finns redan vid en enhet den perioden.",
                    )
                ],
            },
        ),
        KeepHistory(
            model_name="UnitStay",
            fields=["id", "enrolment", "jobbtorg", "started_on", "ended_on", "transfer_reason"],
            by="enrolment",
        ),
        migrations.CreateModel(
            name="CoachAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="coach_assignments",
                        to="aspirants.enrolment",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "coach",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="coach",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="från")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="till")),
                (
                    "assigned_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tilldelad av",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="skäl")),
            ],
            options={
                "verbose_name": "coachtilldelning",
                "verbose_name_plural": "coachtilldelningar",
                "ordering": ["started_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("enrolment",),
                        name="one_responsible_coach_per_case",
                        violation_error_message="Ärendet har redan en ansvarig coach.",
                    )
                ],
            },
        ),
        KeepHistory(
            model_name="CoachAssignment",
            fields=["id", "enrolment", "coach", "started_at", "ended_at", "assigned_by", "reason"],
            by="enrolment",
        ),
        migrations.CreateModel(
            name="ClosureReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gäller från")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                ("code", models.PositiveSmallIntegerField(unique=True, verbose_name="kod")),
                ("identifier", models.CharField(max_length=40, unique=True, verbose_name="beteckning")),
                ("label", models.CharField(max_length=160, verbose_name="avslutsorsak")),
                (
                    "group",
                    models.CharField(
                        choices=[("W", "Arbete"), ("S", "Studier"), ("O", "Annan orsak"), ("X", "Räknas inte")],
                        max_length=1,
                        verbose_name="grupp",
                    ),
                ),
                (
                    "counts_nationally",
                    models.BooleanField(
                        default=False,
                        help_text="Arbete minst en månad eller studiemedelsberättigande studier.",
                        verbose_name="räknas i Kolada",
                    ),
                ),
                (
                    "neutral",
                    models.BooleanField(
                        default=False, help_text="Avliden eller flyttat från kommunen.", verbose_name="neutral"
                    ),
                ),
                ("import_only", models.BooleanField(default=False, verbose_name="endast import")),
                ("needs_text", models.BooleanField(default=False, verbose_name="kräver fritext")),
                ("evidence", models.CharField(blank=True, max_length=120, verbose_name="underlag")),
                (
                    "socialstyrelsen_code",
                    models.CharField(blank=True, max_length=10, verbose_name="Socialstyrelsens kod"),
                ),
            ],
            options={
                "verbose_name": "avslutsorsak",
                "verbose_name_plural": "avslutsorsaker",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="closure_reason_validity_order",
                        violation_error_message="Sista giltighetsdagen kan inte ligga före den första.",
                    )
                ],
            },
        ),
        KeepHistory(
            model_name="ClosureReason",
            fields=[
                "id",
                "valid_from",
                "valid_to",
                "code",
                "identifier",
                "label",
                "group",
                "counts_nationally",
                "neutral",
                "import_only",
                "needs_text",
                "evidence",
                "socialstyrelsen_code",
            ],
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="closures",
                        to="aspirants.enrolment",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "reason",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="closures",
                        to="aspirants.closurereason",
                        verbose_name="avslutsorsak",
                    ),
                ),
                ("closed_on", models.DateField(verbose_name="avslutat")),
                (
                    "status",
                    models.CharField(
                        choices=[("PRELIMINARY", "Preliminärt"), ("CONFIRMED", "Bekräftat"), ("CORRECTED", "Rättat")],
                        default="PRELIMINARY",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("destination", models.CharField(blank=True, max_length=120, verbose_name="arbetsgivare eller skola")),
                ("destination_starts_on", models.DateField(blank=True, null=True, verbose_name="börjar")),
                ("text", models.TextField(blank=True, max_length=500, verbose_name="kommentar")),
                (
                    "imported_text",
                    models.CharField(blank=True, max_length=200, verbose_name="text i den importerade listan"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beslutat av",
                    ),
                ),
                ("decided_at", models.DateTimeField(auto_now_add=True, verbose_name="registrerat")),
            ],
            options={
                "verbose_name": "avslut",
                "verbose_name_plural": "avslut",
                "ordering": ["-closed_on", "-pk"],
                "indexes": [models.Index(fields=["closed_on", "reason"], name="closures_by_day")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "CORRECTED"), _negated=True),
                        fields=("enrolment",),
                        name="one_standing_closure_per_case",
                        violation_error_message="Ärendet är redan avslutat.",
                    )
                ],
            },
        ),
        KeepHistory(
            model_name="Closure",
            fields=[
                "id",
                "enrolment",
                "reason",
                "closed_on",
                "status",
                "destination",
                "destination_starts_on",
                "text",
                "imported_text",
                "decided_by",
                "decided_at",
            ],
            by="enrolment",
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="disclosures",
                        to="aspirants.enrolment",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "content",
                    models.CharField(
                        choices=[("JOB_PLAN", "Jobbplan"), ("CLOSURE", "Avslut")],
                        max_length=12,
                        verbose_name="innehåll",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="organisation.incomesupportunit",
                        verbose_name="mottagare",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("OSL_10_2", "Nödvändigt för den egna verksamheten (OSL 10 kap. 2 §)"),
                            ("OSL_26_1", "Prövat att det kan lämnas ut utan men (OSL 26 kap. 1 §)"),
                            ("OSL_26_9", "Samverkan mellan myndigheter (OSL 26 kap. 9 §)"),
                        ],
                        max_length=12,
                        verbose_name="rättslig grund",
                    ),
                ),
                (
                    "disclosed_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lämnat av",
                    ),
                ),
                ("disclosed_at", models.DateTimeField(verbose_name="lämnat")),
            ],
            options={
                "verbose_name": "uppgiftslämnande",
                "verbose_name_plural": "uppgiftslämnanden",
                "ordering": ["-disclosed_at", "-pk"],
            },
        ),
        KeepHistory(
            model_name="Disclosure",
            fields=["id", "enrolment", "content", "recipient", "basis", "disclosed_by", "disclosed_at"],
            by="enrolment",
        ),
        migrations.CreateModel(
            name="Interruption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=models.CASCADE,
                        related_name="interruptions",
                        to="aspirants.enrolment",
                        verbose_name="ärende",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("ILLNESS", "Sjukdom"),
                            ("CARE", "Vård av barn eller nära anhörig"),
                            ("AWAY", "Bortrest"),
                            ("INSTITUTION", "Frihetsberövad eller inlagd"),
                            ("OTHER", "Annat"),
                        ],
                        max_length=12,
                        verbose_name="skäl",
                    ),
                ),
                ("started_on", models.DateField(verbose_name="första dag")),
                (
                    "returned_on",
                    models.DateField(
                        blank=True, help_text="Första dagen aspiranten är tillbaka.", null=True, verbose_name="åter"
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="registrerat av",
                    ),
                ),
                ("registered_at", models.DateTimeField(auto_now_add=True, verbose_name="registrerat")),
            ],
            options={
                "verbose_name": "uppehåll",
                "verbose_name_plural": "uppehåll",
                "ordering": ["started_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_on__isnull", True), ("returned_on__gt", models.F("started_on")), _connector="OR"
                        ),
                        name="interruption_ends_after_start",
                        violation_error_message="Uppehållet måste sluta efter att det börjat.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("enrolment", "="),
                            (
                                core.validity.DateRange(
                                    "started_on", "returned_on", django.contrib.postgres.fields.ranges.RangeBoundary()
                                ),
                                "&&",
                            ),
                        ],
                        name="interruptions_do_not_overlap",
                        violation_error_message="Ärendet har redan ett uppehåll de dagarna.",
                    ),
                ],
            },
        ),
        KeepHistory(
            model_name="Interruption",
            fields=["id", "enrolment", "reason", "started_on", "returned_on", "registered_by", "registered_at"],
            by="enrolment",
        ),
    ]
