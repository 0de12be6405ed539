"""Interruptions through the pages: the worked examples F-25 and F-26, and how they end."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from aspirants.models import Enrolment, EnrolmentStatus, Interruption, InterruptionReason
from aspirants.shown import shown_interruptions
from deadlines.models import Breach, ClockStatus
from deadlines.operations import interrupt_case, note_returns
from demo.factories import EnrolmentFactory, FollowUpFactory
from jobplans.models import FollowUp, FollowUpResult
from jobplans.operations import hold_follow_up
from jobplans.shown import shown_follow_up
from tests.aspirants.staff import at, errors, said
from tests.deadlines.clocks import due, sweep_on


@pytest.fixture
def follow_up(now, coach) -> FollowUp:
    """Planned after an approval on 31 May 2026: due 31 August."""
    now.move_to(at("2026-06-01"))
    enrolment = EnrolmentFactory(coach=coach, enrolled_on=date(2026, 5, 25))
    planned = FollowUpFactory(enrolment=enrolment, clock__started_on=date(2026, 5, 31))
    assert planned.clock.due_on == date(2026, 8, 31)
    return planned


def send(client, enrolment, **typed):
    return client.submit(reverse("case_interruption", args=[enrolment.pk]), typed)


def test_a_last_day_within_the_interruption_moves_to_after_the_return(now, follow_up, as_coach):
    """F-25"""
    enrolment = follow_up.enrolment
    now.move_to(at("2026-08-10"))
    page = said(as_coach, send(as_coach, enrolment, reason="ILLNESS", started_on="2026-08-10", returned_on=""))
    assert "Uppföljningen får ny sista dag när aspiranten är tillbaka." in page
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.PAUSED
    follow_up.clock.refresh_from_db()
    assert (follow_up.clock.status, follow_up.clock.due_on) == (ClockStatus.PAUSED, None)
    sweep_on(now, "2026-09-10")
    assert not Breach.objects.exists()
    now.move_to(at("2026-09-14"))
    assert "mån 21 sep 2026" in said(as_coach, send(as_coach, enrolment, returned_on="2026-09-14"))
    assert due(follow_up.clock) == "2026-09-21"
    follow_up.clock.refresh_from_db()
    assert follow_up.clock.original_due_on == date(2026, 8, 31)
    enrolment.refresh_from_db()
    assert enrolment.status == EnrolmentStatus.ACTIVE
    sweep_on(now, "2026-09-22")
    assert Breach.objects.get().due_on == date(2026, 9, 21)


def test_an_interruption_over_before_the_last_day_moves_nothing(now, follow_up, as_coach):
    """F-26"""
    enrolment = follow_up.enrolment
    now.move_to(at("2026-07-01"))
    send(as_coach, enrolment, reason="AWAY", started_on="2026-07-01", returned_on="")
    now.move_to(at("2026-08-03"))
    assert "mån 31 aug 2026" in said(as_coach, send(as_coach, enrolment, returned_on="2026-08-03"))
    assert due(follow_up.clock) == "2026-08-31"


def test_a_return_known_beforehand_comes_by_itself(now, follow_up, as_coach):
    enrolment = follow_up.enrolment
    now.move_to(at("2026-08-10"))
    send(as_coach, enrolment, reason="CARE", started_on="2026-08-10", returned_on="2026-09-14")
    assert due(follow_up.clock) == "2026-09-21"
    assert note_returns(on=date(2026, 9, 13)) == 0
    assert note_returns(on=date(2026, 9, 14)) == 1
    assert Enrolment.objects.get(pk=enrolment.pk).status == EnrolmentStatus.ACTIVE


def test_only_a_manager_moves_a_last_day_that_has_passed(now, follow_up, as_coach, as_manager):
    enrolment = follow_up.enrolment
    sweep_on(now, "2026-09-01")
    now.move_to(at("2026-09-15"))
    typed = {"reason": "ILLNESS", "started_on": "2026-08-10", "returned_on": "2026-09-14"}
    assert "registreras av enhetschefen" in str(errors(send(as_coach, enrolment, **typed)))
    assert not Interruption.objects.exists()
    said(as_manager, send(as_manager, enrolment, **typed))
    assert due(follow_up.clock) == "2026-09-21"
    assert Breach.objects.get().revoked_at is not None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"started_on": "2028-07-02", "returned_on": ""}, "started_on"),
        ({"started_on": "2026-05-20", "returned_on": ""}, "started_on"),
        ({"started_on": "2026-06-01", "returned_on": "2026-06-01"}, "returned_on"),
    ],
    ids=["more than two years ahead", "before the case", "ends as it begins"],
)
def test_what_is_wrong_is_said_at_its_field(follow_up, as_coach, typed, field):
    assert list(errors(send(as_coach, follow_up.enrolment, reason="OTHER", **typed))) == [field]


def test_two_interruptions_do_not_share_a_day(now, follow_up, as_coach):
    enrolment = follow_up.enrolment
    now.move_to(at("2026-06-20"))
    send(as_coach, enrolment, reason="OTHER", started_on="2026-06-01", returned_on="2026-06-10")
    again = send(as_coach, enrolment, reason="OTHER", started_on="2026-06-09", returned_on="2026-06-12")
    assert errors(again) == {"started_on": ["Ärendet har redan ett uppehåll de dagarna."]}
    said(as_coach, send(as_coach, enrolment, reason="OTHER", started_on="2026-06-10", returned_on="2026-06-12"))
    assert Interruption.objects.count() == 2


def test_whoever_is_followed_up_is_back(now, follow_up, coach):
    enrolment = follow_up.enrolment
    now.move_to(at("2026-08-10"))
    interrupt_case(
        actor=coach,
        enrolment=enrolment,
        seen_interruptions=shown_interruptions(enrolment),
        reason=InterruptionReason.CARE,
        started_on=date(2026, 8, 10),
    )
    now.move_to(at("2026-09-16", "12:00"))
    follow_up.clock.refresh_from_db()
    hold_follow_up(
        actor=coach,
        follow_up=follow_up,
        seen_follow_up=shown_follow_up(follow_up),
        held_at=at("2026-09-16"),
        result=FollowUpResult.UNCHANGED,
    )
    assert Interruption.objects.get().returned_on == date(2026, 9, 16)
    follow_up.clock.refresh_from_db()
    assert (follow_up.clock.status, due(follow_up.clock)) == (ClockStatus.MET, "2026-09-23")
    assert Enrolment.objects.get(pk=enrolment.pk).status == EnrolmentStatus.ACTIVE


def test_what_is_excused_stays_so(now, follow_up, as_manager):
    type(follow_up.clock).objects.filter(pk=follow_up.clock_id).update(status=ClockStatus.EXCUSED)
    now.move_to(at("2026-09-15"))
    said(as_manager, send(as_manager, follow_up.enrolment, reason="ILLNESS", started_on="2026-08-10", returned_on=""))
    follow_up.clock.refresh_from_db()
    assert (follow_up.clock.status, follow_up.clock.due_on) == (ClockStatus.EXCUSED, date(2026, 8, 31))


def test_a_coach_registers_who_is_away_from_today_also_when_a_follow_up_is_late(now, follow_up, as_coach):
    sweep_on(now, "2026-09-01")
    now.move_to(at("2026-09-15"))
    said(as_coach, send(as_coach, follow_up.enrolment, reason="ILLNESS", started_on="2026-09-15", returned_on=""))
    assert Breach.objects.get().revoked_at is None


def test_a_follow_up_planned_while_a_return_is_known_counts_it_in(now, follow_up, coach):
    enrolment = follow_up.enrolment
    now.move_to(at("2026-08-20", "12:00"))
    interrupt_case(
        actor=coach,
        enrolment=enrolment,
        seen_interruptions=shown_interruptions(enrolment),
        reason=InterruptionReason.CARE,
        started_on=date(2026, 8, 20),
        returned_on=date(2027, 1, 11),
    )
    follow_up.clock.refresh_from_db()
    hold_follow_up(
        actor=coach,
        follow_up=follow_up,
        seen_follow_up=shown_follow_up(follow_up),
        held_at=at("2026-08-20"),
        result=FollowUpResult.UNCHANGED,
    )
    planned = FollowUp.objects.exclude(pk=follow_up.pk).get().clock
    assert due(planned) == "2027-01-18"
    assert planned.original_due_on == date(2026, 11, 20)


def test_a_follow_up_held_the_day_an_interruption_began_waits_for_the_return(now, follow_up, coach):
    """An interruption of today cannot end today, so the next follow-up is planned while the case is interrupted."""
    enrolment = follow_up.enrolment
    now.move_to(at("2026-08-10", "12:00"))
    interrupt_case(
        actor=coach,
        enrolment=enrolment,
        seen_interruptions=shown_interruptions(enrolment),
        reason=InterruptionReason.ILLNESS,
        started_on=date(2026, 8, 10),
    )
    follow_up.clock.refresh_from_db()
    hold_follow_up(
        actor=coach,
        follow_up=follow_up,
        seen_follow_up=shown_follow_up(follow_up),
        held_at=at("2026-08-10"),
        result=FollowUpResult.UNCHANGED,
    )
    following = FollowUp.objects.exclude(pk=follow_up.pk).get()
    assert (following.clock.status, following.clock.due_on) == (ClockStatus.PAUSED, None)
    assert following.clock.original_due_on == date(2026, 11, 10)
