import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.functions.comparison
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models

import core.validity
from core.history.operation import KeepHistory

# One key over two columns, which Django does not know: a coach's group is one of the jobbtorg the coach works at.
OF_THE_OWN_JOBBTORG = """
ALTER TABLE organisation_user ADD CONSTRAINT coach_group_of_the_own_jobbtorg
    FOREIGN KEY (coach_group_id, jobbtorg_id) REFERENCES organisation_coachgroup (id, jobbtorg_id)
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        # Its function stands in every trigger of the history.
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False, verbose_name="dag")),
                (
                    "holiday",
                    models.CharField(
                        blank=True,
                        help_text="Namnet inne i en mening: juldagen.",
                        max_length=80,
                        verbose_name="helgdag",
                    ),
                ),
            ],
            options={
                "verbose_name": "kalenderdag",
                "verbose_name_plural": "kalenderdagar",
                "ordering": ["day"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarday",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_day",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ea673d61e41efc380c2993f803e9f42c558278ff",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_day_b36a4",
                    table="organisation_calendarday",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("prefix", models.CharField(max_length=8)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "nummerserie",
                "verbose_name_plural": "nummerserier",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("prefix", "year"),
                        name="one_series_per_prefix_and_year",
                        violation_error_message="Det finns redan en nummerserie för det året.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gäller från")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="kod")),
                ("name", models.CharField(max_length=80, verbose_name="namn")),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="predecessors",
                        to="organisation.district",
                        verbose_name="efterföljare",
                    ),
                ),
            ],
            options={
                "verbose_name": "stadsdel",
                "verbose_name_plural": "stadsdelar",
                "ordering": ["name", "valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="district_validity_order",
                        violation_error_message="Sista giltighetsdagen kan inte ligga före den första.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IncomeSupportUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gäller från")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="kod")),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="units",
                        to="organisation.district",
                        verbose_name="stadsdel",
                    ),
                ),
                (
                    "function",
                    models.CharField(
                        choices=[("INCOME_SUPPORT", "Försörjningsstöd"), ("INTAKE", "Mottagning")],
                        default="INCOME_SUPPORT",
                        max_length=20,
                        verbose_name="funktion",
                    ),
                ),
                ("mailbox", models.EmailField(blank=True, max_length=254, verbose_name="funktionsbrevlåda")),
            ],
            options={
                "verbose_name": "försörjningsstödsenhet",
                "verbose_name_plural": "försörjningsstödsenheter",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="income_support_unit_validity_order",
                        violation_error_message="Sista giltighetsdagen kan inte ligga före den första.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Jobbtorg",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gäller från")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                (
                    "code",
                    models.CharField(
                        help_text="Inleder ärendenumren, till exempel RS.",
                        max_length=8,
                        unique=True,
                        verbose_name="kod",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="namn")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("JOBBTORG", "Jobbtorg"),
                            ("FILIAL", "Filial"),
                            ("YOUTH", "Ungdomsfilial"),
                            ("ETABLERINGSCENTRUM", "Etableringscentrum"),
                            ("EXTERNAL", "Extern utförare"),
                        ],
                        default="JOBBTORG",
                        max_length=20,
                        verbose_name="typ",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="branches",
                        to="organisation.jobbtorg",
                        verbose_name="tillhör",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="adress")),
                ("age_from", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="från ålder")),
                ("age_to", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="till ålder")),
            ],
            options={
                "verbose_name": "jobbtorg",
                "verbose_name_plural": "jobbtorg",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="jobbtorg_validity_order",
                        violation_error_message="Sista giltighetsdagen kan inte ligga före den första.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TargetGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gäller från")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                ("code", models.CharField(max_length=10, unique=True, verbose_name="kod")),
                ("name", models.CharField(max_length=160, verbose_name="namn")),
                (
                    "refugee",
                    models.BooleanField(
                        default=False,
                        help_text="Omfattas av jobbgarantin även utan arbetsbrist (R-4-15).",
                        verbose_name="flykting eller anhörig",
                    ),
                ),
            ],
            options={
                "verbose_name": "målgrupp",
                "verbose_name_plural": "målgrupper",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="target_group_validity_order",
                        violation_error_message="Sista giltighetsdagen kan inte ligga före den första.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DistrictJobbtorg",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gäller från")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="jobbtorg_map",
                        to="organisation.district",
                        verbose_name="stadsdel",
                    ),
                ),
                (
                    "jobbtorg",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="district_map",
                        to="organisation.jobbtorg",
                        verbose_name="jobbtorg",
                    ),
                ),
                (
                    "target_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="organisation.targetgroup",
                        verbose_name="målgrupp",
                    ),
                ),
                ("is_default", models.BooleanField(default=True, verbose_name="förval")),
            ],
            options={
                "verbose_name": "koppling stadsdel–jobbtorg",
                "verbose_name_plural": "kopplingar stadsdel–jobbtorg",
                "ordering": ["district__name", "valid_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="district_jobbtorg_validity_order",
                        violation_error_message="Sista giltighetsdagen kan inte ligga före den första.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("is_default", True)),
                        expressions=[
                            ("district", "="),
                            (django.db.models.functions.comparison.Coalesce("target_group", 0), "="),
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
                        name="one_default_jobbtorg_per_district_and_day",
                        violation_error_message="Stadsdelen har redan ett förvalt jobbtorg för den perioden.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoachGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gäller från")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                (
                    "jobbtorg",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="coach_groups",
                        to="organisation.jobbtorg",
                        verbose_name="jobbtorg",
                    ),
                ),
                ("code", models.CharField(max_length=8, verbose_name="kod")),
                ("name", models.CharField(max_length=60, verbose_name="namn")),
            ],
            options={
                "verbose_name": "coachgrupp",
                "verbose_name_plural": "coachgrupper",
                "ordering": ["jobbtorg__name", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="coach_group_validity_order",
                        violation_error_message="Sista giltighetsdagen kan inte ligga före den första.",
                    ),
                    models.UniqueConstraint(
                        fields=("jobbtorg", "code"),
                        name="one_coach_group_per_jobbtorg_and_code",
                        violation_error_message="Jobbtorget har redan en coachgrupp med den koden.",
                    ),
                    models.UniqueConstraint(fields=("id", "jobbtorg"), name="coach_group_and_its_jobbtorg"),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-postadress")),
                ("first_name", models.CharField(max_length=60, verbose_name="förnamn")),
                ("last_name", models.CharField(max_length=60, verbose_name="efternamn")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("COACH", "Coach"),
                            ("CASEWORKER", "Socialsekreterare"),
                            ("MANAGER", "Enhetschef jobbtorg"),
                            ("DISTRICT_MANAGER", "Chef stadsdel"),
                            ("CENTRAL_COORDINATOR", "Central samordnare"),
                            ("ADMIN", "Systemförvaltare"),
                            ("LOG_REVIEWER", "Loggranskare"),
                        ],
                        max_length=24,
                        verbose_name="roll",
                    ),
                ),
                (
                    "jobbtorg",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="staff",
                        to="organisation.jobbtorg",
                        verbose_name="jobbtorg",
                    ),
                ),
                (
                    "income_support_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="staff",
                        to="organisation.incomesupportunit",
                        verbose_name="försörjningsstödsenhet",
                    ),
                ),
                (
                    "coach_group",
                    models.ForeignKey(
                        blank=True,
                        help_text="Bara för coacher, och en grupp vid det egna jobbtorget.",
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="coaches",
                        to="organisation.coachgroup",
                        verbose_name="coachgrupp",
                    ),
                ),
                (
                    "protected_access",
                    models.BooleanField(
                        default=False,
                        help_text="Liten särskilt utsedd grupp per jobbtorg.",
                        verbose_name="får öppna skyddade personer",
                    ),
                ),
                ("position_until", models.DateField(blank=True, null=True, verbose_name="behörighet till och med")),
                (
                    "signature",
                    models.CharField(
                        blank=True,
                        help_text="Initialer som används i äldre listor, till exempel AL.",
                        max_length=10,
                        verbose_name="signatur",
                    ),
                ),
                ("shortcuts", models.BooleanField(default=True, verbose_name="kortkommandon")),
                ("is_active", models.BooleanField(default=True, verbose_name="aktiv")),
                ("is_staff", models.BooleanField(default=False, verbose_name="får öppna administrationen")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="upplagd")),
                ("invited_at", models.DateTimeField(blank=True, null=True, verbose_name="inbjuden")),
                (
                    "session_generation",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="Höjs när alla sessioner ska upphöra.",
                        verbose_name="sessionsgeneration",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "användare",
                "verbose_name_plural": "användare",
                "ordering": ["last_name", "first_name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("income_support_unit__isnull", True), ("jobbtorg__isnull", False), ("role", "MANAGER")
                            ),
                            models.Q(
                                ("role", "COACH"),
                                models.Q(
                                    models.Q(("income_support_unit__isnull", True), ("jobbtorg__isnull", False)),
                                    models.Q(("income_support_unit__isnull", False), ("jobbtorg__isnull", True)),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                ("income_support_unit__isnull", False),
                                ("jobbtorg__isnull", True),
                                ("role__in", ["CASEWORKER", "DISTRICT_MANAGER"]),
                            ),
                            models.Q(
                                ("income_support_unit__isnull", True),
                                ("jobbtorg__isnull", True),
                                ("role__in", ["CENTRAL_COORDINATOR", "ADMIN", "LOG_REVIEWER"]),
                            ),
                            _connector="OR",
                        ),
                        name="role_fits_organisation",
                        violation_error_message="Coach och enhetschef hör till ett jobbtorg, socialsekreterare och chef i stadsdel till en försörjningsstödsenhet, övriga roller till ingen enhet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("coach_group__isnull", True),
                            models.Q(("jobbtorg__isnull", False), ("role", "COACH")),
                            _connector="OR",
                        ),
                        name="coach_group_is_for_coaches",
                        violation_error_message="Bara coacher vid ett jobbtorg hör till en coachgrupp.",
                    ),
                ],
            },
        ),
        KeepHistory(
            model_name="District",
            fields=["id", "valid_from", "valid_to", "code", "name", "successor"],
        ),
        KeepHistory(
            model_name="IncomeSupportUnit",
            fields=["id", "valid_from", "valid_to", "code", "name", "district", "function", "mailbox"],
        ),
        KeepHistory(
            model_name="Jobbtorg",
            fields=["id", "valid_from", "valid_to", "code", "name", "kind", "parent", "address", "age_from", "age_to"],
        ),
        KeepHistory(
            model_name="TargetGroup",
            fields=["id", "valid_from", "valid_to", "code", "name", "refugee"],
        ),
        KeepHistory(
            model_name="DistrictJobbtorg",
            fields=["id", "valid_from", "valid_to", "district", "jobbtorg", "target_group", "is_default"],
        ),
        KeepHistory(
            model_name="CoachGroup",
            fields=["id", "valid_from", "valid_to", "jobbtorg", "code", "name"],
        ),
        KeepHistory(
            model_name="User",
            fields=[
                "id",
                "is_superuser",
                "email",
                "first_name",
                "last_name",
                "role",
                "jobbtorg",
                "income_support_unit",
                "coach_group",
                "protected_access",
                "position_until",
                "signature",
                "is_active",
                "is_staff",
                "created_at",
                "invited_at",
                "session_generation",
            ],
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gäller från")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=models.PROTECT,
                        related_name="positions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="användare",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("COACH", "Coach"),
                            ("CASEWORKER", "Socialsekreterare"),
                            ("MANAGER", "Enhetschef jobbtorg"),
                            ("DISTRICT_MANAGER", "Chef stadsdel"),
                            ("CENTRAL_COORDINATOR", "Central samordnare"),
                            ("ADMIN", "Systemförvaltare"),
                            ("LOG_REVIEWER", "Loggranskare"),
                        ],
                        max_length=24,
                        verbose_name="roll",
                    ),
                ),
                (
                    "jobbtorg",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="organisation.jobbtorg",
                        verbose_name="jobbtorg",
                    ),
                ),
                (
                    "income_support_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to="organisation.incomesupportunit",
                        verbose_name="försörjningsstödsenhet",
                    ),
                ),
                ("protected_access", models.BooleanField(default=False, verbose_name="får öppna skyddade personer")),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given av",
                    ),
                ),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="given")),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="återkallad av",
                    ),
                ),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="återkallad")),
            ],
            options={
                "verbose_name": "behörighet",
                "verbose_name_plural": "behörigheter",
                "ordering": ["-valid_from", "-given_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="position_validity_order",
                        violation_error_message="Sista giltighetsdagen kan inte ligga före den första.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("income_support_unit__isnull", True), ("jobbtorg__isnull", False), ("role", "MANAGER")
                            ),
                            models.Q(
                                ("role", "COACH"),
                                models.Q(
                                    models.Q(("income_support_unit__isnull", True), ("jobbtorg__isnull", False)),
                                    models.Q(("income_support_unit__isnull", False), ("jobbtorg__isnull", True)),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                ("income_support_unit__isnull", False),
                                ("jobbtorg__isnull", True),
                                ("role__in", ["CASEWORKER", "DISTRICT_MANAGER"]),
                            ),
                            models.Q(
                                ("income_support_unit__isnull", True),
                                ("jobbtorg__isnull", True),
                                ("role__in", ["CENTRAL_COORDINATOR", "ADMIN", "LOG_REVIEWER"]),
                            ),
                            _connector="OR",
                        ),
                        name="position_role_fits_organisation",
                        violation_error_message="Coach och enhetschef hör till ett jobbtorg, socialsekreterare och chef i stadsdel till en försörjningsstödsenhet, övriga roller till ingen enhet.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        expressions=[
                            ("user", "="),
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
                        name="one_position_per_user_and_day",
                        violation_error_message="Användaren har redan en behörighet någon av de dagarna.",
                    ),
                ],
            },
        ),
        KeepHistory(
            model_name="Position",
            fields=[
                "id",
                "valid_from",
                "valid_to",
                "user",
                "role",
                "jobbtorg",
                "income_support_unit",
                "protected_access",
                "given_by",
                "given_at",
                "revoked_by",
                "revoked_at",
            ],
        ),
        migrations.RunSQL(
            sql=OF_THE_OWN_JOBBTORG,
            reverse_sql="ALTER TABLE organisation_user DROP CONSTRAINT coach_group_of_the_own_jobbtorg",
        ),
    ]
