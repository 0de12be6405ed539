import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aspirants", "0004_corrections"),
        ("catalogue", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("activities", "0001_initial"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="activity",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="activity",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="activity",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="joboffer",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="joboffer",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="joboffer",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="activity",
            name="agreement_recorded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ja registrerat"),
        ),
        migrations.AddField(
            model_name="activity",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="borttaget"),
        ),
        migrations.AddField(
            model_name="activitychange",
            name="agreement_recorded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ja registrerat"),
        ),
        migrations.AddField(
            model_name="activitychange",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="borttaget"),
        ),
        migrations.AddField(
            model_name="joboffer",
            name="answer_recorded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="svaret registrerat"),
        ),
        migrations.AddField(
            model_name="joboffer",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="borttaget"),
        ),
        migrations.AddField(
            model_name="jobofferchange",
            name="answer_recorded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="svaret registrerat"),
        ),
        migrations.AddField(
            model_name="jobofferchange",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="borttaget"),
        ),
        migrations.AlterField(
            model_name="activity",
            name="insats_type",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="Tom bara där insatsen var registrerad på fel person.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="catalogue.insatstype",
                verbose_name="insats",
            ),
        ),
        migrations.AlterField(
            model_name="activitychange",
            name="insats_type",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                help_text="Tom bara där insatsen var registrerad på fel person.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="catalogue.insatstype",
                verbose_name="insats",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "activities_activitychange" ("agreed_at", "agreement_recorded_at", "decided_on", "ends_on", "enrolment_id", "id", "insats_type_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "recorded_at", "recorded_by_id", "removed_at", "starts_on") SELECT new_values."agreed_at", new_values."agreement_recorded_at", new_values."decided_on", new_values."ends_on", new_values."enrolment_id", new_values."id", new_values."insats_type_id", CLOCK_TIMESTAMP(), \'insert\', new_values."id", new_values."provider", new_values."recorded_at", new_values."recorded_by_id", new_values."removed_at", new_values."starts_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="caf294c39950ef179770e89b390988486bb2b02c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6de9c",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="activities_activity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "activities_activitychange" ("agreed_at", "agreement_recorded_at", "decided_on", "ends_on", "enrolment_id", "id", "insats_type_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "recorded_at", "recorded_by_id", "removed_at", "starts_on") SELECT new_values."agreed_at", new_values."agreement_recorded_at", new_values."decided_on", new_values."ends_on", new_values."enrolment_id", new_values."id", new_values."insats_type_id", CLOCK_TIMESTAMP(), \'update\', new_values."id", new_values."provider", new_values."recorded_at", new_values."recorded_by_id", new_values."removed_at", new_values."starts_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="440b80b967c99b42f3e5e1f1032f8ca0807d0c4d",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a56a1",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="activities_activity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "activities_activitychange" ("agreed_at", "agreement_recorded_at", "decided_on", "ends_on", "enrolment_id", "id", "insats_type_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider", "recorded_at", "recorded_by_id", "removed_at", "starts_on") SELECT old_values."agreed_at", old_values."agreement_recorded_at", old_values."decided_on", old_values."ends_on", old_values."enrolment_id", old_values."id", old_values."insats_type_id", CLOCK_TIMESTAMP(), \'delete\', old_values."id", old_values."provider", old_values."recorded_at", old_values."recorded_by_id", old_values."removed_at", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="7eddc8d99e0f5cd14271ec54496529842a8dcc52",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cc776",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="activities_activity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="joboffer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "activities_jobofferchange" ("answer", "answer_recorded_at", "answered_at", "employer", "enrolment_id", "id", "municipal", "offered_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "removed_at", "starts_on", "subsidised") SELECT new_values."answer", new_values."answer_recorded_at", new_values."answered_at", new_values."employer", new_values."enrolment_id", new_values."id", new_values."municipal", new_values."offered_on", CLOCK_TIMESTAMP(), \'insert\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."removed_at", new_values."starts_on", new_values."subsidised" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="917bbb7cebdf2ac50d62e554008ca81b6846ab9d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a2769",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="activities_joboffer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="joboffer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "activities_jobofferchange" ("answer", "answer_recorded_at", "answered_at", "employer", "enrolment_id", "id", "municipal", "offered_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "removed_at", "starts_on", "subsidised") SELECT new_values."answer", new_values."answer_recorded_at", new_values."answered_at", new_values."employer", new_values."enrolment_id", new_values."id", new_values."municipal", new_values."offered_on", CLOCK_TIMESTAMP(), \'update\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."removed_at", new_values."starts_on", new_values."subsidised" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e94d0c3a250ea4ad84e7338cbcfd2bddf2c52736",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8d274",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="activities_joboffer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="joboffer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "activities_jobofferchange" ("answer", "answer_recorded_at", "answered_at", "employer", "enrolment_id", "id", "municipal", "offered_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "removed_at", "starts_on", "subsidised") SELECT old_values."answer", old_values."answer_recorded_at", old_values."answered_at", old_values."employer", old_values."enrolment_id", old_values."id", old_values."municipal", old_values."offered_on", CLOCK_TIMESTAMP(), \'delete\', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."removed_at", old_values."starts_on", old_values."subsidised" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="a2c0562fb6dd1c5dbd9e0e18b639228722e5f0fc",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d8c59",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="activities_joboffer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(("insats_type__isnull", False), ("removed_at__isnull", False), _connector="OR"),
                name="standing_activity_has_a_kind",
                violation_error_message="Välj en insats.",
            ),
        ),
    ]
