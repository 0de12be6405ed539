"""A record that has been joined into another, how names sound, and who has been told apart (docs/decisions/109)."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import CreateExtension
from django.db import migrations, models

from aspirants.likeness.sound import CREATE_NAME_SOUND, DROP_NAME_SOUND
from aspirants.models.joined import KEEP_PROTECTION_ALIKE, LEAVE_PROTECTION


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("aspirants", "0010_fewer_indexes"),
    ]

    operations = [
        CreateExtension("fuzzystrmatch"),
        migrations.RunSQL(CREATE_NAME_SOUND, DROP_NAME_SOUND),
        migrations.CreateModel(
            name="NotSamePerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("said_at", models.DateTimeField(auto_now_add=True, verbose_name="tid")),
            ],
            options={
                "verbose_name": "inte samma person",
                "verbose_name_plural": "inte samma person",
                "ordering": ["-said_at", "-pk"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="person",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="person",
            name="joined_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="Den post som gäller i stället. Den här posten har då inga ärenden, remisser eller frister.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="joined",
                to="aspirants.person",
                verbose_name="sammanslagen med",
            ),
        ),
        migrations.AddField(
            model_name="personchange",
            name="joined_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                help_text="Den post som gäller i stället. Den här posten har då inga ärenden, remisser eller frister.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="aspirants.person",
                verbose_name="sammanslagen med",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                models.Func(models.F("first_name"), models.F("last_name"), function="name_sound"),
                name="persons_by_sound",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["birth_date"], name="persons_by_birth_date"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("joined_into__isnull", False)), fields=["joined_into"], name="joined_persons"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "aspirants_personchange" ("agreed_channel", "birth_date", "created_at", "email", "first_name", "gender", "id", "identity_hash", "identity_kind", "identity_no", "interpreter_needed", "joined_into_id", "language", "last_name", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "protection") SELECT new_values."agreed_channel", new_values."birth_date", new_values."created_at", new_values."email", new_values."first_name", new_values."gender", new_values."id", new_values."identity_hash", new_values."identity_kind", new_values."identity_no", new_values."interpreter_needed", new_values."joined_into_id", new_values."language", new_values."last_name", CLOCK_TIMESTAMP(), \'insert\', new_values."id", new_values."phone", new_values."protection" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="5686ee39b8eabe12d1f74e1728341c61b4ace65f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_27bd7",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="aspirants_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "aspirants_personchange" ("agreed_channel", "birth_date", "created_at", "email", "first_name", "gender", "id", "identity_hash", "identity_kind", "identity_no", "interpreter_needed", "joined_into_id", "language", "last_name", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "protection") SELECT new_values."agreed_channel", new_values."birth_date", new_values."created_at", new_values."email", new_values."first_name", new_values."gender", new_values."id", new_values."identity_hash", new_values."identity_kind", new_values."identity_no", new_values."interpreter_needed", new_values."joined_into_id", new_values."language", new_values."last_name", CLOCK_TIMESTAMP(), \'update\', new_values."id", new_values."phone", new_values."protection" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."agreed_channel" IS DISTINCT FROM (new_values."agreed_channel") OR old_values."birth_date" IS DISTINCT FROM (new_values."birth_date") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."email" IS DISTINCT FROM (new_values."email") OR old_values."first_name" IS DISTINCT FROM (new_values."first_name") OR old_values."gender" IS DISTINCT FROM (new_values."gender") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."identity_hash" IS DISTINCT FROM (new_values."identity_hash") OR old_values."identity_kind" IS DISTINCT FROM (new_values."identity_kind") OR old_values."identity_no" IS DISTINCT FROM (new_values."identity_no") OR old_values."interpreter_needed" IS DISTINCT FROM (new_values."interpreter_needed") OR old_values."joined_into_id" IS DISTINCT FROM (new_values."joined_into_id") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."last_name" IS DISTINCT FROM (new_values."last_name") OR old_values."phone" IS DISTINCT FROM (new_values."phone") OR old_values."protection" IS DISTINCT FROM (new_values."protection")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="4bcd4910e1636aead1d7cf6f1bd342a9fb1c60e2",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2327a",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="aspirants_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "aspirants_personchange" ("agreed_channel", "birth_date", "created_at", "email", "first_name", "gender", "id", "identity_hash", "identity_kind", "identity_no", "interpreter_needed", "joined_into_id", "language", "last_name", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "protection") SELECT old_values."agreed_channel", old_values."birth_date", old_values."created_at", old_values."email", old_values."first_name", old_values."gender", old_values."id", old_values."identity_hash", old_values."identity_kind", old_values."identity_no", old_values."interpreter_needed", old_values."joined_into_id", old_values."language", old_values."last_name", CLOCK_TIMESTAMP(), \'delete\', old_values."id", old_values."phone", old_values."protection" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="7a3f571e796ab1965c38c65e35fcab067988e685",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_160ad",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="aspirants_person",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("joined_into__isnull", True),
                    models.Q(("joined_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="person_is_joined_into_another",
                violation_error_message="En post kan inte slås samman med sig själv.",
            ),
        ),
        migrations.AddField(
            model_name="notsameperson",
            name="one",
            field=models.ForeignKey(
                db_index=False,
                help_text="Den äldre posten.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="aspirants.person",
                verbose_name="den ena",
            ),
        ),
        migrations.AddField(
            model_name="notsameperson",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="aspirants.person",
                verbose_name="den andra",
            ),
        ),
        migrations.AddField(
            model_name="notsameperson",
            name="said_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="av",
            ),
        ),
        migrations.AddConstraint(
            model_name="notsameperson",
            constraint=models.UniqueConstraint(
                fields=("one", "other"),
                name="two_persons_are_told_apart_once",
                violation_error_message="Det är redan besvarat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="notsameperson",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))),
                name="older_record_first",
                violation_error_message="Den äldre posten står först.",
            ),
        ),
        migrations.RunSQL(KEEP_PROTECTION_ALIKE, LEAVE_PROTECTION),
    ]
