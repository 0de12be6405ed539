import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deadlines", "0001_initial"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="contactattempt",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="contactattempt",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="contactattempt",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="contactattempt",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="borttaget"),
        ),
        migrations.AddField(
            model_name="contactattemptchange",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="borttaget"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "deadlines_contactattemptchange" ("attempted_at", "channel", "clock_id", "id", "offered_time", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "removed_at", "result") SELECT new_values."attempted_at", new_values."channel", new_values."clock_id", new_values."id", new_values."offered_time", CLOCK_TIMESTAMP(), \'insert\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."removed_at", new_values."result" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b5358fc743f3d1e60a2b8cd87696f55c34d93f2b",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_18b72",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="deadlines_contactattempt",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "deadlines_contactattemptchange" ("attempted_at", "channel", "clock_id", "id", "offered_time", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "removed_at", "result") SELECT new_values."attempted_at", new_values."channel", new_values."clock_id", new_values."id", new_values."offered_time", CLOCK_TIMESTAMP(), \'update\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."removed_at", new_values."result" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="281349a4eefd8ba049c80c60f6798cb4ab5cf229",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_37605",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="deadlines_contactattempt",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactattempt",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "deadlines_contactattemptchange" ("attempted_at", "channel", "clock_id", "id", "offered_time", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "removed_at", "result") SELECT old_values."attempted_at", old_values."channel", old_values."clock_id", old_values."id", old_values."offered_time", CLOCK_TIMESTAMP(), \'delete\', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."removed_at", old_values."result" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="29a6ae2679f74a7a28f5549e47055aea9cd90b56",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_83623",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="deadlines_contactattempt",
                    when="AFTER",
                ),
            ),
        ),
    ]
