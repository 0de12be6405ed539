"""What a deadline lacks, what to do about it, and where: the same on Min dag and on the page of the case."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse

from deadlines.models import ClockKind, DeadlineClock
from jobplans.models import FollowUp


class WayToKeep(NamedTuple):
    """What is lacking, the act, and the address of the page on which it is done."""

    what: str
    action: str
    url: str


def way_to_keep(
    clock: DeadlineClock, *, follow_up: FollowUp | None, awaits_answer: bool, has_met: bool = True
) -> WayToKeep:
    """How a case's clock that waits is kept.

    `follow_up`: the one planned for it. `awaits_answer`: whether a plan of the case waits for the aspirant's answer.
    `has_met`: whether a meeting has been held or is booked in the case.
    """
    case, what = [clock.enrolment_id], clock.policy.get_kind_display()
    if follow_up is not None:
        return WayToKeep("Uppföljning efter tre månader", "Följ upp", reverse("follow_up_hold", args=[follow_up.pk]))
    if clock.kind == ClockKind.PLAN_COMMUNICATION:
        return WayToKeep("Jobbplanen är inte skickad", "Skicka jobbplan", reverse("case_plan", args=case))
    if clock.kind == ClockKind.ASSESSMENT:
        return WayToKeep("Första bedömningssamtalet är inte hållet", "Boka möte", reverse("book_meeting", args=case))
    if clock.kind == ClockKind.GROUP_INFO_OFFER:
        return WayToKeep(what, "Kalla till gruppinformation", reverse("case_group_information", args=case))
    if clock.kind != ClockKind.PLAN_GUARANTEE:
        return WayToKeep(what, "Öppna", reverse("case", args=case))
    if awaits_answer:
        return WayToKeep("Jobbplanen väntar på svar", "Registrera svar", reverse("case_plan", args=case))
    if not has_met:
        return WayToKeep("Jobbplan saknas, inget möte bokat", "Boka möte", reverse("book_meeting", args=case))
    return WayToKeep("Jobbplan saknas", "Skriv jobbplan", reverse("plan_edit", args=case))
