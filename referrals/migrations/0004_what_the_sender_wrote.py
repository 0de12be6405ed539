"""Whom a referral is about, as its sender wrote it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import core.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0003_followed_until"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="referral",
            name="update_update",
        ),
        migrations.AddField(
            model_name="referral",
            name="said_birth_date",
            field=models.DateField(blank=True, null=True, verbose_name="född enligt remissen"),
        ),
        migrations.AddField(
            model_name="referral",
            name="said_birth_year",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="födelseår enligt remissen"),
        ),
        migrations.AddField(
            model_name="referral",
            name="said_first_name",
            field=core.encryption.EncryptedTextField(blank=True, default="", verbose_name="förnamn enligt remissen"),
        ),
        migrations.AddField(
            model_name="referral",
            name="said_last_name",
            field=core.encryption.EncryptedTextField(blank=True, default="", verbose_name="efternamn enligt remissen"),
        ),
        migrations.AddField(
            model_name="referral",
            name="said_number",
            field=core.encryption.EncryptedTextField(blank=True, default="", verbose_name="nummer enligt remissen"),
        ),
        migrations.AddField(
            model_name="referral",
            name="said_number_kind",
            field=models.CharField(
                choices=[
                    ("PERSONNUMMER", "Personnummer"),
                    ("SAMORDNINGSNUMMER", "Samordningsnummer"),
                    ("INTERIM", "Tillfälligt nummer"),
                    ("UNKNOWN", "Saknas"),
                ],
                default="UNKNOWN",
                max_length=20,
                verbose_name="typ av nummer enligt remissen",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="said_search_name",
            field=models.CharField(blank=True, default="", editable=False, max_length=250),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "referrals_referralchange" ("benefit_applied_on", "benefit_kind", "benefit_reason", "clock_id", "decline_reason", "enrolment_id", "fit_for_work", "followed_until", "has_children_at_home", "id", "inquiry_done_on", "jobbtorg_id", "number", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "received_on", "sent_by_id", "source", "status", "submission_id", "submitted_at", "target_group_id", "unemployed_since", "unit_id") SELECT new_values."benefit_applied_on", new_values."benefit_kind", new_values."benefit_reason", new_values."clock_id", new_values."decline_reason", new_values."enrolment_id", new_values."fit_for_work", new_values."followed_until", new_values."has_children_at_home", new_values."id", new_values."inquiry_done_on", new_values."jobbtorg_id", new_values."number", new_values."person_id", CLOCK_TIMESTAMP(), \'update\', new_values."id", new_values."purpose", new_values."received_on", new_values."sent_by_id", new_values."source", new_values."status", new_values."submission_id", new_values."submitted_at", new_values."target_group_id", new_values."unemployed_since", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."benefit_applied_on" IS DISTINCT FROM (new_values."benefit_applied_on") OR old_values."benefit_kind" IS DISTINCT FROM (new_values."benefit_kind") OR old_values."benefit_reason" IS DISTINCT FROM (new_values."benefit_reason") OR old_values."clock_id" IS DISTINCT FROM (new_values."clock_id") OR old_values."decline_reason" IS DISTINCT FROM (new_values."decline_reason") OR old_values."enrolment_id" IS DISTINCT FROM (new_values."enrolment_id") OR old_values."fit_for_work" IS DISTINCT FROM (new_values."fit_for_work") OR old_values."followed_until" IS DISTINCT FROM (new_values."followed_until") OR old_values."has_children_at_home" IS DISTINCT FROM (new_values."has_children_at_home") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."inquiry_done_on" IS DISTINCT FROM (new_values."inquiry_done_on") OR old_values."jobbtorg_id" IS DISTINCT FROM (new_values."jobbtorg_id") OR old_values."number" IS DISTINCT FROM (new_values."number") OR old_values."person_id" IS DISTINCT FROM (new_values."person_id") OR old_values."purpose" IS DISTINCT FROM (new_values."purpose") OR old_values."received_on" IS DISTINCT FROM (new_values."received_on") OR old_values."sent_by_id" IS DISTINCT FROM (new_values."sent_by_id") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."submission_id" IS DISTINCT FROM (new_values."submission_id") OR old_values."submitted_at" IS DISTINCT FROM (new_values."submitted_at") OR old_values."target_group_id" IS DISTINCT FROM (new_values."target_group_id") OR old_values."unemployed_since" IS DISTINCT FROM (new_values."unemployed_since") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2b845924cb0fee9ea93554c57bcfbcddff2ce1a4",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_223e7",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="referrals_referral",
                    when="AFTER",
                ),
            ),
        ),
    ]
