"""What a user may do with one clock now: the buttons of the page that explains it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from deadlines.models import Breach, ClockKind, ClockStatus, DeadlineClock, PolicyUse
from deadlines.status.planned import pause_ahead
from organisation.access.permissions import Act, may
from organisation.models import User


@dataclass(frozen=True)
class ClockAct:
    """A button: its Swedish label, where it leads, whether it is the main one, whether it acts without a form."""

    label: str
    url: str
    is_main: bool = False
    is_done_at_once: bool = False


def clock_acts(user: User, clock: DeadlineClock) -> list[ClockAct]:
    """The acts open to the user, in the order of the page: by the user's rights and the state of the clock.

    None for a clock that an imported list tells of.

    The clock is one that the user may see. Each operation checks the right and the state again.
    """
    if clock.historical:
        return []
    breach = clock.latest_breach
    standing = breach if breach is not None and breach.revoked_at is None else None
    return [
        *_contact(user, clock),
        *_pause(user, clock),
        *(_answers_for_breach(user, clock, standing) if standing is not None else ()),
        *_confirmation(user, clock),
    ]


def _contact(user: User, clock: DeadlineClock) -> Iterator[ClockAct]:
    is_to_be_kept = not clock.fulfilled_at and not clock.ended_on and clock.policy.use == PolicyUse.ACTIVE
    if is_to_be_kept and _case_is_open(clock) and may(user, Act.WORK_IN_CASE):
        yield ClockAct("Registrera kontaktförsök", reverse("contact_attempt", args=[clock.pk]))


def _pause(user: User, clock: DeadlineClock) -> Iterator[ClockAct]:
    if not may(user, Act.PAUSE_CLOCK):
        return
    if clock.ended_on is not None or not _case_is_open(clock):
        return
    if clock.is_open and any(pause.paused_from > timezone.localdate() for pause in clock.pauses.all()):
        yield ClockAct("Ändra planerad paus", reverse("pause_planned", args=[clock.pk]))
    awaits = next((pause for pause in clock.pauses.all() if pause.awaits_approval), None)
    if clock.status == ClockStatus.PAUSED and not pause_ahead(clock, timezone.localdate()):
        yield ClockAct("Avsluta pausen", reverse("clock_resume", args=[clock.pk]), is_main=True)
    elif clock.status == ClockStatus.RUNNING and _has_pauses_of_its_own(clock) and awaits is None:
        yield ClockAct("Pausa fristen", reverse("clock_pause", args=[clock.pk]))
    if awaits is not None and clock.fulfilled_at is None and may(user, Act.PAUSE_AT_LENGTH):
        yield ClockAct("Godkänn att pausen fortsätter", reverse("pause_approve", args=[clock.pk]), is_done_at_once=True)


def _case_is_open(clock: DeadlineClock) -> bool:
    """Whether there still is something to keep: before there is a case, it is so too."""
    return clock.enrolment is None or clock.enrolment.is_open


def _has_pauses_of_its_own(clock: DeadlineClock) -> bool:
    """Whether it is paused by itself; a follow-up pauses with the case (F-25)."""
    return clock.kind != ClockKind.FOLLOW_UP


def _answers_for_breach(user: User, clock: DeadlineClock, breach: Breach) -> Iterator[ClockAct]:
    if may(user, Act.WORK_IN_CASE) and clock.policy.use == PolicyUse.ACTIVE:
        label = "Ändra orsak" if breach.cause else "Ange orsak"
        yield ClockAct(label, reverse("breach_explain", args=[clock.pk]))
    is_settled = clock.ended_on is not None or not _case_is_open(clock)
    can_heal = clock.fulfilled_at is not None or not is_settled
    if may(user, Act.PAUSE_AT_LENGTH) and _has_pauses_of_its_own(clock) and can_heal:
        yield ClockAct("Registrera paus i efterhand", reverse("clock_pause", args=[clock.pk]))
    if may(user, Act.CONFIRM_LATE) and not clock.awaits_confirmation:
        yield ClockAct("Ursäkta med underlag", reverse("clock_excuse", args=[clock.pk]), is_done_at_once=True)


def _confirmation(user: User, clock: DeadlineClock) -> Iterator[ClockAct]:
    if may(user, Act.CONFIRM_LATE) and clock.awaits_confirmation:
        url = reverse("clock_confirm", args=[clock.pk])
        yield ClockAct("Bekräfta att fristen hölls", url, is_main=True, is_done_at_once=True)
