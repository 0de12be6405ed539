"""The people who work in the system. A user is deactivated, never deleted."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.history.tracking import keeps_history
from organisation.models.places import CoachGroup, IncomeSupportUnit, Jobbtorg
from organisation.models.preferences import ColorScheme


class Role(models.TextChoices):
    COACH = "COACH", "Coach"
    CASEWORKER = "CASEWORKER", "Socialsekreterare"
    MANAGER = "MANAGER", "Enhetschef jobbtorg"
    DISTRICT_MANAGER = "DISTRICT_MANAGER", "Chef stadsdel"
    CENTRAL_COORDINATOR = "CENTRAL_COORDINATOR", "Central samordnare"
    ADMIN = "ADMIN", "Systemförvaltare"
    LOG_REVIEWER = "LOG_REVIEWER", "Loggranskare"


WITH_CASES = (Role.COACH, Role.MANAGER)
"""The roles that work with cases, at a jobbtorg."""

RIGHTS = (
    "role",
    "jobbtorg_id",
    "income_support_unit_id",
    "protected_access",
    "position_until",
    "is_active",
    "is_staff",
    "is_superuser",
)
"""Columns of a user that only the owner's functions change (organisation/staff/rights.py)."""

PREFERENCES = ("shortcuts", "compact_rows", "color_scheme")
"""How a user wants the screen (organisation/preferences/): nobody else's business, so without history."""


def role_fits_organisation(name: str) -> models.CheckConstraint:
    """Which kind of unit each role works in."""
    return models.CheckConstraint(
        name=name,
        condition=(
            Q(role=Role.MANAGER, jobbtorg__isnull=False, income_support_unit__isnull=True)
            | (
                Q(role=Role.COACH)
                & (
                    Q(jobbtorg__isnull=False, income_support_unit__isnull=True)
                    | Q(jobbtorg__isnull=True, income_support_unit__isnull=False)
                )
            )
            | Q(
                role__in=[Role.CASEWORKER, Role.DISTRICT_MANAGER],
                jobbtorg__isnull=True,
                income_support_unit__isnull=False,
            )
            | Q(
                role__in=[Role.CENTRAL_COORDINATOR, Role.ADMIN, Role.LOG_REVIEWER],
                jobbtorg__isnull=True,
                income_support_unit__isnull=True,
            )
        ),
        violation_error_message=(
            "Coach och enhetschef hör till ett jobbtorg, socialsekreterare och chef i stadsdel till en "
            "försörjningsstödsenhet, övriga roller till ingen enhet."
        ),
    )


class UserManager(BaseUserManager["User"]):
    @transaction.atomic
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a user who signs in with an e-mail address, with a position from today until further notice."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        user.positions.model.current_position_of(user, since=timezone.localdate()).save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create the first administrator of an installation."""
        return self.create_user(
            email, password, **{"role": Role.ADMIN, "is_staff": True, "is_superuser": True, **fields}
        )

    def in_service(self) -> models.QuerySet[User]:
        """Users who may work in the system today: the account is open and the position has not ended."""
        today = timezone.localdate()
        return self.filter(Q(position_until__isnull=True) | Q(position_until__gte=today), is_active=True)

    def working_with_cases_at(self, jobbtorg_id: int | None) -> models.QuerySet[User]:
        """The coaches and managers who work at a jobbtorg now."""
        return self.in_service().filter(role__in=WITH_CASES, jobbtorg=jobbtorg_id)

    def coaches_at(self, jobbtorg_id: int | None) -> models.QuerySet[User]:
        """The coaches who work at a jobbtorg now."""
        return self.in_service().filter(role=Role.COACH, jobbtorg=jobbtorg_id)

    def may_be_given_cases_at(self, jobbtorg_id: int | None) -> models.QuerySet[User]:
        """The coaches of a jobbtorg whom a case may be given: not those who are invited and have never signed in."""
        return self.coaches_at(jobbtorg_id).filter(Q(invited_at__isnull=True) | Q(last_login__isnull=False))


@keeps_history(exclude=("password", "last_login", *PREFERENCES))
class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff with one role in one organisation at a time (docs/access.md).

    Role, unit, `protected_access` and `position_until` point at the current `Position`. Only the operations that write
    positions (organisation/staff/) set them; they also remove the `coach_group` of a user who leaves a jobbtorg.
    """

    email = models.EmailField("e-postadress", unique=True)
    first_name = models.CharField("förnamn", max_length=60)
    last_name = models.CharField("efternamn", max_length=60)
    role = models.CharField("roll", max_length=24, choices=Role)
    jobbtorg = models.ForeignKey(
        Jobbtorg, models.PROTECT, null=True, blank=True, related_name="staff", verbose_name="jobbtorg"
    )
    income_support_unit = models.ForeignKey(
        IncomeSupportUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name="försörjningsstödsenhet",
    )
    coach_group = models.ForeignKey(
        CoachGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="coaches",
        verbose_name="coachgrupp",
        help_text="Bara för coacher, och en grupp vid det egna jobbtorget.",
    )
    protected_access = models.BooleanField(
        "får öppna skyddade personer", default=False, help_text="Liten särskilt utsedd grupp per jobbtorg."
    )
    position_until = models.DateField("behörighet till och med", null=True, blank=True)
    signature = models.CharField(
        "signatur", max_length=10, blank=True, help_text="Initialer som används i äldre listor, till exempel AL."
    )
    staff_id = models.CharField(
        "tjänste-id",
        max_length=120,
        blank=True,
        help_text="Det som stadens inloggning känner igen användaren på, exakt som inloggningstjänsten har det.",
    )
    shortcuts = models.BooleanField("kortkommandon", default=True)
    compact_rows = models.BooleanField("täta rader", default=False)
    color_scheme = models.CharField("färger", max_length=5, choices=ColorScheme, default=ColorScheme.AUTO)
    is_active = models.BooleanField("aktiv", default=True)
    is_staff = models.BooleanField("får öppna administrationen", default=False)
    created_at = models.DateTimeField("upplagd", auto_now_add=True)
    invited_at = models.DateTimeField("inbjuden", null=True, blank=True)
    session_generation = models.PositiveIntegerField(
        "sessionsgeneration", default=0, editable=False, help_text="Höjs när alla sessioner ska upphöra."
    )

    _stored_rights: dict[str, Any] | None = None

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = "användare"
        verbose_name_plural = "användare"
        ordering = ["last_name", "first_name"]
        constraints = [
            role_fits_organisation("role_fits_organisation"),
            models.CheckConstraint(
                condition=Q(coach_group__isnull=True) | Q(role=Role.COACH, jobbtorg__isnull=False),
                name="coach_group_is_for_coaches",
                violation_error_message="Bara coacher vid ett jobbtorg hör till en coachgrupp.",
            ),
            # In any case: directories differ in whether capitals count, and nobody may come in as somebody else.
            models.UniqueConstraint(
                Lower("staff_id"),
                condition=~Q(staff_id=""),
                name="one_user_per_staff_id",
                violation_error_message="Det finns redan en användare med det tjänste-id:t.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """As Django does; the rights that the row had are remembered."""
        user = super().from_db(*args, **kwargs)
        user._stored_rights = user._rights()
        return user

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """As Django does; the rights that the row has now are remembered."""
        super().refresh_from_db(*args, **kwargs)
        self._stored_rights = self._rights()

    def save(self, **kwargs: Any) -> None:
        """Leave out the rights unless they were changed: a page may save a user, and may not write rights."""
        if kwargs.get("update_fields") is None and not self._state.adding and self._rights() == self._stored_rights:
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.attname in self.__dict__ and field.attname not in RIGHTS
            ]
        super().save(**kwargs)
        self._stored_rights = self._rights()

    def _rights(self) -> dict[str, Any]:
        return {name: self.__dict__[name] for name in RIGHTS if name in self.__dict__}

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def get_short_name(self) -> str:
        return self.first_name

    def get_session_auth_hash(self) -> str:
        """What a session must carry to be this user's: it ends with the password and with its generation."""
        return self.session_mark()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under each secret key that was in use before, so that a change of key ends no session."""
        return (self.session_mark(secret) for secret in settings.SECRET_KEY_FALLBACKS)

    def session_mark(self, secret: str | None = None) -> str:
        """Password and generation of sessions, signed with `secret` or else the current secret key."""
        return salted_hmac(
            "organisation.User.session", f"{self.password}:{self.session_generation}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def has_position_on(self, day: datetime.date) -> bool:
        """Whether the current position still holds on a local date."""
        return self.position_until is None or self.position_until >= day

    @property
    def has_position_today(self) -> bool:
        """Access ends on the day itself, in Stockholm, and not when a job runs."""
        return self.has_position_on(timezone.localdate())

    @property
    def is_in_service(self) -> bool:
        """Whether the user may work in the system today."""
        return self.is_active and self.has_position_today

    @property
    def unit_name(self) -> str:
        """The organisation the user works in, in words; empty for central roles."""
        return str(self.jobbtorg or self.income_support_unit or "")

    @property
    def works_with_cases(self) -> bool:
        """Coaches and managers of a jobbtorg open cases; nobody else does."""
        return self.jobbtorg_id is not None and self.role in WITH_CASES

    def works_with_cases_at(self, jobbtorg_id: int) -> bool:
        """Whether the user is in service today with the cases of a jobbtorg."""
        return self.is_in_service and self.works_with_cases and self.jobbtorg_id == jobbtorg_id

    def coaches_at(self, jobbtorg_id: int) -> bool:
        """Whether the user is in service today as a coach of a jobbtorg (`UserManager.coaches_at`)."""
        return self.role == Role.COACH and self.works_with_cases_at(jobbtorg_id)

    def may_be_given_cases_at(self, jobbtorg_id: int) -> bool:
        """Whether a case of a jobbtorg may be given to the user (`UserManager.may_be_given_cases_at`)."""
        has_signed_in = self.invited_at is None or self.last_login is not None
        return self.coaches_at(jobbtorg_id) and has_signed_in
