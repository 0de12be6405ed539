"""What a sender has to know before a referral is sent: where it goes, whom it is about, and what stands in its way."""

from __future__ import annotations

import datetime

from aspirants.finding import find_person
from aspirants.identity import Identity
from aspirants.models import Enrolment, Person
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import DistrictJobbtorg, IncomeSupportUnit, Jobbtorg, TargetGroup
from referrals.models import Referral

ALREADY_REFERRED = "Det finns redan en öppen remiss för personen. Följ den i stället för att skicka en ny."


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
    """Why a person cannot be referred now, in a Swedish sentence, or None. Deliberately silent on protected persons.

    The answer is about the whole city: it is what the sender has to know, and all that the sender learns.
    """
    with as_database_role(DatabaseRole.REGISTRAR):
        return obstacle_in_the_city(person)


def obstacle_in_the_city(person: Person) -> str | None:
    """As `obstacle_to_referral`, for a caller that has the errand already: it sees the cases of the whole city."""
    enrolment = Enrolment.objects.open().filter(person=person).select_related("jobbtorg").first()
    waiting = Referral.objects.waiting().filter(person=person).exists()
    if enrolment is None and not waiting:
        return None
    if person.is_protected:
        return "Personen kan inte remitteras här. Ring enhetschefen på jobbtorget."
    if enrolment is not None:
        since = enrolment.enrolled_on.isoformat()
        return f"Personen har redan ett öppet ärende vid {enrolment.jobbtorg} sedan {since}. Kontakta jobbtorget."
    return ALREADY_REFERRED
