"""One coach for several cases."""

from __future__ import annotations

from django.db import transaction

from aspirants.operations import assign_coach
from aspirants.querysets import EnrolmentQuerySet
from aspirants.shown import shown_cases, shown_coach
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from organisation.access.permissions import Act, require
from organisation.lists.results import BulkResult
from organisation.models import User

REASON_FOR_CHANGE = "Skriv varför ärendena byter coach."
ONLY_MANAGERS = "Bara enhetschefen kan tilldela coach för flera på en gång."


@transaction.atomic
def assign_coach_to_cases(
    *, actor: User, cases: EnrolmentQuerySet, seen_cases: Seen, coach: User, reason: str = ""
) -> BulkResult:
    """Give several cases one coach, by the rules of a single case; those it refuses stay as they are.

    Raises OperationRefused where the actor may not change coaches, or a case has a coach and there is no reason.
    """
    require(actor, Act.CHANGE_COACH, refusal=ONLY_MANAGERS)
    list(cases.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    require_seen(seen_cases, shown_cases(cases))
    if not reason and cases.filter(coach__isnull=False).exclude(coach=coach).exists():
        raise OperationRefused(REASON_FOR_CHANGE, field="reason")
    result = BulkResult()
    for case in cases.select_related("person", "coach"):
        try:
            # A page of cases at most: each is locked, checked and given its assignment.
            with transaction.atomic():
                assign_coach(actor=actor, enrolment=case, seen_coach=shown_coach(case), coach=coach, reason=reason)
            result.done += 1
        except OperationRefused as refusal:
            result.leave_out(case.pk, refusal.message)
    return result
