"""What a referral states about work, benefit and family, and the same of somebody who came without one."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import core.history.operation


class Migration(migrations.Migration):
    dependencies = [
        ("aspirants", "0014_found_by_telephone"),
        ("deadlines", "0011_clocks_by_closing"),
        ("organisation", "0009_other_referring_units"),
        ("referrals", "0007_fewer_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WalkIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "benefit_kind",
                    models.CharField(
                        choices=[
                            ("FORSORJNINGSSTOD", "Försörjningsstöd"),
                            ("INTRODUKTIONSERSATTNING", "Introduktionsersättning"),
                            ("ETABLERINGSERSATTNING", "Etableringsersättning"),
                            ("NONE", "Ingen ersättning"),
                        ],
                        max_length=24,
                        verbose_name="ersättning",
                    ),
                ),
                (
                    "benefit_reason",
                    models.CharField(
                        choices=[("ARBETSBRIST", "Arbetslöshet"), ("SOCIAL", "Sociala skäl"), ("OTHER", "Annat skäl")],
                        max_length=12,
                        verbose_name="skäl till ersättning",
                    ),
                ),
                (
                    "benefit_applied_on",
                    models.DateField(blank=True, null=True, verbose_name="ansökte om försörjningsstöd"),
                ),
                (
                    "benefit_decision_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NOT_APPLIED", "Har inte ansökt"),
                            ("APPLIED", "Har ansökt, väntar på beslut"),
                            ("DECIDED", "Beviljat"),
                            ("REFUSED", "Avslag"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="beslut om försörjningsstöd",
                    ),
                ),
                ("benefit_decided_on", models.DateField(blank=True, null=True, verbose_name="beslutsdag")),
                (
                    "wants_decision_first",
                    models.BooleanField(default=False, verbose_name="vill ha beslutet före inskrivning"),
                ),
                (
                    "introduction_ends_on",
                    models.DateField(blank=True, null=True, verbose_name="introduktionen eller etableringen slutar"),
                ),
                (
                    "has_unemployment_fund",
                    models.CharField(
                        choices=[("YES", "Ja"), ("NO", "Nej"), ("UNKNOWN", "Vet inte")],
                        default="UNKNOWN",
                        max_length=8,
                        verbose_name="rätt till a-kassa",
                    ),
                ),
                ("inquiry_done_on", models.DateField(blank=True, null=True, verbose_name="grundutredningen klar")),
                (
                    "fit_for_work",
                    models.CharField(
                        choices=[
                            ("YES", "Ja"),
                            ("PARTLY", "Delvis"),
                            ("TO_INVESTIGATE", "Behöver utredas"),
                            ("NO", "Nej"),
                        ],
                        max_length=16,
                        verbose_name="arbetsför",
                    ),
                ),
                (
                    "work_capacity_pct",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "0 procent"),
                            (25, "25 procent"),
                            (50, "50 procent"),
                            (75, "75 procent"),
                            (100, "100 procent"),
                        ],
                        null=True,
                        verbose_name="arbetsförmåga i procent",
                    ),
                ),
                (
                    "seeking_work",
                    models.CharField(
                        choices=[("YES", "Ja"), ("NO", "Nej"), ("UNKNOWN", "Vet inte")],
                        default="UNKNOWN",
                        max_length=8,
                        verbose_name="arbetssökande",
                    ),
                ),
                (
                    "pes_registered_on",
                    models.DateField(blank=True, null=True, verbose_name="inskriven på Arbetsförmedlingen"),
                ),
                (
                    "pes_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("UNEMPLOYED", "Arbetslös"),
                            ("PART_TIME", "Deltidsarbetslös"),
                            ("HOURLY", "Timanställd"),
                            ("TEMPORARY", "Tillfälligt anställd"),
                            ("CHANGING", "Har arbete och söker annat"),
                            ("HINDERED", "Arbetssökande med förhinder"),
                            ("GUARANTEE", "Jobb- och utvecklingsgarantin"),
                            ("YOUTH_GUARANTEE", "Jobbgarantin för ungdomar"),
                            ("INTRODUCTION", "Etableringsprogrammet"),
                            ("OTHER_PROGRAMME", "Annat program"),
                            ("SUBSIDISED", "Anställd med stöd"),
                            ("OTHER", "Annan"),
                        ],
                        default="",
                        max_length=16,
                        verbose_name="sökandekategori",
                    ),
                ),
                ("unemployed_since", models.DateField(blank=True, null=True, verbose_name="arbetslös sedan")),
                ("latest_reference_on", models.DateField(blank=True, null=True, verbose_name="senaste referens")),
                (
                    "sfi_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NOT_NEEDED", "Behöver inte sfi"),
                            ("NOT_STARTED", "Har inte börjat"),
                            ("WAITING", "Väntar på plats"),
                            ("STUDYING", "Läser sfi"),
                            ("INTERRUPTED", "Har avbrutit"),
                            ("DONE", "Har avslutat sfi"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="sfi",
                    ),
                ),
                ("is_refugee", models.BooleanField(default=False, verbose_name="flykting")),
                ("has_children_at_home", models.BooleanField(default=False, verbose_name="barn i hemmet")),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("OSL_10_2", "Nödvändigt för den egna verksamheten (OSL 10 kap. 2 §)"),
                            ("OSL_26_1", "Prövat att det kan lämnas ut utan men (OSL 26 kap. 1 §)"),
                            ("OSL_26_9", "Samverkan mellan myndigheter (OSL 26 kap. 9 §)"),
                            ("CONSENT", "Samtycke (OSL 10 kap. 1 §)"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="grund för att lämna uppgifterna",
                    ),
                ),
                ("consent_given_on", models.DateField(blank=True, null=True, verbose_name="samtycke lämnat")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("DISTRICT", "Stadsdel"),
                            ("PAPER", "Papper eller telefon"),
                            ("SELF", "Egen kontakt"),
                            ("OUTREACH", "Uppsökande arbete"),
                            ("PES", "Arbetsförmedlingen"),
                            ("OTHER", "Annan"),
                            ("IMPORT", "Importerad lista"),
                        ],
                        default="SELF",
                        max_length=12,
                        verbose_name="källa",
                    ),
                ),
                ("came_on", models.DateField(verbose_name="kom")),
            ],
            options={
                "verbose_name": "besök utan remiss",
                "verbose_name_plural": "besök utan remiss",
                "ordering": ["-came_on", "-pk"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="referral",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="referral",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="referral",
            name="update_update",
        ),
        migrations.AddField(
            model_name="referral",
            name="basis",
            field=models.CharField(
                blank=True,
                choices=[
                    ("OSL_10_2", "Nödvändigt för den egna verksamheten (OSL 10 kap. 2 §)"),
                    ("OSL_26_1", "Prövat att det kan lämnas ut utan men (OSL 26 kap. 1 §)"),
                    ("OSL_26_9", "Samverkan mellan myndigheter (OSL 26 kap. 9 §)"),
                    ("CONSENT", "Samtycke (OSL 10 kap. 1 §)"),
                ],
                default="",
                max_length=12,
                verbose_name="grund för att lämna uppgifterna",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="benefit_decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="beslutsdag"),
        ),
        migrations.AddField(
            model_name="referral",
            name="benefit_decision_status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("NOT_APPLIED", "Har inte ansökt"),
                    ("APPLIED", "Har ansökt, väntar på beslut"),
                    ("DECIDED", "Beviljat"),
                    ("REFUSED", "Avslag"),
                ],
                default="",
                max_length=12,
                verbose_name="beslut om försörjningsstöd",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="consent_given_on",
            field=models.DateField(blank=True, null=True, verbose_name="samtycke lämnat"),
        ),
        migrations.AddField(
            model_name="referral",
            name="has_unemployment_fund",
            field=models.CharField(
                choices=[("YES", "Ja"), ("NO", "Nej"), ("UNKNOWN", "Vet inte")],
                default="UNKNOWN",
                max_length=8,
                verbose_name="rätt till a-kassa",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="introduction_ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="introduktionen eller etableringen slutar"),
        ),
        migrations.AddField(
            model_name="referral",
            name="is_refugee",
            field=models.BooleanField(default=False, verbose_name="flykting"),
        ),
        migrations.AddField(
            model_name="referral",
            name="latest_reference_on",
            field=models.DateField(blank=True, null=True, verbose_name="senaste referens"),
        ),
        migrations.AddField(
            model_name="referral",
            name="pes_category",
            field=models.CharField(
                blank=True,
                choices=[
                    ("UNEMPLOYED", "Arbetslös"),
                    ("PART_TIME", "Deltidsarbetslös"),
                    ("HOURLY", "Timanställd"),
                    ("TEMPORARY", "Tillfälligt anställd"),
                    ("CHANGING", "Har arbete och söker annat"),
                    ("HINDERED", "Arbetssökande med förhinder"),
                    ("GUARANTEE", "Jobb- och utvecklingsgarantin"),
                    ("YOUTH_GUARANTEE", "Jobbgarantin för ungdomar"),
                    ("INTRODUCTION", "Etableringsprogrammet"),
                    ("OTHER_PROGRAMME", "Annat program"),
                    ("SUBSIDISED", "Anställd med stöd"),
                    ("OTHER", "Annan"),
                ],
                default="",
                max_length=16,
                verbose_name="sökandekategori",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="pes_registered_on",
            field=models.DateField(blank=True, null=True, verbose_name="inskriven på Arbetsförmedlingen"),
        ),
        migrations.AddField(
            model_name="referral",
            name="seeking_work",
            field=models.CharField(
                choices=[("YES", "Ja"), ("NO", "Nej"), ("UNKNOWN", "Vet inte")],
                default="UNKNOWN",
                max_length=8,
                verbose_name="arbetssökande",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="sfi_status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("NOT_NEEDED", "Behöver inte sfi"),
                    ("NOT_STARTED", "Har inte börjat"),
                    ("WAITING", "Väntar på plats"),
                    ("STUDYING", "Läser sfi"),
                    ("INTERRUPTED", "Har avbrutit"),
                    ("DONE", "Har avslutat sfi"),
                ],
                default="",
                max_length=12,
                verbose_name="sfi",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="wants_decision_first",
            field=models.BooleanField(default=False, verbose_name="vill ha beslutet före inskrivning"),
        ),
        migrations.AddField(
            model_name="referral",
            name="work_capacity_pct",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (0, "0 procent"),
                    (25, "25 procent"),
                    (50, "50 procent"),
                    (75, "75 procent"),
                    (100, "100 procent"),
                ],
                null=True,
                verbose_name="arbetsförmåga i procent",
            ),
        ),
        migrations.AddField(
            model_name="referralchange",
            name="basis",
            field=models.CharField(
                blank=True,
                choices=[
                    ("OSL_10_2", "Nödvändigt för den egna verksamheten (OSL 10 kap. 2 §)"),
                    ("OSL_26_1", "Prövat att det kan lämnas ut utan men (OSL 26 kap. 1 §)"),
                    ("OSL_26_9", "Samverkan mellan myndigheter (OSL 26 kap. 9 §)"),
                    ("CONSENT", "Samtycke (OSL 10 kap. 1 §)"),
                ],
                default="",
                max_length=12,
                verbose_name="grund för att lämna uppgifterna",
            ),
        ),
        migrations.AddField(
            model_name="referralchange",
            name="benefit_decided_on",
            field=models.DateField(blank=True, null=True, verbose_name="beslutsdag"),
        ),
        migrations.AddField(
            model_name="referralchange",
            name="benefit_decision_status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("NOT_APPLIED", "Har inte ansökt"),
                    ("APPLIED", "Har ansökt, väntar på beslut"),
                    ("DECIDED", "Beviljat"),
                    ("REFUSED", "Avslag"),
                ],
                default="",
                max_length=12,
                verbose_name="beslut om försörjningsstöd",
            ),
        ),
        migrations.AddField(
            model_name="referralchange",
            name="consent_given_on",
            field=models.DateField(blank=True, null=True, verbose_name="samtycke lämnat"),
        ),
        migrations.AddField(
            model_name="referralchange",
            name="has_unemployment_fund",
            field=models.CharField(
                choices=[("YES", "Ja"), ("NO", "Nej"), ("UNKNOWN", "Vet inte")],
                default="UNKNOWN",
                max_length=8,
                verbose_name="rätt till a-kassa",
            ),
        ),
        migrations.AddField(
            model_name="referralchange",
            name="introduction_ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="introduktionen eller etableringen slutar"),
        ),
        migrations.AddField(
            model_name="referralchange",
            name="is_refugee",
            field=models.BooleanField(default=False, verbose_name="flykting"),
        ),
        migrations.AddField(
            model_name="referralchange",
            name="latest_reference_on",
            field=models.DateField(blank=True, null=True, verbose_name="senaste referens"),
        ),
        migrations.AddField(
            model_name="referralchange",
            name="pes_category",
            field=models.CharField(
                blank=True,
                choices=[
                    ("UNEMPLOYED", "Arbetslös"),
                    ("PART_TIME", "Deltidsarbetslös"),
                    ("HOURLY", "Timanställd"),
                    ("TEMPORARY", "Tillfälligt anställd"),
                    ("CHANGING", "Har arbete och söker annat"),
                    ("HINDERED", "Arbetssökande med förhinder"),
                    ("GUARANTEE", "Jobb- och utvecklingsgarantin"),
                    ("YOUTH_GUARANTEE", "Jobbgarantin för ungdomar"),
                    ("INTRODUCTION", "Etableringsprogrammet"),
                    ("OTHER_PROGRAMME", "Annat program"),
                    ("SUBSIDISED", "Anställd med stöd"),
                    ("OTHER", "Annan"),
                ],
                default="",
                max_length=16,
                verbose_name="sökandekategori",
            ),
        ),
        migrations.AddField(
            model_name="referralchange",
            name="pes_registered_on",
            field=models.DateField(blank=True, null=True, verbose_name="inskriven på Arbetsförmedlingen"),
        ),
        migrations.AddField(
            model_name="referralchange",
            name="seeking_work",
            field=models.CharField(
                choices=[("YES", "Ja"), ("NO", "Nej"), ("UNKNOWN", "Vet inte")],
                default="UNKNOWN",
                max_length=8,
                verbose_name="arbetssökande",
            ),
        ),
        migrations.AddField(
            model_name="referralchange",
            name="sfi_status",
            field=models.CharField(
                blank=True,
                choices=[
                    ("NOT_NEEDED", "Behöver inte sfi"),
                    ("NOT_STARTED", "Har inte börjat"),
                    ("WAITING", "Väntar på plats"),
                    ("STUDYING", "Läser sfi"),
                    ("INTERRUPTED", "Har avbrutit"),
                    ("DONE", "Har avslutat sfi"),
                ],
                default="",
                max_length=12,
                verbose_name="sfi",
            ),
        ),
        migrations.AddField(
            model_name="referralchange",
            name="wants_decision_first",
            field=models.BooleanField(default=False, verbose_name="vill ha beslutet före inskrivning"),
        ),
        migrations.AddField(
            model_name="referralchange",
            name="work_capacity_pct",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (0, "0 procent"),
                    (25, "25 procent"),
                    (50, "50 procent"),
                    (75, "75 procent"),
                    (100, "100 procent"),
                ],
                null=True,
                verbose_name="arbetsförmåga i procent",
            ),
        ),
        migrations.AlterField(
            model_name="referral",
            name="source",
            field=models.CharField(
                choices=[
                    ("DISTRICT", "Stadsdel"),
                    ("PAPER", "Papper eller telefon"),
                    ("SELF", "Egen kontakt"),
                    ("OUTREACH", "Uppsökande arbete"),
                    ("PES", "Arbetsförmedlingen"),
                    ("OTHER", "Annan"),
                    ("IMPORT", "Importerad lista"),
                ],
                default="DISTRICT",
                max_length=12,
                verbose_name="källa",
            ),
        ),
        migrations.AlterField(
            model_name="referralchange",
            name="source",
            field=models.CharField(
                choices=[
                    ("DISTRICT", "Stadsdel"),
                    ("PAPER", "Papper eller telefon"),
                    ("SELF", "Egen kontakt"),
                    ("OUTREACH", "Uppsökande arbete"),
                    ("PES", "Arbetsförmedlingen"),
                    ("OTHER", "Annan"),
                    ("IMPORT", "Importerad lista"),
                ],
                default="DISTRICT",
                max_length=12,
                verbose_name="källa",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "referrals_referralchange" ("basis", "benefit_applied_on", "benefit_decided_on", "benefit_decision_status", "benefit_kind", "benefit_reason", "clock_id", "consent_given_on", "decline_reason", "enrolment_id", "fit_for_work", "followed_until", "has_children_at_home", "has_unemployment_fund", "id", "inquiry_done_on", "introduction_ends_on", "is_refugee", "jobbtorg_id", "latest_reference_on", "number", "person_id", "pes_category", "pes_registered_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "received_on", "seeking_work", "sent_by_id", "sfi_status", "source", "status", "submission_id", "submitted_at", "target_group_id", "unemployed_since", "unit_id", "wants_decision_first", "work_capacity_pct") SELECT new_values."basis", new_values."benefit_applied_on", new_values."benefit_decided_on", new_values."benefit_decision_status", new_values."benefit_kind", new_values."benefit_reason", new_values."clock_id", new_values."consent_given_on", new_values."decline_reason", new_values."enrolment_id", new_values."fit_for_work", new_values."followed_until", new_values."has_children_at_home", new_values."has_unemployment_fund", new_values."id", new_values."inquiry_done_on", new_values."introduction_ends_on", new_values."is_refugee", new_values."jobbtorg_id", new_values."latest_reference_on", new_values."number", new_values."person_id", new_values."pes_category", new_values."pes_registered_on", CLOCK_TIMESTAMP(), \'insert\', new_values."id", new_values."purpose", new_values."received_on", new_values."seeking_work", new_values."sent_by_id", new_values."sfi_status", new_values."source", new_values."status", new_values."submission_id", new_values."submitted_at", new_values."target_group_id", new_values."unemployed_since", new_values."unit_id", new_values."wants_decision_first", new_values."work_capacity_pct" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a286a18d8c3971ff00672f89dc55d644252a3608",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a74c8",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="referrals_referral",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "referrals_referralchange" ("basis", "benefit_applied_on", "benefit_decided_on", "benefit_decision_status", "benefit_kind", "benefit_reason", "clock_id", "consent_given_on", "decline_reason", "enrolment_id", "fit_for_work", "followed_until", "has_children_at_home", "has_unemployment_fund", "id", "inquiry_done_on", "introduction_ends_on", "is_refugee", "jobbtorg_id", "latest_reference_on", "number", "person_id", "pes_category", "pes_registered_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "received_on", "seeking_work", "sent_by_id", "sfi_status", "source", "status", "submission_id", "submitted_at", "target_group_id", "unemployed_since", "unit_id", "wants_decision_first", "work_capacity_pct") SELECT new_values."basis", new_values."benefit_applied_on", new_values."benefit_decided_on", new_values."benefit_decision_status", new_values."benefit_kind", new_values."benefit_reason", new_values."clock_id", new_values."consent_given_on", new_values."decline_reason", new_values."enrolment_id", new_values."fit_for_work", new_values."followed_until", new_values."has_children_at_home", new_values."has_unemployment_fund", new_values."id", new_values."inquiry_done_on", new_values."introduction_ends_on", new_values."is_refugee", new_values."jobbtorg_id", new_values."latest_reference_on", new_values."number", new_values."person_id", new_values."pes_category", new_values."pes_registered_on", CLOCK_TIMESTAMP(), \'update\', new_values."id", new_values."purpose", new_values."received_on", new_values."seeking_work", new_values."sent_by_id", new_values."sfi_status", new_values."source", new_values."status", new_values."submission_id", new_values."submitted_at", new_values."target_group_id", new_values."unemployed_since", new_values."unit_id", new_values."wants_decision_first", new_values."work_capacity_pct" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."basis" IS DISTINCT FROM (new_values."basis") OR old_values."benefit_applied_on" IS DISTINCT FROM (new_values."benefit_applied_on") OR old_values."benefit_decided_on" IS DISTINCT FROM (new_values."benefit_decided_on") OR old_values."benefit_decision_status" IS DISTINCT FROM (new_values."benefit_decision_status") OR old_values."benefit_kind" IS DISTINCT FROM (new_values."benefit_kind") OR old_values."benefit_reason" IS DISTINCT FROM (new_values."benefit_reason") OR old_values."clock_id" IS DISTINCT FROM (new_values."clock_id") OR old_values."consent_given_on" IS DISTINCT FROM (new_values."consent_given_on") OR old_values."decline_reason" IS DISTINCT FROM (new_values."decline_reason") OR old_values."enrolment_id" IS DISTINCT FROM (new_values."enrolment_id") OR old_values."fit_for_work" IS DISTINCT FROM (new_values."fit_for_work") OR old_values."followed_until" IS DISTINCT FROM (new_values."followed_until") OR old_values."has_children_at_home" IS DISTINCT FROM (new_values."has_children_at_home") OR old_values."has_unemployment_fund" IS DISTINCT FROM (new_values."has_unemployment_fund") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."inquiry_done_on" IS DISTINCT FROM (new_values."inquiry_done_on") OR old_values."introduction_ends_on" IS DISTINCT FROM (new_values."introduction_ends_on") OR old_values."is_refugee" IS DISTINCT FROM (new_values."is_refugee") OR old_values."jobbtorg_id" IS DISTINCT FROM (new_values."jobbtorg_id") OR old_values."latest_reference_on" IS DISTINCT FROM (new_values."latest_reference_on") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."person_id" IS DISTINCT FROM (new_values."person_id") OR old_values."pes_category" IS DISTINCT FROM (new_values."pes_category") OR old_values."pes_registered_on" IS DISTINCT FROM (new_values."pes_registered_on") OR old_values."purpose" IS DISTINCT FROM (new_values."purpose") OR old_values."received_on" IS DISTINCT FROM (new_values."received_on") OR old_values."seeking_work" IS DISTINCT FROM (new_values."seeking_work") OR old_values."sent_by_id" IS DISTINCT FROM (new_values."sent_by_id") OR old_values."sfi_status" IS DISTINCT FROM (new_values."sfi_status") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."submission_id" IS DISTINCT FROM (new_values."submission_id") OR old_values."submitted_at" IS DISTINCT FROM (new_values."submitted_at") OR old_values."target_group_id" IS DISTINCT FROM (new_values."target_group_id") OR old_values."unemployed_since" IS DISTINCT FROM (new_values."unemployed_since") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id") OR old_values."wants_decision_first" IS DISTINCT FROM (new_values."wants_decision_first") OR old_values."work_capacity_pct" IS DISTINCT FROM (new_values."work_capacity_pct")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e05923ae07b491876c24eca75ff60b94ff7f8388",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_223e7",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="referrals_referral",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "referrals_referralchange" ("basis", "benefit_applied_on", "benefit_decided_on", "benefit_decision_status", "benefit_kind", "benefit_reason", "clock_id", "consent_given_on", "decline_reason", "enrolment_id", "fit_for_work", "followed_until", "has_children_at_home", "has_unemployment_fund", "id", "inquiry_done_on", "introduction_ends_on", "is_refugee", "jobbtorg_id", "latest_reference_on", "number", "person_id", "pes_category", "pes_registered_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "received_on", "seeking_work", "sent_by_id", "sfi_status", "source", "status", "submission_id", "submitted_at", "target_group_id", "unemployed_since", "unit_id", "wants_decision_first", "work_capacity_pct") SELECT old_values."basis", old_values."benefit_applied_on", old_values."benefit_decided_on", old_values."benefit_decision_status", old_values."benefit_kind", old_values."benefit_reason", old_values."clock_id", old_values."consent_given_on", old_values."decline_reason", old_values."enrolment_id", old_values."fit_for_work", old_values."followed_until", old_values."has_children_at_home", old_values."has_unemployment_fund", old_values."id", old_values."inquiry_done_on", old_values."introduction_ends_on", old_values."is_refugee", old_values."jobbtorg_id", old_values."latest_reference_on", old_values."number", old_values."person_id", old_values."pes_category", old_values."pes_registered_on", CLOCK_TIMESTAMP(), \'delete\', old_values."id", old_values."purpose", old_values."received_on", old_values."seeking_work", old_values."sent_by_id", old_values."sfi_status", old_values."source", old_values."status", old_values."submission_id", old_values."submitted_at", old_values."target_group_id", old_values."unemployed_since", old_values."unit_id", old_values."wants_decision_first", old_values."work_capacity_pct" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="f3dab46b0a1bd13601fc7b00e1ddaaabbaa71bbd",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e24da",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="referrals_referral",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("wants_decision_first", False),
                    ("benefit_decision_status__in", ["APPLIED", "DECIDED", "REFUSED"]),
                    _connector="OR",
                ),
                name="referrals_referral_who_waits_has_applied",
                violation_error_message="Personen kan bara vänta på beslut om en ansökan som är gjord.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("benefit_decided_on__isnull", True),
                    ("benefit_decision_status__in", ["DECIDED", "REFUSED"]),
                    _connector="OR",
                ),
                name="referrals_referral_day_of_a_decision_made",
                violation_error_message="Ange beslutsdagen bara när beslutet är fattat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("benefit_decided_on__isnull", True),
                    ("benefit_applied_on__isnull", True),
                    ("benefit_decided_on__gte", models.F("benefit_applied_on")),
                    _connector="OR",
                ),
                name="referrals_referral_decided_once_applied",
                violation_error_message="Beslutet kan inte vara fattat före ansökan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("work_capacity_pct__isnull", True),
                    ("work_capacity_pct__in", [0, 25, 50, 75, 100]),
                    _connector="OR",
                ),
                name="referrals_referral_capacity_in_quarters",
                violation_error_message="Ange arbetsförmågan som 0, 25, 50, 75 eller 100 procent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("work_capacity_pct__isnull", True),
                    models.Q(
                        models.Q(("fit_for_work", "NO"), ("work_capacity_pct__gt", 0), _negated=True),
                        models.Q(("fit_for_work", "YES"), ("work_capacity_pct", 0), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="referrals_referral_capacity_fits_assessment",
                violation_error_message="Arbetsförmågan i procent stämmer inte med bedömningen av om personen kan arbeta.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "CONSENT"), ("consent_given_on__isnull", False)),
                    models.Q(models.Q(("basis", "CONSENT"), _negated=True), ("consent_given_on__isnull", True)),
                    _connector="OR",
                ),
                name="referrals_referral_consent_has_a_day",
                violation_error_message="Ange dagen för samtycket när grunden är samtycke, och bara då.",
            ),
        ),
        migrations.AddField(
            model_name="walkin",
            name="enrolment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="walk_in",
                to="aspirants.enrolment",
                verbose_name="ärende",
            ),
        ),
        migrations.AddConstraint(
            model_name="walkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("wants_decision_first", False),
                    ("benefit_decision_status__in", ["APPLIED", "DECIDED", "REFUSED"]),
                    _connector="OR",
                ),
                name="referrals_walkin_who_waits_has_applied",
                violation_error_message="Personen kan bara vänta på beslut om en ansökan som är gjord.",
            ),
        ),
        migrations.AddConstraint(
            model_name="walkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("benefit_decided_on__isnull", True),
                    ("benefit_decision_status__in", ["DECIDED", "REFUSED"]),
                    _connector="OR",
                ),
                name="referrals_walkin_day_of_a_decision_made",
                violation_error_message="Ange beslutsdagen bara när beslutet är fattat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="walkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("benefit_decided_on__isnull", True),
                    ("benefit_applied_on__isnull", True),
                    ("benefit_decided_on__gte", models.F("benefit_applied_on")),
                    _connector="OR",
                ),
                name="referrals_walkin_decided_once_applied",
                violation_error_message="Beslutet kan inte vara fattat före ansökan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="walkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("work_capacity_pct__isnull", True),
                    ("work_capacity_pct__in", [0, 25, 50, 75, 100]),
                    _connector="OR",
                ),
                name="referrals_walkin_capacity_in_quarters",
                violation_error_message="Ange arbetsförmågan som 0, 25, 50, 75 eller 100 procent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="walkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("work_capacity_pct__isnull", True),
                    models.Q(
                        models.Q(("fit_for_work", "NO"), ("work_capacity_pct__gt", 0), _negated=True),
                        models.Q(("fit_for_work", "YES"), ("work_capacity_pct", 0), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="referrals_walkin_capacity_fits_assessment",
                violation_error_message="Arbetsförmågan i procent stämmer inte med bedömningen av om personen kan arbeta.",
            ),
        ),
        migrations.AddConstraint(
            model_name="walkin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "CONSENT"), ("consent_given_on__isnull", False)),
                    models.Q(models.Q(("basis", "CONSENT"), _negated=True), ("consent_given_on__isnull", True)),
                    _connector="OR",
                ),
                name="referrals_walkin_consent_has_a_day",
                violation_error_message="Ange dagen för samtycket när grunden är samtycke, och bara då.",
            ),
        ),
        core.history.operation.KeepHistory(
            model_name="WalkIn",
            fields=[
                "id",
                "benefit_kind",
                "benefit_reason",
                "benefit_applied_on",
                "benefit_decision_status",
                "benefit_decided_on",
                "wants_decision_first",
                "introduction_ends_on",
                "has_unemployment_fund",
                "inquiry_done_on",
                "fit_for_work",
                "work_capacity_pct",
                "seeking_work",
                "pes_registered_on",
                "pes_category",
                "unemployed_since",
                "latest_reference_on",
                "sfi_status",
                "is_refugee",
                "has_children_at_home",
                "basis",
                "consent_given_on",
                "enrolment",
                "source",
                "came_on",
            ],
            by="enrolment",
            keys_indexed=False,
        ),
    ]
