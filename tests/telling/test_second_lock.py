"""What the database shows of disclosures and consents, without `visible_to`: to both sides, and to nobody else."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from aspirants.disclosing.exchange import Exchange
from aspirants.models import Consent, Direction, Disclosure, DisclosureBasis, DisclosureContent, Enrolment, Protection
from aspirants.operations.disclosing import disclose
from demo.factories import ConsentFactory, DisclosureFactory, OpeningFactory, ReferralFactory, UserFactory
from organisation.models import User
from referrals.telling.told import stamp_receipts
from tests.roles import at_desk

LONG_FROM_NOW = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
"""An hour of the tests' clock is over by the database's."""


def seen(user: User) -> tuple[int, int]:
    """How many disclosures and consents the database shows."""
    with at_desk(user):
        return Disclosure.objects.count(), Consent.objects.count()


@pytest.fixture
def told(case: Enrolment) -> Disclosure:
    return DisclosureFactory(enrolment=case, consent=ConsentFactory(enrolment=case), basis=DisclosureBasis.CONSENT)


def test_both_sides_see_what_was_told_and_agreed_to(coach: User, sender: User, told: Disclosure) -> None:
    colleague = UserFactory(caseworker=True, income_support_unit=sender.income_support_unit)
    for user in (coach, sender, colleague):
        assert seen(user) == (1, 1)


@pytest.mark.usefixtures("told")
def test_nobody_else_sees_any_of_it() -> None:
    for user in (UserFactory(caseworker=True), UserFactory(coach=True), UserFactory(admin=True)):
        assert seen(user) == (0, 0)


def test_a_reason_to_read_the_case_shows_nothing_of_what_was_told(told: Disclosure) -> None:
    reader = UserFactory(coach=True)
    OpeningFactory(user=reader, person=told.person, expires_at=LONG_FROM_NOW)
    with at_desk(reader):
        assert Enrolment.objects.get() == told.enrolment
    assert seen(reader) == (0, 0)


def test_of_a_protected_person_only_the_sender_knows(coach: User, sender: User, told: Disclosure) -> None:
    told.person.protection = Protection.SEKRETESSMARKERING
    told.person.save(update_fields=["protection"])
    colleague = UserFactory(caseworker=True, income_support_unit=sender.income_support_unit)
    appointed = UserFactory(coach=True, jobbtorg=coach.jobbtorg, protected_access=True)
    assert [seen(user) for user in (sender, appointed)] == [(1, 1), (1, 1)]
    assert [seen(user) for user in (colleague, coach)] == [(0, 0), (0, 0)]


def test_another_unit_does_not_see_a_consent_with_the_first(case: Enrolment) -> None:
    """A case that has got another unit: the new one is a side of nothing that was agreed to before."""
    ConsentFactory(enrolment=case)
    new = UserFactory(caseworker=True)
    Enrolment.objects.filter(pk=case.pk).update(income_support_unit=new.income_support_unit)
    assert seen(new) == (0, 0)


def test_a_receipt_is_stamped_once_by_somebody_of_the_recipient(coach: User, sender: User, told: Disclosure) -> None:
    with at_desk(coach):
        stamp_receipts(actor=coach, told=Disclosure.objects.all())
    assert Disclosure.objects.get(pk=told.pk).receipt_at is None, "who told it does not receive it"
    with at_desk(sender):
        stamp_receipts(actor=sender, told=Disclosure.objects.all())
    told.refresh_from_db()
    first = (told.receipt_at, told.receipt_by)
    assert first == (timezone.now(), sender)
    colleague = UserFactory(caseworker=True, income_support_unit=sender.income_support_unit)
    with at_desk(colleague):
        stamp_receipts(actor=colleague, told=Disclosure.objects.all())
        assert Disclosure.objects.filter(receipt_at__isnull=False).update(receipt_by=colleague) == 0
    told.refresh_from_db()
    assert (told.receipt_at, told.receipt_by) == first


def test_a_unit_tells_the_jobbtorg_before_there_is_a_case(coach: User, sender: User) -> None:
    referral = ReferralFactory(sent_by=sender, unit=sender.income_support_unit, jobbtorg=coach.jobbtorg)
    exchange = Exchange(referral.person, referral.jobbtorg, referral.unit, Direction.TO_JOBBTORG)
    with at_desk(sender):
        disclose(actor=sender, exchange=exchange, content=DisclosureContent.MESSAGE, basis=DisclosureBasis.OSL_26_1)
    assert (seen(coach)[0], seen(sender)[0], seen(UserFactory(coach=True))[0]) == (1, 1, 0)
    with at_desk(coach):
        stamp_receipts(actor=coach, told=Disclosure.objects.all())
    assert Disclosure.objects.get().receipt_by == coach


@pytest.mark.parametrize("stranger", ["coach", "caseworker"])
def test_nobody_tells_or_agrees_for_another(case: Enrolment, stranger: str) -> None:
    user = UserFactory(**{stranger: True})
    with pytest.raises(DatabaseError), transaction.atomic(), at_desk(user):
        Disclosure.objects.bulk_create([DisclosureFactory.build(enrolment=case, person=case.person, disclosed_by=user)])
    with pytest.raises(DatabaseError), transaction.atomic(), at_desk(user):
        Consent.objects.bulk_create(
            [ConsentFactory.build(enrolment=case, person=case.person, taken_by=user, submission_id=uuid.uuid4())]
        )


def test_a_consent_is_changed_only_by_being_withdrawn(coach: User, case: Enrolment) -> None:
    consent = ConsentFactory(enrolment=case)
    with pytest.raises(DatabaseError), transaction.atomic(), at_desk(coach):
        Consent.objects.filter(pk=consent.pk).update(valid_to=None, purpose="PLANNING")
