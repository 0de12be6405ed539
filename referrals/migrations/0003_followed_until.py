"""Until when the unit that sent a referral follows its case."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0002_no_longer_current"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="referral",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="referral",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="referral",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="referral",
            name="followed_until",
            field=models.DateTimeField(
                blank=True,
                help_text="Tom tills ärendet fick en annan försörjningsstödsenhet.",
                null=True,
                verbose_name="följdes av enheten till",
            ),
        ),
        migrations.AddField(
            model_name="referralchange",
            name="followed_until",
            field=models.DateTimeField(
                blank=True,
                help_text="Tom tills ärendet fick en annan försörjningsstödsenhet.",
                null=True,
                verbose_name="följdes av enheten till",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="referral",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "referrals_referralchange" ("benefit_applied_on", "benefit_kind", "benefit_reason", "clock_id", "decline_reason", "enrolment_id", "fit_for_work", "followed_until", "has_children_at_home", "id", "inquiry_done_on", "jobbtorg_id", "number", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "received_on", "sent_by_id", "source", "status", "submission_id", "submitted_at", "target_group_id", "unemployed_since", "unit_id") SELECT new_values."benefit_applied_on", new_values."benefit_kind", new_values."benefit_reason", new_values."clock_id", new_values."decline_reason", new_values."enrolment_id", new_values."fit_for_work", new_values."followed_until", new_values."has_children_at_home", new_values."id", new_values."inquiry_done_on", new_values."jobbtorg_id", new_values."number", new_values."person_id", CLOCK_TIMESTAMP(), \'insert\', new_values."id", new_values."purpose", new_values."received_on", new_values."sent_by_id", new_values."source", new_values."status", new_values."submission_id", new_values."submitted_at", new_values."target_group_id", new_values."unemployed_since", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="41f6d2222127ced92a3e3a7b683f71b743126f34",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "referrals_referralchange" ("benefit_applied_on", "benefit_kind", "benefit_reason", "clock_id", "decline_reason", "enrolment_id", "fit_for_work", "followed_until", "has_children_at_home", "id", "inquiry_done_on", "jobbtorg_id", "number", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "received_on", "sent_by_id", "source", "status", "submission_id", "submitted_at", "target_group_id", "unemployed_since", "unit_id") SELECT new_values."benefit_applied_on", new_values."benefit_kind", new_values."benefit_reason", new_values."clock_id", new_values."decline_reason", new_values."enrolment_id", new_values."fit_for_work", new_values."followed_until", new_values."has_children_at_home", new_values."id", new_values."inquiry_done_on", new_values."jobbtorg_id", new_values."number", new_values."person_id", CLOCK_TIMESTAMP(), \'update\', new_values."id", new_values."purpose", new_values."received_on", new_values."sent_by_id", new_values."source", new_values."status", new_values."submission_id", new_values."submitted_at", new_values."target_group_id", new_values."unemployed_since", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="03ffc3d4cb4695b454dd892e5185c1c2b1595542",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "referrals_referralchange" ("benefit_applied_on", "benefit_kind", "benefit_reason", "clock_id", "decline_reason", "enrolment_id", "fit_for_work", "followed_until", "has_children_at_home", "id", "inquiry_done_on", "jobbtorg_id", "number", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "received_on", "sent_by_id", "source", "status", "submission_id", "submitted_at", "target_group_id", "unemployed_since", "unit_id") SELECT old_values."benefit_applied_on", old_values."benefit_kind", old_values."benefit_reason", old_values."clock_id", old_values."decline_reason", old_values."enrolment_id", old_values."fit_for_work", old_values."followed_until", old_values."has_children_at_home", old_values."id", old_values."inquiry_done_on", old_values."jobbtorg_id", old_values."number", old_values."person_id", CLOCK_TIMESTAMP(), \'delete\', old_values."id", old_values."purpose", old_values."received_on", old_values."sent_by_id", old_values."source", old_values."status", old_values."submission_id", old_values."submitted_at", old_values."target_group_id", old_values."unemployed_since", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="c13e12a745e72afd03204714a46a4e22ac09fce3",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e24da",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="referrals_referral",
                    when="AFTER",
                ),
            ),
        ),
    ]
