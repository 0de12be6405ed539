"""What a stadsdel can find out about a protected person it has referred: that there is a referral, never a name."""

from __future__ import annotations

import pytest
from django.test import Client

from demo.factories import ReferralFactory, UserFactory
from referrals.models import Referral
from tests.workbench.conftest import signed_in

SEARCH = "/sok"


@pytest.fixture
def referral(db: None) -> Referral:
    """Sent by a caseworker who had only a number; the name is the register's."""
    return ReferralFactory(person__protected=True, person__first_name="Sanna", person__last_name="Qvist")


@pytest.fixture
def as_sender(referral: Referral) -> Client:
    return signed_in(referral.sent_by)


def test_the_sender_finds_the_referral_by_its_number_without_the_name(referral, as_sender):
    text = as_sender.post(SEARCH, {"q": referral.number}, follow=True).text
    assert referral.number in text
    assert "Skyddade personuppgifter" in text
    assert "Sanna" not in text
    assert "Qvist" not in text


@pytest.mark.parametrize("guess", ["Sanna Qvist", "Sanna Kvist"])
def test_the_sender_cannot_guess_the_name(referral, as_sender, guess):
    text = as_sender.post(SEARCH, {"q": guess}).text
    assert referral.number not in text


def test_the_specially_appointed_find_the_person_by_name(referral):
    appointed = UserFactory(coach=True, protected=True, jobbtorg=referral.jobbtorg)
    response = signed_in(appointed).post(SEARCH, {"q": "Sanna Qvist"})
    assert response.url == f"/remisser/{referral.pk}/"


def test_a_character_unknown_to_the_database_is_left_out(as_coach):
    assert as_coach.post(SEARCH, {"q": "an\0na"}).status_code == 200
