"""When the promise falls due, by the day the referral reached the jobbtorg (docs/deadlines.md)."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from jobplans.models import ClockStatus
from organisation.models import Jobbtorg, User
from referrals.models import Referral
from referrals.operations import withdraw_referral
from tests.referrals.pages import send, text
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


def test_a_withdrawn_referral_has_no_clock_running(caseworker: User, sender: Client, jobbtorg: Jobbtorg) -> None:
    """G-59: in no denominator."""
    referral = send(sender, jobbtorg)
    withdraw_referral(actor=caseworker, referral=referral)
    assert Referral.objects.get().clock.status == ClockStatus.CANCELLED
