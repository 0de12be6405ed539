"""Disclosures in both directions, about a person with or without a case, and the consents that some of them rest on.

What was told before has its person from its case, and was sent by the jobbtorg where the case was that day. The versions
kept of it are made whole likewise: they are of rows that never changed.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import core.encryption
import core.history.operation

WHO_AND_FROM_WHERE = """
    SELECT set_config('pgtrigger.ignore', array_agg(tgname::text)::text, true) FROM pg_trigger
     WHERE tgrelid = 'aspirants_disclosurechange'::regclass AND tgname LIKE 'pgtrigger_append_only%';
    UPDATE aspirants_disclosure told
       SET person_id = enrolment.person_id,
           sending_jobbtorg_id = COALESCE(
               (SELECT stay.jobbtorg_id FROM aspirants_unitstay stay
                 WHERE stay.enrolment_id = enrolment.id
                   AND stay.started_on <= (told.disclosed_at AT TIME ZONE 'Europe/Stockholm')::date
                 ORDER BY stay.started_on DESC, stay.id DESC LIMIT 1),
               enrolment.jobbtorg_id)
      FROM aspirants_enrolment enrolment WHERE enrolment.id = told.enrolment_id;
    UPDATE aspirants_disclosurechange version
       SET person_id = enrolment.person_id,
           sending_jobbtorg_id = COALESCE(
               (SELECT told.sending_jobbtorg_id FROM aspirants_disclosure told WHERE told.id = version.pgh_obj_id),
               enrolment.jobbtorg_id)
      FROM aspirants_enrolment enrolment WHERE enrolment.id = version.enrolment_id;
    SELECT set_config('pgtrigger.ignore', '{}', true);
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("aspirants", "0014_found_by_telephone"),
        ("organisation", "0008_saved_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("PLANNING", "Gemensam planering mot arbete eller studier"),
                            ("BENEFIT", "Prövning av försörjningsstöd"),
                        ],
                        max_length=12,
                        verbose_name="ändamål",
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("JOB_PLAN", "Jobbplan"),
                                ("ATTENDANCE", "Närvarounderlag"),
                                ("DECLINED_OFFER", "Avböjt jobberbjudande"),
                                ("FOLLOW_UP", "Resultat av uppföljning"),
                                ("MESSAGE", "Fråga eller svar"),
                                ("TRANSFER", "Flytt till annat jobbtorg"),
                                ("CLOSURE", "Avslut"),
                                ("REOPENED", "Återöppnat ärende"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="uppgifter",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="lämnat")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                (
                    "form",
                    models.CharField(
                        choices=[("ORAL", "Muntligt"), ("WRITTEN", "Skriftligt")], max_length=8, verbose_name="hur"
                    ),
                ),
                ("note", core.encryption.EncryptedTextField(blank=True, verbose_name="villkor")),
                ("registered_at", models.DateTimeField(auto_now_add=True, verbose_name="registrerat")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="återkallat")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="återkallelsen registrerad")),
                (
                    "submission_id",
                    models.UUIDField(editable=False, help_text="Formuläret som samtycket kom med.", unique=True),
                ),
            ],
            options={
                "verbose_name": "samtycke",
                "verbose_name_plural": "samtycken",
                "ordering": ["-given_on", "-pk"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="disclosure",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="disclosure",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="disclosure",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="disclosure",
            name="about",
            field=models.CharField(
                blank=True, help_text="Vilken månad, uppföljning eller annat.", max_length=40, verbose_name="gäller"
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="direction",
            field=models.CharField(
                choices=[("TO_UNIT", "Från jobbtorget"), ("TO_JOBBTORG", "Till jobbtorget")],
                default="TO_UNIT",
                max_length=12,
                verbose_name="riktning",
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="disclosures",
                to="aspirants.person",
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="receipt_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="mottaget"),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="receipt_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="öppnat av",
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="recipient_jobbtorg",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.jobbtorg",
                verbose_name="mottagande jobbtorg",
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="said",
            field=core.encryption.EncryptedTextField(blank=True, verbose_name="det som lämnades"),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="sending_jobbtorg",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.jobbtorg",
                verbose_name="från",
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="sending_unit",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.incomesupportunit",
                verbose_name="från enhet",
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="submission_id",
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="disclosurechange",
            name="about",
            field=models.CharField(
                blank=True, help_text="Vilken månad, uppföljning eller annat.", max_length=40, verbose_name="gäller"
            ),
        ),
        migrations.AddField(
            model_name="disclosurechange",
            name="direction",
            field=models.CharField(
                choices=[("TO_UNIT", "Från jobbtorget"), ("TO_JOBBTORG", "Till jobbtorget")],
                default="TO_UNIT",
                max_length=12,
                verbose_name="riktning",
            ),
        ),
        migrations.AddField(
            model_name="disclosurechange",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="aspirants.person",
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="disclosurechange",
            name="receipt_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="mottaget"),
        ),
        migrations.AddField(
            model_name="disclosurechange",
            name="receipt_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="öppnat av",
            ),
        ),
        migrations.AddField(
            model_name="disclosurechange",
            name="recipient_jobbtorg",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organisation.jobbtorg",
                verbose_name="mottagande jobbtorg",
            ),
        ),
        migrations.AddField(
            model_name="disclosurechange",
            name="sending_jobbtorg",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organisation.jobbtorg",
                verbose_name="från",
            ),
        ),
        migrations.AddField(
            model_name="disclosurechange",
            name="sending_unit",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organisation.incomesupportunit",
                verbose_name="från enhet",
            ),
        ),
        migrations.AddField(
            model_name="disclosurechange",
            name="submission_id",
            field=models.UUIDField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(WHO_AND_FROM_WHERE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="disclosure",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="disclosures",
                to="aspirants.person",
                verbose_name="person",
            ),
        ),
        migrations.AlterField(
            model_name="disclosurechange",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="aspirants.person",
                verbose_name="person",
            ),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="basis",
            field=models.CharField(
                choices=[
                    ("OSL_10_2", "Nödvändigt för den egna verksamheten (OSL 10 kap. 2 §)"),
                    ("OSL_26_1", "Prövat att det kan lämnas ut utan men (OSL 26 kap. 1 §)"),
                    ("OSL_26_9", "Samverkan mellan myndigheter (OSL 26 kap. 9 §)"),
                    ("CONSENT", "Samtycke (OSL 10 kap. 1 §)"),
                ],
                max_length=12,
                verbose_name="rättslig grund",
            ),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="content",
            field=models.CharField(
                choices=[
                    ("JOB_PLAN", "Jobbplan"),
                    ("ATTENDANCE", "Närvarounderlag"),
                    ("DECLINED_OFFER", "Avböjt jobberbjudande"),
                    ("FOLLOW_UP", "Resultat av uppföljning"),
                    ("MESSAGE", "Fråga eller svar"),
                    ("TRANSFER", "Flytt till annat jobbtorg"),
                    ("CLOSURE", "Avslut"),
                    ("REOPENED", "Återöppnat ärende"),
                ],
                max_length=20,
                verbose_name="innehåll",
            ),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="enrolment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="disclosures",
                to="aspirants.enrolment",
                verbose_name="ärende",
            ),
        ),
        migrations.AlterField(
            model_name="disclosure",
            name="recipient",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.incomesupportunit",
                verbose_name="mottagare",
            ),
        ),
        migrations.AlterField(
            model_name="disclosurechange",
            name="basis",
            field=models.CharField(
                choices=[
                    ("OSL_10_2", "Nödvändigt för den egna verksamheten (OSL 10 kap. 2 §)"),
                    ("OSL_26_1", "Prövat att det kan lämnas ut utan men (OSL 26 kap. 1 §)"),
                    ("OSL_26_9", "Samverkan mellan myndigheter (OSL 26 kap. 9 §)"),
                    ("CONSENT", "Samtycke (OSL 10 kap. 1 §)"),
                ],
                max_length=12,
                verbose_name="rättslig grund",
            ),
        ),
        migrations.AlterField(
            model_name="disclosurechange",
            name="content",
            field=models.CharField(
                choices=[
                    ("JOB_PLAN", "Jobbplan"),
                    ("ATTENDANCE", "Närvarounderlag"),
                    ("DECLINED_OFFER", "Avböjt jobberbjudande"),
                    ("FOLLOW_UP", "Resultat av uppföljning"),
                    ("MESSAGE", "Fråga eller svar"),
                    ("TRANSFER", "Flytt till annat jobbtorg"),
                    ("CLOSURE", "Avslut"),
                    ("REOPENED", "Återöppnat ärende"),
                ],
                max_length=20,
                verbose_name="innehåll",
            ),
        ),
        migrations.AlterField(
            model_name="disclosurechange",
            name="enrolment",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="aspirants.enrolment",
                verbose_name="ärende",
            ),
        ),
        migrations.AlterField(
            model_name="disclosurechange",
            name="recipient",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organisation.incomesupportunit",
                verbose_name="mottagare",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disclosure",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "aspirants_disclosurechange" ("about", "basis", "consent_id", "content", "direction", "disclosed_at", "disclosed_by_id", "enrolment_id", "id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt_at", "receipt_by_id", "recipient_id", "recipient_jobbtorg_id", "sending_jobbtorg_id", "sending_unit_id", "submission_id") SELECT new_values."about", new_values."basis", new_values."consent_id", new_values."content", new_values."direction", new_values."disclosed_at", new_values."disclosed_by_id", new_values."enrolment_id", new_values."id", new_values."person_id", CLOCK_TIMESTAMP(), \'insert\', new_values."id", new_values."receipt_at", new_values."receipt_by_id", new_values."recipient_id", new_values."recipient_jobbtorg_id", new_values."sending_jobbtorg_id", new_values."sending_unit_id", new_values."submission_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="03ed2f6e341f62a7e8ee8ed644dbf936e6156b95",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_627a4",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="aspirants_disclosure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disclosure",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "aspirants_disclosurechange" ("about", "basis", "consent_id", "content", "direction", "disclosed_at", "disclosed_by_id", "enrolment_id", "id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt_at", "receipt_by_id", "recipient_id", "recipient_jobbtorg_id", "sending_jobbtorg_id", "sending_unit_id", "submission_id") SELECT new_values."about", new_values."basis", new_values."consent_id", new_values."content", new_values."direction", new_values."disclosed_at", new_values."disclosed_by_id", new_values."enrolment_id", new_values."id", new_values."person_id", CLOCK_TIMESTAMP(), \'update\', new_values."id", new_values."receipt_at", new_values."receipt_by_id", new_values."recipient_id", new_values."recipient_jobbtorg_id", new_values."sending_jobbtorg_id", new_values."sending_unit_id", new_values."submission_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."about" IS DISTINCT FROM (new_values."about") OR old_values."basis" IS DISTINCT FROM (new_values."basis") OR old_values."consent_id" IS DISTINCT FROM (new_values."consent_id") OR old_values."content" IS DISTINCT FROM (new_values."content") OR old_values."direction" IS DISTINCT FROM (new_values."direction") OR old_values."disclosed_at" IS DISTINCT FROM (new_values."disclosed_at") OR old_values."disclosed_by_id" IS DISTINCT FROM (new_values."disclosed_by_id") OR old_values."enrolment_id" IS DISTINCT FROM (new_values."enrolment_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."person_id" IS DISTINCT FROM (new_values."person_id") OR old_values."receipt_at" IS DISTINCT FROM (new_values."receipt_at") OR old_values."receipt_by_id" IS DISTINCT FROM (new_values."receipt_by_id") OR old_values."recipient_id" IS DISTINCT FROM (new_values."recipient_id") OR old_values."recipient_jobbtorg_id" IS DISTINCT FROM (new_values."recipient_jobbtorg_id") OR old_values."sending_jobbtorg_id" IS DISTINCT FROM (new_values."sending_jobbtorg_id") OR old_values."sending_unit_id" IS DISTINCT FROM (new_values."sending_unit_id") OR old_values."submission_id" IS DISTINCT FROM (new_values."submission_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="322905fea6195b093291eebe7cd27dad3b1f2774",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_455f9",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="aspirants_disclosure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disclosure",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "aspirants_disclosurechange" ("about", "basis", "consent_id", "content", "direction", "disclosed_at", "disclosed_by_id", "enrolment_id", "id", "person_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receipt_at", "receipt_by_id", "recipient_id", "recipient_jobbtorg_id", "sending_jobbtorg_id", "sending_unit_id", "submission_id") SELECT old_values."about", old_values."basis", old_values."consent_id", old_values."content", old_values."direction", old_values."disclosed_at", old_values."disclosed_by_id", old_values."enrolment_id", old_values."id", old_values."person_id", CLOCK_TIMESTAMP(), \'delete\', old_values."id", old_values."receipt_at", old_values."receipt_by_id", old_values."recipient_id", old_values."recipient_jobbtorg_id", old_values."sending_jobbtorg_id", old_values."sending_unit_id", old_values."submission_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ce7c09258abc7ff1808fb51a679129cfb3ae36f7",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_78dbe",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="aspirants_disclosure",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="enrolment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consents",
                to="aspirants.enrolment",
                verbose_name="ärende",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="jobbtorg",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.jobbtorg",
                verbose_name="jobbtorg",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consents",
                to="aspirants.person",
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="taken_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="taget av",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.incomesupportunit",
                verbose_name="försörjningsstödsenhet",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="återkallelsen registrerad av",
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="consent",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="disclosures",
                to="aspirants.consent",
                verbose_name="samtycke",
            ),
        ),
        migrations.AddField(
            model_name="disclosurechange",
            name="consent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="aspirants.consent",
                verbose_name="samtycke",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("direction", "TO_UNIT"),
                        ("recipient__isnull", False),
                        ("recipient_jobbtorg__isnull", True),
                        ("sending_jobbtorg__isnull", False),
                        ("sending_unit__isnull", True),
                    ),
                    models.Q(
                        ("direction", "TO_JOBBTORG"),
                        ("recipient__isnull", True),
                        ("recipient_jobbtorg__isnull", False),
                        ("sending_jobbtorg__isnull", True),
                        ("sending_unit__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="disclosure_has_one_sender_and_one_recipient",
                violation_error_message="Uppgifter lämnas av ett jobbtorg till en enhet eller av en enhet till ett.",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "CONSENT"), ("consent__isnull", False)),
                    models.Q(models.Q(("basis", "CONSENT"), _negated=True), ("consent__isnull", True)),
                    _connector="OR",
                ),
                name="disclosure_on_consent_has_one",
                violation_error_message="Välj vilket samtycke uppgifterna lämnas med.",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("receipt_at__isnull", True), ("receipt_by__isnull", True)),
                    models.Q(("receipt_at__isnull", False), ("receipt_by__isnull", False)),
                    _connector="OR",
                ),
                name="disclosure_is_received_by_somebody",
                violation_error_message="En mottagning har en tid och någon som tog emot.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("given_on")), _connector="OR"
                ),
                name="consent_ends_after_it_was_given",
                violation_error_message="Samtycket kan inte sluta gälla innan det gavs.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("kinds__len__gt", 0)),
                name="consent_is_about_something",
                violation_error_message="Ett samtycke gäller minst ett slags uppgifter.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True), ("withdrawn_on__isnull", True)
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        ("withdrawn_on__gte", models.F("given_on")),
                    ),
                    _connector="OR",
                ),
                name="consent_is_withdrawn_by_somebody",
                violation_error_message="En återkallelse har en dag, tidigast den då samtycket gavs.",
            ),
        ),
        core.history.operation.KeepHistory(
            model_name="Consent",
            fields=[
                "id",
                "person",
                "enrolment",
                "jobbtorg",
                "unit",
                "purpose",
                "kinds",
                "given_on",
                "valid_to",
                "form",
                "taken_by",
                "registered_at",
                "withdrawn_on",
                "withdrawn_by",
                "withdrawn_at",
                "submission_id",
            ],
            by="enrolment",
            keys_indexed=False,
        ),
    ]
