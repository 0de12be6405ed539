"""Signing in when there were too many tries, and when nobody can count them."""

from __future__ import annotations

import socket

import pytest
from django.test import Client
from django.urls import reverse

from demo.factories import UserFactory
from jobbtorg.settings import CACHES as PRODUCT_CACHES
from organisation.models import User

PASSWORD = "fyra-blåa-hästar-i-regn"


@pytest.fixture
def user(db: None) -> User:
    user = UserFactory(coach=True)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(email: str, password: str = PASSWORD):
    return Client().post(reverse("account_login"), {"login": email, "password": password})


@pytest.fixture
def cache_is_away(settings):
    """The cache's address is a port that nobody listens on."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"redis://127.0.0.1:{nobody.getsockname()[1]}/0"
        settings.CACHES = {"default": {**PRODUCT_CACHES["default"], "LOCATION": address}}
        yield


def test_one_can_sign_in_while_the_cache_is_away(user, cache_is_away, caplog):
    response = sign_in(user.email)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert "The cache does not answer" in caplog.text
    assert sign_in(user.email, "fel").status_code == 200


def test_hits_while_one_types_are_shown_while_the_cache_is_away(user, cache_is_away, caplog):
    client = Client()
    client.force_login(user)
    assert client.post(reverse("search_hits"), {"q": "östman"}).status_code == 200
    assert "The cache does not answer" in caplog.text


def test_too_many_tries_are_told_so_in_swedish(user):
    answers = [sign_in(f"nobody{number}@example.se", "fel") for number in range(40)]
    assert answers[-1].status_code == 429
    assert "För många försök" in answers[-1].text
