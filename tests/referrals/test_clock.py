"""When the clock falls due, by the day the referral reached the jobbtorg (docs/deadlines.md)."""

from __future__ import annotations

import datetime
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from aspirants.models import Enrolment
from deadlines.models import ClockStatus, DeadlineClock, DeadlinePolicy, StartEvent
from demo.factories import DeadlinePolicyFactory, EnrolmentFactory, PersonFactory
from meetings.choices import MeetingStatus
from meetings.operations import log_meeting
from organisation.models import Jobbtorg, User
from referrals.models import Referral, ReferralStatus
from referrals.operations import accept_referral, enrol_referral
from tests.post_forms import submit
from tests.referrals.pages import give_details, say_who, send, shown_now, text, url
from tests.visits import signed_in


@pytest.mark.parametrize(
    ("sent_at", "received_on", "due_on"),
    [
        pytest.param("2026-11-21T10:00:00Z", "2026-11-21", "2026-11-27", id="G-28 a Saturday"),
        pytest.param("2026-11-22T22:59:59Z", "2026-11-22", "2026-11-27", id="G-29 a Sunday, one second to midnight"),
        pytest.param("2026-10-22T22:30:00Z", "2026-10-23", "2026-10-30", id="G-46 after midnight in Stockholm"),
        pytest.param("2026-11-23T21:15:00Z", "2026-11-23", "2026-11-30", id="late on a Monday evening"),
        pytest.param("2026-11-20T08:00:00Z", "2026-11-20", "2026-11-27", id="a Friday, due as the weekend after it"),
        pytest.param("2026-09-07T08:00:00Z", "2026-09-07", "2026-09-14", id="G-58 a Monday in September"),
    ],
)
def test_due_dates(
    caseworker: User, jobbtorg: Jobbtorg, clock: time_machine.Traveller, sent_at: str, received_on: str, due_on: str
) -> None:
    clock.move_to(datetime.datetime.fromisoformat(sent_at), tick=False)
    referral = send(signed_in(caseworker), jobbtorg, benefit_applied_on="", unemployed_since="")
    assert (str(referral.received_on), str(referral.clock.due_on)) == (received_on, due_on)
    assert str(referral.clock.started_on) == received_on


def test_the_confirmation_explains_the_skipped_days(
    caseworker: User, jobbtorg: Jobbtorg, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime.datetime(2026, 12, 21, 9, tzinfo=datetime.UTC), tick=False)
    client = signed_in(caseworker)
    referral = send(client, jobbtorg)
    page = text(client.get(reverse("referral_sent", args=[referral.pk])))
    assert "Varför detta datum?" in page
    for line in (
        "tis 22 dec – arbetsdag 1",
        "tor 24 dec – julafton, räknas inte",
        "fre 25 dec – juldagen, räknas inte",
    ):
        assert line in page


def test_a_withdrawn_referral_has_no_clock_running(
    sender: Client, jobbtorg: Jobbtorg, clock: time_machine.Traveller
) -> None:
    """G-59: withdrawn two days after receipt, in no denominator."""
    referral = send(sender, jobbtorg)
    clock.move_to(datetime.datetime(2026, 11, 25, 9, tzinfo=datetime.UTC), tick=False)
    sender.force_login(referral.sent_by)
    submit(sender, reverse("referral_withdraw", args=[referral.pk]), {"comment": ""})
    referral.refresh_from_db()
    assert (referral.status, referral.clock.status) == (ReferralStatus.WITHDRAWN, ClockStatus.CANCELLED)
    assert not referral.clock.breaches.exists()


def test_a_second_referral_while_a_case_is_open_gives_no_clock(sender: Client, jobbtorg: Jobbtorg) -> None:
    """G-57: the sender is told before anything is registered."""
    EnrolmentFactory(person__identity_no="197904179814")
    draft_id = uuid.uuid4()
    assert "har redan ett öppet ärende" in text(say_who(sender, draft_id))
    give_details(sender, draft_id, jobbtorg)
    assert submit(sender, url("check", draft_id)).status_code == 422
    assert (Referral.objects.count(), DeadlineClock.objects.count()) == (0, 0)


def test_a_new_referral_after_the_end_is_a_new_clock(
    caseworker: User, jobbtorg: Jobbtorg, manager: User, clock: time_machine.Traveller
) -> None:
    """G-58: closed 29 May 2026, received again Monday 7 September: a new clock and a new case."""
    person = PersonFactory(identity_no="197904179814")
    before = EnrolmentFactory(referred=True, person=person, jobbtorg=jobbtorg, closed_on=datetime.date(2026, 5, 29))
    clock.move_to(datetime.datetime(2026, 9, 7, 8, tzinfo=datetime.UTC), tick=False)
    referral = send(signed_in(caseworker), jobbtorg, benefit_applied_on="", unemployed_since="")
    assert referral.person == person
    assert str(referral.clock.due_on) == "2026-09-14"
    assert referral.clock_id != before.referral.clock_id
    accept_referral(actor=manager, referral=referral, seen_referral=shown_now(referral))
    enrol_referral(actor=manager, referral=referral, seen_referral=shown_now(referral), coach=None)
    assert list(Enrolment.objects.filter(person=person).values_list("closed_on", flat=True)) == [
        None,
        datetime.date(2026, 5, 29),
    ]


@pytest.fixture
def _first_visit_from_2027() -> None:
    """G-65: from the first day of 2027 the jobbgaranti counts from the first visit."""
    DeadlinePolicy.objects.update(valid_to=datetime.date(2026, 12, 31))
    DeadlinePolicyFactory(start_event=StartEvent.FIRST_VISIT, valid_from=datetime.date(2027, 1, 1))


@pytest.mark.usefixtures("_first_visit_from_2027")
def test_the_rule_of_the_day_of_receipt_sticks(
    caseworker: User, jobbtorg: Jobbtorg, clock: time_machine.Traveller
) -> None:
    """G-65: received Monday 28 December 2026, under the old rule."""
    clock.move_to(datetime.datetime(2026, 12, 28, 9, tzinfo=datetime.UTC), tick=False)
    referral = send(signed_in(caseworker), jobbtorg)
    assert str(referral.clock.due_on) == "2027-01-07"


@pytest.mark.usefixtures("_first_visit_from_2027")
def test_a_clock_from_the_first_visit_waits_for_it(
    caseworker: User, jobbtorg: Jobbtorg, manager: User, coach: User, clock: time_machine.Traveller
) -> None:
    """G-65: received Monday 4 January 2027, first visit Monday 11 January: due Monday 18 January."""
    clock.move_to(datetime.datetime(2027, 1, 4, 9, tzinfo=datetime.UTC), tick=False)
    client = signed_in(caseworker)
    referral = send(client, jobbtorg)
    assert (referral.clock.status, referral.clock.due_on) == (ClockStatus.WAITING, None)
    page = text(client.get(reverse("referral_sent", args=[referral.pk])))
    assert "Jobbplanens sista dag räknas från första besöket" in page
    accept_referral(actor=manager, referral=referral, seen_referral=shown_now(referral))
    case = enrol_referral(actor=manager, referral=referral, seen_referral=shown_now(referral), coach=coach)
    clock.move_to(datetime.datetime(2027, 1, 11, 9, tzinfo=datetime.UTC), tick=False)
    log_meeting(
        actor=coach,
        enrolment=case,
        status=MeetingStatus.PRESENT,
        starts_at=datetime.datetime(2027, 1, 11, 8, tzinfo=datetime.UTC),
        submission_id=uuid.uuid4(),
    )
    started = DeadlineClock.objects.get(pk=referral.clock_id)
    assert (started.status, str(started.started_on)) == (ClockStatus.RUNNING, "2027-01-11")
    assert str(started.due_on) == "2027-01-18"
