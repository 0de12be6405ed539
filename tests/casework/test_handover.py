"""Handing over what a coach has (FC-10): what moves, to whom, what is left, and what is refused."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aspirants.models import CoachAssignment, Enrolment
from casework.operations import HandedOver, hand_over
from casework.operations.handover import ANOTHER_COACH, CLOSED, NOT_APPOINTED, NOT_BOOKED
from core.refusals import OperationRefused
from demo.factories import EnrolmentFactory, MeetingFactory, UserFactory
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.planning.clashes import when_of
from notices.choices import NoticeKind
from notices.models import Notice
from organisation.models import User
from tests.aspirants.staff import TODAY, at
from tests.casework.leaving_staff import LEAVES, ONE_DAY, Desk, deactivated, furnish, last_day_set, without_coach

REASON = "Anna Lund slutar"


@pytest.fixture
def desk(coach: User, manager: User) -> Desk:
    return furnish(coach, manager)


def give(desk: Desk, *receivers: User, **changes: Any) -> HandedOver:
    """All of it, unless said otherwise."""
    chosen = {
        "actor": desk.manager,
        "coach": desk.coach,
        "cases": [case.pk for case in desk.cases],
        "bookings": [booking.pk for booking in desk.bookings],
        "receivers": receivers or (desk.colleague,),
        "reason": REASON,
        "from_day": TODAY,
    }
    return hand_over(**{**chosen, **changes})


def coaches_of(cases: list[Enrolment]) -> list[int | None]:
    found = dict(Enrolment.objects.filter(pk__in=[case.pk for case in cases]).values_list("pk", "coach"))
    return [found[case.pk] for case in cases]


@pytest.mark.parametrize("leaves", LEAVES)
def test_nothing_is_without_a_coach_afterwards(desk: Desk, leaves: str) -> None:
    """FC-10."""
    LEAVES[leaves](desk)
    assert without_coach() == {case.pk for case in desk.cases}
    done = give(desk)
    assert (done.cases[desk.colleague.pk], done.bookings[desk.colleague.pk], done.left) == (15, 11, [])
    assert without_coach() == set()
    assert set(coaches_of(desk.cases)) == {desk.colleague.pk}
    assert set(Meeting.objects.values_list("coach", flat=True)) == {desk.colleague.pk}
    for case in desk.cases:
        before, now = case.coach_assignments.order_by("started_at")
        assert (before.coach, before.ended_at) == (desk.coach, now.started_at)
        assert (now.coach, now.assigned_by, now.reason, now.ended_at) == (desk.colleague, desk.manager, REASON, None)


def test_the_receiver_is_told_once_without_a_name(desk: Desk) -> None:
    give(desk)
    notice = Notice.objects.get(recipient=desk.colleague)
    assert (notice.kind, notice.text) == (NoticeKind.ASSIGNED, "Du har tagit över 15 ärenden och 11 bokade möten")


def test_several_share_so_that_loads_become_even(desk: Desk) -> None:
    for _ in range(5):
        EnrolmentFactory(coach=desk.colleague)
    third = UserFactory(coach=True, jobbtorg=desk.coach.jobbtorg)
    done = give(desk, desk.colleague, desk.appointed, third)
    assert [done.cases[one.pk] for one in (desk.colleague, desk.appointed, third)] in ([2, 7, 6], [2, 6, 7], [1, 7, 7])
    assert sum(done.bookings.values()) == 11
    for booking in Meeting.objects.select_related("enrolment"):
        assert booking.coach_id == booking.enrolment.coach_id


def test_by_choice_the_others_stay(desk: Desk) -> None:
    chosen, rest = desk.cases[:4], desk.cases[4:]
    give(desk, cases=[case.pk for case in chosen], bookings=[])
    assert set(coaches_of(chosen)) == {desk.colleague.pk}
    assert set(coaches_of(rest)) == {desk.coach.pk}
    assert set(Meeting.objects.values_list("coach", flat=True)) == {desk.coach.pk}


def test_bookings_alone_are_held_by_the_receiver_and_the_cases_stay(desk: Desk) -> None:
    done = give(desk, cases=[])
    assert set(coaches_of(desk.cases)) == {desk.coach.pk}
    assert (done.bookings[desk.colleague.pk], sum(done.cases.values())) == (11, 0)
    assert CoachAssignment.objects.filter(coach=desk.colleague).count() == 0


def test_bookings_before_the_day_stay(desk: Desk) -> None:
    day = TODAY + 3 * ONE_DAY
    done = give(desk, from_day=day)
    early = [one for one in desk.bookings if one.starts_at < at(day, "00:00")]
    assert 0 < len(early) == done.kept < 11
    held_by_coach = Meeting.objects.filter(coach=desk.coach).values_list("pk", flat=True)
    assert set(held_by_coach) == {one.pk for one in early}


def test_a_booking_that_clashes_stays_unless_it_is_to_be_moved_all_the_same(desk: Desk) -> None:
    first = min(desk.bookings, key=lambda one: (one.starts_at, one.pk))
    clashes = [one for one in desk.bookings if one.starts_at == first.starts_at]
    MeetingFactory(enrolment=EnrolmentFactory(coach=desk.colleague), starts_at=first.starts_at)
    done = give(desk)
    assert done.bookings[desk.colleague.pk] == 11 - len(clashes)
    assert done.left == [
        f"{one.enrolment.case_no}: {desk.colleague} har redan ett möte {when_of(one)}" for one in clashes
    ]
    assert set(Meeting.objects.filter(coach=desk.coach)) == set(clashes)
    done = give(desk, cases=[], bookings=[one.pk for one in clashes], moves_clashing=True)
    assert (done.bookings[desk.colleague.pk], done.left) == (len(clashes), [])


def test_a_booking_in_a_colleagues_case_goes_to_that_colleague(desk: Desk) -> None:
    case = EnrolmentFactory(coach=desk.appointed)
    booking = MeetingFactory(enrolment=case, coach=desk.coach, starts_at=at("2026-11-25"))
    done = give(desk, cases=[], bookings=[booking.pk])
    assert done.bookings == Counter({desk.appointed.pk: 1})


def test_what_was_closed_or_given_away_meanwhile_is_told_of_and_the_rest_is_done(desk: Desk) -> None:
    closed, given, held, *rest = desk.cases
    Enrolment.objects.filter(pk=closed.pk).update(status="CLOSED", closed_on=TODAY)
    Enrolment.objects.filter(pk=given.pk).update(coach=desk.appointed)
    Meeting.objects.filter(enrolment=held).update(
        status=MeetingStatus.PRESENT, logged_at=at(TODAY), logged_by=desk.coach
    )
    done = give(desk)
    assert set(done.left) == {
        f"{closed.case_no} {CLOSED}",
        f"{closed.case_no}: {NOT_BOOKED}",
        f"{given.case_no} {ANOTHER_COACH}",
        f"{held.case_no}: {NOT_BOOKED}",
    }
    assert coaches_of([closed, given]) == [desk.coach.pk, desk.appointed.pk]
    assert set(coaches_of([held, *rest])) == {desk.colleague.pk}
    # The booking of the case that another coach has got goes to that coach.
    assert Meeting.objects.get(enrolment=given).coach == desk.appointed


def test_a_protected_persons_case_goes_to_the_appointed_only(desk: Desk, manager: User) -> None:
    User.objects.filter(pk__in=[manager.pk, desk.coach.pk]).update(protected_access=True)
    manager.refresh_from_db()
    hidden = EnrolmentFactory(coach=desk.coach, protected=True)
    booking = MeetingFactory(enrolment=hidden, coach=desk.coach, starts_at=at("2026-11-25"))
    alone = give(desk, cases=[hidden.pk], bookings=[booking.pk])
    assert set(alone.left) == {f"{hidden.case_no} {NOT_APPOINTED}"}
    assert coaches_of([hidden]) == [desk.coach.pk]
    done = give(desk, desk.colleague, desk.appointed, cases=[hidden.pk], bookings=[booking.pk])
    assert done.cases == done.bookings == Counter({desk.appointed.pk: 1})


def test_a_manager_who_is_not_appointed_moves_no_protected_case(desk: Desk) -> None:
    hidden = EnrolmentFactory(coach=desk.coach, protected=True)
    done = give(desk, desk.appointed, cases=[hidden.pk], bookings=[])
    assert (sum(done.cases.values()), done.left) == (0, [])
    assert coaches_of([hidden]) == [desk.coach.pk]


REFUSED = {
    "nothing chosen": ({"cases": [], "bookings": []}, "Markera minst ett ärende eller möte."),
    "nobody chosen": ({"receivers": []}, "Välj minst en mottagare."),
    "no reason": ({"reason": "  "}, "Skriv varför ärendena byter coach."),
    "a day that has been": ({"from_day": TODAY - ONE_DAY}, "Dagen kan tidigast vara i dag."),
}


@pytest.mark.parametrize("why", REFUSED)
def test_it_is_refused_with_one_sentence(desk: Desk, why: str) -> None:
    changes, sentence = REFUSED[why]
    with pytest.raises(OperationRefused, match=sentence):
        give(desk, **changes)
    assert set(coaches_of(desk.cases)) == {desk.coach.pk}


def test_only_a_colleague_who_works_here_that_day_receives(desk: Desk) -> None:
    elsewhere, invited = UserFactory(coach=True), UserFactory(coach=True, jobbtorg=desk.coach.jobbtorg)
    User.objects.filter(pk=invited.pk).update(invited_at=at(TODAY))
    invited.refresh_from_db()
    short = UserFactory(coach=True, jobbtorg=desk.coach.jobbtorg, position_until=TODAY + ONE_DAY)
    for receiver in (desk.coach, elsewhere, desk.manager, invited):
        with pytest.raises(OperationRefused, match="Välj andra coacher"):
            give(desk, receiver)
    with pytest.raises(OperationRefused, match="arbetar här till och med"):
        give(desk, short, from_day=TODAY + 2 * ONE_DAY)
    give(desk, short, from_day=TODAY + ONE_DAY)


def test_only_a_manager_hands_over(desk: Desk) -> None:
    for actor in (desk.coach, desk.colleague, desk.admin):
        with pytest.raises(OperationRefused, match="Bara enhetschefen"):
            give(desk, actor=actor)


def test_a_manager_of_another_jobbtorg_moves_nothing(desk: Desk) -> None:
    other = UserFactory(manager=True)
    there = UserFactory(coach=True, jobbtorg=other.jobbtorg)
    assert sum(give(desk, there, actor=other).cases.values()) == 0
    assert set(coaches_of(desk.cases)) == {desk.coach.pk}


def test_it_can_be_done_before_the_last_day(desk: Desk) -> None:
    last_day_set(desk)
    assert without_coach() == set()
    assert give(desk, from_day=TODAY + 12 * ONE_DAY).kept == 11


def test_three_hundred_cases_take_as_many_statements_as_fifteen(desk: Desk) -> None:
    deactivated(desk)
    counts = []
    for number, day in ((15, "2026-12-01"), (300, "2026-12-02")):
        cases = [EnrolmentFactory(coach=desk.coach) for _ in range(number)]
        bookings = [MeetingFactory(enrolment=case, coach=desk.coach, starts_at=at(day)) for case in cases]
        with CaptureQueriesContext(
            connection,
        ) as sent:
            done = give(
                desk,
                desk.colleague,
                desk.appointed,
                cases=[case.pk for case in cases],
                bookings=[one.pk for one in bookings],
            )
        assert sum(done.cases.values()) == sum(done.bookings.values()) == number
        counts.append(len(sent))
    assert counts[0] == counts[1] < 25
