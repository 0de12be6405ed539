"""What a sender has to know before a referral is sent: where it goes, whom it is about, and what stands in its way."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef

from aspirants.choices import ClosureStatus, DisclosureContent
from aspirants.finding import find_person
from aspirants.identity import Identity
from aspirants.models import Closure, Disclosure, Enrolment, Person
from aspirants.models.closures import DECEASED
from core.refusals import OperationRefused
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import DistrictJobbtorg, IncomeSupportUnit, Jobbtorg, TargetGroup, User
from referrals.models import Referral

HAS_A_CASE = "Personen har redan ett öppet ärende vid ett jobbtorg. Ring enhetschefen på jobbtorget."
ALREADY_REFERRED = (
    "Det finns redan en öppen remiss för personen. "
    "Är den er följer ni den, annars ringer ni enhetschefen på jobbtorget."
)

CLOSED_FOR_GOOD = "Personens ärende är avslutat, och en ny remiss tas inte emot. Ring enhetschefen på jobbtorget."


def default_jobbtorg(
    unit: IncomeSupportUnit, day: datetime.date, target_group: TargetGroup | None = None
) -> Jobbtorg | None:
    """The jobbtorg a unit's stadsdel refers to on a local date: a proposal, not a lock (R-4-02)."""
    mapping = DistrictJobbtorg.objects.valid_on(day).filter(district=unit.district_id, is_default=True)
    for group in (target_group, None):
        found = mapping.filter(target_group=group).select_related("jobbtorg").first()
        if found is not None:
            return found.jobbtorg
    return None


def known_person(identity: Identity) -> Person | None:
    """The person with that number, wherever in the city she is known: a referral is about one and the same (R-2-09)."""
    with as_database_role(DatabaseRole.REGISTRAR):
        return find_person(identity)


def obstacle_to_referral(person: Person) -> str | None:
    """Why a person cannot be referred now, in a Swedish sentence, or None.

    It is about the whole city, and says the same of a protected person as of any other: not where, and not since when.
    """
    with as_database_role(DatabaseRole.REGISTRAR):
        return obstacle_in_the_city(person)


def unit_of(sender: User) -> IncomeSupportUnit:
    """The unit for which somebody sends referrals."""
    assert sender.income_support_unit is not None, "senders belong to a unit (role_fits_organisation)"
    return sender.income_support_unit


def require_open_unit(unit: IncomeSupportUnit, day: datetime.date) -> None:
    """Refuse for a unit that is not in force on a local date: it closed while a draft lay there."""
    if not unit.is_valid_on(day):
        raise OperationRefused(
            f"{unit} är avslutad. Be administratören att ge dig din nya enhet och skicka sedan. Utkastet finns kvar.",
            field="unit",
        )


def require_not_told_of_death(person: Person, unit: IncomeSupportUnit) -> None:
    """Refuse a sender whose authority has been told how the case of a person who has died was closed (FC-05).

    In neutral words, which say what it knows and no more. A sender who has been told nothing is another authority, to
    which the death would be disclosed by a refusal: the referral goes to the jobbtorg, which knows (decision 108).
    """
    if person.deceased_on is not None and _told_of_closing(person, unit):
        raise OperationRefused(CLOSED_FOR_GOOD)


def _told_of_closing(person: Person, unit: IncomeSupportUnit) -> bool:
    told = Disclosure.objects.filter(
        enrolment=OuterRef("enrolment"), content=DisclosureContent.CLOSURE, recipient__district=unit.district_id
    )
    closings = Closure.objects.filter(Exists(told), enrolment__person=person, reason__code=DECEASED)
    return closings.exclude(status=ClosureStatus.CORRECTED).exists()


def obstacle_in_the_city(person: Person) -> str | None:
    """As `obstacle_to_referral`, for a caller that has the errand already: it sees the cases of the whole city."""
    has_case = Enrolment.objects.open().filter(person=person).exists()
    is_referred = Referral.objects.waiting().filter(person=person).exists()
    if has_case:
        return HAS_A_CASE
    return ALREADY_REFERRED if is_referred else None
