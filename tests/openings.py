"""Giving a reason, as the pages about protected persons and other jobbtorg ask for it."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from aspirants.models import Person

REASON = "Möte i dag klockan tio"


def give_reason(client: Client, person: Person, onward: str = "/") -> None:
    """Say why the protected person is opened; from now on her pages open for an hour."""
    response = client.post(reverse("open_protected", args=[person.pk]), {"reason": REASON, "nasta": onward})
    assert (response.status_code, response.headers.get("Location")) == (302, onward), response.text
