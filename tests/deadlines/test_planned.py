"""Interruptions and pauses ahead of time (FC-24): counted at once, changed and taken back before they begin."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from aspirants.models import Enrolment, EnrolmentStatus, Interruption
from aspirants.shown import shown_interruptions
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from deadlines.models import ClockPause, ClockStatus
from deadlines.operations import change_interruption, note_departures, note_returns, withdraw_interruption
from deadlines.operations.pauses import change_pause, withdraw_pause
from deadlines.shown import shown_clock
from demo.factories import EnrolmentFactory, FollowUpFactory, GroupInformationBookingFactory, MeetingFactory
from jobplans.models import FollowUp
from tests.aspirants.staff import at, errors, said, text
from tests.deadlines.clocks import due, pause, resume, sweep_on


@pytest.fixture
def follow_up(now, coach) -> FollowUp:
    """Planned after an approval on 31 May 2026: due 31 August. Today is 1 June."""
    now.move_to(at("2026-06-01"))
    enrolment = EnrolmentFactory(coach=coach, enrolled_on=date(2026, 5, 25))
    return FollowUpFactory(enrolment=enrolment, clock__started_on=date(2026, 5, 31))


def plan(client, case, started_on, returned_on="", reason="CARE"):
    typed = {"reason": reason, "started_on": started_on, "returned_on": returned_on}
    return client.submit(reverse("case_interruption", args=[case.pk]), typed)


def status(case) -> str:
    return str(Enrolment.objects.get(pk=case.pk).status)


def test_an_interruption_is_known_beforehand(now, follow_up, as_coach):
    """FC-24: the last day is counted with it at once, and the case goes on until it begins."""
    case = follow_up.enrolment
    assert "Uppföljningens sista dag är mån 21 sep." in said(as_coach, plan(as_coach, case, "2026-08-10", "2026-09-14"))
    assert due(follow_up.clock) == "2026-09-21"
    assert status(case) == EnrolmentStatus.ACTIVE
    assert "Uppehåll till mån 14 sep" in text(as_coach.get(reverse("case", args=[case.pk])))
    for day, noted, state in [
        ("2026-08-09", (0, 0), "ACTIVE"),
        ("2026-08-10", (1, 0), "PAUSED"),
        ("2026-09-13", (0, 0), "PAUSED"),
        ("2026-09-14", (0, 1), "ACTIVE"),
    ]:
        on = date.fromisoformat(day)
        assert (note_departures(on=on), note_returns(on=on)) == noted
        assert status(case) == state


def test_the_sweep_notes_that_it_begins(now, follow_up, as_coach):
    plan(as_coach, follow_up.enrolment, "2026-08-10")
    assert due(follow_up.clock) == "None"
    sweep_on(now, "2026-08-10")
    assert status(follow_up.enrolment) == EnrolmentStatus.PAUSED


def test_a_planned_interruption_is_changed(follow_up, as_coach):
    case = follow_up.enrolment
    plan(as_coach, case, "2026-08-10", "2026-09-14")
    path = reverse("interruption_planned", args=[case.pk])
    assert path in as_coach.get(reverse("case_interruption", args=[case.pk])).content.decode()
    page = as_coach.get(path)
    assert page.context["form"]["started_on"].value() == date(2026, 8, 10)
    typed = {"reason": "ILLNESS", "started_on": "2026-07-01", "returned_on": "2026-08-03"}
    assert "Uppehållet är ändrat. Uppföljningens sista dag är mån 31 aug." in said(
        as_coach, as_coach.submit(path, typed, page=page)
    )
    [one] = Interruption.objects.all()
    assert (one.reason, one.started_on, one.returned_on) == ("ILLNESS", date(2026, 7, 1), date(2026, 8, 3))
    assert due(follow_up.clock) == "2026-08-31"


def test_a_planned_interruption_is_taken_back(follow_up, as_coach):
    case = follow_up.enrolment
    plan(as_coach, case, "2026-08-10")
    path = reverse("interruption_planned", args=[case.pk])
    assert "Ta tillbaka uppehållet" in text(as_coach.get(path))
    response = as_coach.submit(reverse("interruption_withdraw", args=[case.pk]))
    assert "Uppehållet är taget tillbaka. Uppföljningens sista dag är mån 31 aug." in said(as_coach, response)
    assert not Interruption.objects.exists()
    assert due(follow_up.clock) == "2026-08-31"
    assert list(changes_of(Interruption).objects.order_by("pgh_id").values_list("pgh_label", flat=True)) == [
        "insert",
        "delete",
    ]
    assert "Inget uppehåll är planerat." in text(as_coach.get(path))
    assert "Uppehållet togs bort" in text(as_coach.get(reverse("case_history", args=[case.pk])))


def test_one_that_has_begun_is_ended_instead(now, follow_up, as_coach, coach):
    case = follow_up.enrolment
    plan(as_coach, case, "2026-08-10")
    now.move_to(at("2026-08-10"))
    note_departures(on=date(2026, 8, 10))
    case.refresh_from_db()
    shown = {"actor": coach, "enrolment": case, "seen_interruptions": shown_interruptions(case)}
    with pytest.raises(OperationRefused, match=r"har börjat\. Avsluta det i stället"):
        withdraw_interruption(**shown)
    with pytest.raises(OperationRefused, match=r"har börjat\. Avsluta det i stället"):
        change_interruption(**shown, reason="CARE", started_on=date(2026, 8, 20))


def test_one_that_began_today_ends_today(follow_up, as_coach):
    case = follow_up.enrolment
    plan(as_coach, case, "2026-06-01")
    assert status(case) == EnrolmentStatus.PAUSED
    said(as_coach, as_coach.submit(reverse("case_interruption", args=[case.pk]), {"returned_on": "2026-06-01"}))
    assert status(case) == EnrolmentStatus.ACTIVE
    assert not Interruption.objects.exists()
    assert due(follow_up.clock) == "2026-08-31"


def test_one_that_began_yesterday_does_not_end_before_it_began(now, follow_up, as_coach):
    case = follow_up.enrolment
    plan(as_coach, case, "2026-06-01")
    now.move_to(at("2026-06-02"))
    response = as_coach.submit(reverse("case_interruption", args=[case.pk]), {"returned_on": "2026-06-01"})
    assert list(errors(response)) == ["returned_on"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"started_on": "2026-08-10", "returned_on": "2026-08-10"}, "returned_on"),
        ({"started_on": "2026-07-05", "returned_on": "2026-08-01"}, "started_on"),
        ({"started_on": "2026-05-01", "returned_on": ""}, "started_on"),
    ],
    ids=["no days", "days of another one", "before the case"],
)
def test_changing_is_judged_as_planning_is(follow_up, as_coach, coach, typed, field):
    case = follow_up.enrolment
    plan(as_coach, case, "2026-06-20", "2026-06-25")
    case.interruptions.create(
        reason="CARE", started_on=date(2026, 7, 1), returned_on=date(2026, 7, 10), registered_by=coach
    )
    response = as_coach.submit(reverse("interruption_planned", args=[case.pk]), {"reason": "CARE", **typed})
    assert list(errors(response)) == [field]
    assert case.interruptions.filter(started_on=date(2026, 6, 20)).exists()


def test_what_is_booked_in_it_is_shown(now, follow_up, as_coach, coach):
    """FC-24"""
    case = follow_up.enrolment
    inside = MeetingFactory(enrolment=case, coach=coach, starts_at=at("2026-08-12"))
    MeetingFactory(enrolment=case, coach=coach, starts_at=at("2026-09-14", "08:00"))
    MeetingFactory(enrolment=case, coach=coach, starts_at=at("2026-08-13"), cancelled=True)
    place = GroupInformationBookingFactory(enrolment=case, session__starts_at=at("2026-08-11"))
    response = plan(as_coach, case, "2026-08-10", "2026-09-14")
    page = as_coach.get(response.url)
    found = text(page)
    assert "2 bokade tider ligger i uppehållet. Flytta eller avboka." in found
    assert found.count("Bokat i uppehållet") == 2
    for path in (reverse("move_booking", args=[inside.pk]), reverse("invitation_cancel", args=[place.pk])):
        assert path in page.content.decode()
    assert "I uppehåll" in text(as_coach.get(reverse("case_meetings", args=[case.pk])))


def test_a_pause_is_known_beforehand(now, received, as_coach):
    """FC-24: the last day is counted with it at once."""
    clock = received("2026-11-23")
    assert "Ny sista dag är fre 4 dec" in said(as_coach, pause(as_coach, clock, "2026-11-26", "2026-12-02"))
    clock.refresh_from_db()
    assert (clock.status, str(clock.due_on)) == (ClockStatus.RUNNING, "2026-12-04")
    path = reverse("pause_planned", args=[clock.pk])
    assert path in as_coach.get(reverse("clock_explain", args=[clock.pk])).content.decode()
    typed = {"reason": "P02", "paused_from": "2026-11-27", "resumed_on": "2026-12-01", "note": "Intyg finns"}
    assert "Ny sista dag är ons 2 dec" in said(as_coach, as_coach.submit(path, typed))
    [one] = ClockPause.objects.all()
    assert (one.reason, one.paused_from, one.note) == ("P02", date(2026, 11, 27), "Intyg finns")
    assert due(clock) == "2026-12-02"
    response = as_coach.submit(reverse("pause_withdraw", args=[clock.pk]))
    assert "Pausen är tagen tillbaka. Sista dag är mån 30 nov." in said(as_coach, response)
    assert due(clock) == "2026-11-30"
    assert "Ingen paus är planerad." in text(as_coach.get(path))


def test_an_open_pause_ahead_takes_the_last_day_and_gives_it_back(received, as_coach):
    clock = received("2026-11-23")
    pause(as_coach, clock, "2026-11-26")
    clock.refresh_from_db()
    assert (clock.status, clock.due_on) == (ClockStatus.PAUSED, None)
    assert as_coach.submit(reverse("pause_withdraw", args=[clock.pk])).status_code == 302
    clock.refresh_from_db()
    assert (clock.status, str(clock.due_on)) == (ClockStatus.RUNNING, "2026-11-30")


def test_a_pause_that_began_today_ends_today(now, received, as_coach):
    clock = received("2026-11-23")
    now.move_to(at("2026-11-25"))
    pause(as_coach, clock, "2026-11-25")
    said(as_coach, resume(as_coach, clock, "2026-11-25"))
    assert not ClockPause.objects.exists()
    assert due(clock) == "2026-11-30"


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2026-11-20", "2026-11-27", "paused_from"),  # before the clock
        ("2026-12-01", "2026-12-03", "paused_from"),  # after the last day it has without the pause
        ("2026-11-26", "2026-12-29", "resumed_on"),  # more than a coach may decide
        ("2026-11-26", "2026-11-26", "resumed_on"),  # no day
    ],
)
def test_changing_a_pause_is_judged_as_pausing_is(received, as_coach, first, last, field):
    clock = received("2026-11-23")
    pause(as_coach, clock, "2026-11-26", "2026-12-02")
    typed = {"reason": "P01", "paused_from": first, "resumed_on": last}
    assert list(errors(as_coach.submit(reverse("pause_planned", args=[clock.pk]), typed))) == [field]
    assert due(clock) == "2026-12-04"


def test_a_pause_that_has_begun_is_ended_instead(now, received, as_coach, coach):
    clock = received("2026-11-23")
    pause(as_coach, clock, "2026-11-24")
    now.move_to(at("2026-11-24"))
    clock.refresh_from_db()
    with pytest.raises(OperationRefused, match=r"har börjat\. Avsluta den i stället"):
        withdraw_pause(actor=coach, clock=clock, seen_clock=shown_clock(clock))
    with pytest.raises(OperationRefused, match=r"har börjat\. Avsluta den i stället"):
        change_pause(
            actor=coach, clock=clock, seen_clock=shown_clock(clock), reason="P01", paused_from=date(2026, 11, 26)
        )
