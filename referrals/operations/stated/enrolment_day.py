"""On which day somebody was enrolled: the day it happened, not the day it is typed (docs/deadlines.md)."""

from __future__ import annotations

import datetime

from django.utils import timezone

from aspirants.models import Enrolment, Person
from core.refusals import OperationRefused
from core.swedish.dates import weekday_date
from core.workdays import working_days_between
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.access.permissions import Act, may
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday

BACKDATING_LIMIT = 5
"""Working days a coach may put an enrolment back; a manager may go further."""


def require_enrolment_day(
    *, actor: User, person: Person, enrolled_on: datetime.date, received_on: datetime.date
) -> None:
    """Refuse a local date that lies ahead, before the referral or visit, within an earlier case, or too far back.

    Earlier cases are those of the whole city: the person may have had one that the actor may not read.

    Checked by: `enrol_referral`, `take_in_referral`, `register_walk_in` (RECEIVE_REFERRAL).
    """
    today = timezone.localdate()
    if enrolled_on > today:
        raise OperationRefused("Inskrivningen kan inte ligga i framtiden.", field="enrolled_on")
    if enrolled_on < received_on:
        day = weekday_date(received_on)
        raise OperationRefused(
            f"Inskrivningen kan inte ligga före dagen då remissen eller personen kom, {day}.", field="enrolled_on"
        )
    days_ago = working_days_between(enrolled_on, today, stored_holiday)
    if days_ago > BACKDATING_LIMIT and not may(actor, Act.CONFIRM_LATE):
        raise OperationRefused(
            "Inskrivningen kan läggas högst 5 arbetsdagar tillbaka. Be enhetschefen att skriva in personen.",
            field="enrolled_on",
        )
    with as_database_role(DatabaseRole.REGISTRAR):
        earlier = Enrolment.objects.filter(person=person, enrolled_on__lte=enrolled_on, closed_on__gt=enrolled_on)
        was_open = earlier.exists()
    if was_open:
        raise OperationRefused("Personens förra ärende var öppet den dagen. Välj en senare dag.", field="enrolled_on")
