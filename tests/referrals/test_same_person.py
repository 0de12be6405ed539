"""Whom a referral is about: by a number of before, by one without a day, by a year; after a death (FC-03–FC-05)."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from aspirants.identity import parse_identity
from aspirants.models import Closure, ClosureStatus, Disclosure, DisclosureContent, Enrolment, Person
from demo.factories import (
    ClosureReasonFactory,
    DisclosureFactory,
    EarlierNumberFactory,
    EnrolmentFactory,
    PersonFactory,
    ReferralFactory,
    UserFactory,
)
from demo.identities import nth_number, unknown_day_number
from organisation.models import Jobbtorg, User
from referrals.facts.before_sending import CLOSED_FOR_GOOD
from referrals.forms.parts import WhoFields
from referrals.models import Referral
from tests.aspirants.staff import text
from tests.referrals.pages import give_details, say_who, send, submit, url
from tests.visits import signed_in

BORN = datetime.date(2026, 11, 23)


def test_a_referral_with_the_number_of_before_meets_the_same_person_fc_03(sender: Client, jobbtorg: Jobbtorg) -> None:
    """And one with the number of now; a slip that was corrected meets somebody else."""
    known = PersonFactory(identity_no=nth_number(41))
    earlier = EarlierNumberFactory(person=known)
    referral = send(sender, jobbtorg, earlier.identity_no)
    assert referral.person == known
    slip = EarlierNumberFactory(person=PersonFactory(identity_no=nth_number(42)), mistyped=True)
    assert send(sender, jobbtorg, slip.identity_no).person not in (known, slip.person)


def test_a_sender_finds_the_referral_by_either_number_fc_03(sender: Client, jobbtorg: Jobbtorg) -> None:
    known = PersonFactory(identity_no=nth_number(43))
    earlier = EarlierNumberFactory(person=known)
    referral = send(sender, jobbtorg, nth_number(43))
    for number in (earlier.identity_no, nth_number(43)):
        assert sender.post("/sok", {"q": number}).url == reverse("referral_detail", args=[referral.pk])
    elsewhere = signed_in(UserFactory(caseworker=True))
    assert elsewhere.post("/sok", {"q": earlier.identity_no}).context["result"].count == 0


def test_a_number_with_an_unknown_day_is_referred_fc_04(sender: Client, jobbtorg: Jobbtorg, coach: User) -> None:
    number = unknown_day_number(7)
    person = send(sender, jobbtorg, f"{number[2:8]}-{number[8:]}").person
    identity = parse_identity(number, BORN)
    assert (person.identity_no, person.birth_date, person.birth_year) == (number, None, identity.birth_year)
    inbox = text(signed_in(coach).get(reverse("referral_inbox")))
    assert person.name in inbox
    assert "Under 25 år" not in inbox


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1979-04-17", (datetime.date(1979, 4, 17), None)),
        ("1979", (None, 1979)),
        ("Okänt", (None, None)),
    ],
)
def test_of_somebody_without_number_the_year_is_enough_fc_04(
    sender: Client, jobbtorg: Jobbtorg, typed: str, kept: tuple[datetime.date | None, int | None]
) -> None:
    draft_id = uuid.uuid4()
    say_who(sender, draft_id, number="", number_missing="on", birth_date=typed)
    give_details(sender, draft_id, jobbtorg)
    assert f"Född {typed.lower()}" in text(sender.get(url("check", draft_id)))
    submit(sender, url("check", draft_id))
    person = Referral.objects.get().person
    assert (person.birth_date, person.birth_year) == kept
    assert person.masked_number == "saknas"


@pytest.mark.parametrize("typed", ["", "79", "2027", "2020", "1890", "tisdag"])
def test_a_year_that_cannot_be_is_refused_at_its_field_fc_04(typed: str) -> None:
    form = WhoFields({"number": "", "number_missing": "on", "birth_date": typed})
    assert not form.is_valid()
    assert list(form.errors) == ["birth_date"]


@pytest.mark.parametrize(("born", "young"), [(2001, False), (2002, True)])
def test_young_is_said_only_where_it_is_certain_fc_04(coach: User, jobbtorg: Jobbtorg, born: int, young: bool) -> None:
    """Born in 2001 one is 24 or 25 on this day, in 2002 at most 24."""
    referral = ReferralFactory(jobbtorg=jobbtorg)
    Person.objects.filter(pk=referral.person_id).update(birth_date=None, birth_year=born)
    assert ("Under 25 år" in text(signed_in(coach).get(reverse("referral_inbox")))) is young


@pytest.fixture
def dead(jobbtorg: Jobbtorg) -> Enrolment:
    """A closed case of somebody who has died; no stadsdel has been told."""
    case = EnrolmentFactory(coach__jobbtorg=jobbtorg, closed=True, person__identity_no=nth_number(51))
    Person.objects.filter(pk=case.person_id).update(deceased_on=datetime.date(2026, 11, 20))
    Closure.objects.filter(enrolment=case).delete()
    Closure.objects.create(
        enrolment=case,
        reason=ClosureReasonFactory(deceased=True),
        closed_on=datetime.date(2026, 11, 20),
        status=ClosureStatus.CONFIRMED,
        decided_by=UserFactory(manager=True, jobbtorg=jobbtorg),
    )
    return case


def test_a_sender_who_was_not_told_sends_and_the_jobbtorg_sees_the_death_fc_05(
    sender: Client, coach: User, jobbtorg: Jobbtorg, dead: Enrolment
) -> None:
    referral = send(sender, jobbtorg, nth_number(51))
    assert referral.person_id == dead.person_id
    followed = text(sender.get(reverse("referral_detail", args=[referral.pk])))
    assert "avliden" not in followed.lower()
    assert "avliden fre 20 nov 2026" in text(signed_in(coach).get(reverse("referral_detail", args=[referral.pk])))


def test_a_sender_who_got_the_closing_is_refused_in_neutral_words_fc_05(
    sender: Client, caseworker: User, jobbtorg: Jobbtorg, dead: Enrolment
) -> None:
    unit = caseworker.income_support_unit
    assert unit is not None
    ReferralFactory(enrolled=True, enrolment=dead, person=dead.person, unit=unit, sent_by=caseworker, jobbtorg=jobbtorg)
    Enrolment.objects.filter(pk=dead.pk).update(income_support_unit=unit)
    DisclosureFactory(enrolment=Enrolment.objects.get(pk=dead.pk), of_closure=True)
    assert Disclosure.objects.get().content == DisclosureContent.CLOSURE
    page = text(say_who(sender, uuid.uuid4(), number=nth_number(51)))
    assert CLOSED_FOR_GOOD in page
    assert "avliden" not in page.lower()
    assert Referral.objects.count() == 1
