"""Telling the unit of a case what is registered: attendance in a month, a follow-up's result, a declined job."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from aspirants.disclosing.exchange import to_unit_of
from aspirants.models import Disclosure, DisclosureContent, Enrolment
from aspirants.operations.disclosing import Ground, disclose
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from jobplans.operations.communication import notify_unit
from notices.choices import NoticeKind
from organisation.access.permissions import Act, require
from organisation.models import User
from referrals.telling.matters import content_of, rows_to_tell, shown_matter, told_before

STATED_REASON = "Aspirantens skäl"
NO_REASON = "Skriv skälet som aspiranten har angett."


@transaction.atomic
def tell_unit(
    *,
    actor: User,
    enrolment: Enrolment,
    matter: str,
    seen_matter: Seen,
    basis: Ground | None,
    submission_id: uuid.UUID,
    stated_reason: str = "",
) -> Disclosure:
    """Tell the case's unit what is registered now, which is what the page showed (`shown_matter`).

    Raises ChangedMeanwhileError where that is something else by now, or where it was told while the page was open.

    Of a declined job also the reason that the aspirant gave (R-1-37). The same `submission_id` twice gives the first
    disclosure again. What was told before stays as it was told: telling it anew is a disclosure of its own.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    enrolment = Enrolment.objects.locked(enrolment)
    earlier = Disclosure.objects.filter(enrolment=enrolment, submission_id=submission_id).first()
    if earlier is not None:
        return earlier
    content = content_of(matter)
    said = rows_to_tell(enrolment, matter, timezone.localdate())
    require_seen(seen_matter, shown_matter(enrolment, matter, said, told_before(enrolment, matter)))
    if content == DisclosureContent.DECLINED_OFFER:
        if not stated_reason.strip():
            raise OperationRefused(NO_REASON, field="stated_reason")
        said = [*said, (STATED_REASON, stated_reason.strip())]
    told = disclose(
        actor=actor,
        exchange=to_unit_of(enrolment),
        content=content,
        basis=basis,
        said=said,
        about=matter,
        submission_id=submission_id,
    )
    text = f"Uppgifter har lämnats i ärende {enrolment.case_no}: {content.label.lower()}"
    notify_unit(enrolment=enrolment, kind=NoticeKind.PLAN, event=f"told-{told.pk}", text=text)
    return told
