"""Warnings: the nearest level that a clock has reached, sent once to those who have to act."""

from __future__ import annotations

import datetime
from datetime import date
from functools import partial

import pytest
from django.core.management import call_command

from deadlines.jobs import warnings as warning
from deadlines.jobs.warnings import WarningResult, warn
from deadlines.models import ClockKind, ClockStatus, DeadlineClock, DeadlinePolicy, PolicyUse
from deadlines.tasks import sweep_deadlines
from demo.factories import (
    DeadlineClockFactory,
    DeadlinePolicyFactory,
    EnrolmentFactory,
    JobbtorgFactory,
    PersonFactory,
    UserFactory,
)
from notices.choices import NoticeKind
from notices.models import Notice
from notices.operations import choose_notices
from organisation.access.database_roles import WORKER
from organisation.models import Role, User
from tests.aspirants.staff import TODAY, at
from tests.roles import as_role
from tests.same_moment import at_the_same_moment


def told(user: User) -> list[str]:
    """The warnings a user has got, in order, without what the clock is about and whose it is."""
    notices = Notice.objects.filter(recipient=user, kind=NoticeKind.WARNING).order_by("created_at", "pk")
    return [notice.text.partition(": ")[2] for notice in notices]


def from_day_to_day(first: str, last: str) -> dict[str, int]:
    """Warn on each day; how many notices each gave."""
    day, found = date.fromisoformat(first), {}
    while day <= date.fromisoformat(last):
        if notices := warn(on=day).notices:
            found[str(day)] = notices
        day += datetime.timedelta(days=1)
    return found


def test_g_63_the_guarantee_over_midsummer(now, coach):
    """Received Mon 15 June 2026, due Tue 23 June: first warned on Thu 18 June, since the 19th is midsommarafton."""
    now.move_to(at("2026-06-15"))
    clock = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), started_on=date(2026, 6, 15))
    assert str(clock.due_on) == "2026-06-23"
    assert from_day_to_day("2026-06-15", "2026-06-24") == {"2026-06-18": 1, "2026-06-23": 1}
    assert told(coach) == ["2 arbetsdagar kvar, sista dagen är 2026-06-23", "förfaller i dag"]
    notice = Notice.objects.filter(recipient=coach).first()
    assert notice.text == f"Jobbgarantin i {clock.reference}: förfaller i dag"
    assert notice.path == f"/arenden/{clock.enrolment_id}/"


def test_a_follow_up_ten_and_five_working_days_before(now, coach):
    """Due Mon 28 December 2026 (F-17). Counted back over Christmas: 25th and 24th are no working days."""
    clock = DeadlineClockFactory(
        enrolment=EnrolmentFactory(coach=coach), kind=ClockKind.FOLLOW_UP, started_on=date(2026, 9, 24)
    )
    assert str(clock.due_on) == "2026-12-28"
    # Working days back from the 28th: 23, 22, 21, 18, 17 | 16, 15, 14, 11, 10.
    assert from_day_to_day("2026-11-23", "2026-12-31") == {"2026-12-10": 1, "2026-12-17": 1}
    assert told(coach) == [
        "10 arbetsdagar kvar, sista dagen är 2026-12-28",
        "5 arbetsdagar kvar, sista dagen är 2026-12-28",
    ]


@pytest.mark.parametrize(
    ("woken", "says"),
    [
        ("2026-06-17", []),
        ("2026-06-18", ["2 arbetsdagar kvar, sista dagen är 2026-06-23"]),
        ("2026-06-20", ["2 arbetsdagar kvar, sista dagen är 2026-06-23"]),  # a Saturday, Monday and Tuesday to come
        ("2026-06-22", ["1 arbetsdag kvar, sista dagen är 2026-06-23"]),
        ("2026-06-23", ["förfaller i dag"]),
        ("2026-06-24", []),
    ],
)
def test_after_days_of_silence_only_what_is_true_now_is_told(now, coach, woken, says):
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), started_on=date(2026, 6, 15))
    now.move_to(at(woken, "06:00"))
    sweep_deadlines()
    assert told(coach) == says
    sweep_deadlines()
    assert told(coach) == says


def test_a_follow_up_that_is_found_late_is_told_with_the_days_that_are_left(now, coach):
    DeadlineClockFactory(
        enrolment=EnrolmentFactory(coach=coach), kind=ClockKind.FOLLOW_UP, started_on=date(2026, 9, 24)
    )
    assert warn(on=date(2026, 12, 21)) == WarningResult(near=1, notices=1)
    assert told(coach) == ["3 arbetsdagar kvar, sista dagen är 2026-12-28"]
    assert from_day_to_day("2026-12-22", "2026-12-28") == {}, "its level has been told"


def test_another_last_day_is_warned_of_anew(now, coach):
    clock = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), due_today=True)
    warn(on=TODAY)
    DeadlineClock.objects.filter(pk=clock.pk).update(due_on=date(2026, 11, 27))
    assert from_day_to_day("2026-11-23", "2026-11-27") == {"2026-11-25": 1, "2026-11-27": 1}
    assert told(coach)[0] == "förfaller i dag"
    assert len(told(coach)) == 3


def test_which_clocks_are_warned_of(now, coach):
    def clock(**facts) -> DeadlineClock:
        return DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), **{"due_today": True, **facts})

    warned = [clock(), clock()]
    clock(due_today=False, due_in_5=True)
    clock(covered=False)
    clock(historical=True)
    clock(due_today=False, overdue=True)
    clock(due_today=False, paused=True)
    for status in (ClockStatus.EXCUSED, ClockStatus.CANCELLED):
        clock(status=status)
    clock(due_today=False, met=True)
    clock(kind=ClockKind.PLAN_COMMUNICATION)
    assert warn(on=TODAY) == WarningResult(near=2, notices=2)
    assert {notice.path for notice in Notice.objects.all()} == {f"/arenden/{c.enrolment_id}/" for c in warned}


def test_a_policy_that_is_no_longer_active_warns_of_nothing(now, coach):
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), due_today=True)
    DeadlinePolicy.objects.update(use=PolicyUse.INDICATOR)
    assert warn(on=TODAY) == WarningResult()
    DeadlinePolicy.objects.update(use=PolicyUse.ACTIVE, warn_days_first=None, warn_days_second=None)
    assert warn(on=TODAY) == WarningResult()
    DeadlinePolicy.objects.all().update(warn_days_first=0)
    assert warn(on=TODAY) == WarningResult(1, 1)


def test_the_coach_hears_and_only_without_one_the_managers(now, coach, manager, stranger):
    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    UserFactory(manager=True)
    UserFactory(manager=True, jobbtorg=coach.jobbtorg, inactive=True)
    own = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), due_today=True)
    without = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=None, jobbtorg=coach.jobbtorg), due_today=True)
    waiting = DeadlineClockFactory(enrolment=None, jobbtorg=coach.jobbtorg, due_today=True)
    left = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=colleague), due_today=True)
    User.objects.filter(pk=colleague.pk).update(position_until=date(2026, 11, 22))
    assert warn(on=TODAY) == WarningResult(near=4, notices=4)
    assert [notice.path for notice in coach.notices.all()] == [f"/arenden/{own.enrolment_id}/"]
    assert {notice.path for notice in manager.notices.all()} == {
        f"/arenden/{without.enrolment_id}/",
        f"/frister/{waiting.pk}/varfor",
        f"/arenden/{left.enrolment_id}/",
    }
    assert Notice.objects.count() == 4


def test_a_coach_who_has_become_the_manager_hears_as_the_managers_do(now, coach, manager):
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), due_today=True)
    User.objects.filter(pk=coach.pk).update(role=Role.MANAGER, coach_group=None)
    assert warn(on=TODAY).notices == 2
    assert {notice.recipient for notice in Notice.objects.all()} == {coach, manager}


def test_of_a_protected_person_only_the_appointed_hear_and_no_name_is_told(now, coach, manager):
    chief = UserFactory(manager=True, jobbtorg=coach.jobbtorg, protected_access=True)
    appointed = UserFactory(coach=True, jobbtorg=coach.jobbtorg, protected_access=True)
    hers = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=appointed, protected=True), due_today=True)
    his = DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach, protected=True), due_today=True)
    assert warn(on=TODAY) == WarningResult(near=2, notices=2)
    assert [notice.path for notice in appointed.notices.all()] == [f"/arenden/{hers.enrolment_id}/"]
    assert [notice.path for notice in chief.notices.all()] == [f"/arenden/{his.enrolment_id}/"]
    for notice in Notice.objects.all():
        said = notice.text + notice.path + notice.event_key
        for person in (hers.person, his.person):
            assert person.last_name not in said
            assert person.identity_no[-10:] not in said


def test_who_has_switched_warnings_off_gets_none_and_nobody_gets_them_instead(now, coach, manager):
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), due_today=True)
    choose_notices(actor=coach, wanted=[NoticeKind.BREACH])
    assert warn(on=TODAY) == WarningResult(near=1, notices=0)
    choose_notices(actor=coach, wanted=[NoticeKind.WARNING])
    assert warn(on=TODAY) == WarningResult(near=1, notices=1)


@pytest.mark.parametrize("near", [0, 1, 3, 4, 7])
def test_any_number_of_batches_in_as_many_statements(now, coach, monkeypatch, near, django_assert_max_num_queries):
    monkeypatch.setattr(warning, "CLOCKS_PER_BATCH", 3)
    unit, person = coach.jobbtorg, PersonFactory()
    UserFactory.create_batch(2, manager=True, jobbtorg=unit)
    DeadlineClockFactory.create_batch(near, enrolment=None, person=person, jobbtorg=unit, due_today=True)
    # Two questions; for each batch one statement and the frame of its transaction.
    with django_assert_max_num_queries(2 + 8 + 8 * (near // 3 + 1)) as counted:
        assert warn(on=TODAY) == WarningResult(near, 2 * near)
    assert sum("INSERT INTO" in query["sql"] for query in counted.captured_queries) == (near // 3 + 1 if near else 0)
    assert Notice.objects.values("recipient", "event_key").distinct().count() == 2 * near


def test_by_hand(now, coach, capsys):
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), due_today=True)
    call_command("sweep_deadlines", dry_run=True)
    assert "1 clocks are near their last day, 1 warnings would be sent." in capsys.readouterr().out
    assert not Notice.objects.exists()
    call_command("sweep_deadlines", on="2026-11-22")
    assert "near" not in capsys.readouterr().out
    call_command("sweep_deadlines")
    assert "1 clocks are near their last day, 1 warnings sent." in capsys.readouterr().out
    assert told(coach) == ["förfaller i dag"]


def test_the_worker_warns(now, coach):
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), due_today=True)
    with as_role(WORKER):
        assert warn(on=TODAY) == WarningResult(1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_warnings_at_once(transactional_db, monkeypatch):
    unit = JobbtorgFactory()
    UserFactory.create_batch(2, manager=True, jobbtorg=unit)
    DeadlinePolicyFactory()
    DeadlineClockFactory.create_batch(60, enrolment=None, person=PersonFactory(), jobbtorg=unit, due_today=True)
    today = DeadlineClock.objects.first().due_on
    monkeypatch.setattr(warning, "CLOCKS_PER_BATCH", 4)
    results = at_the_same_moment(*[partial(warn, on=today)] * 3)
    assert [result.near for result in results] == [60, 60, 60]
    assert sum(result.notices for result in results) == 120
    assert Notice.objects.values("recipient", "event_key").distinct().count() == Notice.objects.count() == 120
