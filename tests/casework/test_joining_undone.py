"""Taking a joining back within 14 days: exactly what moved, unless somebody has changed it since."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Closure, ClosureStatus, Enrolment, EnrolmentStatus, Person
from casework.joining.moves import WATCHED, rows_now
from casework.joining.reading import look_back
from casework.models import JoinStatus
from core.refusals import OperationRefused
from deadlines.models import DeadlineClock
from demo.factories import (
    ClosureReasonFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    ReferralFactory,
    UserFactory,
)
from meetings.models import Meeting
from notices.models import Notice
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from referrals.models import Referral, ReferralStatus
from tests.casework.joining import join, undo
from tests.casework.test_joining import referred
from tests.roles import as_role


@pytest.fixture(autouse=True)
def _reasons(db) -> None:
    ClosureReasonFactory(error=True)


def everything() -> dict[str, Any]:
    """All that a joining can change, of all rows there are."""
    return {
        model._meta.label: rows_now(model, model._default_manager.values_list("pk", flat=True)) for model in WATCHED
    }


@pytest.fixture
def two_cases(coach) -> tuple[Enrolment, Enrolment]:
    """Two open cases of one person with clocks, a meeting, an invitation, a plan in preparation and a follow-up."""
    first, second = referred(coach, date(2026, 11, 2)), referred(coach, date(2026, 11, 16))
    MeetingFactory(enrolment=first, coach=coach)
    GroupInformationBookingFactory(enrolment=first)
    JobPlanVersionFactory(enrolment=first, proposed=True)
    FollowUpFactory(enrolment=first)
    return first, second


@pytest.mark.parametrize("which", [0, 1])
def test_all_is_as_it_was_before(which, two_cases, manager):
    before = everything()
    goes, stays = two_cases
    joined = join(manager, goes.person, stays.person, goes_on=two_cases[which])
    assert everything() != before
    undone = undo(manager, joined)
    assert everything() == before
    assert undone.status == JoinStatus.UNDONE
    [closure] = Closure.objects.all()
    assert closure.status == ClosureStatus.CORRECTED, "it is corrected, not removed"


def test_a_referral_that_had_ended_waits_again(manager, coach):
    case = referred(coach, date(2026, 11, 16))
    referral = ReferralFactory(jobbtorg=coach.jobbtorg, received_on=date(2026, 11, 9), accepted=True)
    before = everything()
    joined = join(manager, referral.person, case.person)
    undo(manager, joined)
    assert everything() == before
    assert [event.status for event in referral.events.order_by("pk")][-2:] == [
        ReferralStatus.DECLINED,
        ReferralStatus.ACCEPTED,
    ]


def test_the_sender_hears_that_the_referral_lives_again(manager, coach):
    case = referred(coach, date(2026, 11, 16))
    referral = ReferralFactory(jobbtorg=coach.jobbtorg, received_on=date(2026, 11, 9), accepted=True)
    joined = join(manager, referral.person, case.person)
    undo(manager, joined)
    told = Notice.objects.filter(recipient=referral.sent_by).order_by("pk")
    assert [notice.text for notice in told] == [
        f"Remiss {referral.number} har avböjts: dubblett",
        f"Remiss {referral.number} gäller igen: den var ingen dubblett",
    ]
    assert {notice.path for notice in told} == {reverse("referral_detail", args=[referral.pk])}


def test_what_was_written_since_stays_and_is_named(two_cases, manager, coach):
    first, second = two_cases
    joined = join(manager, first.person, second.person, goes_on=second)
    [meeting] = Meeting.objects.filter(enrolment=second)
    with as_role(WEB), acting_for(coach):
        Meeting.objects.filter(pk=meeting.pk).update(note="Kom i tid")
    Enrolment.objects.filter(pk=first.pk).update(closed_on=date(2026, 11, 20))
    with as_role(WEB), acting_for(manager):
        left = look_back(joined).left
    assert left == sorted([f"ärende {first.case_no}", f"mötet {timezone.localdate(meeting.starts_at)}"])
    undo(manager, joined)
    meeting.refresh_from_db()
    assert meeting.enrolment == second
    first.refresh_from_db()
    assert (first.status, first.closed_on) == (EnrolmentStatus.CLOSED, date(2026, 11, 20))


def test_a_case_does_not_open_beside_another_open_one(two_cases, manager, coach):
    first, second = two_cases
    joined = join(manager, second.person, first.person, goes_on=second)
    Enrolment.objects.filter(pk=second.pk).update(status=EnrolmentStatus.CLOSED, closed_on=date(2026, 11, 23))
    another = EnrolmentFactory(person=first.person, coach=coach)
    undo(manager, joined)
    first.refresh_from_db()
    assert (first.is_open, another.is_open) == (False, True)
    assert Enrolment.objects.get(pk=second.pk).person == second.person


def test_what_is_new_stays_with_the_record_it_was_made_for(two_cases, manager, coach):
    first, second = two_cases
    joined = join(manager, first.person, second.person, goes_on=second)
    new = MeetingFactory(enrolment=second, coach=coach)
    undo(manager, joined)
    new.refresh_from_db()
    assert new.enrolment == second


def test_no_clock_is_lost(two_cases, manager):
    first, second = two_cases
    clocks = set(DeadlineClock.objects.values_list("pk", flat=True))
    joined = join(manager, first.person, second.person, goes_on=second)
    assert set(DeadlineClock.objects.values_list("pk", flat=True)) == clocks
    undo(manager, joined)
    assert set(DeadlineClock.objects.values_list("pk", flat=True)) == clocks
    assert Referral.objects.count() == 2


def test_after_fourteen_days_it_stands(two_cases, manager, now):
    first, second = two_cases
    joined = join(manager, first.person, second.person, goes_on=second)
    now.shift(timedelta(days=15))
    with pytest.raises(OperationRefused, match="14 dagar"):
        undo(manager, joined)
    assert Person.objects.exclude(joined_into=None).count() == 1


def test_a_manager_elsewhere_undoes_nothing(two_cases, manager):
    first, second = two_cases
    joined = join(manager, first.person, second.person, goes_on=second)
    with pytest.raises(OperationRefused, match="vid ert jobbtorg"):
        undo(UserFactory(manager=True), joined)
