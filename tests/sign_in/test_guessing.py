"""Guessing is stopped where it comes from, and locks nobody out elsewhere."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from demo.factories import UserFactory
from organisation.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "fyra-blåa-hästar-i-regn"
BEGIN = datetime.datetime(2026, 11, 24, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def user() -> User:
    user = UserFactory(coach=True)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def evaluated(monkeypatch) -> list[str]:
    """Every password that was really compared with a stored one."""
    compared: list[str] = []
    verify = MD5PasswordHasher.verify

    def note(hasher: MD5PasswordHasher, password: str, encoded: str) -> bool:
        compared.append(password)
        return verify(hasher, password, encoded)

    monkeypatch.setattr(MD5PasswordHasher, "verify", note)
    return compared


def sign_in(email: str, password: str, address: str) -> Client:
    client = Client(REMOTE_ADDR=address)
    client.post(reverse("account_login"), {"login": email, "password": password})
    return client


def test_a_thousand_guesses_in_five_minutes_are_ten_at_most_and_the_user_still_gets_in(user, evaluated):
    with time_machine.travel(BEGIN, tick=False) as clock:
        for number in range(1000):
            sign_in(user.email, f"gissning nummer {number}", "198.51.100.7")
            clock.shift(0.299)
        assert len(evaluated) <= 10
        assert SESSION_KEY not in sign_in(user.email, PASSWORD, "198.51.100.7").session
        assert SESSION_KEY in sign_in(user.email, PASSWORD, "192.0.2.20").session


def test_guessing_at_many_accounts_from_one_address_is_stopped_too(evaluated):
    people = [UserFactory(coach=True) for _ in range(30)]
    for person in people:
        person.set_password(PASSWORD)
        person.save()
    with time_machine.travel(BEGIN, tick=False):
        for person in people:
            sign_in(person.email, "Sommaren2026Sommaren", "198.51.100.7")
        assert len(evaluated) <= 10
        assert SESSION_KEY in sign_in(people[0].email, PASSWORD, "192.0.2.20").session


def test_neighbours_in_one_ipv6_network_are_one_address(user, evaluated):
    with time_machine.travel(BEGIN, tick=False):
        for number in range(100):
            sign_in(user.email, f"gissning nummer {number}", f"2001:db8:0:7::{number + 1:x}")
        assert len(evaluated) <= 10


def test_spelling_the_address_otherwise_is_no_way_round(user, evaluated):
    with time_machine.travel(BEGIN, tick=False):
        for number in range(20):
            email = user.email.upper() if number % 2 else user.email
            sign_in(email, f"gissning nummer {number}", "198.51.100.7")
        assert len(evaluated) <= 5


def test_the_limit_passes(user):
    with time_machine.travel(BEGIN, tick=False) as clock:
        for number in range(20):
            sign_in(user.email, f"gissning nummer {number}", "198.51.100.7")
        clock.shift(301)
        assert SESSION_KEY in sign_in(user.email, PASSWORD, "198.51.100.7").session
