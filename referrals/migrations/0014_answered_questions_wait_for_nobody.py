"""An open question whose answer has been read waits for neither side."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("referrals", "0013_attachments")]

    operations = [
        migrations.RemoveConstraint(model_name="questionthread", name="closed_question_waits_for_nobody"),
        migrations.AddConstraint(
            model_name="questionthread",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_at__isnull", True), ("waits_for", ""), _connector="OR"),
                name="closed_question_waits_for_nobody",
                violation_error_message="En avslutad fråga väntar inte på någon.",
            ),
        ),
    ]
