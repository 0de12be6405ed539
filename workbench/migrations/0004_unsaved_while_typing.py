from django.db import migrations, models

import core.encryption


class Migration(migrations.Migration):
    dependencies = [("workbench", "0003_fewer_indexes")]

    operations = [
        migrations.RemoveConstraint(model_name="unsavedtext", name="one_unsaved_text_per_page"),
        migrations.RenameField(model_name="unsavedtext", old_name="path", new_name="address"),
        migrations.AlterField(
            model_name="unsavedtext",
            name="address",
            field=models.CharField(help_text="Dit formuläret skickas.", max_length=300, verbose_name="adress"),
        ),
        migrations.AddField(
            model_name="unsavedtext",
            name="page",
            field=models.CharField(default="", help_text="Där formuläret stod.", max_length=300, verbose_name="sida"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unsavedtext",
            name="was_sent",
            field=models.BooleanField(default=False, help_text="Helt, men utan att tas emot.", verbose_name="skickad"),
        ),
        migrations.AlterField(
            model_name="unsavedtext",
            name="fields",
            field=core.encryption.EncryptedTextField(
                help_text="JSON: fältens namn och vad som stod i dem.", verbose_name="fält"
            ),
        ),
        migrations.AddConstraint(
            model_name="unsavedtext",
            constraint=models.UniqueConstraint(
                fields=("author", "address"),
                name="one_unsaved_text_per_form",
                violation_error_message="Det finns redan en osparad text i formuläret.",
            ),
        ),
        migrations.AddField(
            model_name="sentform",
            name="page",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Fingeravtryck av sidans eget märke.",
                max_length=64,
                verbose_name="sidan som den hämtades",
            ),
            preserve_default=False,
        ),
    ]
