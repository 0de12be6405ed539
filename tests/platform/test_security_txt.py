"""/.well-known/security.txt (RFC 9116): who is told about a weakness, without signing in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

ADDRESS = "/.well-known/security.txt"

pytestmark = pytest.mark.django_db


def fields(answer: HttpResponse) -> list[tuple[str, str]]:
    """Name and value of each line, in their order."""
    return [(name, value) for name, _, value in (line.partition(": ") for line in answer.text.splitlines())]


def test_whoever_found_something_is_told_whom_to_write_to(client: Client, settings) -> None:
    settings.SECURITY_CONTACT = ["mailto:sakerhet@example.se", "https://example.se/sakerhet"]
    settings.SERVICE_URL = "https://jobbtorg.example.se"
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert [field for field in fields(answer) if field[0] != "Expires"] == [
        ("Contact", "mailto:sakerhet@example.se"),
        ("Contact", "https://example.se/sakerhet"),
        ("Preferred-Languages", "sv, en"),
        ("Canonical", "https://jobbtorg.example.se/.well-known/security.txt"),
    ]
    assert answer.text.endswith("\n")


@pytest.mark.parametrize("year", [2026, 2028, 2035])
def test_it_expires_after_the_request_and_within_a_year(client: Client, year: int) -> None:
    now = datetime(year, 12, 31, 22, 55, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        answer = client.get(ADDRESS)
    [expires] = [value for name, value in fields(answer) if name == "Expires"]
    assert now < datetime.strptime(expires, "%Y-%m-%dT%H:%M:%S%z") < now + timedelta(days=365)
    assert "no-store" in answer["Cache-Control"], "a copy kept on the way would not be from this request"


def test_an_address_without_encryption_is_not_called_canonical(client: Client, settings) -> None:
    settings.SERVICE_URL = "http://localhost:8000"
    assert "Canonical" not in dict(fields(client.get(ADDRESS)))


def test_without_a_contact_it_is_not_there(client: Client, settings) -> None:
    settings.SECURITY_CONTACT = []
    assert client.get(ADDRESS).status_code == 404


def test_it_only_reads(client: Client) -> None:
    assert client.post(ADDRESS).status_code == 405
