"""Two do something about one person at the same moment: one number, a death and an enrolment (FC-03, FC-05)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from aspirants.choices import NumberChange
from aspirants.identity import parse_identity
from aspirants.models import DisclosureBasis, Enrolment, Person
from aspirants.operations import change_number
from aspirants.shown import shown_life, shown_number
from casework.operations import register_death
from demo.factories import ClosureReasonFactory, DeadlinePolicyFactory, EnrolmentFactory, ReferralFactory, UserFactory
from demo.identities import nth_number
from referrals.models import Referral, ReferralStatus
from referrals.operations import enrol_referral
from referrals.shown import shown_referral
from tests.same_moment import at_the_same_moment, sentences

ROUNDS = 12

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_a_working_day")]


def test_of_two_who_are_given_one_number_one_gets_it_fc_03() -> None:
    for n in range(ROUNDS):
        cases = [EnrolmentFactory(coach=UserFactory(coach=True), person__without_number=True) for _ in range(2)]
        identity = parse_identity(nth_number(600 + n), timezone.localdate())

        def give(case: Any, identity: Any = identity) -> Callable[[], object]:
            return lambda: change_number(
                actor=case.coach,
                enrolment=case,
                seen_number=shown_number(case.person),
                identity=identity,
                change=NumberChange.FOUND,
            )

        said = sentences(at_the_same_moment(*map(give, cases)))
        assert sorted(map(bool, said)) == [False, True]
        assert "hör redan till en person" in max(said)
        assert Person.objects.filter(identity_no__isnull=False, identity_hash__isnull=False).count() == n + 1


def test_nobody_is_enrolled_after_a_death_that_was_registered_at_the_same_moment_fc_05() -> None:
    """Either the enrolment is there first and ends with the death, or it is refused: no open case of somebody dead."""
    ClosureReasonFactory(deceased=True)
    DeadlinePolicyFactory()
    ends = set()
    for _ in range(ROUNDS):
        before = EnrolmentFactory(coach=UserFactory(coach=True), closed=True)
        referral = ReferralFactory(jobbtorg=before.jobbtorg, person=before.person, accepted=True)

        def die(case: Enrolment = before) -> object:
            return register_death(
                actor=case.coach,
                enrolment=case,
                seen_life=shown_life(case),
                deceased_on=timezone.localdate(),
                basis=DisclosureBasis.OSL_26_1,
            )

        def enrol(case: Enrolment = before, referral: Referral = referral) -> object:
            return enrol_referral(
                actor=case.coach, referral=referral, seen_referral=shown_referral(referral), coach=case.coach
            )

        at_the_same_moment(die, enrol)
        person = Person.objects.get(pk=before.person_id)
        still_open = Enrolment.objects.open().filter(person=person).exists()
        assert not (person.deceased_on and still_open)
        referral.refresh_from_db()
        ends.add((bool(person.deceased_on), referral.status))
        assert referral.status in (ReferralStatus.DECLINED, ReferralStatus.ENROLLED)
    assert all(dead for dead, _ in ends), ends
