"""Looking for a case in the whole city, by exact number and with a reason ("bryt glaset")."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import F, QuerySet

from aspirants.finding import persons_by_number
from aspirants.identity import IdentityError, parse_identity
from aspirants.models import Enrolment, Opening, OpeningKind, Protection
from aspirants.operations import open_with_reason
from core.encryption import lookup_hash
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import User
from workbench.aspirants.asked import as_number


@dataclass(frozen=True)
class CaseElsewhere:
    """A case at another jobbtorg, and the opening through which it may be read for an hour."""

    enrolment: Enrolment
    coach: User | None
    opening: Opening


@dataclass(frozen=True)
class ExactNumber:
    """What may be looked for in the whole city: a case number, or the keyed hash of an identity number."""

    case_no: str = ""
    identity_hash: str = ""


def exact_number(query: str, today: datetime.date) -> ExactNumber | None:
    """The number in what someone typed; None for a name, a referral number or no number at all."""
    if case_no := as_number(query):
        return None if case_no.startswith("R-") else ExactNumber(case_no=case_no)
    try:
        return ExactNumber(identity_hash=lookup_hash(parse_identity(query, today).number))
    except IdentityError:
        return None


def find_elsewhere(user: User, number: ExactNumber, reason: str) -> CaseElsewhere | None:
    """The case at another jobbtorg, opened for reading with the reason: the open one, else the latest. None if none.

    Protected persons are never found. Raises OperationRefused where the reason says too little.
    """
    with as_database_role(DatabaseRole.REGISTRAR):
        enrolment: Enrolment | None = _cases(user, number).first()
    if enrolment is None:
        return None
    opening = open_with_reason(actor=user, person=enrolment.person, kind=OpeningKind.OTHER_UNIT, reason=reason)
    coach = User.objects.filter(pk=enrolment.coach_id).first() if enrolment.coach_id else None
    return CaseElsewhere(enrolment, coach, opening)


def _cases(user: User, number: ExactNumber) -> QuerySet[Enrolment]:
    cases = Enrolment.objects.filter(person__protection=Protection.NONE).exclude(jobbtorg=user.jobbtorg_id)
    if number.case_no:
        cases = cases.filter(case_no=number.case_no)
    else:
        cases = cases.filter(person__in=persons_by_number(number.identity_hash))
    return cases.select_related("person", "jobbtorg").order_by(F("closed_on").desc(nulls_first=True), "-enrolled_on")
