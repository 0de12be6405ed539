"""Deadline rules: changed from a coming day, tried on the past first, never rewritten."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.refusals import OperationRefused
from deadlines.calculation.proposals import shown_rules
from deadlines.models import ClockKind, DeadlineClock, DeadlinePolicy, PolicyUse
from deadlines.operations.policies import drop_rule
from demo.factories import DeadlineClockFactory, EnrolmentFactory, InterruptionFactory, UserFactory
from organisation.models import Role
from tests.aspirants.staff import at, changed, errors, said, signed_in, text

RULE = {
    "valid_from": "2026-12-01",
    "start_event": "REFERRAL_RECEIVED",
    "length": "3",
    "unit": "WORKING_DAYS",
    "roll_rule": "FORWARD",
    "warn_days_first": "1",
    "warn_days_second": "0",
    "use": "ACTIVE",
}


@pytest.fixture
def as_admin(now, db):
    return signed_in(UserFactory(role=Role.ADMIN, jobbtorg=None))


def change(client, kind=ClockKind.PLAN_GUARANTEE, **typed):
    return client.submit(f"{reverse('policy_change')}?frist={kind}", RULE | typed)


def test_the_preview_of_a_follow_up_leaves_out_the_days_of_an_interruption(as_admin):
    """F-25 told again by the same rule gives the same last day; what came after the follow-up does not count."""
    case = EnrolmentFactory(enrolled_on=date(2026, 5, 25))
    InterruptionFactory(enrolment=case, started_on=date(2026, 8, 10), returned_on=date(2026, 9, 14))
    InterruptionFactory(enrolment=case, started_on=date(2026, 9, 21), returned_on=None)
    DeadlineClockFactory(
        follow_up=True,
        enrolment=case,
        started_on=date(2026, 5, 31),
        due_on=date(2026, 9, 21),
        met=True,
        fulfilled_at=at("2026-09-18", "12:00"),
    )
    same = {"start_event": "FOLLOW_UP_BASE", "length": "3", "unit": "MONTHS"}
    [row] = change(as_admin, ClockKind.FOLLOW_UP, **same).context["preview"].rows
    assert (row.would_be_due_on, row.would_be_kept) == (date(2026, 9, 21), True)
    [row] = change(as_admin, ClockKind.FOLLOW_UP, **same | {"length": "2"}).context["preview"].rows
    assert (row.would_be_due_on, row.would_be_kept) == (date(2026, 7, 31), False)


def past_clock(started_on: str, done: str) -> DeadlineClock:
    """A clock of the past, kept at noon of a day."""
    day = date.fromisoformat(started_on)
    return DeadlineClockFactory(
        enrolment=EnrolmentFactory(enrolled_on=day),
        started_on=day,
        met=True,
        fulfilled_at=at(done, "12:00"),
    )


def test_the_preview_tells_how_the_past_would_have_turned_out(as_admin):
    past_clock("2026-11-02", "2026-11-04")  # the second working day
    past_clock("2026-11-02", "2026-11-06")  # the fourth
    past_clock("2026-11-09", "2026-11-16")  # the fifth
    before = set(DeadlineClock.objects.values_list("pk", "due_on", "status", "policy"))
    response = change(as_admin)
    page = text(response)
    assert "Så här hade de senaste 3 fallen fallit ut" in page
    assert "3 hölls. Med den nya regeln hade 1 hållits. 3 hade fått en annan sista dag." in page
    rows = [
        (str(row.started_on), str(row.due_on), str(row.would_be_due_on)) for row in response.context["preview"].rows
    ]
    assert sorted(rows) == [
        ("2026-11-02", "2026-11-09", "2026-11-05"),
        ("2026-11-02", "2026-11-09", "2026-11-05"),
        ("2026-11-09", "2026-11-16", "2026-11-12"),
    ]
    assert DeadlinePolicy.objects.count() == 2
    assert set(DeadlineClock.objects.values_list("pk", "due_on", "status", "policy")) == before


def test_only_the_latest_hundred_are_tried(as_admin):
    DeadlineClockFactory.create_batch(101, started_on=date(2026, 11, 2), met=True)
    assert len(change(as_admin).context["preview"].rows) == 100


def test_clocks_whose_new_day_0_nobody_knows_are_left_out_and_counted(as_admin):
    visited = EnrolmentFactory(enrolled_on=date(2026, 11, 2), first_visit_on=date(2026, 11, 4))
    DeadlineClockFactory(enrolment=visited, started_on=date(2026, 11, 2), met=True)
    DeadlineClockFactory(
        enrolment=EnrolmentFactory(enrolled_on=date(2026, 11, 2), first_visit_on=None), started_on=date(2026, 11, 2)
    )
    response = change(as_admin, start_event="FIRST_VISIT", length="5")
    assert "1 fall kan inte räknas om" in text(response)
    [row] = response.context["preview"].rows
    assert (row.started_on, row.would_be_due_on) == (date(2026, 11, 4), date(2026, 11, 11))


def test_a_confirmed_rule_follows_on_the_old_one_and_touches_no_clock(as_admin):
    running = DeadlineClockFactory(due_in_5=True)
    assert "gäller från 1 december 2026" in said(as_admin, change(as_admin, confirmed="1")).replace("tisdag ", "")
    old, new = DeadlinePolicy.objects.filter(kind=ClockKind.PLAN_GUARANTEE).order_by("valid_from")
    assert (old.valid_to, new.valid_from, new.length) == (date(2026, 11, 30), date(2026, 12, 1), 3)
    running.refresh_from_db()
    assert (running.policy, running.due_on) == (old, date(2026, 11, 30))


def test_a_rule_to_come_can_be_taken_back(now, as_admin):
    change(as_admin, confirmed="1")
    assert DeadlinePolicy.objects.filter(valid_from=date(2026, 12, 1)).exists()
    said(as_admin, as_admin.submit(reverse("policy_drop"), on=reverse("policy_list")))
    [only] = DeadlinePolicy.objects.filter(kind=ClockKind.PLAN_GUARANTEE)
    assert only.valid_to is None
    with pytest.raises(OperationRefused, match="gäller redan"):
        drop_rule(actor=as_admin.user, policy=only, seen_rules=shown_rules(only.kind, [only]))
    assert DeadlinePolicy.objects.filter(pk=only.pk).exists()


def test_a_rule_taken_back_in_another_tab_leaves_the_others_in_the_comparison(now, as_admin):
    change(as_admin, confirmed="1")
    path, tab = reverse("policy_drop"), as_admin.get(reverse("policy_list"))
    as_admin.submit(path, page=tab)
    differing = changed(as_admin.submit(path, page=tab))
    assert differing["Regel från 2026-12-01"][1] == ""
    [standing] = DeadlinePolicy.objects.filter(kind=ClockKind.PLAN_GUARANTEE)
    assert "tills vidare" in differing[f"Regel från {standing.valid_from}"][1]


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("PLAN_GUARANTEE", {"valid_from": "2026-11-23"}, "valid_from"),
        ("PLAN_GUARANTEE", {"use": "OFF"}, "use"),
        ("PLAN_GUARANTEE", {"start_event": "PLAN_APPROVED"}, "start_event"),
        ("PLAN_GUARANTEE", {"length": "0"}, "length"),
        ("PLAN_GUARANTEE", {"warn_days_first": "0", "warn_days_second": "1"}, "warn_days_second"),
        ("FOLLOW_UP", {"start_event": "FOLLOW_UP_BASE"}, "unit"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(as_admin, kind, typed, field):
    response = change(as_admin, kind, **typed)
    assert list(errors(response)) == [field]
    assert "preview" not in response.context
    assert DeadlinePolicy.objects.count() == 2


def test_an_indicator_is_switched_on_from_a_day(as_admin):
    typed = {"start_event": "BENEFIT_APPLIED", "length": "48", "unit": "HOURS", "use": "INDICATOR", "confirmed": "1"}
    change(as_admin, ClockKind.MEETING_48H, **typed)
    new = DeadlinePolicy.objects.get(kind=ClockKind.MEETING_48H)
    assert (new.use, new.rule.days) == (PolicyUse.INDICATOR, 2)


def test_what_a_rule_in_force_says_cannot_be_changed_in_any_way(now, db):
    policy = DeadlinePolicy.objects.get(kind=ClockKind.PLAN_GUARANTEE)
    policy.length = 10
    with pytest.raises(ValidationError, match="gäller redan"):
        policy.full_clean()
    with pytest.raises(IntegrityError, match="rule in force"), transaction.atomic():
        policy.save()
    with pytest.raises(IntegrityError, match="rule in force"), transaction.atomic():
        DeadlinePolicy.objects.filter(pk=policy.pk).update(unit="CALENDAR_DAYS")
    policy.refresh_from_db()
    policy.valid_to = date(2026, 12, 31)
    policy.save()


@pytest.mark.parametrize(
    ("field", "value"), [("use", PolicyUse.OFF), ("start_event", "BENEFIT_APPLIED"), ("start_event", "PLAN_APPROVED")]
)
def test_no_way_leads_round_what_the_city_has_promised(now, db, field, value):
    """Also not the tables of the administration."""
    rule = DeadlinePolicy.objects.get(kind=ClockKind.PLAN_GUARANTEE)
    rule.pk, rule.valid_from = None, date(2030, 1, 1)
    setattr(rule, field, value)
    with pytest.raises(ValidationError) as refused:
        rule.full_clean(validate_constraints=False)
    assert field in refused.value.message_dict


def test_only_what_has_been_decided_is_tried(as_admin):
    DeadlineClockFactory(due_in_5=True)
    past_clock("2026-11-02", "2026-11-04")
    assert [str(row.started_on) for row in change(as_admin).context["preview"].rows] == ["2026-11-02"]


def test_the_list_shows_every_kind(as_admin):
    page = text(as_admin.get(reverse("policy_list")))
    assert all(kind.label in page for kind in ClockKind)
    assert as_admin.get(f"{reverse('policy_change')}?frist=NONSENSE").status_code == 404
