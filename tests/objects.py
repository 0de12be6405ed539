"""What a page about a case needs, made for that case."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from aspirants.models import Enrolment, EnrolmentStatus
from demo.factories import (
    AttachmentFactory,
    ClosureFactory,
    ConsentFactory,
    CorrectionFactory,
    DeadlineClockFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    PostClosureCheckFactory,
    QuestionThreadFactory,
    ReferralFactory,
    WalkInFactory,
)
from tests.addresses import address
from tests.pages import PAGES, Object, Page, State

TRAITS: dict[State, dict[str, bool]] = {
    State.PLAN_DRAFTED: {},
    State.PLAN_PROPOSED: {"proposed": True},
    State.PLAN_APPROVED: {"approved": True},
    State.REFERRAL_ACCEPTED: {"accepted": True},
    State.REFERRAL_INCOMPLETE: {"incomplete": True},
    State.REFERRAL_ON_PAPER: {"paper": True},
    State.REFERRAL_AWAITS_DECISION: {"awaits_decision": True},
    State.VISIT_AWAITS_DECISION: {"awaits_decision": True},
    State.CORRECTION_WAITING: {"waiting": True},
}
"""By what trait the factory of the plan or the referral makes it so."""


def object_for(page: Page, case: Enrolment) -> Any:
    """The key of an object of the case that the page has something to show of."""
    traits = TRAITS.get(page.state, {}) if page.state else {}
    if page.state is State.CLOSED:
        _close(case)
        return case.pk
    if page is PAGES["consent_withdraw"]:
        ConsentFactory(enrolment=case)
    if page.about is Object.CASE:
        if page.state is State.CORRECTION_WAITING:
            CorrectionFactory(enrolment=case, **traits)
        elif page.state is State.VISIT_AWAITS_DECISION:
            WalkInFactory(enrolment=case, **traits)
        elif page.state:
            JobPlanVersionFactory(enrolment=case, **traits)
        return case.pk
    if page.about is Object.REFERRAL:
        key: int = ReferralFactory(person=case.person, jobbtorg=case.jobbtorg, **traits).pk
    elif page.about is Object.ATTACHMENT:
        return AttachmentFactory(referral__person=case.person, referral__jobbtorg=case.jobbtorg).key
    elif page.about is Object.QUESTION:
        referral = getattr(case, "referral", None) or ReferralFactory(enrolled=True, enrolment=case)
        key = QuestionThreadFactory(referral=referral).pk
    elif page.about is Object.CLOCK:
        key = DeadlineClockFactory(enrolment=case, breached=True).pk
    elif page.about is Object.FOLLOW_UP:
        key = FollowUpFactory(enrolment=case).pk
    elif page.about is Object.CHECK:
        key = PostClosureCheckFactory(enrolment=_close(case)).pk
    elif page.about is Object.BOOKING:
        key = GroupInformationBookingFactory(enrolment=case).pk
    elif page.about is Object.MEETING:
        key = MeetingFactory(enrolment=case).pk
    else:
        raise ValueError(f"tests/objects.py makes no {page.about} of a case")
    return key


def _close(case: Enrolment) -> Enrolment:
    """The case, closed to work today."""
    if case.is_open:
        case.status, case.closed_on = EnrolmentStatus.CLOSED, timezone.localdate()
        case.save()
        ClosureFactory(enrolment=case)
    return case


def address_for(name: str, case: Enrolment) -> str:
    """The address of a page about the case, with what has to be there for it."""
    return address(name, object_for(PAGES[name], case))
