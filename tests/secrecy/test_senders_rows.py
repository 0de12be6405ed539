"""The second lock on what a stadsdel's role adds and changes: its own acts about the referrals it follows, no more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Consent, Disclosure, Person
from deadlines.models import Breach, DeadlineClock
from demo.factories import (
    ConsentFactory,
    IncomeSupportUnitFactory,
    ReferralFactory,
    ReferralMoveFactory,
    UserFactory,
)
from organisation.access.acting import acting_for
from organisation.access.database_roles import OWNER, WEB
from organisation.models import User
from referrals.models import FitForWork, FitnessAnswer, QuestionThread, Referral, ReferralEvent, ReferralMove
from tests.roles import as_role
from tests.visits import signed_in

pytestmark = pytest.mark.django_db

LOCKED = "row-level security"
DENIED = "permission denied"
PROTECTED = {"protection": "SEKRETESSMARKERING", "phone": ""}


@pytest.fixture
def as_web() -> Iterator[None]:
    with as_role(WEB):
        yield


@pytest.fixture
def referral() -> Referral:
    """One that waits; beside it one of others."""
    ReferralFactory()
    found: Referral = ReferralFactory()
    return found


@pytest.fixture
def enrolled() -> Referral:
    found: Referral = ReferralFactory(enrolled=True)
    return found


def colleague_of(referral: Referral) -> User:
    found: User = UserFactory(caseworker=True, income_support_unit=referral.unit)
    return found


def refused(user: User, statement: str, values: list[object], *, by: str = LOCKED) -> None:
    with acting_for(user), pytest.raises(ProgrammingError, match=by), transaction.atomic():
        connection.cursor().execute(statement, values)


def does(user: User, statement: str, values: list[object]) -> int:
    """How many rows the statement added or changed."""
    with acting_for(user), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


class TestMoves:
    """What two jobbtorg say to each other about a referral is theirs; that it has moved is its unit's to know."""

    READ = "SELECT origin_id, destination_id FROM referrals_moved"

    def seen_by(self, user: User) -> list[tuple[int, int]]:
        with acting_for(user), connection.cursor() as cursor:
            assert not ReferralMove.objects.exists(), "neither the offers nor their reasons"
            cursor.execute(self.READ)
            return list(cursor.fetchall())

    def test_only_an_accepted_move_is_seen_and_not_why(self, referral: Referral, as_web: None) -> None:
        with as_role(OWNER):
            now, chef = timezone.now(), UserFactory(district_manager=True, income_support_unit=referral.unit)
            move = ReferralMoveFactory(referral=referral)
            ReferralMoveFactory(referral=referral, status="RETURNED", answered_at=now, answer_reason="Fullt hos oss.")
            colleague, stranger = colleague_of(referral), UserFactory(caseworker=True)
        assert self.seen_by(referral.sent_by) == []
        with as_role(OWNER):
            ReferralMove.objects.filter(pk=move.pk).update(status="ACCEPTED", answered_at=now)
        for user in (referral.sent_by, colleague, chef):
            assert self.seen_by(user) == [(move.origin_id, move.destination_id)]
        assert self.seen_by(stranger) == []
        with acting_for(colleague), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM referrals_moved")
            assert [column.name for column in cursor.description] == [
                *("referral_id", "origin_id", "destination_id", "answered_at")
            ]

    def test_of_a_protected_person_or_a_case_that_is_followed_no_more_it_is_not_seen(self, enrolled: Referral) -> None:
        ReferralMoveFactory(referral=enrolled, status="ACCEPTED", answered_at=timezone.now())
        colleague = colleague_of(enrolled)
        Person.objects.filter(pk=enrolled.person_id).update(**PROTECTED)
        with as_role(WEB):
            assert (len(self.seen_by(colleague)), len(self.seen_by(enrolled.sent_by))) == (0, 1)
        Referral.objects.filter(pk=enrolled.pk).update(followed_until=timezone.now())
        with as_role(WEB):
            assert self.seen_by(enrolled.sent_by) == []

    def test_a_sender_changes_no_offer_and_ends_one_by_withdrawing_alone(
        self, referral: Referral, as_web: None
    ) -> None:
        with as_role(OWNER):
            move = ReferralMoveFactory(referral=referral)
            stranger = UserFactory(caseworker=True)
        end, values = "SELECT jobbtorg_end_offers(%s, now())", [referral.pk]
        for column, value in (("status", "'ENDED'"), ("reason", "''"), ("destination_id", "origin_id")):
            assert does(referral.sent_by, f"UPDATE referrals_referralmove SET {column} = {value}", []) == 0
        does(referral.sent_by, end, values)
        with as_role(OWNER):
            assert ReferralMove.objects.get(pk=move.pk).status == "SENT", "the referral still waits"
            Referral.objects.filter(pk=referral.pk).update(status="WITHDRAWN")
        does(stranger, end, values)
        with as_role(OWNER):
            assert ReferralMove.objects.get(pk=move.pk).status == "SENT", "it is another unit's referral"
        does(referral.sent_by, end, values)
        with as_role(OWNER):
            ended = ReferralMove.objects.get(pk=move.pk)
        assert (ended.status, ended.answered_by, ended.reason) == ("ENDED", referral.sent_by, move.reason)
        assert ended.answered_at is not None

    def test_the_senders_page_says_where_it_has_gone_and_not_who_was_asked_before(self, referral: Referral) -> None:
        accepted = {"status": "ACCEPTED", "answered_at": timezone.now(), "destination__name": "Jobbtorg Farsta"}
        ReferralMoveFactory(referral=referral, reason="Personen bor i Farsta.", **accepted)
        returned = {"status": "RETURNED", "answered_at": timezone.now(), "destination__name": "Jobbtorg Skärholmen"}
        ReferralMoveFactory(referral=referral, answer_reason="Fullt hos oss.", **returned)
        page = signed_in(colleague_of(referral)).get(reverse("referral_detail", args=[referral.pk])).content.decode()
        assert f"Flyttad från {referral.jobbtorg} till Jobbtorg Farsta" in page
        for kept in ("Personen bor i Farsta.", "Fullt hos oss.", "Skärholmen"):
            assert kept not in page


ADD_ANSWER = (
    "INSERT INTO referrals_fitnessanswer (clock_id, fit_for_work, by_sender, registered_by_id, registered_at)"
    " VALUES (%s, 'YES', %s, %s, now())"
)


def test_an_answer_is_registered_in_the_own_name_and_as_the_side_one_is_on(enrolled: Referral, as_web: None) -> None:
    with as_role(OWNER):
        clock, coach, sender = enrolled.clock_id, enrolled.enrolment.coach, enrolled.sent_by
        colleague, stranger = colleague_of(enrolled), UserFactory(caseworker=True)
    refused(sender, ADD_ANSWER, [clock, True, colleague.pk])
    refused(sender, ADD_ANSWER, [clock, False, sender.pk])
    refused(stranger, ADD_ANSWER, [clock, True, stranger.pk])
    refused(coach, ADD_ANSWER, [clock, False, sender.pk])
    refused(coach, ADD_ANSWER, [clock, True, coach.pk])
    assert does(sender, ADD_ANSWER, [clock, True, sender.pk]) == does(coach, ADD_ANSWER, [clock, False, coach.pk]) == 1
    with as_role(OWNER):
        Referral.objects.filter(pk=enrolled.pk).update(followed_until=timezone.now())
    refused(sender, ADD_ANSWER, [clock, True, sender.pk])
    with as_role(OWNER):
        assert FitnessAnswer.objects.filter(fit_for_work=FitForWork.YES).count() == 2


def test_of_a_breach_and_a_clock_a_sender_changes_what_its_acts_decide(as_web: None) -> None:
    with as_role(OWNER):
        referral = ReferralFactory(breached=True)
        clock, breach = referral.clock, Breach.objects.get(clock=referral.clock_id)
    sender = referral.sent_by
    for column in ("due_on", "jobbtorg_id", "cause", "comment", "revoked_at", "clock_id"):
        refused(sender, f"UPDATE deadlines_breach SET {column} = {column} WHERE id = %s", [breach.pk], by=DENIED)
    for column in ("fulfilled_at", "fulfilment", "jobbtorg_id", "person_id", "policy_id", "enrolment_id", "reference"):
        refused(sender, f"UPDATE deadlines_deadlineclock SET {column} = {column} WHERE id = %s", [clock.pk], by=DENIED)
    assert does(sender, "UPDATE deadlines_breach SET stamped_at = now() WHERE id = %s", [breach.pk]) == 1
    assert does(sender, "UPDATE deadlines_deadlineclock SET covered = covered WHERE id = %s", [clock.pk]) == 1


def test_a_sender_adds_no_breach(referral: Referral, as_web: None) -> None:
    with as_role(OWNER):
        clock = DeadlineClock.objects.get(pk=referral.clock_id)
    refused(
        referral.sent_by,
        "INSERT INTO deadlines_breach (clock_id, jobbtorg_id, due_on, stamped_at, cause, comment)"
        " VALUES (%s, %s, %s, now(), '', '')",
        [clock.pk, clock.jobbtorg_id, clock.due_on],
    )


ADD_CONSENT = (
    "INSERT INTO aspirants_consent (person_id, enrolment_id, jobbtorg_id, unit_id, purpose, kinds, given_on, form,"
    " note, taken_by_id, registered_at, submission_id)"
    " VALUES (%s, %s, %s, %s, 'PLANNING', '{MESSAGE}', current_date, 'ORAL', '', %s, now(), gen_random_uuid())"
)


def test_a_consent_is_given_and_withdrawn_at_the_jobbtorg_and_in_a_case(enrolled: Referral, as_web: None) -> None:
    with as_role(OWNER):
        case, sender = enrolled.enrolment, enrolled.sent_by
        consent = ConsentFactory(enrolment=case)
        waiting = ReferralFactory(jobbtorg=case.jobbtorg, unit=enrolled.unit, sent_by=sender)
    sides = [case.jobbtorg_id, enrolled.unit_id]
    withdraw = (
        "UPDATE aspirants_consent SET withdrawn_on = given_on, withdrawn_at = now(), withdrawn_by_id = %s WHERE id = %s"
    )
    refused(sender, ADD_CONSENT, [case.person_id, case.pk, *sides, sender.pk])
    refused(sender, withdraw, [sender.pk, consent.pk])
    for user in (sender, case.coach):
        refused(user, ADD_CONSENT, [waiting.person_id, None, *sides, user.pk])
    with acting_for(sender), transaction.atomic():
        assert list(Consent.objects.select_for_update(no_key=True)) == [consent], "who tells something on it locks it"
    assert does(case.coach, ADD_CONSENT, [case.person_id, case.pk, *sides, case.coach.pk]) == 1
    assert does(case.coach, withdraw, [case.coach.pk, consent.pk]) == 1


ADD_TOLD = (
    "INSERT INTO aspirants_disclosure"
    " (person_id, enrolment_id, direction, sending_unit_id, recipient_jobbtorg_id,"
    " content, about, said, basis, disclosed_by_id, disclosed_at)"
    " VALUES (%s, %s, 'TO_JOBBTORG', %s, %s, %s, '', '', 'OSL_10_2', %s, now())"
)
ADD_THREAD = (
    "INSERT INTO referrals_questionthread"
    " (referral_id, unit_id, subject, basis, opened_by_id, opened_at, waits_for, submission_id)"
    " VALUES (%s, %s, 'x', 'OSL_10_2', %s, now(), 'JOBBTORG', gen_random_uuid())"
)
ADD_EVENT = (
    "INSERT INTO referrals_referralevent (referral_id, status, actor_id, at, comment, changes, takes_back)"
    " VALUES (%s, 'SUBMITTED', %s, now(), '', '', false)"
)


def told(referral: Referral, by: User, content: str = "MESSAGE") -> list[object]:
    places = [referral.unit_id, referral.jobbtorg_id]
    return [referral.person_id, referral.enrolment_id, *places, content, by.pk]


def test_a_unit_tells_and_asks_about_what_it_follows_and_may_see(enrolled: Referral, as_web: None) -> None:
    sender = enrolled.sent_by
    with as_role(OWNER):
        colleague = colleague_of(enrolled)
        chef = UserFactory(
            district_manager=True, income_support_unit=IncomeSupportUnitFactory(district=enrolled.unit.district)
        )

    def may(user: User) -> None:
        assert does(user, ADD_TOLD, told(enrolled, user)) == 1
        assert does(user, ADD_THREAD, [enrolled.pk, enrolled.unit_id, user.pk]) == 1
        assert does(user, ADD_EVENT, [enrolled.pk, user.pk]) == 1

    def may_not(user: User) -> None:
        refused(user, ADD_TOLD, told(enrolled, user))
        refused(user, ADD_THREAD, [enrolled.pk, enrolled.unit_id, user.pk])
        refused(user, ADD_EVENT, [enrolled.pk, user.pk])

    may(colleague)
    refused(colleague, ADD_TOLD, told(enrolled, colleague, "JOB_PLAN"))
    with as_role(OWNER):
        Person.objects.filter(pk=enrolled.person_id).update(**PROTECTED)
    for user in (colleague, chef):
        may_not(user)
    may(sender)
    with as_role(OWNER):
        Referral.objects.filter(pk=enrolled.pk).update(followed_until=timezone.now())
    may_not(sender)
    with as_role(OWNER):
        assert (Disclosure.objects.count(), QuestionThread.objects.count()) == (2, 2)
        assert ReferralEvent.objects.filter(referral=enrolled, actor__in=[colleague, sender]).count() >= 2


def test_what_one_has_told_of_a_person_who_is_protected_since_is_the_senders_alone(enrolled: Referral) -> None:
    colleague = colleague_of(enrolled)
    with as_role(WEB):
        for user in (colleague, enrolled.sent_by):
            does(user, ADD_TOLD, told(enrolled, user))
    Person.objects.filter(pk=enrolled.person_id).update(**PROTECTED)
    with as_role(WEB):
        seen = []
        for user in (colleague, enrolled.sent_by):
            with acting_for(user):
                seen.append(Disclosure.objects.count())
    assert seen == [0, 2]
