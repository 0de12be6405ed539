"""A case that gets another income support unit, and why a coach stopped being responsible."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import core.history.operation


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("aspirants", "0002_persons_change"),
    ]

    operations = [
        migrations.CreateModel(
            name="SupportUnitChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("changed_on", models.DateField(verbose_name="från")),
                ("reason", models.CharField(max_length=300, verbose_name="skäl")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="registrerat")),
            ],
            options={
                "verbose_name": "byte av försörjningsstödsenhet",
                "verbose_name_plural": "byten av försörjningsstödsenhet",
                "ordering": ["changed_on", "pk"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="coachassignment",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="coachassignment",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="coachassignment",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="coachassignment",
            name="end_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="varför den slutade"),
        ),
        migrations.AddField(
            model_name="coachassignmentchange",
            name="end_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="varför den slutade"),
        ),
        migrations.AlterField(
            model_name="unitstay",
            name="transfer_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="skäl till överflyttning"),
        ),
        migrations.AlterField(
            model_name="unitstaychange",
            name="transfer_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="skäl till överflyttning"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coachassignment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "aspirants_coachassignmentchange" ("assigned_by_id", "coach_id", "end_reason", "ended_at", "enrolment_id", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "started_at") SELECT new_values."assigned_by_id", new_values."coach_id", new_values."end_reason", new_values."ended_at", new_values."enrolment_id", new_values."id", CLOCK_TIMESTAMP(), \'insert\', new_values."id", new_values."reason", new_values."started_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="aefa81f188e12c3dc2bda1ed2ca57dd9e92bb0b3",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a3b18",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="aspirants_coachassignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coachassignment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "aspirants_coachassignmentchange" ("assigned_by_id", "coach_id", "end_reason", "ended_at", "enrolment_id", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "started_at") SELECT new_values."assigned_by_id", new_values."coach_id", new_values."end_reason", new_values."ended_at", new_values."enrolment_id", new_values."id", CLOCK_TIMESTAMP(), \'update\', new_values."id", new_values."reason", new_values."started_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="33eabfadbdd359c7e3a06d7119a31cd8024f61cf",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_53a7e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="aspirants_coachassignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coachassignment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "aspirants_coachassignmentchange" ("assigned_by_id", "coach_id", "end_reason", "ended_at", "enrolment_id", "id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "started_at") SELECT old_values."assigned_by_id", old_values."coach_id", old_values."end_reason", old_values."ended_at", old_values."enrolment_id", old_values."id", CLOCK_TIMESTAMP(), \'delete\', old_values."id", old_values."reason", old_values."started_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ce08de279f06901495893951b1febe4d3c2dbd23",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4272e",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="aspirants_coachassignment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="supportunitchange",
            name="enrolment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="support_unit_changes",
                to="aspirants.enrolment",
                verbose_name="ärende",
            ),
        ),
        migrations.AddField(
            model_name="supportunitchange",
            name="origin",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.incomesupportunit",
                verbose_name="tidigare enhet",
            ),
        ),
        migrations.AddField(
            model_name="supportunitchange",
            name="recorded_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="registrerat av",
            ),
        ),
        migrations.AddField(
            model_name="supportunitchange",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.incomesupportunit",
                verbose_name="ny enhet",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportunitchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("origin__isnull", True), models.Q(("origin", models.F("unit")), _negated=True), _connector="OR"
                ),
                name="support_unit_becomes_another",
                violation_error_message="Ärendet har redan den försörjningsstödsenheten.",
            ),
        ),
        core.history.operation.KeepHistory(
            model_name="SupportUnitChange",
            fields=["id", "enrolment", "origin", "unit", "changed_on", "reason", "recorded_by", "recorded_at"],
            by="enrolment",
            keys_indexed=False,
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["recipient", "-disclosed_at"], name="disclosures_by_unit"),
        ),
    ]
