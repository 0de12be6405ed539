"""The second lock on questions and answers: what the database shows and takes as either side, without a page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connection, transaction

from aspirants.models import Disclosure, Person
from demo.factories import (
    DisclosureFactory,
    EnrolmentFactory,
    IncomeSupportUnitFactory,
    JobPlanVersionFactory,
    QuestionMessageFactory,
    QuestionThreadFactory,
    ReferralFactory,
    UserFactory,
)
from organisation.access.acting import acting_for
from organisation.access.database_roles import OWNER, WEB
from organisation.models import User
from referrals.models import QuestionMessage, QuestionThread, Referral
from tests.roles import as_role

pytestmark = pytest.mark.django_db

LOCKED = "row-level security"


@pytest.fixture
def thread() -> QuestionThread:
    """A question about an enrolled referral with one message of each side, beside one of others."""
    asked: QuestionThread = QuestionThreadFactory()
    QuestionMessageFactory(thread=asked, author=asked.referral.enrolment.coach)
    QuestionThreadFactory()
    return asked


@pytest.fixture
def as_web() -> Iterator[None]:
    with as_role(WEB):
        yield


def seen_by(user: User) -> tuple[int, int]:
    with acting_for(user):
        return QuestionThread.objects.count(), QuestionMessage.objects.count()


def test_each_side_sees_its_own_and_nobody_sees_others(thread: QuestionThread) -> None:
    referral = thread.referral
    colleague = UserFactory(caseworker=True, income_support_unit=thread.unit)
    chef = UserFactory(
        district_manager=True, income_support_unit=IncomeSupportUnitFactory(district=thread.unit.district)
    )
    manager = UserFactory(manager=True, jobbtorg=referral.jobbtorg)
    strangers = [UserFactory(caseworker=True), UserFactory(coach=True), UserFactory(admin=True)]
    with as_role(WEB):
        for user in (referral.sent_by, colleague, chef, manager, referral.enrolment.coach):
            assert seen_by(user) == (1, 2), user.role
        for user in strangers:
            assert seen_by(user) == (0, 0), user.role
        assert QuestionThread.objects.count() == QuestionMessage.objects.count() == 0, "nobody acts"


def test_of_a_protected_person_the_sender_and_the_appointed_see_them(thread: QuestionThread) -> None:
    referral = thread.referral
    Person.objects.filter(pk=referral.person_id).update(protection="SEKRETESSMARKERING", phone="")
    appointed = UserFactory(coach=True, jobbtorg=referral.jobbtorg, protected_access=True)
    colleague = UserFactory(caseworker=True, income_support_unit=thread.unit)
    with as_role(WEB):
        assert [seen_by(user) for user in (referral.sent_by, appointed)] == [(1, 2), (1, 2)]
        assert [seen_by(user) for user in (colleague, referral.enrolment.coach)] == [(0, 0), (0, 0)]


def test_of_a_case_it_did_not_refer_a_unit_sees_what_it_was_told() -> None:
    case = EnrolmentFactory()
    QuestionThreadFactory(referral=None, enrolment=case)
    sender = UserFactory(caseworker=True, income_support_unit=case.income_support_unit)
    with as_role(WEB):
        assert seen_by(sender) == (1, 1)
    Person.objects.filter(pk=case.person_id).update(protection="SEKRETESSMARKERING", phone="")
    with as_role(WEB):
        assert seen_by(sender) == (0, 0)


@pytest.mark.parametrize("side", ["sent_by", "coach"])
def test_what_was_sent_is_never_changed_or_removed(thread: QuestionThread, side: str, as_web: None) -> None:
    with as_role(OWNER):
        user = thread.referral.sent_by if side == "sent_by" else thread.referral.enrolment.coach
        key = thread.messages.first().pk
    with acting_for(user):
        for statement in (
            "UPDATE referrals_questionmessage SET text = '' WHERE id = %s",
            "DELETE FROM referrals_questionmessage WHERE id = %s",
            "UPDATE referrals_questionthread SET basis = 'OSL_10_2' WHERE id = (SELECT %s::bigint)",
            "UPDATE referrals_questionthread SET unit_id = unit_id WHERE id = (SELECT %s::bigint)",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement, [key])


def _write(thread: QuestionThread, author: int, disclosure: int) -> None:
    connection.cursor().execute(
        "INSERT INTO referrals_questionmessage"
        " (thread_id, side, author_id, text, disclosure_id, sent_at, submission_id)"
        " VALUES (%s, 'UNIT', %s, 'x', %s, now(), gen_random_uuid())",
        [thread.pk, author, disclosure],
    )


def test_nobody_writes_in_anothers_question_or_name_or_once_the_unit_is_another(
    thread: QuestionThread, as_web: None
) -> None:
    with as_role(OWNER):
        sender, stranger = thread.referral.sent_by, UserFactory(caseworker=True)
        spare = [DisclosureFactory(enrolment=thread.referral.enrolment).pk for _ in range(2)]
    with acting_for(stranger), pytest.raises(ProgrammingError, match=LOCKED), transaction.atomic():
        _write(thread, stranger.pk, spare[0])
    with acting_for(sender):
        with pytest.raises(ProgrammingError, match=LOCKED), transaction.atomic():
            _write(thread, stranger.pk, spare[0])
        _write(thread, sender.pk, spare[0])
    with as_role(OWNER):
        Referral.objects.filter(pk=thread.referral.pk).update(followed_until=thread.opened_at)
    for user in (sender, thread.referral.enrolment.coach):
        with acting_for(user), pytest.raises(ProgrammingError, match=LOCKED), transaction.atomic():
            _write(thread, user.pk, spare[1])


def test_a_unit_tells_nothing_about_a_case_that_is_not_its(as_web: None) -> None:
    with as_role(OWNER):
        case = EnrolmentFactory()
        stranger = UserFactory(caseworker=True)
    with acting_for(stranger), pytest.raises(ProgrammingError, match=LOCKED), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO aspirants_disclosure"
            " (person_id, enrolment_id, direction, sending_unit_id, recipient_jobbtorg_id,"
            " content, about, said, basis, disclosed_by_id, disclosed_at)"
            " VALUES (%s, %s, 'TO_JOBBTORG', %s, %s, 'MESSAGE', '', '', 'OSL_10_2', %s, now())",
            [case.person_id, case.pk, stranger.income_support_unit_id, case.jobbtorg_id, stranger.pk],
        )


def test_that_something_has_happened_is_all_the_sender_sees(as_web: None) -> None:
    with as_role(OWNER):
        referral = ReferralFactory(enrolled=True)
        other = UserFactory(caseworker=True)

    def news(user: User) -> int:
        with acting_for(user), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM referrals_untold")
            return int(cursor.fetchone()[0])

    assert news(referral.sent_by) == 0
    with as_role(OWNER):
        JobPlanVersionFactory(plan__enrolment=referral.enrolment, approved=True)
    assert (news(referral.sent_by), news(other)) == (1, 0)
    with acting_for(referral.sent_by):
        assert Disclosure.objects.count() == 0
    with as_role(OWNER):
        colleague = UserFactory(caseworker=True, income_support_unit=referral.unit)
    assert news(colleague) == 1
    with as_role(OWNER):
        Person.objects.filter(pk=referral.person_id).update(protection="SEKRETESSMARKERING", phone="")
    assert (news(referral.sent_by), news(colleague)) == (1, 0)
