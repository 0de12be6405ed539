"""In whose figures a clock is once its case has moved to another jobbtorg."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aspirants", "0003_another_support_unit"),
        ("organisation", "0001_initial"),
        ("deadlines", "0003_closings"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="deadlineclock",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="deadlineclock",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="deadlineclock",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="deadlineclock",
            name="counted_at",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="Bara när ärendet har flyttats sedan fristen avgjordes: där det var på fristens sista dag.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.jobbtorg",
                verbose_name="räknas vid",
            ),
        ),
        migrations.AddField(
            model_name="deadlineclockchange",
            name="counted_at",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                help_text="Bara när ärendet har flyttats sedan fristen avgjordes: där det var på fristens sista dag.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organisation.jobbtorg",
                verbose_name="räknas vid",
            ),
        ),
        migrations.AddIndex(
            model_name="deadlineclock",
            index=models.Index(
                condition=models.Q(("counted_at__isnull", False)),
                fields=["counted_at", "due_on"],
                name="clocks_counted_elsewhere",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deadlineclock",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "deadlines_deadlineclockchange" ("counted_at_id", "covered", "covered_reason", "created_at", "due_on", "ended_on", "enrolment_id", "fulfilled_at", "fulfilment", "historical", "id", "jobbtorg_id", "late_registered", "original_due_on", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "recommended_on", "reference", "started_on", "status") SELECT new_values."counted_at_id", new_values."covered", new_values."covered_reason", new_values."created_at", new_values."due_on", new_values."ended_on", new_values."enrolment_id", new_values."fulfilled_at", new_values."fulfilment", new_values."historical", new_values."id", new_values."jobbtorg_id", new_values."late_registered", new_values."original_due_on", new_values."person_id", CLOCK_TIMESTAMP(), \'insert\', new_values."id", new_values."policy_id", new_values."recommended_on", new_values."reference", new_values."started_on", new_values."status" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0b123fe6d2a3d2d88740d2ead6c99a8927edd0a3",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_dd6f3",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="deadlines_deadlineclock",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deadlineclock",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "deadlines_deadlineclockchange" ("counted_at_id", "covered", "covered_reason", "created_at", "due_on", "ended_on", "enrolment_id", "fulfilled_at", "fulfilment", "historical", "id", "jobbtorg_id", "late_registered", "original_due_on", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "recommended_on", "reference", "started_on", "status") SELECT new_values."counted_at_id", new_values."covered", new_values."covered_reason", new_values."created_at", new_values."due_on", new_values."ended_on", new_values."enrolment_id", new_values."fulfilled_at", new_values."fulfilment", new_values."historical", new_values."id", new_values."jobbtorg_id", new_values."late_registered", new_values."original_due_on", new_values."person_id", CLOCK_TIMESTAMP(), \'update\', new_values."id", new_values."policy_id", new_values."recommended_on", new_values."reference", new_values."started_on", new_values."status" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6b187f501e73aa0a58d788169d9b18974b434180",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1d7f4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="deadlines_deadlineclock",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deadlineclock",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "deadlines_deadlineclockchange" ("counted_at_id", "covered", "covered_reason", "created_at", "due_on", "ended_on", "enrolment_id", "fulfilled_at", "fulfilment", "historical", "id", "jobbtorg_id", "late_registered", "original_due_on", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "recommended_on", "reference", "started_on", "status") SELECT old_values."counted_at_id", old_values."covered", old_values."covered_reason", old_values."created_at", old_values."due_on", old_values."ended_on", old_values."enrolment_id", old_values."fulfilled_at", old_values."fulfilment", old_values."historical", old_values."id", old_values."jobbtorg_id", old_values."late_registered", old_values."original_due_on", old_values."person_id", CLOCK_TIMESTAMP(), \'delete\', old_values."id", old_values."policy_id", old_values."recommended_on", old_values."reference", old_values."started_on", old_values."status" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="e0a18fc8622a294bcd2abf8c435584b0f02f32c6",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5bee3",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="deadlines_deadlineclock",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AlterField(
            model_name="deadlinepolicy",
            name="start_event",
            field=models.CharField(
                choices=[
                    ("REFERRAL_RECEIVED", "Remissen kom in"),
                    ("FIRST_VISIT", "Första besöket"),
                    ("PLAN_APPROVED", "Planen godkändes, eller ärendet fick en ny försörjningsstödsenhet,"),
                    ("FOLLOW_UP_BASE", "Senaste uppföljningen hölls, eller första planen godkändes,"),
                    ("BENEFIT_APPLIED", "Ansökan om försörjningsstöd"),
                    ("INQUIRY_DONE", "Grundutredningen blev klar"),
                ],
                max_length=20,
                verbose_name="räknas från",
            ),
        ),
        migrations.AlterField(
            model_name="deadlinepolicychange",
            name="start_event",
            field=models.CharField(
                choices=[
                    ("REFERRAL_RECEIVED", "Remissen kom in"),
                    ("FIRST_VISIT", "Första besöket"),
                    ("PLAN_APPROVED", "Planen godkändes, eller ärendet fick en ny försörjningsstödsenhet,"),
                    ("FOLLOW_UP_BASE", "Senaste uppföljningen hölls, eller första planen godkändes,"),
                    ("BENEFIT_APPLIED", "Ansökan om försörjningsstöd"),
                    ("INQUIRY_DONE", "Grundutredningen blev klar"),
                ],
                max_length=20,
                verbose_name="räknas från",
            ),
        ),
    ]
