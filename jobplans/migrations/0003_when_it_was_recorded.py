import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobplans", "0002_answers_by_post"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="followup",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="followup",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="followup",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="followup",
            name="recorded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="registrerad"),
        ),
        migrations.AddField(
            model_name="followupchange",
            name="recorded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="registrerad"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "jobplans_followupchange" ("clock_id", "enrolment_id", "held_at", "id", "note", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "result", "status", "unit_took_part") SELECT new_values."clock_id", new_values."enrolment_id", new_values."held_at", new_values."id", new_values."note", CLOCK_TIMESTAMP(), \'insert\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."result", new_values."status", new_values."unit_took_part" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="112a28786657cf74cc8957984ba790e34cb81cbd",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_55b00",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="jobplans_followup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "jobplans_followupchange" ("clock_id", "enrolment_id", "held_at", "id", "note", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "result", "status", "unit_took_part") SELECT new_values."clock_id", new_values."enrolment_id", new_values."held_at", new_values."id", new_values."note", CLOCK_TIMESTAMP(), \'update\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."result", new_values."status", new_values."unit_took_part" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a2349e5ba8c3a147b0f061dad5f8cde929123ffd",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0ecdc",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="jobplans_followup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="followup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "jobplans_followupchange" ("clock_id", "enrolment_id", "held_at", "id", "note", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "result", "status", "unit_took_part") SELECT old_values."clock_id", old_values."enrolment_id", old_values."held_at", old_values."id", old_values."note", CLOCK_TIMESTAMP(), \'delete\', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."result", old_values."status", old_values."unit_took_part" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ff4d91f4be0ba20415ec132a14672445b3792259",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_09560",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="jobplans_followup",
                    when="AFTER",
                ),
            ),
        ),
    ]
