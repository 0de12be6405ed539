"""A referral whose person could not be reached: two attempts in time, thirty days of silence, and a manager (E03)."""

from __future__ import annotations

import datetime
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.refusals import OperationRefused
from deadlines.jobs.sweep import sweep
from deadlines.models import (
    ClockKind,
    ClockStatus,
    ContactAttempt,
    ContactChannel,
    ContactResult,
    DeadlineClock,
    Excuse,
    ExcuseReason,
)
from deadlines.operations import record_contact_attempt
from demo.factories import BreachFactory, DeadlinePolicyFactory, ReferralFactory, UserFactory
from notices.models import Notice
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.models import DeclineReason, Referral, ReferralStatus
from referrals.operations import decline_referral, lapse_referral, withdraw_referral
from referrals.shown import shown_referral
from tests.referrals.attempts import seek
from tests.referrals.pages import Response, seen, text
from tests.visits import signed_in

RECEIVED, FIRST, SECOND = date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 15)  # due Monday 19 October
THIRTY_DAYS_LATER = date(2026, 11, 14)


@pytest.fixture
def referral(jobbtorg: Jobbtorg, unit: IncomeSupportUnit) -> Referral:
    return ReferralFactory(accepted=True, jobbtorg=jobbtorg, unit=unit, received_on=RECEIVED)


@pytest.fixture
def boss(manager: User) -> Client:
    """The manager's browser."""
    return signed_in(manager)


def lapse(client: Client, referral: Referral) -> Response:
    typed = {"comment": "Brevet kom i retur.", **seen(referral)}
    return client.post(reverse("referral_lapse", args=[referral.pk]), typed, follow=True)


@pytest.mark.parametrize("ended", ["declined", "withdrawn", "lapsed"])
def test_nobody_is_sought_for_a_referral_that_has_ended(
    referral: Referral, boss: Client, manager: User, caseworker: User, coach: User, ended: str
) -> None:
    seek(referral.clock, FIRST, SECOND, by=coach)
    address = reverse("contact_attempt", args=[referral.clock_id])
    assert address in boss.get(reverse("referral_detail", args=[referral.pk])).text
    as_seen = shown_referral(referral)
    if ended == "declined":
        decline_referral(actor=manager, referral=referral, seen_referral=as_seen, reason=DeclineReason.DUPLICATE)
    elif ended == "withdrawn":
        withdraw_referral(actor=caseworker, referral=referral, seen_referral=as_seen)
    else:
        lapse_referral(actor=manager, referral=referral, seen_referral=as_seen)
    page = boss.get(reverse("referral_detail", args=[referral.pk])).text
    assert address not in page
    assert "Registrera kontaktförsök" not in page
    with pytest.raises(OperationRefused, match="Fristen är redan uppfylld eller avslutad"):
        record_contact_attempt(
            actor=coach,
            clock=referral.clock,
            channel=ContactChannel.PHONE,
            attempted_at=timezone.now(),
            result=ContactResult.NOT_REACHED,
        )
    assert ContactAttempt.objects.count() == 2


def test_a_silent_person(referral: Referral, boss: Client, manager: User, coach: User) -> None:
    seek(referral.clock, FIRST, SECOND, by=coach)
    assert "Låt remissen förfalla" in text(boss.get(reverse("referral_detail", args=[referral.pk])))
    assert "Låt remissen förfalla" in text(boss.get(reverse("referral_lapse", args=[referral.pk])))
    assert "Remissen har förfallit:" in text(lapse(boss, referral))
    referral.refresh_from_db()
    assert (referral.status, referral.clock.status) == (ReferralStatus.LAPSED, ClockStatus.EXCUSED)
    assert referral.clock.ended_on == date(2026, 11, 23)
    excuse = referral.clock.excuse
    assert (excuse.reason, excuse.happened_on, excuse.granted_by) == (ExcuseReason.E03, SECOND, manager)
    notice = Notice.objects.get(recipient=referral.sent_by)
    assert notice.text == f"Remiss {referral.number} har förfallit: personen gick inte att nå"
    followed = text(signed_in(referral.sent_by).get(reverse("referral_detail", args=[referral.pk])))
    assert "Förfallen: jobbtorget fick inte kontakt med personen" in followed
    assert "Brevet kom i retur." in followed


def test_a_breach_that_stands_is_revoked(referral: Referral, boss: Client, manager: User, coach: User) -> None:
    """Recorded too late for the sweep to see; the breach stays on record."""
    DeadlineClock.objects.filter(pk=referral.clock_id).update(status=ClockStatus.BREACHED)
    breach = BreachFactory(clock=referral.clock)
    seek(referral.clock, FIRST, SECOND, by=coach)
    lapse(boss, referral)
    breach.refresh_from_db()
    assert breach.revoked_by == manager
    assert Excuse.objects.get(clock=referral.clock).granted_by == manager
    referral.refresh_from_db()
    assert (referral.status, referral.clock.status) == (ReferralStatus.LAPSED, ClockStatus.EXCUSED)


def test_what_the_sweep_has_excused_stays_so(
    referral: Referral, boss: Client, coach: User, clock: time_machine.Traveller
) -> None:
    seek(referral.clock, FIRST, SECOND, by=coach)
    sweep(on=date(2026, 10, 20))
    assert DeadlineClock.objects.get(pk=referral.clock_id).status == ClockStatus.EXCUSED
    lapse(boss, referral)
    assert Excuse.objects.get(clock=referral.clock).granted_by is None
    assert Referral.objects.get(pk=referral.pk).status == ReferralStatus.LAPSED


def test_other_clocks_of_the_referral_end(referral: Referral, boss: Client, coach: User) -> None:
    policy = DeadlinePolicyFactory(kind=ClockKind.GROUP_INFO_OFFER)
    other = DeadlineClock.objects.create(
        policy=policy,
        person=referral.person,
        jobbtorg=referral.jobbtorg,
        reference=referral.number,
        started_on=date(2026, 11, 20),
        original_due_on=date(2026, 11, 27),
        due_on=date(2026, 11, 27),
    )
    seek(referral.clock, FIRST, SECOND, by=coach)
    lapse(boss, referral)
    other.refresh_from_db()
    assert (other.status, other.ended_on) == (ClockStatus.CANCELLED, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("days", "channels"),
    [
        pytest.param((), (ContactChannel.PHONE,), id="never sought"),
        pytest.param((FIRST,), (ContactChannel.PHONE,), id="once"),
        pytest.param((FIRST, SECOND), (ContactChannel.PHONE,), id="by telephone only"),
        pytest.param((FIRST, FIRST), (ContactChannel.PHONE, ContactChannel.LETTER), id="on one day"),
        pytest.param(
            (FIRST, date(2026, 10, 20)), (ContactChannel.PHONE, ContactChannel.LETTER), id="too late the second time"
        ),
    ],
)
def test_too_few_attempts(
    referral: Referral, boss: Client, coach: User, days: tuple[date, ...], channels: tuple[str, ...]
) -> None:
    seek(referral.clock, *days, by=coach, channels=channels)
    response = lapse(boss, referral)
    assert response.status_code == 422
    assert "Det krävs minst två kontaktförsök inom fristen, på olika sätt och olika dagar." in text(response)
    referral.refresh_from_db()
    assert (referral.status, referral.clock.status) == (ReferralStatus.ACCEPTED, ClockStatus.RUNNING)
    assert not Excuse.objects.exists()


def test_thirty_days_must_pass_since_the_last_attempt(
    referral: Referral, manager: User, coach: User, clock: time_machine.Traveller
) -> None:
    seek(referral.clock, FIRST, SECOND, by=coach)
    day_before = THIRTY_DAYS_LATER - datetime.timedelta(days=1)
    clock.move_to(datetime.datetime.combine(day_before, datetime.time(9), datetime.UTC), tick=False)
    response = lapse(signed_in(manager), referral)
    assert response.status_code == 422
    assert "Remissen kan förfalla tidigast lör 14 nov 2026, 30 dagar senare." in text(response)
    clock.move_to(datetime.datetime.combine(THIRTY_DAYS_LATER, datetime.time(9), datetime.UTC), tick=False)
    lapse(signed_in(manager), referral)
    assert Referral.objects.get(pk=referral.pk).status == ReferralStatus.LAPSED


def test_an_attempt_after_the_last_day_counts_as_the_last(referral: Referral, boss: Client, coach: User) -> None:
    seek(referral.clock, FIRST, SECOND, date(2026, 11, 2), by=coach)
    assert "Det senaste kontaktförsöket var mån 2 nov 2026." in text(lapse(boss, referral))


def test_whoever_answered_was_reached(referral: Referral, boss: Client, coach: User) -> None:
    seek(referral.clock, FIRST, SECOND, by=coach)
    at = datetime.datetime(2026, 10, 16, 10, tzinfo=datetime.UTC)
    ContactAttempt.objects.create(
        clock=referral.clock,
        channel=ContactChannel.PHONE,
        attempted_at=at,
        result=ContactResult.DECLINED_TIME,
        offered_time=at + datetime.timedelta(days=3),
        recorded_by=coach,
        recorded_at=at,
    )
    assert "Personen svarade fre 16 okt 2026 och har alltså gått att nå." in text(lapse(boss, referral))
    assert Referral.objects.get(pk=referral.pk).status == ReferralStatus.ACCEPTED


def test_only_the_jobbtorgs_own_manager(referral: Referral, coach: User) -> None:
    seek(referral.clock, FIRST, SECOND, by=coach)
    assert lapse(signed_in(coach), referral).status_code == 403
    assert lapse(signed_in(UserFactory(manager=True)), referral).status_code == 404
    with pytest.raises(OperationRefused, match="Bara enhetschefen"):
        lapse_referral(actor=coach, referral=referral, seen_referral=shown_referral(referral))
    page = text(signed_in(coach).get(reverse("referral_detail", args=[referral.pk])))
    assert reverse("referral_lapse", args=[referral.pk]) not in page


def test_a_referral_at_its_end_does_not_lapse(manager: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(withdrawn=True, jobbtorg=jobbtorg)
    page = text(signed_in(manager).get(reverse("referral_lapse", args=[referral.pk]), follow=True))
    assert "Remissen är återkallad och kan inte förfalla." in page
