"""The sender's way through the pages, as a person would click it."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from core.seen import FIELD, Seen
from organisation.models import Jobbtorg
from referrals.models import Referral
from referrals.shown import shown_referral
from tests.post_forms import submit

Response = Any
"""What the test client gives back: a response that also knows its context."""

NUMBER = "19790417-9814"

DETAILS = {
    "first_name": "Anna",
    "last_name": "Åkesson",
    "phone": "070-174 06 05",
    "language": "svenska",
    "benefit_kind": "FORSORJNINGSSTOD",
    "benefit_reason": "ARBETSBRIST",
    "benefit_applied_on": "2/11",
    "fit_for_work": "YES",
    "unemployed_since": "2026-06-01",
    "has_children_at_home": "on",
    "target_group": "",
    "purpose": "Stöd att söka arbete.",
    "seeking_work": "YES",
    "has_unemployment_fund": "NO",
    "basis": "OSL_10_2",
}


def url(name: str, draft_id: uuid.UUID) -> str:
    return reverse(f"referral_draft_{name}", args=[draft_id])


def say_who(client: Client, draft_id: uuid.UUID, **answers: str) -> Response:
    """Post step 1 of a new draft."""
    return client.post(reverse("referral_new"), {"draft": str(draft_id), **(answers or {"number": NUMBER})})


def give_details(client: Client, draft_id: uuid.UUID, jobbtorg: Jobbtorg, **changes: Any) -> Response:
    """Send step 2 from its page; a change to None leaves the field out."""
    answers = {**DETAILS, "jobbtorg": str(jobbtorg.pk), **changes}
    return submit(client, url("details", draft_id), {key: text for key, text in answers.items() if text is not None})


def send(client: Client, jobbtorg: Jobbtorg, number: str = NUMBER, **changes: Any) -> Referral:
    """Go through all three pages."""
    draft_id = uuid.uuid4()
    say_who(client, draft_id, number=number)
    give_details(client, draft_id, jobbtorg, **changes)
    response = submit(client, url("check", draft_id))
    assert response.status_code == 302, response.content.decode()
    return Referral.objects.get(submission_id=draft_id)


def text(response: Response) -> str:
    """The page without its whitespace, as it is read."""
    return " ".join(response.content.decode().split())


def shown_now(referral: Referral) -> Seen:
    """What a page opened now would show of the referral."""
    return shown_referral(Referral.objects.get(pk=referral.pk))


def seen(referral: Referral) -> dict[str, str]:
    """The hidden field of such a page, for an act that is sent at the wrong time."""
    return {FIELD: shown_now(referral).token()}
