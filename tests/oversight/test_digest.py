"""The morning letter: its counts, whom it goes to, when, and that there is nothing else in it."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from aspirants.models import Person
from core.workdays import add_working_days
from deadlines.models import ClockKind, DeadlineClock
from deadlines.status.counts import overdue_for
from demo.factories import (
    DeadlineClockFactory,
    DeadlinePolicyFactory,
    DeputyFactory,
    EnrolmentFactory,
    PersonFactory,
    QuestionThreadFactory,
    ReferralFactory,
    UserFactory,
)
from notices.models import DigestRun, OutboxMessage
from notices.operations import choose_notices
from notices.relay import relay
from organisation.access.database_roles import WORKER
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday
from oversight.digest import DigestResult, WaitingCounts, waiting_for_all, write_digest
from oversight.tasks import write_digest as ring
from referrals.counts import WaitsAtUnit, questions_at_jobbtorg, waiting_at_units
from tests.aspirants.staff import TODAY, at
from tests.identities import identity_of
from tests.roles import as_role
from tests.same_moment import at_the_same_moment


def due_in(working_days: int, **facts) -> DeadlineClock:
    """A clock whose last day is so many working days from today."""
    clock = DeadlineClockFactory(**facts)
    DeadlineClock.objects.filter(pk=clock.pk).update(due_on=add_working_days(TODAY, working_days, stored_holiday))
    return clock


@pytest.fixture
def busy(now, coach, manager) -> User:
    """The coach's, by hand: 3 plans within two working days, 2 broken, 1 follow-up within five."""
    mine = {"enrolment__coach": coach}
    for days in (0, 1, 2, 3):
        due_in(days, **mine)
    for days in (5, 6):
        due_in(days, kind=ClockKind.FOLLOW_UP, **mine)
    DeadlineClockFactory(overdue=True, **mine)
    DeadlineClockFactory(breached=True, **mine)
    # None of hers, and none of anybody's: kept, kept late, not covered, of long ago.
    DeadlineClockFactory(met=True, **mine)
    DeadlineClockFactory(fulfilled_late=True, **mine)
    due_in(1, covered=False, **mine)
    due_in(1, historical=True, **mine)
    return coach


def test_counts_by_hand(busy, coach, manager, stranger):
    due_in(1, enrolment=None, jobbtorg=coach.jobbtorg)
    EnrolmentFactory.create_batch(2, coach=None, jobbtorg=coach.jobbtorg)
    due_in(1, enrolment__coach=UserFactory(coach=True, jobbtorg=coach.jobbtorg))
    due_in(1)  # elsewhere, at a coach's whom nobody else knows
    waiting = waiting_for_all(TODAY)
    assert waiting[coach.pk] == WaitingCounts(plans=3, late=2, follow_ups=1)
    assert waiting[manager.pk] == WaitingCounts(plans=5, late=2, follow_ups=1, without_coach=2)
    assert not waiting[stranger.pk]


def test_the_counts_are_those_of_the_pages(busy, coach, manager):
    appointed = UserFactory(manager=True, jobbtorg=coach.jobbtorg, protected_access=True)
    DeadlineClockFactory(overdue=True, enrolment=EnrolmentFactory(coach=coach, protected=True))
    waiting = waiting_for_all(TODAY)
    for user in (coach, manager, appointed):
        assert waiting[user.pk].late == overdue_for(user)
    assert (waiting[manager.pk].late, waiting[appointed.pk].late, waiting[coach.pk].late) == (2, 3, 2)


def test_all_users_in_eight_statements(busy, django_assert_num_queries):
    for _ in range(5):
        colleague = UserFactory(coach=True, jobbtorg=busy.jobbtorg)
        DeputyFactory(coach=colleague, deputy=busy)
        due_in(1, enrolment__coach=colleague)
        UserFactory(manager=True, jobbtorg=EnrolmentFactory(coach=None).jobbtorg)
        ReferralFactory(incomplete=True)
        QuestionThreadFactory()
        QuestionThreadFactory(from_jobbtorg=True)
    with django_assert_num_queries(8):
        waiting_for_all(TODAY)


def test_what_is_written(busy, coach, manager):
    assert write_digest(on=TODAY) == DigestResult(letters=2)
    letter = OutboxMessage.objects.get(recipient=coach)
    assert letter.event_key == "digest-2026-11-23"
    assert letter.body.splitlines()[:3] == [
        "2 frister är försenade.",
        "3 jobbplaner förfaller inom två arbetsdagar.",
        "1 uppföljning förfaller inom fem arbetsdagar.",
    ]


def test_one_of_each_reads_as_one():
    assert WaitingCounts(1, 1, 1, 1).sentences() == [
        "1 frist är försenad.",
        "1 jobbplan förfaller inom två arbetsdagar.",
        "1 uppföljning förfaller inom fem arbetsdagar.",
        "1 ärende saknar coach.",
    ]
    assert WaitingCounts(without_coach=2).sentences() == ["2 ärenden saknar coach."]


def test_for_whom_nothing_waits_there_is_no_letter(now, coach, manager, capsys):
    due_in(3, enrolment__coach=coach)
    assert write_digest(on=TODAY) == DigestResult(letters=0)
    assert not OutboxMessage.objects.exists()
    assert DigestRun.objects.get().letters == 0


def test_who_gets_one(busy, coach, manager):
    choose_notices(actor=manager, wanted=[], morning_digest=False)
    choosing = UserFactory(manager=True, jobbtorg=coach.jobbtorg)
    choose_notices(actor=choosing, wanted=[], morning_digest=True)
    UserFactory(manager=True, jobbtorg=coach.jobbtorg, inactive=True)
    UserFactory(manager=True, jobbtorg=coach.jobbtorg, position_until=date(2026, 11, 22))
    UserFactory(caseworker=True)
    write_digest(on=TODAY)
    assert {letter.recipient for letter in OutboxMessage.objects.all()} == {coach, choosing}


def test_no_name_and_no_number_is_in_any_letter(busy, coach, manager, settings):
    """Neither in what is queued nor in what is sent, whatever its header."""
    settings.SERVICE_URL = "https://jobbtorg.stad.example"
    write_digest(on=TODAY)
    relay()
    assert len(mail.outbox) == 2
    secrets = {clock.reference for clock in DeadlineClock.objects.all()}
    for person in Person.objects.all():
        secrets |= identity_of(person)
    secrets |= {coach.first_name, coach.last_name, manager.last_name}
    for letter in mail.outbox:
        message = letter.message()
        said = f"{message['Subject']}\n{letter.body}"
        assert not [secret for secret in secrets if re.search(rf"\b{re.escape(secret)}\b", said)]
        assert not re.search(r"\d{3}", said), "counts, and no number of anything"
        assert "https://jobbtorg.stad.example/\n" in letter.body


@pytest.mark.parametrize(
    ("moment", "letters"),
    [
        (("2026-11-23", "00:10"), 0),
        (("2026-11-23", "07:29"), 0),
        (("2026-11-23", "07:30"), 2),
        (("2026-11-23", "13:10"), 2),  # beat was down in the morning
        (("2026-11-28", "07:30"), 0),  # a Saturday
        (("2026-12-24", "07:30"), 0),
    ],
)
def test_when_it_is_written(now, busy, moment, letters):
    now.move_to(at(*moment))
    ring()
    assert OutboxMessage.objects.count() == letters


def test_it_is_written_once_a_day_and_tells_of_the_morning(now, busy, coach, stranger):
    now.move_to(at(TODAY, "07:30"))
    ring()
    # What comes up during the day waits for the next letter.
    DeadlineClockFactory(enrolment__coach=stranger, overdue=True)
    now.move_to(at(TODAY, "07:40"))
    ring()
    assert not OutboxMessage.objects.filter(recipient=stranger).exists()
    now.move_to(at("2026-11-24", "07:30"))
    ring()
    assert OutboxMessage.objects.get(recipient=stranger).event_key == "digest-2026-11-24"
    assert OutboxMessage.objects.filter(recipient=coach).count() == 2


def test_by_hand(busy, capsys):
    call_command("send_digest", dry_run=True)
    assert capsys.readouterr().out == "2 letters would be queued for 2026-11-23. Nothing was written.\n"
    assert not DigestRun.objects.exists()
    call_command("send_digest")
    assert capsys.readouterr().out == "2 letters queued for 2026-11-23.\n"
    call_command("send_digest")
    assert capsys.readouterr().out == "2 letters queued for 2026-11-23. They had been queued before.\n"
    assert OutboxMessage.objects.count() == 2


def test_the_worker_writes(busy):
    with as_role(WORKER):
        assert write_digest(on=TODAY) == DigestResult(letters=2)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_write_once(transactional_db):
    DeadlinePolicyFactory()
    clock = DeadlineClockFactory(overdue=True, person=PersonFactory())
    UserFactory(manager=True, jobbtorg=clock.jobbtorg)
    day = add_working_days(timezone.localdate(), 1, stored_holiday)
    results = at_the_same_moment(*[partial(write_digest, on=day)] * 2)
    assert sorted(result.written_before for result in results) == [False, True]
    assert {result.letters for result in results} == {2}
    assert OutboxMessage.objects.count() == 2


def test_a_caseworker_is_told_what_waits_for_the_unit(db, now):
    sender = UserFactory(caseworker=True)
    colleague = UserFactory(caseworker=True, income_support_unit=sender.income_support_unit)
    gone = UserFactory(caseworker=True, income_support_unit=sender.income_support_unit, is_active=False)
    own = {"sent_by": sender, "unit": sender.income_support_unit}
    ReferralFactory(incomplete=True, **own)
    ReferralFactory(incomplete=True, sent_by=gone, unit=sender.income_support_unit)
    asked = QuestionThreadFactory(referral=ReferralFactory(enrolled=True, **own), from_jobbtorg=True)
    QuestionThreadFactory(referral=asked.referral, closed=True)
    unanswered = QuestionThreadFactory(referral=asked.referral)
    waiting = waiting_for_all(TODAY)
    assert waiting[sender.pk] == WaitingCounts(to_complete=2, to_answer=1)
    assert waiting[colleague.pk] == WaitingCounts(to_complete=1), "what nobody in service has sent is everybody's"
    assert waiting[unanswered.referral.enrolment.coach.pk].to_answer == 1
    choose_notices(actor=sender, morning_digest=False)
    assert sender.pk not in waiting_for_all(TODAY)
    write_digest(on=TODAY)
    letter = OutboxMessage.objects.get(recipient=colleague)
    assert letter.body.startswith("1 remiss ska kompletteras.")
    assert not OutboxMessage.objects.filter(recipient__in=[sender, gone]).exists()


def test_what_waits_is_counted_by_the_database(db, now):
    sender = UserFactory(caseworker=True)
    own = {"sent_by": sender, "unit": sender.income_support_unit}
    ReferralFactory.create_batch(3, incomplete=True, **own)
    ReferralFactory(incomplete=True, protected=True, **own)
    referral = ReferralFactory(enrolled=True, **own)
    QuestionThreadFactory.create_batch(2, referral=referral, from_jobbtorg=True)
    QuestionThreadFactory.create_batch(3, referral=referral)
    keys = (sender.income_support_unit_id, sender.pk)
    found = sorted(waiting_at_units(), key=lambda one: (one.is_referral, one.is_protected))
    assert found == [
        WaitsAtUnit(*keys, is_protected=False, is_referral=False, count=2),
        WaitsAtUnit(*keys, is_protected=False, is_referral=True, count=3),
        WaitsAtUnit(*keys, is_protected=True, is_referral=True, count=1),
    ]
    assert list(questions_at_jobbtorg()) == [(referral.jobbtorg_id, referral.enrolment.coach_id, False, 3)]
    assert waiting_for_all(TODAY)[sender.pk] == WaitingCounts(to_complete=4, to_answer=2)
    assert waiting_for_all(TODAY)[referral.enrolment.coach_id].to_answer == 3


def test_about_a_protected_person_only_the_sender_is_told(db, now):
    sender = UserFactory(caseworker=True)
    colleague = UserFactory(caseworker=True, income_support_unit=sender.income_support_unit)
    sent = ReferralFactory(incomplete=True, protected=True, sent_by=sender, unit=sender.income_support_unit)
    QuestionThreadFactory(referral=sent, from_jobbtorg=True, opened_by=UserFactory(coach=True, jobbtorg=sent.jobbtorg))
    waiting = waiting_for_all(TODAY)
    assert (waiting[sender.pk].to_complete, waiting[sender.pk].to_answer) == (1, 1)
    assert not waiting[colleague.pk]
