"""What plans and follow-ups leave hanging on a case, and the last of them that has been."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from aspirants.closing.hanging import HangingThing, LastEvent
from aspirants.models import Closure, Enrolment
from core.swedish.dates import weekday_date
from jobplans.models import FollowUp, FollowUpStatus, JobPlanVersion, PlanApproval, PlanCommunication, VersionStatus
from jobplans.shown import IN_PREPARATION
from organisation.models import User


def _in_preparation(enrolment: Enrolment) -> QuerySet[JobPlanVersion]:
    return JobPlanVersion.objects.filter(plan__enrolment=enrolment, status__in=IN_PREPARATION)


def _versions(enrolment: Enrolment) -> list[str]:
    return [
        f"Version {version.number}, {version.get_status_display().lower()}" for version in _in_preparation(enrolment)
    ]


def _withdraw(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    """A draft or a proposal leads nowhere once the case is closed; it stays readable."""
    keys = list(_in_preparation(enrolment).values_list("pk", flat=True))
    JobPlanVersion.objects.filter(pk__in=keys).update(status=VersionStatus.WITHDRAWN)


def _planned(enrolment: Enrolment) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(enrolment=enrolment, status=FollowUpStatus.PLANNED).select_related("clock")


def _lines(follow_ups: QuerySet[FollowUp]) -> list[str]:
    return [
        f"Uppföljning senast {weekday_date(one.clock.due_on)}" if one.clock.due_on else "Uppföljning, pausad"
        for one in follow_ups
    ]


def _cancelled_with(closure: Closure) -> QuerySet[FollowUp]:
    cancelled = FollowUp.objects.filter(enrolment=closure.enrolment_id, status=FollowUpStatus.CANCELLED)
    return cancelled.filter(clock__ended_with__enrolment=closure.enrolment_id).select_related("clock")


def _cancel(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    """Their clocks are judged with all others of the case."""
    FollowUp.objects.filter(enrolment=enrolment, status=FollowUpStatus.PLANNED).update(status=FollowUpStatus.CANCELLED)


def _plan_again(actor: User, enrolment: Enrolment, closure: Closure) -> None:
    """Their clocks come back by themselves, with all others that the closing had decided on."""
    keys = list(_cancelled_with(closure).values_list("pk", flat=True))
    FollowUp.objects.filter(pk__in=keys).update(status=FollowUpStatus.PLANNED)


def _last_held(enrolment: Enrolment) -> datetime.date | None:
    held = FollowUp.objects.filter(enrolment=enrolment, status=FollowUpStatus.HELD, held_at__isnull=False)
    at = held.order_by("-held_at").values_list("held_at", flat=True).first()
    return timezone.localdate(at) if at else None


def _last_answer(enrolment: Enrolment) -> datetime.date | None:
    answers = PlanApproval.objects.filter(version__plan__enrolment=enrolment).order_by("-answered_at")
    at = answers.values_list("answered_at", flat=True).first()
    return timezone.localdate(at) if at else None


def _last_sent(enrolment: Enrolment) -> datetime.date | None:
    sent = PlanCommunication.objects.filter(version__plan__enrolment=enrolment).order_by("-sent_at")
    at = sent.values_list("sent_at", flat=True).first()
    return timezone.localdate(at) if at else None


THINGS = (
    HangingThing(
        key="plan in preparation",
        label="Jobbplan under arbete",
        becomes="dras tillbaka",
        position=30,
        found=_versions,
        settle=_withdraw,
    ),
    HangingThing(
        key="follow-ups",
        label="Planerade uppföljningar",
        becomes="ställs in",
        position=40,
        found=lambda enrolment: _lines(_planned(enrolment)),
        settle=_cancel,
        returning=lambda enrolment, closure: _lines(_cancelled_with(closure)),
        bring_back=_plan_again,
    ),
)
EVENTS = (
    LastEvent("follow-up", "uppföljningen", _last_held),
    LastEvent("plan answer", "svaret på jobbplanen", _last_answer),
    LastEvent("plan sent", "utskicket av jobbplanen", _last_sent),
)
