from django.db import migrations, models

from core.history.operation import KeepHistory


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="InsatsType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="gäller från")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="gäller till och med")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="kod")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Plats i stadens basutbud.", null=True, verbose_name="nummer"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="namn")),
                (
                    "sub_kind_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="sub_kinds",
                        to="catalogue.insatstype",
                        verbose_name="slag av",
                    ),
                ),
                (
                    "responsible_party",
                    models.CharField(
                        choices=[
                            ("JOBBTORG", "Jobbtorget"),
                            ("DISTRICT", "Stadsdelen"),
                            ("PES", "Arbetsförmedlingen"),
                            ("ADULT_EDUCATION", "Vuxenutbildningen"),
                            ("OTHER", "Annan aktör"),
                        ],
                        default="JOBBTORG",
                        max_length=20,
                        verbose_name="ansvarig",
                    ),
                ),
                (
                    "local_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.PROTECT,
                        related_name="local_insatser",
                        to="organisation.jobbtorg",
                        verbose_name="endast vid",
                    ),
                ),
                (
                    "reveals_health",
                    models.BooleanField(
                        default=False,
                        help_text="Insatsen, eller den som ger den, säger något om hälsa.",
                        verbose_name="avslöjar något om hälsa",
                    ),
                ),
                (
                    "neutral_label",
                    models.CharField(
                        blank=True,
                        help_text="Krävs om insatsen avslöjar något om hälsa. Visas utåt.",
                        max_length=120,
                        verbose_name="neutralt namn",
                    ),
                ),
                (
                    "socialstyrelsen_code",
                    models.CharField(blank=True, max_length=10, verbose_name="Socialstyrelsens kod"),
                ),
            ],
            options={
                "verbose_name": "insatstyp",
                "verbose_name_plural": "insatstyper",
                "ordering": ["number", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="insats_type_validity_order",
                        violation_error_message="Sista giltighetsdagen kan inte ligga före den första.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reveals_health", False), models.Q(("neutral_label", ""), _negated=True), _connector="OR"
                        ),
                        name="revealing_insats_has_a_neutral_label",
                        violation_error_message="Skriv ett neutralt namn för en insats som avslöjar något om hälsa.",
                    ),
                ],
            },
        ),
        KeepHistory(
            model_name="InsatsType",
            fields=[
                "id",
                "valid_from",
                "valid_to",
                "code",
                "number",
                "name",
                "sub_kind_of",
                "responsible_party",
                "local_to",
                "reveals_health",
                "neutral_label",
                "socialstyrelsen_code",
            ],
        ),
    ]
