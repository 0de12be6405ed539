"""Staff and persons."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from aspirants.identity import Identity, parse_identity
from aspirants.models import IdentityKind, Opening, OpeningKind, Person, Protection
from aspirants.models.identifying import CONTACT, NAMES, search_name_of, sort_key_of
from aspirants.operations.openings import OPENING_LASTS
from core.encryption import lookup_hash
from demo.factories.places import IncomeSupportUnitFactory, JobbtorgFactory
from demo.identities import interim_number, nth_birth, nth_number, nth_phone, unknown_day_number
from demo.names import ALL_MEN, ALL_SURNAMES, ALL_WOMEN
from organisation.models import Deputy, ListColumns, Position, Role, SavedView, User


@cache
def _identity(number: str) -> Identity:
    return parse_identity(number, timezone.localdate())


class UserFactory(DjangoModelFactory[User]):
    """A member of staff, by default a coach at a jobbtorg of its own; signs in with `force_login`, has no password.

    Traits, one at a time: `coach`, `manager`, `caseworker`, `district_coach` (a coach at an income support unit),
    `district_manager`, `central_coordinator`, `admin`, `log_reviewer`. Give `jobbtorg` or `income_support_unit` to
    place it, `position_until` to say the last day. `inactive` and `protected_access` (alias `protected`) go with any.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        coach = factory.Trait(role=Role.COACH)
        manager = factory.Trait(role=Role.MANAGER)
        caseworker = factory.Trait(
            role=Role.CASEWORKER, jobbtorg=None, income_support_unit=factory.SubFactory(IncomeSupportUnitFactory)
        )
        district_coach = factory.Trait(
            role=Role.COACH, jobbtorg=None, income_support_unit=factory.SubFactory(IncomeSupportUnitFactory)
        )
        district_manager = factory.Trait(
            role=Role.DISTRICT_MANAGER, jobbtorg=None, income_support_unit=factory.SubFactory(IncomeSupportUnitFactory)
        )
        central_coordinator = factory.Trait(role=Role.CENTRAL_COORDINATOR, jobbtorg=None)
        admin = factory.Trait(role=Role.ADMIN, jobbtorg=None, is_staff=True)
        log_reviewer = factory.Trait(role=Role.LOG_REVIEWER, jobbtorg=None)
        protected = factory.Trait(protected_access=True)
        inactive = factory.Trait(is_active=False)

    first_name = factory.Sequence(lambda n: (ALL_WOMEN, ALL_MEN)[n % 2][n * 7 % 60])
    last_name = factory.Sequence(lambda n: ALL_SURNAMES[n * 11 % len(ALL_SURNAMES)])
    email = factory.Sequence(lambda n: f"medarbetare{n}@jobbtorg.example")
    password = factory.LazyFunction(lambda: make_password(None))
    role = Role.COACH
    jobbtorg = factory.SubFactory(JobbtorgFactory)
    income_support_unit = None
    signature = ""

    @factory.post_generation  # type: ignore[untyped-decorator]
    def position(obj: User, create: bool, extracted: None, **kwargs: object) -> None:
        """The position behind role and unit, since the day the user was added or, if it has ended, its last day."""
        if create:
            first_day = min(filter(None, (timezone.localdate(obj.created_at), obj.position_until)))
            Position.current_position_of(obj, since=first_day).save()


class PositionFactory(DjangoModelFactory[Position]):
    """An earlier position as a coach, over before the user's current one began. Trait: `revoked`."""

    class Meta:
        model = Position

    class Params:
        revoked = factory.Trait(
            revoked_at=factory.LazyFunction(timezone.now), revoked_by=factory.SubFactory(UserFactory, admin=True)
        )

    user = factory.SubFactory(UserFactory)
    role = Role.COACH
    jobbtorg = factory.SubFactory(JobbtorgFactory)
    valid_from = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=60))
    valid_to = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=31))


class DeputyFactory(DjangoModelFactory[Deputy]):
    """A colleague who stands in for a coach for two weeks from today. Traits: `over`, `coming`, `ended`."""

    class Meta:
        model = Deputy

    class Params:
        over = factory.Trait(valid_from=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30)))
        coming = factory.Trait(valid_from=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30)))
        ended = factory.Trait(ended_at=factory.LazyFunction(timezone.now), ended_by=factory.SelfAttribute("coach"))

    coach = factory.SubFactory(UserFactory, coach=True)
    jobbtorg = factory.SelfAttribute("coach.jobbtorg")
    deputy = factory.SubFactory(UserFactory, coach=True, jobbtorg=factory.SelfAttribute("..jobbtorg"))
    valid_from = factory.LazyFunction(timezone.localdate)
    valid_to = factory.LazyAttribute(lambda period: period.valid_from + timedelta(days=13))
    set_by = factory.SelfAttribute("coach")


class OpeningFactory(DjangoModelFactory[Opening]):
    """A reason given now for an hour, for a person of another jobbtorg; `protected` for one of the own."""

    class Meta:
        model = Opening

    class Params:
        protected = factory.Trait(kind=OpeningKind.PROTECTED)

    user = factory.SubFactory("demo.factories.people.UserFactory", coach=True)
    person = factory.SubFactory("demo.factories.people.PersonFactory")
    kind = OpeningKind.OTHER_UNIT
    reason = "Personen är här och behöver hjälp nu"
    opened_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda opening: opening.opened_at + OPENING_LASTS)


class PersonFactory(DjangoModelFactory[Person]):
    """A person with a test identity number of their own; number kind, birth date and gender follow from `identity_no`.

    Traits: `protected` (sekretessmarkering; give `protection` for another grade), `coordination` (samordningsnummer),
    `interim`, `without_number`, `interpreter`, `unknown_day` (a samordningsnummer that does not tell the day).
    """

    class Meta:
        model = Person

    class Params:
        protected = factory.Trait(protection=Protection.SEKRETESSMARKERING, **dict.fromkeys(CONTACT, ""))
        coordination = factory.Trait(identity_no=factory.Sequence(lambda n: nth_number(n, coordination=True)))
        interim = factory.Trait(identity_no=factory.Sequence(lambda n: interim_number(nth_birth(n))))
        unknown_day = factory.Trait(identity_no=factory.Sequence(unknown_day_number))
        without_number = factory.Trait(identity_no="", identity_kind=IdentityKind.UNKNOWN, birth_date=None, gender="")
        interpreter = factory.Trait(language="somaliska", interpreter_needed=True)

    identity_no = factory.Sequence(nth_number)
    identity_hash = factory.LazyAttribute(lambda p: lookup_hash(p.identity_no) if p.identity_no else None)
    identity_kind = factory.LazyAttribute(lambda p: IdentityKind(_identity(p.identity_no).kind))
    birth_date = factory.LazyAttribute(lambda p: _identity(p.identity_no).birth_date)
    birth_year = factory.LazyAttribute(
        lambda p: _identity(p.identity_no).birth_year if p.identity_no and p.birth_date is None else None
    )
    gender = factory.LazyAttribute(lambda p: _identity(p.identity_no).gender or "")
    first_name = factory.LazyAttributeSequence(lambda p, n: (ALL_MEN if p.gender == "M" else ALL_WOMEN)[n * 7 % 60])
    last_name = factory.Sequence(lambda n: ALL_SURNAMES[n * 11 % len(ALL_SURNAMES)])
    call_name = ""
    sort_key = factory.LazyAttribute(lambda p: sort_key_of({field: getattr(p, field) for field in NAMES}))
    search_name = factory.LazyAttribute(lambda p: search_name_of({field: getattr(p, field) for field in NAMES}))
    phone = factory.LazyAttributeSequence(
        lambda p, n: nth_phone(n) if p.protection != Protection.SKYDDAD_FOLKBOKFORING else ""
    )
    language = "svenska"
    protection = Protection.NONE


class SavedViewFactory(DjangoModelFactory[SavedView]):
    """A coach's own view of the list of aspirants."""

    class Meta:
        model = SavedView

    owner = factory.SubFactory(UserFactory, coach=True)
    list_key = "aspiranter"
    name = factory.Sequence(lambda number: f"Vy {number}")
    query = "visa=utan-mote"


class ListColumnsFactory(DjangoModelFactory[ListColumns]):
    """The columns that a coach has chosen in the list of aspirants."""

    class Meta:
        model = ListColumns

    owner = factory.SubFactory(UserFactory, coach=True)
    list_key = "aspiranter"
    columns = factory.LazyFunction(lambda: ["coach"])
