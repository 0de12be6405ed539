"""Pausing, resuming, answering and sweeping, the way the pages and the scheduled job do it."""

from __future__ import annotations

from django.core.management import call_command
from django.urls import reverse

from deadlines.clocks.lifecycle import recomputed
from deadlines.models import DeadlineClock
from demo.factories import JobPlanVersionFactory
from jobplans.models import ApprovalMethod, Decision
from jobplans.operations import record_answer
from jobplans.shown import shown_version
from organisation.models import User
from tests.aspirants.staff import at


def pause(client, clock, first, last="", reason="P01", **more):
    return client.submit(
        reverse("clock_pause", args=[clock.pk]),
        {"reason": reason, "paused_from": first, "resumed_on": last, "note": "", **more},
    )


def resume(client, clock, day):
    return client.submit(reverse("clock_resume", args=[clock.pk]), {"resumed_on": day})


def due(clock: DeadlineClock) -> str:
    """The stored due date, having checked that the events give the same."""
    clock = DeadlineClock.objects.get(pk=clock.pk)
    assert clock.due_on == recomputed(clock).due_on
    return str(clock.due_on)


def approve(actor: User, clock: DeadlineClock, answered_at) -> DeadlineClock:
    """The aspirant's yes to a proposed plan, recorded now."""
    version = JobPlanVersionFactory(enrolment=clock.enrolment, proposed=True)
    record_answer(
        actor=actor,
        version=version,
        seen_version=shown_version(version),
        decision=Decision.APPROVED,
        answered_at=answered_at,
        method=ApprovalMethod.ORAL_AT_MEETING,
    )
    clock.refresh_from_db()
    return clock


def sweep_on(now, day: str) -> None:
    """A sweep at 00.15 in Stockholm."""
    now.move_to(at(day, "00:15"))
    call_command("sweep_deadlines", verbosity=0)
