"""Addresses that no page has are not found, and nothing fails over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from demo.factories import ConsentFactory, UserFactory
from tests.visits import signed_in

TOO_LARGE = 2**63


def patterns(found: list[Any], before: str = "") -> Iterator[str]:
    """The patterns of all addresses, written out."""
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern)


@pytest.fixture
def as_coach(db: None) -> Client:
    return signed_in(UserFactory(coach=True))


def test_a_number_that_the_database_does_not_know(as_coach: Client) -> None:
    numbered = [one for one in patterns(get_resolver().url_patterns) if "<int:" in one and not one.startswith("admin/")]
    assert len(numbered) > 50
    found = {}
    for one in numbered:
        address = "/" + re.sub(r"<int:\w+>", str(TOO_LARGE), one)
        address = re.sub(r"<uuid:\w+>", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", address)
        found[one] = as_coach.get(re.sub(r"<[\w:]+>", "x", address)).status_code
    assert set(found.values()) == {404}, found


def test_a_number_that_is_cut_by(db: None) -> None:
    consent = ConsentFactory()
    client = signed_in(consent.enrolment.coach)
    address = f"/arenden/{consent.enrolment.pk}/samtycke"
    assert client.get(f"{address}/1/aterkalla").status_code == 200
    assert client.get(f"{address}/{TOO_LARGE}/aterkalla").status_code == 404


@pytest.mark.parametrize("address", ["/remisser/%00", "/%00", "/static/%00.css"])
def test_a_null_character(as_coach: Client, address: str) -> None:
    for client in (as_coach, Client()):
        assert client.get(address).status_code == 404
