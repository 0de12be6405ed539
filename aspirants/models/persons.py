"""The person in the service. Person and case are two things: a person may come back."""

from __future__ import annotations

import datetime

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from aspirants.choices import Gender, IdentityKind, Protection
from aspirants.identity import Identity, ages_on
from aspirants.likeness.sound import NAME_SOUND
from aspirants.models.identifying import CONTACT, LONGEST_KEY, NAME_KEYS, NAMES, PHONE_KEYS, search_name_of, sort_key_of
from core.encryption import EncryptedTextField, lookup_hash
from core.history.tracking import keeps_history
from core.swedish.telephones import telephone_key_of

PROTECTED_NAME = "Skyddade personuppgifter"
VIA_SKATTEVERKET = "Via Skatteverkets förmedlingsuppdrag"
"""How a letter reaches a person whose address nobody may keep."""


@keeps_history(exclude=(*NAME_KEYS, *PHONE_KEYS))
class Person(models.Model):
    """One person, once in the whole city (R-2-09). Each field says in identifying.py whether it tells who that is."""

    identity_kind = models.CharField("typ av nummer", max_length=20, choices=IdentityKind)
    identity_no = EncryptedTextField("identitetsnummer", blank=True)
    # NULL and not "" where the number is missing: two unknown numbers are not the same number.
    identity_hash = models.CharField(max_length=64, null=True, blank=True, editable=False)  # noqa: DJ001
    birth_date = models.DateField("född", null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        "födelseår", null=True, blank=True, help_text="Bara när dagen inte är känd."
    )
    gender = models.CharField("kön", max_length=1, choices=Gender, blank=True)
    first_name = models.CharField("förnamn", max_length=80)
    last_name = models.CharField("efternamn", max_length=80)
    call_name = models.CharField(
        "tilltalsnamn", max_length=80, blank=True, default="", help_text="Det av förnamnen som personen kallas vid."
    )
    sort_key = models.CharField(max_length=LONGEST_KEY, editable=False, db_index=True)
    search_name = models.CharField(max_length=LONGEST_KEY, editable=False)
    phone = models.CharField("telefon", max_length=40, blank=True)
    # Made by the database, so that a number is found whoever wrote it: a page, an import, a correction.
    phone_key = models.GeneratedField(
        expression=telephone_key_of("phone"), output_field=models.CharField(max_length=40), db_persist=True
    )
    email = models.EmailField("e-post", blank=True)
    home_address = models.CharField("adress", max_length=200, blank=True, default="")
    language = models.CharField("språk", max_length=40, blank=True)
    interpreter_needed = models.BooleanField("behöver tolk", default=False)
    protection = models.CharField("skydd", max_length=24, choices=Protection, default=Protection.NONE)
    agreed_channel = models.CharField(
        "överenskommen kontaktväg", max_length=200, blank=True, help_text="Bara när kontaktuppgifter inte får lagras."
    )
    deceased_on = models.DateField("avliden", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    joined_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="joined",
        verbose_name="sammanslagen med",
        db_index=False,
        help_text="Den post som gäller i stället. Den här posten har då inga ärenden, remisser eller frister.",
    )

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_hash"],
                name="one_person_per_identity_number",
                violation_error_message="Det finns redan en person med det numret.",
            ),
            models.CheckConstraint(
                name="identity_number_unless_unknown",
                condition=Q(identity_kind=IdentityKind.UNKNOWN, identity_hash__isnull=True)
                | (~Q(identity_kind=IdentityKind.UNKNOWN) & Q(identity_hash__isnull=False)),
                violation_error_message="Ange ett nummer, eller markera att numret saknas.",
            ),
            models.CheckConstraint(
                name="no_contact_details_where_none_may_be_stored",
                condition=~Q(protection=Protection.SKYDDAD_FOLKBOKFORING) | Q(**dict.fromkeys(CONTACT, "")),
                violation_error_message="Telefon, e-post och adress lagras inte vid skyddad folkbokföring.",
            ),
            models.CheckConstraint(
                name="birth_year_only_where_the_day_is_unknown",
                condition=Q(birth_date__isnull=True) | Q(birth_year__isnull=True),
                violation_error_message="Ange födelseåret bara när födelsedatumet inte är känt.",
            ),
            models.CheckConstraint(
                name="person_is_joined_into_another",
                condition=Q(joined_into__isnull=True) | ~Q(joined_into=F("id")),
                violation_error_message="En post kan inte slås samman med sig själv.",
            ),
        ]
        indexes = [
            GinIndex(fields=["search_name"], name="person_search_name", opclasses=["gin_trgm_ops"]),
            # Asked by row security in every statement: who must be hidden from whom.
            models.Index(fields=["id"], name="protected_persons", condition=~Q(protection="NONE")),
            # Likeness (aspirants/likeness): who sounds alike, and who was born the same day or year.
            models.Index(Func(F("first_name"), F("last_name"), function=NAME_SOUND), name="persons_by_sound"),
            models.Index(fields=["birth_date"], name="persons_by_birth_date"),
            models.Index(fields=["phone_key"], name="persons_by_phone", condition=~Q(phone_key="")),
            models.Index(fields=["joined_into"], name="joined_persons", condition=Q(joined_into__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"Person {self.pk}"

    @property
    def is_protected(self) -> bool:
        """Whether any of the three forms of protected identity applies."""
        return self.protection != Protection.NONE

    @property
    def may_store_contact(self) -> bool:
        """Whether telephone and e-mail may be kept at all; at skyddad folkbokföring letters go through Skatteverket."""
        return self.protection != Protection.SKYDDAD_FOLKBOKFORING

    @property
    def postal_way(self) -> str:
        """How a letter reaches the person; empty where it goes by the ordinary post."""
        return "" if self.may_store_contact else VIA_SKATTEVERKET

    @property
    def name(self) -> str:
        """The name as shown to those who may open the person: the call name, where one is known, and the last name."""
        return f"{self.call_name or self.first_name} {self.last_name}"

    def ages_on(self, day: datetime.date) -> range:
        """The ages the person may have that day: one, two where only the year is known, none (aspirants.identity)."""
        return ages_on(day, self.birth_date, self.birth_year)

    @property
    def born(self) -> str:
        """When the person was born, as it is known: 1979-04-17, 1979, okänt."""
        return str(self.birth_date or self.birth_year or "okänt")

    @property
    def masked_number(self) -> str:
        """The identity number with its last four places hidden, made without decrypting it.

        Of a number that does not tell the day of birth the year is left.
        """
        if self.identity_kind == IdentityKind.UNKNOWN:
            return "saknas"
        if self.birth_date is None:
            return f"{self.birth_year or '••••'}••••-••••"
        day = self.birth_date.day + (60 if self.identity_kind == IdentityKind.SAMORDNINGSNUMMER else 0)
        return f"{self.birth_date:%Y%m}{day:02d}-••••"

    def set_name(self, first_name: str, last_name: str, **others: str) -> None:
        """Set the name together with the keys it is sorted and found by; `others` are its other parts, by field."""
        for field, text in {"first_name": first_name, "last_name": last_name, **others}.items():
            setattr(self, field, text)
        names = {field: getattr(self, field) for field in NAMES}
        self.sort_key, self.search_name = sort_key_of(names), search_name_of(names)

    def set_identity(
        self,
        identity: Identity | None,
        *,
        birth_date: datetime.date | None = None,
        birth_year: int | None = None,
    ) -> None:
        """Set the identity number (None = it is missing) with what follows from it: kind, birth date or year, gender.

        `birth_date`, or `birth_year` where no more is known, are for a person without number.
        """
        if identity is None:
            self.identity_kind, self.identity_no, self.identity_hash = IdentityKind.UNKNOWN, "", None
            self.birth_date = birth_date
            self.birth_year = birth_year if birth_date is None else None
            return
        self.identity_kind = IdentityKind(identity.kind)
        self.identity_no = identity.number
        self.identity_hash = lookup_hash(identity.number)
        self.birth_date = identity.birth_date
        self.birth_year = identity.birth_year if identity.birth_date is None else None
        self.gender = identity.gender or self.gender
