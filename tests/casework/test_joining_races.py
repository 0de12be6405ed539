"""Joining while others write: two managers at once, a referral that is being sent, a case that is opened."""

from __future__ import annotations

import uuid
from functools import partial

import pytest

from aspirants.models import Enrolment, Person
from casework.models import JoinStatus, PersonJoin
from deadlines.models import ClockKind, DeadlineClock
from demo.factories import ClosureReasonFactory, DeadlinePolicyFactory, EnrolmentFactory, UserFactory
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import User
from referrals.facts.subjects import Subject
from referrals.models import Referral
from referrals.operations import submit_referral
from tests.casework.joining import join, seen
from tests.roles import as_role
from tests.same_moment import at_the_same_moment, sentences

ROUNDS = 12

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_a_working_day")]


@pytest.fixture
def managers() -> list[User]:
    ClosureReasonFactory(error=True)
    DeadlinePolicyFactory(kind=ClockKind.PLAN_GUARANTEE)
    first = UserFactory(manager=True)
    return [first, UserFactory(manager=True, jobbtorg=first.jobbtorg)]


def send(sender: User, person: Person, to: User) -> None:
    """Send a referral about a record to a manager's jobbtorg."""
    with as_role(WEB), acting_for(sender):
        submit_referral(
            actor=sender,
            unit=sender.income_support_unit,
            person=person,
            subject=Subject(None, person.birth_date, person.first_name, person.last_name, "", "", False),
            jobbtorg=to.jobbtorg,
            submission_id=uuid.uuid4(),
            benefit_kind="FORSORJNINGSSTOD",
            benefit_reason="ARBETSBRIST",
            fit_for_work="YES",
            purpose="Behöver hjälp att hitta ett arbete",
        )


def nothing_hangs_on_a_joined_record() -> None:
    for model in (Enrolment, Referral, DeadlineClock):
        assert not model._default_manager.exclude(person__joined_into=None).exists(), model
    for person in Person.objects.all():
        assert Enrolment.objects.open().filter(person=person).count() <= 1


def test_of_two_managers_who_join_at_once_one_does(managers):
    for number in range(ROUNDS):
        one, other = (EnrolmentFactory(jobbtorg=managers[0].jobbtorg, without_coach=True) for _ in range(2))
        shown = seen(managers[0], one.person, other.person)
        ways = [(one, other), (other, one)] if number % 2 else [(one, other), (one, other)]
        acts = [
            partial(join, user, way[0].person, way[1].person, goes_on=way[1], shown=shown)
            for user, way in zip(managers, ways, strict=True)
        ]
        said = sentences(at_the_same_moment(*acts))
        assert said.count("") == 1, said
        assert PersonJoin.objects.filter(status=JoinStatus.JOINED).count() == number + 1
        nothing_hangs_on_a_joined_record()


def test_a_chain_that_is_joined_at_both_ends_at_once_has_one_end(managers):
    for _ in range(ROUNDS):
        cases = [EnrolmentFactory(jobbtorg=managers[0].jobbtorg, without_coach=True) for _ in range(3)]
        a, b, c = (case.person for case in cases)
        first, second = seen(managers[0], a, b), seen(managers[0], b, c)
        at_the_same_moment(
            partial(join, managers[0], a, b, goes_on=cases[1], shown=first),
            partial(join, managers[1], b, c, goes_on=cases[2], shown=second),
        )
        nothing_hangs_on_a_joined_record()
        for person in Person.objects.filter(pk__in=[a.pk, b.pk, c.pk]).exclude(joined_into=None):
            assert person.joined_into is not None
            assert person.joined_into.joined_into is None, "a record that was joined points to one that was not"


def test_a_referral_that_is_being_sent_is_about_a_record_that_stays(managers):
    sender = UserFactory(caseworker=True)
    for _ in range(ROUNDS):
        gone, case = (EnrolmentFactory(jobbtorg=managers[0].jobbtorg, other=True) for _ in range(2))
        goes, stays = gone.person, case.person
        shown = seen(managers[0], goes, stays)
        answers = at_the_same_moment(
            partial(send, sender, goes, managers[0]), partial(join, managers[0], goes, stays, shown=shown)
        )
        sent, joined = sentences(answers)
        nothing_hangs_on_a_joined_record()
        assert (sent, joined).count("") >= 1, (sent, joined)
        if joined == "" and sent == "":
            assert Referral.objects.filter(person=stays).count() == 1
