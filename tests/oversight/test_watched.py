"""A fetched clock answers as the database would: every condition, on clocks of every kind and day."""

from __future__ import annotations

import datetime
from itertools import product

import pytest
from django.db.models import Q

from deadlines.choices import ClockKind, ClockStatus, PolicyUse
from deadlines.models import DeadlineClock, DeadlinePolicy
from deadlines.status import clock_conditions
from deadlines.status.counts import clocks_and_history_of
from demo.factories import DeadlinePolicyFactory, EnrolmentFactory, MeetingFactory
from measures.promises import PROMISE, decided
from meetings.booked_meetings import booked_from
from oversight.watched import A_WEEK, Watch, Window
from tests.aspirants.staff import MONDAY_MORNING, TODAY, at
from tests.visits import queries_for

DAYS_FROM_TODAY = (-70, -45, -33, -31, -30, -29, -8, -7, -6, -4, -3, -2, -1, 0, 1, 4, 6, 7, 8, 20)
FULFILLED = (None, -40, -8, -7, -1, 0)
STATUSES = [status for status in ClockStatus if status != ClockStatus.WAITING]


@pytest.fixture
def clocks(coach, policies):
    """Each status on each day, fulfilled or not, ended or not, in open cases and closed ones, live or from a list."""
    DeadlinePolicyFactory(kind=ClockKind.PLAN_COMMUNICATION)
    known = {policy.kind: policy for policy in DeadlinePolicy.objects.all()}
    kinds = [ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP, ClockKind.PLAN_COMMUNICATION]
    open_case = EnrolmentFactory(coach=coach)
    MeetingFactory(enrolment=open_case, coach=coach, starts_at=at("2026-11-25"))
    cases = [open_case, EnrolmentFactory(coach=coach, closed_on=TODAY - datetime.timedelta(days=5)), None]
    rows = []
    combinations = product(DAYS_FROM_TODAY, STATUSES, FULFILLED, (None, -7, 0), (True, False))
    for number, (days, status, fulfilled, ended, covered) in enumerate(combinations):
        if status == ClockStatus.MET and fulfilled is None:
            continue
        case, due = cases[number % 3], TODAY + datetime.timedelta(days=days)
        instant = None if fulfilled is None else MONDAY_MORNING + datetime.timedelta(days=fulfilled)
        facts = {
            "policy": known[kinds[number % 4 % 3]],
            "person": case.person if case else open_case.person,
            "enrolment": case,
            "jobbtorg": coach.jobbtorg,
            "reference": f"R-{number}",
            "covered": covered,
            "started_on": due - datetime.timedelta(days=number % 11),
            "original_due_on": due,
            "due_on": due,
            "status": status,
            "fulfilled_at": instant,
            "ended_on": None if ended is None else TODAY + datetime.timedelta(days=ended),
            "historical": number % 5 == 0,
        }
        rows.append(DeadlineClock(**facts))
    DeadlineClock.objects.bulk_create(rows)


def test_each_condition_holds_for_the_same_clocks(clocks, manager):
    watch, window = Watch.of(manager, MONDAY_MORNING), Window.at(MONDAY_MORNING)
    then, on = MONDAY_MORNING - A_WEEK, TODAY - A_WEEK
    conditions = {
        "near": (clock_conditions.near(TODAY), lambda clock: clock.near(window.near)),
        "late": (clock_conditions.late(TODAY), lambda clock: clock.late(TODAY)),
        "new": (
            clock_conditions.newly_broken(TODAY),
            lambda clock: not clock.historical and clock.broken(TODAY) and clock.due_in(window.news),
        ),
        "week": (clock_conditions.this_week(TODAY), lambda clock: clock.this_week(window.week)),
        "month": (
            PROMISE & decided(window.month, TODAY),
            lambda clock: clock.is_plan and clock.decided(window.month),
        ),
        "month before": (
            PROMISE & decided(window.month_before, TODAY),
            lambda clock: clock.is_plan and clock.decided(window.month_before),
        ),
        "a week ago": (
            clock_conditions.to_be_kept_at(then, on) & Q(due_on__range=window.near_before),
            lambda clock: clock.to_be_kept_at(then, on) and clock.due_in(window.near_before),
        ),
        "booked": (
            Q(booked_from(MONDAY_MORNING)) & clock_conditions.near(TODAY) & Q(covered=True),
            lambda clock: clock.covered and clock.near(window.near) and watch.booked.has(clock.enrolment),
        ),
    }
    for name, (asked, holds) in conditions.items():
        expected = set(clocks_and_history_of(manager).filter(asked).values_list("pk", flat=True))
        assert expected, name
        assert {clock.pk for clock in watch.clocks if holds(clock)} == expected, name


def test_the_clocks_are_fetched_with_what_is_theirs(clocks, manager):
    found = {clock.pk: clock for clock in Watch.of(manager, MONDAY_MORNING).clocks}
    for clock in DeadlineClock.objects.filter(pk__in=found).select_related("policy", "enrolment", "person"):
        case, policy = clock.enrolment, clock.policy
        of_case = (
            (case.pk, case.coach_id, case.jobbtorg_id, case.closed_on, case.first_visit_on) if case else [None] * 5
        )
        assert found[clock.pk][:-2] == (
            *(clock.pk, clock.kind, PolicyUse.ACTIVE, clock.covered, clock.status, clock.started_on),
            *(clock.original_due_on, clock.due_on, clock.fulfilled_at, clock.ended_on),
            *of_case,
            *(policy.length, policy.unit, policy.roll_rule, clock.counted_at_id, clock.historical),
            clock.person.protection,
        )
        is_to_keep = clock.covered and clock.fulfilled_at is None and clock.ended_on is None and not clock.historical
        booked = [at("2026-11-25")] if case and case.is_open else []
        assert found[clock.pk].booked_at == (booked if is_to_keep else None)


def test_frister_asks_for_its_clocks_once(clocks, as_manager, as_coach):
    assert queries_for(as_manager, "/frister") == 11
    assert queries_for(as_coach, "/frister") == 7
