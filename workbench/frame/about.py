"""What the foot of every page leads to: how accessible the service is, and which cookies it sets. Open to everybody."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organisation.access.rules import access, anyone

FIRST_STATED = datetime.date(2026, 11, 29)
REVIEWED = datetime.date(2026, 11, 29)
"""When somebody last compared the statement with the service. Change it together with the text."""


class Contact(NamedTuple):
    """Where a lack is reported: an address, and the words of its link."""

    address: str
    words: str


class Cookie(NamedTuple):
    """A cookie that the service sets, in words for the one who gets it."""

    name: str
    purpose: str
    lasts: str


def cookies_set() -> list[Cookie]:
    """All cookies of the service. A test compares them with those that answers set."""
    minutes = settings.SESSION_COOKIE_AGE // 60
    return [
        Cookie(
            settings.SESSION_COOKIE_NAME,
            "Håller reda på att du är inloggad.",
            f"Tills du loggar ut, stänger webbläsaren eller inte har gjort något på {minutes} minuter.",
        ),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            "Skyddar formulären, så att ingen annan webbplats kan skicka dem i ditt namn.",
            "Tills du stänger webbläsaren.",
        ),
    ]


def contacts() -> list[Contact]:
    """Who takes reports about accessibility in this city (`ACCESSIBILITY_CONTACT`), the preferred first."""
    return [
        Contact(address, address.removeprefix("mailto:").removeprefix("tel:"))
        for address in settings.ACCESSIBILITY_CONTACT
    ]


@access(anyone)
@require_safe
def accessibility_statement(request: HttpRequest) -> HttpResponse:
    """What lagen (2018:1937) om tillgänglighet till digital offentlig service asks every public service to state."""
    context = {"contacts": contacts(), "stated": FIRST_STATED, "reviewed": REVIEWED}
    return render(request, "workbench/frame/accessibility.html", context)


@access(anyone)
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """Which cookies there are, what for, and how long they stay."""
    return render(request, "workbench/frame/cookies.html", {"cookies": cookies_set()})
