"""On which day somebody was enrolled: the day it happened, not the day it is typed (docs/deadlines.md)."""

from __future__ import annotations

import datetime

from django.utils import timezone

from aspirants.models import Enrolment, Person
from core.refusals import OperationRefused
from core.swedish.dates import weekday_date
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import User
from referrals.rules.backdating import earliest_backdating


def require_enrolment_day(
    *,
    actor: User,
    person: Person,
    enrolled_on: datetime.date,
    received_on: datetime.date | None,
    case: Enrolment | None = None,
) -> None:
    """Refuse a local date that lies ahead, before the referral or visit, within another case, or too far back.

    Other cases are those of the whole city: the person may have had one that the actor may not read. `case` is the one
    whose day is put right; None where the person is about to be enrolled.

    Checked by: `enrol_referral`, `take_in_referral`, `register_walk_in` (RECEIVE_REFERRAL), `correct_enrolled_on`
    (WORK_IN_CASE).
    """
    today = timezone.localdate()
    if enrolled_on > today:
        raise OperationRefused("Inskrivningen kan inte ligga i framtiden.", field="enrolled_on")
    if received_on is not None and enrolled_on < received_on:
        day = weekday_date(received_on)
        raise OperationRefused(
            f"Inskrivningen kan inte ligga före dagen då remissen eller personen kom, {day}.", field="enrolled_on"
        )
    earliest = earliest_backdating(actor)
    if earliest is not None and enrolled_on < earliest:
        act = "skriva in personen" if case is None else "rätta dagen"
        raise OperationRefused(
            f"Inskrivningen kan läggas högst 5 arbetsdagar tillbaka. Be enhetschefen att {act}.", field="enrolled_on"
        )
    others = Enrolment.objects.filter(person=person, closed_on__gt=enrolled_on)
    if case is not None:
        others = others.exclude(pk=case.pk)
        if case.closed_on is not None:
            others = others.filter(enrolled_on__lt=case.closed_on)
    with as_database_role(DatabaseRole.REGISTRAR):
        is_within = others.exists()
    if is_within:
        raise OperationRefused(
            "Personens förra ärende var öppet den dagen eller senare. Välj en senare dag.", field="enrolled_on"
        )
