"""The aspirant has moved to another stadsdel: from now on another income support unit is told about the case.

It is another authority (law: OSL 8 kap. 1 §). It sees nothing of before, and from now on what it is told; the unit
before keeps its referral and what it was told, and nothing newer (referrals/row_security/).
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from aspirants.models import Enrolment, SupportUnitChange
from aspirants.reasons import given_reason
from casework.transfers.shown import shown_support_unit
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from core.swedish.dates import weekday_date
from jobplans.operations.communication import start_communication_anew
from organisation.access.permissions import Act, require
from organisation.models import IncomeSupportUnit, User
from referrals.models import Referral
from referrals.questions.operations import end_questions_of_case


@transaction.atomic
def change_support_unit(
    *,
    actor: User,
    enrolment: Enrolment,
    seen_unit: Seen,
    unit: IncomeSupportUnit,
    changed_on: datetime.date,
    reason: str,
) -> SupportUnitChange:
    """Record that a case belongs to another income support unit from a local date, and why. Raises OperationRefused.

    An approved plan is to be communicated anew, on a ground of its own. Questions between the jobbtorg and the unit
    before end. Nobody is told anything by it.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    # The referral before its case, as everybody locks them.
    list(Referral.objects.filter(enrolment=enrolment).select_for_update(no_key=True, of=("self",)))
    end_questions_of_case(actor=actor, enrolment=enrolment)
    locking = Enrolment.objects.select_related("person", "jobbtorg", "income_support_unit")
    enrolment = locking.locked_open(enrolment)
    require_seen(seen_unit, shown_support_unit(enrolment))
    reason = given_reason(reason, "Skriv varför ärendet får en annan enhet.")
    _require_possible(enrolment, unit, changed_on)
    change: SupportUnitChange = SupportUnitChange.objects.create(
        enrolment=enrolment,
        origin=enrolment.income_support_unit,
        unit=unit,
        changed_on=changed_on,
        reason=reason,
        recorded_by=actor,
    )
    Enrolment.objects.filter(pk=enrolment.pk).update(income_support_unit=unit)
    enrolment.income_support_unit = unit
    referrals = Referral.objects.filter(enrolment=enrolment)
    referrals.filter(unit=unit).update(followed_until=None)
    referrals.exclude(unit=unit).filter(followed_until=None).update(followed_until=timezone.now())
    start_communication_anew(enrolment=enrolment, today=timezone.localdate())
    return change


def _require_possible(enrolment: Enrolment, unit: IncomeSupportUnit, changed_on: datetime.date) -> None:
    today = timezone.localdate()
    if unit == enrolment.income_support_unit:
        raise OperationRefused("Ärendet har redan den försörjningsstödsenheten.", field="unit")
    if not unit.is_valid_on(today):
        raise OperationRefused("Välj en försörjningsstödsenhet som finns i dag.", field="unit")
    if changed_on > today:
        raise OperationRefused("Datumet kan inte ligga i framtiden.", field="changed_on")
    if changed_on < enrolment.enrolled_on:
        raise OperationRefused("Datumet kan inte ligga före inskrivningen.", field="changed_on")
    latest = enrolment.support_unit_changes.order_by(F("changed_on").desc(), "-pk").first()
    if latest is not None and changed_on < latest.changed_on:
        day = weekday_date(latest.changed_on)
        raise OperationRefused(f"Datumet kan inte ligga före det förra bytet, {day}.", field="changed_on")
